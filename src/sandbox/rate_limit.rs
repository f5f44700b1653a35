//! So many requests in so much time.

use super::lock::lock;
use std::sync::Mutex;
use time::{Duration, OffsetDateTime};

/// Requests in each window: Rebilly publishes this limit of its own sandbox, the others none.
pub(crate) const DEFAULT_LIMIT: u32 = 3000;

/// A limit of requests in windows that start with their first request.
#[derive(Debug)]
pub(crate) struct RateLimit {
    window: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limit: u32,
    started: Option<OffsetDateTime>,
    used: u32,
}

/// What is left of a window after a request that was let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowance {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
}

/// The window is used up until this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exceeded {
    pub(crate) until: OffsetDateTime,
}

impl RateLimit {
    pub(crate) fn new(limit: u32, window: Duration) -> Self {
        Self { window, state: Mutex::new(State { limit, started: None, used: 0 }) }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// When the window is used up.
    pub(crate) fn take(&self, now: OffsetDateTime) -> Result<Allowance, Exceeded> {
        let mut state = lock(&self.state);
        let mut started = *state.started.get_or_insert(now);
        if now >= started.saturating_add(self.window) {
            started = now;
            state.started = Some(now);
            state.used = 0;
        }
        if state.used >= state.limit {
            return Err(Exceeded { until: started.saturating_add(self.window) });
        }
        state.used += 1;
        Ok(Allowance { limit: state.limit, remaining: state.limit - state.used })
    }

    /// Forgets every request and sets the limit.
    pub(crate) fn reset(&self, limit: u32) {
        *lock(&self.state) = State { limit, started: None, used: 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_starts_with_its_first_request_and_ends_on_time() {
        let limit = RateLimit::new(2, Duration::minutes(10));
        let start = OffsetDateTime::UNIX_EPOCH + Duration::days(1);
        let at = |seconds| start + Duration::seconds(seconds);
        assert_eq!(limit.take(at(0)), Ok(Allowance { limit: 2, remaining: 1 }));
        assert_eq!(limit.take(at(500)), Ok(Allowance { limit: 2, remaining: 0 }));
        assert_eq!(limit.take(at(599)), Err(Exceeded { until: at(600) }));
        assert_eq!(limit.take(at(600)), Ok(Allowance { limit: 2, remaining: 1 }));
        limit.reset(0);
        assert_eq!(limit.take(at(601)), Err(Exceeded { until: at(1201) }));
    }
}
