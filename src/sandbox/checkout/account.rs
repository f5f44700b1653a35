//! The one account, what it holds, and who may ask it.

use super::instrument::Instrument;
use super::payment::Payment;
use super::token::Kept;
use crate::sandbox::clock::Clock;
use crate::sandbox::keys::{CHECKOUT, CHECKOUT_ABC};
use crate::sandbox::lock::lock;
use crate::sandbox::random::Random;
use crate::sandbox::rate_limit::{DEFAULT_LIMIT, RateLimit};
use crate::sandbox::replay::Replay;
use crate::sandbox::token_store::TokenStore;
use axum::http::{HeaderMap, header};
use std::sync::{Arc, Mutex};
use time::Duration;

/// A token's published life.
pub(super) const LIFE: Duration = Duration::minutes(15);
const RATE_WINDOW: Duration = Duration::minutes(10);

/// Checkout.com as one process imitates it.
#[derive(Debug)]
pub(crate) struct Checkout {
    pub(super) clock: Clock,
    pub(super) random: Arc<Random>,
    /// What links start with.
    pub(super) base: String,
    pub(super) tokens: TokenStore<Kept>,
    pub(super) instruments: Mutex<Vec<Instrument>>,
    pub(super) payments: Mutex<Vec<Payment>>,
    pub(super) replay: Replay,
    pub(super) limit: RateLimit,
}

/// The two kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    Public,
    Secret,
}

impl Checkout {
    pub(crate) fn new(clock: Clock, random: Arc<Random>, api_origin: &str) -> Self {
        Self {
            base: format!("{api_origin}{}", super::PREFIX),
            tokens: TokenStore::new(clock.clone()),
            instruments: Mutex::default(),
            payments: Mutex::default(),
            replay: Replay::default(),
            limit: RateLimit::new(DEFAULT_LIMIT, RATE_WINDOW),
            clock,
            random,
        }
    }

    /// Forgets everything and sets the rate limit.
    pub(crate) fn reset(&self, rate_limit: u32) {
        self.tokens.clear();
        lock(&self.instruments).clear();
        lock(&self.payments).clear();
        self.replay.clear();
        self.limit.reset(rate_limit);
    }

    /// A new id: the prefix and 26 letters, as the vendor's pattern has it.
    pub(super) fn id(&self, prefix: &str) -> String {
        prefix.to_owned() + &self.random.letters(26)
    }
}

/// The kind of the key in `Authorization`, behind `Bearer` or alone: one of the vendor's clients
/// sends even the newer public keys alone.
pub(super) fn key_kind(headers: &HeaderMap) -> Option<KeyKind> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let key = value.strip_prefix("Bearer ").unwrap_or(value).trim();
    let known = [&CHECKOUT, &CHECKOUT_ABC];
    if known.iter().any(|keys| keys.public_key == key) {
        Some(KeyKind::Public)
    } else {
        known.iter().any(|keys| keys.secret_key == key).then_some(KeyKind::Secret)
    }
}
