//! The sandbox's time: the system's, or one that stands still, plus what a test has added.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::format_description::well_known::{Rfc2822, Rfc3339};
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

/// The one source of time; clones share what was added.
#[derive(Clone, Debug)]
pub struct Clock {
    start: Start,
    advanced_ms: Arc<AtomicI64>,
}

#[derive(Clone, Copy, Debug)]
enum Start {
    System,
    Standing(OffsetDateTime),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self { start: Start::System, advanced_ms: Arc::default() }
    }

    /// A clock that stands at a Unix time until it is advanced.
    pub fn standing_at(unix_seconds: i64) -> Self {
        let at = OffsetDateTime::from_unix_timestamp(unix_seconds);
        let start = Start::Standing(at.unwrap_or(OffsetDateTime::UNIX_EPOCH));
        Self { start, advanced_ms: Arc::default() }
    }

    /// The time now, in UTC and whole milliseconds.
    pub(crate) fn now(&self) -> OffsetDateTime {
        let start = match self.start {
            Start::System => OffsetDateTime::now_utc(),
            Start::Standing(at) => at,
        };
        let advanced = Duration::milliseconds(self.advanced_ms.load(Ordering::Relaxed));
        let now = start.checked_add(advanced).unwrap_or(PrimitiveDateTime::MAX.assume_utc());
        now - Duration::nanoseconds(i64::from(now.nanosecond() % 1_000_000))
    }

    /// Adds to the time; it never goes back but by [`Clock::reset`].
    pub(crate) fn advance(&self, by_ms: u64) {
        let by_ms = i64::try_from(by_ms).unwrap_or(i64::MAX);
        let add = |ms: i64| Some(ms.saturating_add(by_ms));
        let _ = self.advanced_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// Takes back everything that was added.
    pub(crate) fn reset(&self) {
        self.advanced_ms.store(0, Ordering::Relaxed);
    }
}

/// A time as RFC 3339, such as `2026-11-21T09:30:00Z`.
pub(crate) fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_default()
}

/// A time in whole seconds with the zone as an offset, such as `2026-11-21T09:30:00+00:00`.
pub(crate) fn rfc3339_with_offset(time: OffsetDateTime) -> String {
    let seconds = OffsetDateTime::from_unix_timestamp(time.unix_timestamp()).unwrap_or(time);
    rfc3339(seconds).replace('Z', "+00:00")
}

/// A time as HTTP's `Date` header has it, such as `Sat, 21 Nov 2026 09:30:00 GMT`.
pub(crate) fn http_date(time: OffsetDateTime) -> String {
    // RFC 9110's date is RFC 2822's with another name for the zone.
    let text = time.format(&Rfc2822).unwrap_or_default();
    text.trim_end_matches("+0000").to_owned() + "GMT"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_when_it_is_advanced_and_returns_when_it_is_reset() {
        let clock = Clock::standing_at(1_795_253_400);
        assert_eq!(rfc3339(clock.now()), "2026-11-21T09:30:00Z");
        assert_eq!(http_date(clock.now()), "Sat, 21 Nov 2026 09:30:00 GMT");
        clock.clone().advance(1_800_250);
        assert_eq!(rfc3339(clock.now()), "2026-11-21T10:00:00.25Z");
        clock.reset();
        assert_eq!(rfc3339(clock.now()), "2026-11-21T09:30:00Z");
    }

    #[test]
    fn the_system_clock_runs_in_whole_milliseconds() {
        assert_eq!(Clock::system().now().nanosecond() % 1_000_000, 0);
    }

    #[test]
    fn a_time_past_every_calendar_is_the_last_one() {
        let clock = Clock::standing_at(253_402_300_799);
        clock.advance(u64::MAX);
        assert_eq!(clock.now().year(), 9999);
    }
}
