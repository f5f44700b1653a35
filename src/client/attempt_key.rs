//! The idempotency key of an attempt, for as long as a repetition of it should carry the same.

use crate::token::Moment;

/// A repetition is answered with the token of the first request. The shortest published life is five
/// minutes: what would be over by then, or soon, is not asked for again.
const LONGEST_MS: f64 = 4.0 * 60_000.0;

/// The key, and since when it has been on its way. A token that a repetition brings may be as old.
#[derive(Default)]
pub struct AttemptKey(Option<(String, Moment)>);

impl AttemptKey {
    /// The key of the attempt that goes out now, which is that of the last one unless it was
    /// forgotten or is too old; else a fresh one.
    pub fn of_attempt(&mut self, now: Moment, fresh: impl FnOnce() -> String) -> (String, Moment) {
        let kept = self.0.take().filter(|(_, since)| now.since(*since) <= LONGEST_MS);
        self.0.insert(kept.unwrap_or_else(|| (fresh(), now))).clone()
    }

    /// An answer has come, or the form has changed: the next attempt is another one.
    pub fn forget(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: f64) -> Moment {
        Moment { monotonic_ms: 0.0, wall_ms: minutes * 60_000.0 }
    }

    #[test]
    fn a_repetition_carries_the_key_and_the_age_of_the_first_attempt() {
        let mut key = AttemptKey::default();
        assert_eq!(key.of_attempt(at(0.0), || "a".to_owned()), ("a".to_owned(), at(0.0)));
        assert_eq!(key.of_attempt(at(4.0), || "b".to_owned()), ("a".to_owned(), at(0.0)));
        key.forget();
        assert_eq!(key.of_attempt(at(4.0), || "c".to_owned()), ("c".to_owned(), at(4.0)));
    }

    #[test]
    fn what_could_bring_a_dead_token_is_not_repeated() {
        let mut key = AttemptKey::default();
        key.of_attempt(at(0.0), || "a".to_owned());
        assert_eq!(key.of_attempt(at(4.1), || "b".to_owned()), ("b".to_owned(), at(4.1)));
    }
}
