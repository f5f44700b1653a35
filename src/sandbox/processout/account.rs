//! The one project, what it holds, and who may ask it.

use super::card::Kept;
use super::customer::{Customer, CustomerToken};
use super::invoice::Invoice;
use super::refusal::Refusal;
use crate::sandbox::clock::{Clock, rfc3339};
use crate::sandbox::form;
use crate::sandbox::keys::PROCESSOUT;
use crate::sandbox::lock::lock;
use crate::sandbox::random::Random;
use crate::sandbox::rate_limit::{DEFAULT_LIMIT, RateLimit};
use crate::sandbox::replay::Replay;
use crate::sandbox::token_store::TokenStore;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use std::sync::{Arc, Mutex};
use time::Duration;

const RATE_WINDOW: Duration = Duration::minutes(10);

/// ProcessOut as one process imitates it.
#[derive(Debug)]
pub(crate) struct ProcessOut {
    pub(super) clock: Clock,
    pub(super) random: Arc<Random>,
    /// What links start with.
    pub(super) base: String,
    pub(super) cards: TokenStore<Kept>,
    pub(super) customers: Mutex<Vec<Customer>>,
    pub(super) tokens: Mutex<Vec<CustomerToken>>,
    pub(super) invoices: Mutex<Vec<Invoice>>,
    pub(super) replay: Replay,
    pub(super) limit: RateLimit,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// A page, with the project's id alone.
    Browser,
    /// The merchant's server, with the private key too.
    Server,
}

impl ProcessOut {
    pub(crate) fn new(clock: Clock, random: Arc<Random>, api_origin: &str) -> Self {
        Self {
            base: format!("{api_origin}{}", super::PREFIX),
            cards: TokenStore::new(clock.clone()),
            customers: Mutex::default(),
            tokens: Mutex::default(),
            invoices: Mutex::default(),
            replay: Replay::default(),
            limit: RateLimit::new(DEFAULT_LIMIT, RATE_WINDOW),
            clock,
            random,
        }
    }

    /// Forgets everything and sets the rate limit.
    pub(crate) fn reset(&self, rate_limit: u32) {
        self.cards.clear();
        lock(&self.customers).clear();
        lock(&self.tokens).clear();
        lock(&self.invoices).clear();
        self.replay.clear();
        self.limit.reset(rate_limit);
    }

    /// A new id: the prefix and 32 letters.
    pub(super) fn id(&self, prefix: &str) -> String {
        prefix.to_owned() + &self.random.letters(32)
    }

    pub(super) fn now(&self) -> String {
        rfc3339(self.clock.now())
    }
}

/// Who asks: by `Authorization`, or by `x-Authorization` in the query, as the vendor's own script
/// repeats it.
pub(super) fn caller(headers: &HeaderMap, uri: &Uri) -> Result<Caller, Refusal> {
    let invalid = |code| Refusal::new(StatusCode::UNAUTHORIZED, code);
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let query = form::fields(uri.query().unwrap_or_default());
    let query = query.iter().find(|(name, _)| name == "x-Authorization").map(|(_, value)| value);
    let value = header.or(query.map(String::as_str)).and_then(|text| text.strip_prefix("Basic "));
    let user = value.and_then(decode).ok_or_else(|| invalid("request.authentication.invalid"))?;
    let (project, key) = user.split_once(':').unwrap_or((&user, ""));
    if project != PROCESSOUT.project_id {
        return Err(invalid("request.authentication.invalid-project-id"));
    }
    match key {
        "" => Ok(Caller::Browser),
        key if key == PROCESSOUT.private_key => Ok(Caller::Server),
        _ => Err(invalid("request.authentication.invalid")),
    }
}

/// Reads base64. A query that was not encoded has a blank for each plus.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut bits = 0_u32;
    let mut count = 0;
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b' ' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_is_read_with_and_without_its_end() {
        for (text, expected) in [
            ("dGVzdC1wcm9qX3g6", Some("test-proj_x:")),
            ("YTo=", Some("a:")),
            ("YTo", Some("a:")),
            ("", Some("")),
            ("a*", None),
            ("/w==", None),
        ] {
            assert_eq!(decode(text).as_deref(), expected, "{text}");
        }
    }
}
