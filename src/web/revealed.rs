//! What may be shown of a number's digits, and when.

use crate::card::{BinLength, CardNumber};

/// Digits of a valid number that was left: with one event a key they would spell it.
pub(super) struct Revealed {
    pub(super) last4: String,
    /// As many of the first digits as the page has opted in to.
    pub(super) bin: Option<String>,
}

impl Revealed {
    pub(super) fn of(number: &CardNumber, bin: Option<BinLength>) -> Self {
        Self {
            last4: number.last4().to_owned(),
            bin: bin.map(|length| number.bin(length).to_owned()),
        }
    }
}
