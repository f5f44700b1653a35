//! Fuzz targets: plain functions over bytes, each of which panics when a rule is broken.
//!
//! `tests/fuzz.rs` runs them over the committed corpora on stable; `tests/fuzz/long` runs them for
//! as long as one likes with libFuzzer.

mod card;
mod json;
mod message;
mod options;
mod reply;
mod time;

pub use card::{expiry, formatter, number, postal};
pub use json::json;
pub use message::message;
pub use options::options;
pub use reply::reply;
pub use time::time;

use cardlet::card::{BrandSet, CardData, CardNumber, Cvc, Expiry, ExpiryRules, YearMonth};
use cardlet::provider::{Call, ConfigError, Exchange, Options, Subject, encode};

/// A target and the name of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("number", number),
    ("expiry", expiry),
    ("formatter", formatter),
    ("postal", postal),
    ("json", json),
    ("message", message),
    ("options", options),
    ("reply", reply),
    ("time", time),
];

/// A first byte that steers, and the rest as text.
fn steered(data: &[u8]) -> (u8, String) {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    (*first, String::from_utf8_lossy(rest).into_owned())
}

/// A published test number, few of whose digits repeat.
const NUMBER: &str = "6011000990139424";
const CVC: &str = "987";

fn test_card() -> CardData {
    let rules = ExpiryRules::at(YearMonth { year: 2026, month: 11 });
    let number = CardNumber::parse(NUMBER, BrandSet::ALL).unwrap();
    CardData {
        cvc: Cvc::parse(CVC, number.brand()).unwrap(),
        expiry: Expiry::parse("12/30", rules).unwrap(),
        holder: None,
        number,
    }
}

/// The request that sends the test card.
fn exchange(options: &Options) -> Result<Exchange, ConfigError> {
    encode(&Call {
        subject: &Subject::Card(test_card()),
        options,
        idempotency_key: "key-1",
        submission_token: Some("submission-1"),
    })
}
