//! A key that lives as long as the process, and what is derived from it: ids and fingerprints.

use sha2::{Digest, Sha256};
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};

/// Letters only, so that no id is ever taken for a number by what hides numbers.
const LETTERS: &[u8; 16] = b"bcdfghjkmnpqrstv";

/// The process's key.
pub(crate) struct Random {
    key: [u8; 32],
    next: AtomicU64,
}

impl Random {
    /// A key of the operating system's randomness, through the one door that std has to it.
    pub(crate) fn from_system() -> Self {
        let mut hash = Sha256::new();
        for _ in 0..4 {
            hash.update(RandomState::new().hash_one("cardlet-sandbox").to_le_bytes());
        }
        Self { key: hash.finalize().into(), next: AtomicU64::new(0) }
    }

    /// A new id: the prefix and 24 letters.
    pub(crate) fn id(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.letters(24))
    }

    /// New letters that mean nothing; at most 64.
    pub(crate) fn letters(&self, count: usize) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.derive("id", &number.to_le_bytes()).chars().take(count).collect()
    }

    /// A new UUID of letters, but for its version.
    pub(crate) fn uuid(&self) -> String {
        let letters: Vec<_> =
            self.letters(64).bytes().map(|byte| char::from(b'a' + byte % 6)).collect();
        // The version stands before the third group, and its variant before the fourth.
        let groups = [("", 8), ("", 4), ("1", 3), ("b", 3), ("", 12)];
        let mut rest = letters.into_iter();
        groups
            .map(|(fixed, count)| {
                fixed.chars().chain(rest.by_ref().take(count)).collect::<String>()
            })
            .join("-")
    }

    /// The same letters for the same card number, and no way back without the key.
    pub(crate) fn fingerprint(&self, pan: &str) -> String {
        self.derive("fingerprint", pan.as_bytes())
    }

    fn derive(&self, purpose: &str, value: &[u8]) -> String {
        let hash = Sha256::new()
            .chain_update(self.key)
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(value)
            .finalize();
        hash.iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|nibble| LETTERS.get(usize::from(nibble)).copied().map(char::from))
            .collect()
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_hold_no_digit() {
        let random = Random::from_system();
        let (first, second) = (random.id("tok_"), random.id("tok_"));
        assert_ne!(first, second);
        assert_eq!(first.len(), 28);
        assert!(first.chars().all(|c| c == '_' || c.is_ascii_lowercase()), "{first}");
    }

    #[test]
    fn a_fingerprint_is_the_same_in_one_process_only() {
        let (one, other) = (Random::from_system(), Random::from_system());
        assert_eq!(one.fingerprint("4111111111111111"), one.fingerprint("4111111111111111"));
        assert_ne!(one.fingerprint("4111111111111111"), one.fingerprint("4242424242424242"));
        assert_ne!(one.fingerprint("4111111111111111"), other.fingerprint("4111111111111111"));
    }
}
