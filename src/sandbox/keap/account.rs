//! The app, what it holds, and whether a request may ask it.

use crate::sandbox::clock::Clock;
use crate::sandbox::keys::KEAP;
use crate::sandbox::lock::lock;
use crate::sandbox::random::Random;
use crate::sandbox::rate_limit::{DEFAULT_LIMIT, RateLimit};
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::TokenStore;
use axum::http::{HeaderMap, header};
use std::sync::{Arc, Mutex};
use time::{Duration, OffsetDateTime};

const RATE_WINDOW: Duration = Duration::minutes(1);
/// How long an access token lives.
pub(super) const ACCESS_LIFE: Duration = Duration::hours(24);

/// Keap as one process imitates it.
#[derive(Debug)]
pub(crate) struct Keap {
    pub(super) clock: Clock,
    pub(super) random: Arc<Random>,
    pub(super) submissions: TokenStore<Submission>,
    pub(super) cards: Mutex<Vec<Card>>,
    pub(super) paid_invoices: Mutex<Vec<i64>>,
    /// Access tokens and when they end.
    access: Mutex<Vec<(String, OffsetDateTime)>>,
    pub(super) limit: RateLimit,
}

/// What a submission token is for.
#[derive(Clone, Debug)]
pub(super) struct Submission {
    pub(super) contact: i64,
    pub(super) success_url: String,
    pub(super) failure_url: String,
}

/// A card that came in by a form.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) token: String,
    pub(super) contact: i64,
    pub(super) card: StoredCard,
    /// The form's other fields, by the columns of the card table.
    pub(super) columns: Vec<(String, String)>,
}

/// Why a request may not ask.
pub(super) enum NoAccess {
    Missing,
    InvalidKey,
    Expired,
}

impl Keap {
    pub(crate) fn new(clock: Clock, random: Arc<Random>) -> Self {
        let keap = Self {
            submissions: TokenStore::new(clock.clone()),
            cards: Mutex::default(),
            paid_invoices: Mutex::default(),
            access: Mutex::default(),
            limit: RateLimit::new(DEFAULT_LIMIT, RATE_WINDOW),
            clock,
            random,
        };
        keap.grant(KEAP.access_token.to_owned());
        keap
    }

    /// Forgets everything and sets the rate limit.
    pub(crate) fn reset(&self, rate_limit: u32) {
        self.submissions.clear();
        lock(&self.cards).clear();
        lock(&self.paid_invoices).clear();
        lock(&self.access).clear();
        self.grant(KEAP.access_token.to_owned());
        self.limit.reset(rate_limit);
    }

    /// Lets an access token in for its life.
    pub(super) fn grant(&self, token: String) {
        lock(&self.access).push((token, self.clock.now().saturating_add(ACCESS_LIFE)));
    }

    /// Checks the key of the app, or else the access token.
    pub(super) fn authenticate(&self, headers: &HeaderMap) -> Result<(), NoAccess> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(key) = text("x-keap-api-key") {
            return if key == KEAP.api_key { Ok(()) } else { Err(NoAccess::InvalidKey) };
        }
        let header = text(header::AUTHORIZATION.as_str());
        let token = header.and_then(|text| text.strip_prefix("Bearer "));
        let token = token.ok_or(NoAccess::Missing)?;
        let access = lock(&self.access);
        let (_, end) =
            access.iter().find(|(known, _)| known == token).ok_or(NoAccess::InvalidKey)?;
        if *end <= self.clock.now() { Err(NoAccess::Expired) } else { Ok(()) }
    }
}
