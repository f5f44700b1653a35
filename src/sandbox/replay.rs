//! Answers that are given again for the same idempotency key.

use super::lock::lock;
use super::random::Random;
use serde_json::Value;
use std::sync::Mutex;

/// What a key was used for, and what was answered.
#[derive(Debug, Default)]
pub(crate) struct Replay(Mutex<Vec<Entry>>);

#[derive(Debug)]
struct Entry {
    key: String,
    /// Of the request, which may hold a card.
    fingerprint: String,
    status: u16,
    body: Value,
}

/// What a key's earlier use means for this request.
#[derive(Debug, PartialEq)]
pub(crate) enum Earlier {
    /// It is new.
    None,
    /// The same request was answered so.
    Same(u16, Value),
    /// It belongs to another request.
    Other,
}

impl Replay {
    /// Looks for a key's earlier use. `request` is whatever must be the same.
    pub(crate) fn find(&self, key: &str, request: &str, random: &Random) -> Earlier {
        let entries = lock(&self.0);
        match entries.iter().find(|entry| entry.key == key) {
            None => Earlier::None,
            Some(entry) if entry.fingerprint == random.fingerprint(request) => {
                Earlier::Same(entry.status, entry.body.clone())
            }
            Some(_) => Earlier::Other,
        }
    }

    /// Keeps an answer under its key.
    pub(crate) fn keep(
        &self,
        (key, request): (&str, &str),
        (status, body): (u16, &Value),
        random: &Random,
    ) {
        let fingerprint = random.fingerprint(request);
        let entry = Entry { key: key.to_owned(), fingerprint, status, body: body.clone() };
        lock(&self.0).push(entry);
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_its_first_request() {
        let (replay, random) = (Replay::default(), Random::from_system());
        assert_eq!(replay.find("k", "a", &random), Earlier::None);
        replay.keep(("k", "4111111111111111"), (201, &Value::from(7)), &random);
        assert_eq!(replay.find("k", "4111111111111111", &random), Earlier::Same(201, 7.into()));
        assert_eq!(replay.find("k", "other", &random), Earlier::Other);
        assert_eq!(replay.find("other", "4111111111111111", &random), Earlier::None);
        assert!(!format!("{replay:?}").contains("4111"));
        replay.clear();
        assert_eq!(replay.find("k", "a", &random), Earlier::None);
    }
}
