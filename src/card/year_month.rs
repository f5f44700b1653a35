//! A month of a year, and which one it is where the day ends last.

use super::calendar::civil_from_days;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearMonth {
    /// Four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
}

impl YearMonth {
    /// The month at a Unix time in UTC−12, where each day ends last: a card is good until the
    /// last day of its month is over everywhere on Earth.
    ///
    /// ```
    /// use cardlet::card::YearMonth;
    /// // 2026-08-01T11:59:59Z is still July in UTC−12.
    /// assert_eq!(YearMonth::everywhere_reached(1_785_585_599), YearMonth { year: 2026, month: 7 });
    /// assert_eq!(YearMonth::everywhere_reached(1_785_585_600), YearMonth { year: 2026, month: 8 });
    /// ```
    pub fn everywhere_reached(unix_seconds: i64) -> Self {
        let days = unix_seconds.saturating_sub(12 * 3600).div_euclid(86_400);
        let (year, month, _) = civil_from_days(days);
        match u16::try_from(year) {
            Ok(year) => Self { year, month },
            Err(_) if year < 0 => Self { year: 0, month: 1 },
            Err(_) => Self { year: u16::MAX, month: 12 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::YearMonth;

    #[test]
    fn a_time_beyond_every_year_is_in_the_first_month_or_the_last() {
        for (unix_seconds, month) in [
            (i64::MIN, YearMonth { year: 0, month: 1 }),
            (-70_000_000_000, YearMonth { year: 0, month: 1 }),
            (2_100_000_000_000, YearMonth { year: u16::MAX, month: 12 }),
            (i64::MAX, YearMonth { year: u16::MAX, month: 12 }),
        ] {
            assert_eq!(YearMonth::everywhere_reached(unix_seconds), month);
        }
    }

    #[test]
    fn every_month_turns_at_noon_utc_of_its_first_day() {
        // 2000-01-01T12:00:00Z.
        let mut turn = 946_728_000i64;
        for year in 2000..=2101u16 {
            for month in 1..=12u8 {
                let now = YearMonth { year, month };
                assert_eq!(YearMonth::everywhere_reached(turn), now);
                assert!(YearMonth::everywhere_reached(turn - 1) < now);
                let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100))
                    || year.is_multiple_of(400);
                let days = match month {
                    4 | 6 | 9 | 11 => 30,
                    2 if leap => 29,
                    2 => 28,
                    _ => 31,
                };
                turn += days * 86_400;
            }
        }
    }
}
