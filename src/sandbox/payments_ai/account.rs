//! The organizations, what they hold, and whose key a request has.

use super::instrument::Instrument;
use super::refusal::Refusal;
use super::token::CardToken;
use crate::sandbox::clock::Clock;
use crate::sandbox::keys::{PAYMENTS_AI, PaymentsAiOrganization};
use crate::sandbox::lock::lock;
use crate::sandbox::random::Random;
use crate::sandbox::rate_limit::{DEFAULT_LIMIT, RateLimit};
use crate::sandbox::replay::Replay;
use crate::sandbox::token_store::TokenStore;
use axum::http::{HeaderMap, header};
use std::sync::{Arc, Mutex};
use time::Duration;

const RATE_WINDOW: Duration = Duration::minutes(1);

/// PaymentsAI as one process imitates it.
#[derive(Debug)]
pub(crate) struct PaymentsAi {
    pub(super) clock: Clock,
    pub(super) random: Arc<Random>,
    organizations: [Organization; 3],
}

/// One organization and what it holds.
#[derive(Debug)]
pub(super) struct Organization {
    pub(super) known: &'static PaymentsAiOrganization,
    pub(super) tokens: TokenStore<CardToken>,
    pub(super) instruments: Mutex<Vec<Instrument>>,
    pub(super) transactions: Replay,
    limit: RateLimit,
}

impl PaymentsAi {
    pub(crate) fn new(clock: Clock, random: Arc<Random>) -> Self {
        let organization = |known| Organization {
            known,
            tokens: TokenStore::new(clock.clone()),
            instruments: Mutex::default(),
            transactions: Replay::default(),
            limit: RateLimit::new(DEFAULT_LIMIT, RATE_WINDOW),
        };
        Self { organizations: PAYMENTS_AI.each_ref().map(organization), clock, random }
    }

    /// Forgets everything and sets the rate limit.
    pub(crate) fn reset(&self, rate_limit: u32) {
        for organization in &self.organizations {
            organization.tokens.clear();
            lock(&organization.instruments).clear();
            organization.transactions.clear();
            organization.limit.reset(rate_limit);
        }
    }

    /// The organization whose key stands behind `ApiKey`, if it is the one that the request names.
    pub(super) fn authenticate(
        &self,
        headers: &HeaderMap,
        named: Option<&str>,
    ) -> Result<&Organization, Refusal> {
        let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = header.and_then(|text| text.strip_prefix("ApiKey "));
        let has_key = |organization: &&Organization| Some(organization.known.api_key) == key;
        let found = self.organizations.iter().find(has_key).ok_or_else(Refusal::unauthorized)?;
        if named.is_some_and(|id| id == found.known.id) {
            Ok(found)
        } else {
            Err(Refusal::forbidden())
        }
    }

    /// The key that the relay holds for an organization.
    pub(super) fn relay_key(&self, organization: &str) -> Option<&'static str> {
        PAYMENTS_AI.iter().find(|known| known.id == organization).map(|known| known.relay_key)
    }

    /// Counts a request that changes something.
    pub(super) fn count(&self, organization: &Organization) -> Result<(), Refusal> {
        let now = self.clock.now();
        organization.limit.take(now).map(|_| ()).map_err(|exceeded| {
            // Rounded up, so that who waits for it is let in.
            let wait = exceeded.until - now;
            let seconds = wait.whole_seconds() + i64::from(wait.subsec_nanoseconds() > 0);
            Refusal::too_many_requests(seconds)
        })
    }
}

impl Organization {
    pub(super) fn token_life(&self) -> Option<Duration> {
        self.known.token_life_minutes.map(|minutes| Duration::minutes(minutes.into()))
    }
}
