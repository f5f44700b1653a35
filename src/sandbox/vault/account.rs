//! The accounts, what they hold, and whose key a request has.

use crate::sandbox::clock::Clock;
use crate::sandbox::keys::{VAULT, VaultAccount};
use crate::sandbox::random::Random;
use crate::sandbox::rate_limit::{DEFAULT_LIMIT, RateLimit};
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::TokenStore;
use axum::http::HeaderMap;
use std::sync::Arc;
use time::Duration;

const RATE_WINDOW: Duration = Duration::minutes(1);

/// The endpoint as one process imitates it.
#[derive(Debug)]
pub(crate) struct Vault {
    pub(super) clock: Clock,
    pub(super) random: Arc<Random>,
    accounts: [Account; 2],
}

/// One account and what it holds.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) known: &'static VaultAccount,
    pub(super) cards: TokenStore<StoredCard>,
    pub(super) limit: RateLimit,
}

impl Vault {
    pub(crate) fn new(clock: Clock, random: Arc<Random>) -> Self {
        let account = |known| Account {
            known,
            cards: TokenStore::new(clock.clone()),
            limit: RateLimit::new(DEFAULT_LIMIT, RATE_WINDOW),
        };
        Self { accounts: VAULT.each_ref().map(account), clock, random }
    }

    /// Forgets everything and sets the rate limit.
    pub(crate) fn reset(&self, rate_limit: u32) {
        for account in &self.accounts {
            account.cards.clear();
            account.limit.reset(rate_limit);
        }
    }

    /// The account of the key in the header, and whether it is the secret one.
    pub(super) fn authenticate(&self, headers: &HeaderMap) -> Option<(&Account, bool)> {
        let header = headers.get("x-vault-key")?.to_str().ok()?;
        let key = header.strip_prefix("Vault ")?;
        self.accounts.iter().find_map(|account| {
            let VaultAccount { public_key, secret_key, .. } = account.known;
            let is_secret = key == *secret_key;
            (is_secret || key == *public_key).then_some((account, is_secret))
        })
    }
}
