//! The organizations, what they hold, and who may ask them.

use super::card_token::CardToken;
use super::instrument::Instrument;
use crate::sandbox::clock::Clock;
use crate::sandbox::keys::{REBILLY, REBILLY_NO_EXPIRY, RebillyOrganization};
use crate::sandbox::lock::lock;
use crate::sandbox::problem::Problem;
use crate::sandbox::random::Random;
use crate::sandbox::rate_limit::{DEFAULT_LIMIT, RateLimit};
use crate::sandbox::token_store::TokenStore;
use axum::http::{HeaderMap, StatusCode, header};
use std::sync::{Arc, Mutex};
use time::Duration;

const RATE_WINDOW: Duration = Duration::minutes(10);

/// Rebilly as one process imitates it.
#[derive(Debug)]
pub(crate) struct Rebilly {
    pub(super) clock: Clock,
    pub(super) random: Arc<Random>,
    /// What links start with, such as `http://127.0.0.1:4282/rebilly`.
    base: String,
    organizations: [Organization; 2],
}

/// One organization and what it holds.
#[derive(Debug)]
pub(super) struct Organization {
    pub(super) known: &'static RebillyOrganization,
    pub(super) tokens: TokenStore<CardToken>,
    pub(super) instruments: Mutex<Vec<Instrument>>,
    pub(super) limit: RateLimit,
}

/// The two kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    Publishable,
    Secret,
}

impl Rebilly {
    pub(crate) fn new(clock: Clock, random: Arc<Random>, api_origin: &str) -> Self {
        let organization = |known| Organization {
            known,
            tokens: TokenStore::new(clock.clone()),
            instruments: Mutex::default(),
            limit: RateLimit::new(DEFAULT_LIMIT, RATE_WINDOW),
        };
        Self {
            organizations: [organization(&REBILLY), organization(&REBILLY_NO_EXPIRY)],
            base: format!("{api_origin}{}", super::PREFIX),
            clock,
            random,
        }
    }

    /// Forgets everything and sets the rate limit.
    pub(crate) fn reset(&self, rate_limit: u32) {
        for organization in &self.organizations {
            organization.tokens.clear();
            lock(&organization.instruments).clear();
            organization.limit.reset(rate_limit);
        }
    }

    /// Whose key a request has, and of which kind.
    pub(super) fn authenticate(
        &self,
        headers: &HeaderMap,
    ) -> Result<(&Organization, KeyKind), Problem> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        // The vendor's client keeps sending a secret key that it was given first.
        let (key, kind) = match (text("reb-apikey"), text(header::AUTHORIZATION.as_str())) {
            (Some(key), _) => (key, KeyKind::Secret),
            (None, Some(value)) => {
                (value.strip_prefix("Bearer ").unwrap_or(value).trim(), KeyKind::Publishable)
            }
            (None, None) => {
                return Err(Problem::new(StatusCode::UNAUTHORIZED, "the request has no key"));
            }
        };
        let has_key = |organization: &&Organization| match kind {
            KeyKind::Publishable => organization.known.publishable_key == key,
            KeyKind::Secret => organization.known.secret_key == key,
        };
        let found = self.organizations.iter().find(has_key);
        let unknown = || {
            let header = match kind {
                KeyKind::Publishable => "no publishable key in Authorization",
                KeyKind::Secret => "no secret key in REB-APIKEY",
            };
            Problem::new(StatusCode::UNAUTHORIZED, format!("{header} is known by this value"))
        };
        Ok((found.ok_or_else(unknown)?, kind))
    }

    /// The address of something in an organization, such as `tokens/tok_…`.
    pub(super) fn link(&self, organization: &Organization, path: &str) -> String {
        format!("{}/organizations/{}/{path}", self.base, organization.known.id)
    }
}

impl Organization {
    pub(super) fn token_life(&self) -> Option<Duration> {
        self.known.token_life_minutes.map(|minutes| Duration::minutes(minutes.into()))
    }
}
