//! The stores, what they hold, and who may ask them.

use super::api_error::ApiError;
use super::charge::Charge;
use super::idempotency::Answers;
use super::subscription::Subscription;
use super::transaction_token::TransactionToken;
use crate::sandbox::clock::Clock;
use crate::sandbox::keys::{
    UNIVAPAY, UNIVAPAY_ELSEWHERE, UNIVAPAY_EXPIRED, UNIVAPAY_LIVE, UNIVAPAY_MERCHANT,
    UNIVAPAY_NO_DIRECT, UnivapayKey,
};
use crate::sandbox::lock::lock;
use crate::sandbox::random::Random;
use crate::sandbox::rate_limit::{DEFAULT_LIMIT, RateLimit};
use axum::http::{HeaderMap, header};
use std::sync::{Arc, Mutex};
use time::Duration;

const RATE_WINDOW: Duration = Duration::minutes(1);

/// Univapay as one process imitates it.
#[derive(Debug)]
pub(crate) struct Univapay {
    pub(super) clock: Clock,
    pub(super) random: Arc<Random>,
    /// What links start with, such as `http://127.0.0.1:4282/univapay`.
    pub(super) base: String,
    stores: [Store; 6],
}

/// One store and what it holds.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) known: &'static UnivapayKey,
    pub(super) tokens: Mutex<Vec<TransactionToken>>,
    pub(super) charges: Mutex<Vec<Charge>>,
    pub(super) subscriptions: Mutex<Vec<Subscription>>,
    pub(super) answers: Answers,
    pub(super) limit: RateLimit,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// With the JWT alone.
    Browser,
    /// With the secret too.
    Server,
}

impl Univapay {
    pub(crate) fn new(clock: Clock, random: Arc<Random>, api_origin: &str) -> Self {
        let store = |known| Store {
            known,
            tokens: Mutex::default(),
            charges: Mutex::default(),
            subscriptions: Mutex::default(),
            answers: Answers::default(),
            limit: RateLimit::new(DEFAULT_LIMIT, RATE_WINDOW),
        };
        let known = [
            &UNIVAPAY,
            &UNIVAPAY_NO_DIRECT,
            &UNIVAPAY_ELSEWHERE,
            &UNIVAPAY_LIVE,
            &UNIVAPAY_EXPIRED,
            &UNIVAPAY_MERCHANT,
        ];
        Self {
            stores: known.map(store),
            base: format!("{api_origin}{}", super::PREFIX),
            clock,
            random,
        }
    }

    /// Forgets everything and sets the rate limit.
    pub(crate) fn reset(&self, rate_limit: u32) {
        for store in &self.stores {
            lock(&store.tokens).clear();
            lock(&store.charges).clear();
            lock(&store.subscriptions).clear();
            store.answers.clear();
            store.limit.reset(rate_limit);
        }
    }

    /// Takes the payment provider away from the merchant: what it had authorized is inactive.
    pub(crate) fn unlink_provider(&self) {
        for store in &self.stores {
            lock(&store.tokens).iter_mut().for_each(TransactionToken::unlink);
        }
    }

    /// Whose key a request has, with or without its secret.
    pub(super) fn authenticate(&self, headers: &HeaderMap) -> Result<(&Store, Caller), ApiError> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let value = text(header::AUTHORIZATION);
        let value = value.ok_or_else(|| ApiError::unauthorized("AUTH_HEADER_MISSING"))?;
        let key = value.strip_prefix("Bearer ").unwrap_or_default();
        let (secret, jwt) = match key.split('.').count() {
            4 => key.split_once('.').map_or((None, key), |(secret, jwt)| (Some(secret), jwt)),
            _ => (None, key),
        };
        let store = self.stores.iter().find(|store| store.known.jwt == jwt);
        let store = store.ok_or_else(|| ApiError::unauthorized("INVALID_APP_TOKEN"))?;
        if secret.is_some_and(|secret| secret != store.known.secret) {
            return Err(ApiError::unauthorized("INVALID_CREDENTIALS"));
        }
        if store.known.is_expired {
            return Err(ApiError::unauthorized("EXPIRED_LOGIN_TOKEN"));
        }
        if text(header::ORIGIN).is_some_and(|origin| !store.known.is_used_on(origin)) {
            return Err(ApiError::unauthorized("INVALID_DOMAIN"));
        }
        Ok((store, if secret.is_some() { Caller::Server } else { Caller::Browser }))
    }
}

impl UnivapayKey {
    /// Is the origin's host one of the key's? A server's calls name none.
    fn is_used_on(&self, origin: &str) -> bool {
        let host = origin.split_once("://").map_or(origin, |(_, authority)| {
            authority.split_once(':').map_or(authority, |(host, _)| host)
        });
        self.store_id.is_empty() || self.domains.iter().any(|domain| ["*", host].contains(domain))
    }
}

impl Store {
    /// `test` or `live`.
    pub(super) fn mode(&self) -> &'static str {
        if self.known.is_live { "live" } else { "test" }
    }
}
