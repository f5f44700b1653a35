//! The brands' number ranges and facts: data, and the form that it is packed in.
//!
//! Each range stands beside the keys of the sources that have it, as they read on 2026-11-21:
//!
//! | key | source |
//! |---|---|
//! | CCT | credit-card-type 10.3.0 (MIT) |
//! | PAY | payment 2.4.7 (MIT) |
//! | CC | creditcards 4.0.0 with creditcards-types (MIT) |
//! | EV | evervault-js e1702c89, its card validator (MIT) |
//! | HS | hyperswitch-sdk-utils c1978b1b (Apache-2.0) |
//! | RPI | react-payment-inputs 1.2.0 (MIT) |
//! | CZ | cleave-zen 0.0.17 (Apache-2.0) |
//! | PCN | Wikipedia, Payment card number (CC BY-SA 4.0): GPN alone |
//! | W14 | copies of its table of 2014, which is outdated: only where no other source has a card |
//! | BL | binlist/data 7400e175, of 2017: a scheme for each of 5,805 ranges, nothing else |
//! | AM | `active_merchant` 00401aff (MIT), which copies what the networks publish: Mastercard's rules, Elo's table, Discover's list for its partners |
//!
//! Where they disagree the wider answer wins, so that no valid card is refused, and the reason
//! stands beside the range. Where several brands have a number it is held to the rules of any of
//! them, so that a range too many never refuses a card. What a source has alone and in short, such
//! as all of `60` for Hipercard, is left out: such a number is still valid, only its brand is told
//! otherwise.

mod cartes_bancaires;
mod facts;
mod group;
mod international;
mod regional;
mod troy;

#[cfg(test)]
mod tests;

pub(super) use facts::{FACTS, UNKNOWN};
pub(super) use group::{Claim, Group};

/// Every built-in range.
pub(super) const GROUPS: &[&[Group]] =
    &[international::GROUPS, regional::GROUPS, troy::GROUPS, cartes_bancaires::GROUPS];
