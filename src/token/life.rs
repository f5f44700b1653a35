//! How long a token lives, and whose word that is.

use super::{Moment, Timestamp};

/// Where the end of a token's life comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpirationSource {
    /// The provider's own times, compared with each other.
    Provider,
    /// The life that the provider documents.
    Published,
    /// The provider's time, compared with this machine's clock for want of a better one.
    ClientClock,
    /// The provider sets no end.
    None,
}

impl ExpirationSource {
    /// The stable name, such as `client_clock`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Published => "published",
            Self::ClientClock => "client_clock",
            Self::None => "none",
        }
    }
}

/// What is known about a token's life when it arrives.
#[derive(Clone, Copy, Debug, Default)]
pub struct LifeFacts {
    /// When the server says that it made the token.
    pub created: Option<Timestamp>,
    /// When the server says that the token ends.
    pub expires: Option<Timestamp>,
    /// The life that the provider documents, for wires that name no end.
    pub published_ms: Option<i64>,
    /// The server's clock when it answered, where it can be read.
    pub answered: Option<Timestamp>,
}

/// A token's life, counted from when its request was sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// When the request was sent.
    pub sent: Moment,
    /// Milliseconds from then to the end; `None` when there is no end.
    pub length_ms: Option<f64>,
    /// The end as a time, for showing; `None` when there is no end.
    pub expires: Option<Timestamp>,
    /// Whose word the end is.
    pub source: ExpirationSource,
}

impl Life {
    /// Works out a life. Two times of the same server are worth most, since they don't need this
    /// machine's clock; its `Date` is such a time too. Then the published life, with the server's
    /// end for showing where it names one; then our own clock.
    pub fn new(facts: LifeFacts, sent: Moment) -> Self {
        let sent_wall = Timestamp::from_unix_ms(sent.wall_ms as i64);
        let between = |start: Timestamp, end: Timestamp| end.unix_ms() - start.unix_ms();
        let start = facts.created.or(facts.answered);
        let (length, expires, source) = match (facts.expires, start, facts.published_ms) {
            (Some(end), Some(start), _) => (between(start, end), end, ExpirationSource::Provider),
            (end, start, Some(length)) => {
                let start = start.unwrap_or(sent_wall).unix_ms();
                let published = || Timestamp::from_unix_ms(start.saturating_add(length));
                (length, end.unwrap_or_else(published), ExpirationSource::Published)
            }
            (Some(end), None, None) => {
                (between(sent_wall, end), end, ExpirationSource::ClientClock)
            }
            (None, _, None) => {
                return Self {
                    sent,
                    length_ms: None,
                    expires: None,
                    source: ExpirationSource::None,
                };
            }
        };
        Self { sent, length_ms: Some(length.max(0) as f64), expires: Some(expires), source }
    }

    /// Milliseconds left, 0 once over, `None` when there is no end.
    pub fn left_ms(&self, now: Moment) -> Option<f64> {
        self.length_ms.map(|length| (length - now.since(self.sent)).max(0.0))
    }

    /// Is it over?
    pub fn is_over(&self, now: Moment) -> bool {
        self.left_ms(now) == Some(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: f64 = 60_000.0;

    fn at(minutes: f64) -> Moment {
        Moment { monotonic_ms: minutes * MINUTE, wall_ms: 1.7e12 + minutes * MINUTE }
    }

    fn time(text: &str) -> Option<Timestamp> {
        Some(Timestamp::parse(text).unwrap())
    }

    #[test]
    fn two_server_times_need_no_clock_of_ours() {
        let facts = LifeFacts {
            created: time("2001-01-01T00:00:00Z"),
            expires: time("2001-01-01T09:30:00+09:00"),
            ..LifeFacts::default()
        };
        let life = Life::new(facts, at(0.0));
        assert_eq!(life.source, ExpirationSource::Provider);
        assert_eq!(life.left_ms(at(10.0)), Some(20.0 * MINUTE));
        assert!(!life.is_over(at(29.9)));
        assert!(life.is_over(at(30.0)));
    }

    #[test]
    fn a_suspended_machine_and_a_clock_set_back_do_not_keep_a_token_alive() {
        let facts = LifeFacts { published_ms: Some(30 * 60_000), ..LifeFacts::default() };
        let life = Life::new(facts, at(0.0));
        assert_eq!(life.source, ExpirationSource::Published);
        let slept = Moment { monotonic_ms: 1.0, ..at(40.0) };
        let set_back = Moment { wall_ms: 0.0, ..at(40.0) };
        assert!(life.is_over(slept) && life.is_over(set_back));
        assert_eq!(life.left_ms(Moment { wall_ms: 0.0, ..at(1.0) }), Some(29.0 * MINUTE));
    }

    #[test]
    fn a_lone_end_is_held_against_the_servers_date_or_else_our_clock() {
        let expires = time("2023-11-14T22:43:20Z"); // 30 minutes after at(0)
        let date = time("2023-11-14T22:38:20Z");
        let read =
            |answered| Life::new(LifeFacts { expires, answered, ..LifeFacts::default() }, at(0.0));
        assert_eq!(read(date).left_ms(at(0.0)), Some(5.0 * MINUTE));
        assert_eq!(read(date).source, ExpirationSource::Provider);
        assert_eq!(read(None).left_ms(at(0.0)), Some(30.0 * MINUTE));
        assert_eq!(read(None).source, ExpirationSource::ClientClock);
    }

    #[test]
    fn a_published_life_is_counted_and_the_servers_end_is_shown_beside_it() {
        let expires = time("2023-11-14T22:43:20Z"); // 30 minutes after at(0)
        let facts = LifeFacts { expires, published_ms: Some(900_000), ..LifeFacts::default() };
        // A clock of ours that is a day off changes nothing.
        for sent in [at(0.0), at(-1440.0), at(1440.0)] {
            let life = Life::new(facts, sent);
            assert_eq!((life.length_ms, life.expires), (Some(900_000.0), expires));
            assert_eq!(life.source, ExpirationSource::Published);
        }
        // The server's own clock is better than a page of documentation.
        let answered = time("2023-11-14T22:33:20Z");
        let life = Life::new(LifeFacts { answered, ..facts }, at(1440.0));
        assert_eq!((life.length_ms, life.source), (Some(600_000.0), ExpirationSource::Provider));
    }

    #[test]
    fn no_end_is_never_over_and_a_past_end_is_over_at_once() {
        let endless = Life::new(LifeFacts::default(), at(0.0));
        assert_eq!(endless.left_ms(at(1e9)), None);
        assert!(!endless.is_over(at(1e9)));
        assert_eq!(endless.source, ExpirationSource::None);
        let past = LifeFacts {
            created: time("2026-01-01T00:00:00Z"),
            expires: time("2025-01-01T00:00:00Z"),
            ..LifeFacts::default()
        };
        assert!(Life::new(past, at(0.0)).is_over(at(0.0)));
    }
}
