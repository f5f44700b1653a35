//! A point in time on two clocks, neither of which can be trusted alone.

/// A point in time. The monotonic clock stands still while some machines sleep; the wall clock
/// can be set by hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Milliseconds on a clock that never goes back, from any start.
    pub monotonic_ms: f64,
    /// Milliseconds since 1970-01-01T00:00:00Z, as the machine believes.
    pub wall_ms: f64,
}

impl Moment {
    /// Milliseconds since an earlier moment: the larger of what the two clocks say, so that
    /// neither a suspended machine nor a clock set back keeps a dead token alive.
    ///
    /// ```
    /// use cardlet::token::Moment;
    /// let sent = Moment { monotonic_ms: 5.0, wall_ms: 1_000.0 };
    /// let slept = Moment { monotonic_ms: 6.0, wall_ms: 61_000.0 };
    /// assert_eq!(slept.since(sent), 60_000.0);
    /// ```
    pub fn since(self, earlier: Self) -> f64 {
        let monotonic = self.monotonic_ms - earlier.monotonic_ms;
        let wall = self.wall_ms - earlier.wall_ms;
        monotonic.max(wall).max(0.0)
    }
}
