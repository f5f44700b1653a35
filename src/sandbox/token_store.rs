//! Tokens of any provider: kept for their life, spent once.

use super::clock::Clock;
use super::lock::lock;
use std::sync::Mutex;
use time::{Duration, OffsetDateTime};

/// A token and what has become of it.
#[derive(Clone, Debug)]
pub(crate) struct StoredToken<T> {
    pub(crate) id: String,
    pub(crate) created: OffsetDateTime,
    /// `None`: it has no end.
    pub(crate) expires: Option<OffsetDateTime>,
    pub(crate) used: Option<OffsetDateTime>,
    /// What the provider's dialect keeps with it.
    pub(crate) content: T,
}

/// Why a token can't be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unspendable {
    Unknown,
    Used,
    Expired,
}

/// The tokens of one merchant account.
#[derive(Debug)]
pub(crate) struct TokenStore<T> {
    clock: Clock,
    tokens: Mutex<Vec<StoredToken<T>>>,
}

impl<T: Clone> TokenStore<T> {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, tokens: Mutex::default() }
    }

    /// Keeps a new token. Its times are whole seconds, as they are on the wire.
    pub(crate) fn create(&self, id: String, life: Option<Duration>, content: T) -> StoredToken<T> {
        let now = self.clock.now();
        let created = now - Duration::milliseconds(i64::from(now.millisecond()));
        let expires = life.map(|life| created.saturating_add(life));
        let token = StoredToken { id, created, expires, used: None, content };
        lock(&self.tokens).push(token.clone());
        token
    }

    pub(crate) fn find(&self, id: &str) -> Option<StoredToken<T>> {
        lock(&self.tokens).iter().find(|token| token.id == id).cloned()
    }

    /// Every token, the newest first.
    pub(crate) fn list(&self) -> Vec<StoredToken<T>> {
        lock(&self.tokens).iter().rev().cloned().collect()
    }

    /// Spends a token: of two calls at the same time one succeeds.
    ///
    /// # Errors
    /// Why it can't be spent; a used token stays used when its life ends.
    pub(crate) fn spend(&self, id: &str) -> Result<StoredToken<T>, Unspendable> {
        let now = self.clock.now();
        let mut tokens = lock(&self.tokens);
        let token = tokens.iter_mut().find(|token| token.id == id);
        let token = token.ok_or(Unspendable::Unknown)?;
        if token.used.is_some() {
            return Err(Unspendable::Used);
        }
        if token.expires.is_some_and(|expires| expires <= now) {
            return Err(Unspendable::Expired);
        }
        token.used = Some(now);
        Ok(token.clone())
    }

    pub(crate) fn clear(&self) {
        lock(&self.tokens).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Option<Duration> = Some(Duration::minutes(30));

    fn store() -> (Clock, TokenStore<()>) {
        let clock = Clock::standing_at(1_795_253_400);
        (clock.clone(), TokenStore::new(clock))
    }

    #[test]
    fn a_token_is_spent_once() {
        let (_, store) = store();
        store.create("tok_b".to_owned(), LIFE, ());
        assert!(store.spend("tok_b").is_ok_and(|token| token.used.is_some()));
        assert_eq!(store.spend("tok_b").unwrap_err(), Unspendable::Used);
        assert_eq!(store.spend("tok_c").unwrap_err(), Unspendable::Unknown);
    }

    #[test]
    fn a_life_ends_at_its_last_millisecond() {
        let (clock, store) = store();
        store.create("early".to_owned(), LIFE, ());
        store.create("late".to_owned(), LIFE, ());
        store.create("endless".to_owned(), None, ());
        clock.advance(30 * 60_000 - 1);
        assert!(store.spend("early").is_ok());
        clock.advance(1);
        assert_eq!(store.spend("late").unwrap_err(), Unspendable::Expired);
        assert_eq!(store.spend("early").unwrap_err(), Unspendable::Used);
        clock.advance(u32::MAX.into());
        assert!(store.spend("endless").is_ok());
    }

    #[test]
    fn times_are_whole_seconds() {
        let (clock, store) = store();
        clock.advance(999);
        let token = store.create("tok_b".to_owned(), LIFE, ());
        assert_eq!(token.created.unix_timestamp_nanos(), 1_795_253_400_000_000_000);
        assert_eq!(token.expires.map(|time| time - token.created), LIFE);
    }
}
