//! The expiry against every clock: each month from 2019 to 2101, and month ends in every zone.
#![cfg(not(target_arch = "wasm32"))]

use cardlet::card::{ExpiryCheck, ExpiryRules, FieldCode, Verdict, YearMonth};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// Each month with the Unix time of its start in UTC and of the next month's.
fn months() -> impl Iterator<Item = (YearMonth, i64, i64)> {
    let mut start = 1_546_300_800; // 2019-01-01T00:00:00Z
    (2019..=2101u16).flat_map(|year| (1..=12u8).map(move |month| YearMonth { year, month })).map(
        move |now| {
            let leap = now.year.is_multiple_of(4) && !now.year.is_multiple_of(100)
                || now.year.is_multiple_of(400);
            let days = match now.month {
                4 | 6 | 9 | 11 => 30,
                2 if leap => 29,
                2 => 28,
                _ => 31,
            };
            let this = start;
            start += days * DAY;
            (now, this, start)
        },
    )
}

fn check(card: YearMonth, unix_seconds: i64, four_digits: bool) -> Verdict {
    let rules = ExpiryRules::at(YearMonth::everywhere_reached(unix_seconds));
    let year = if four_digits { card.year } else { card.year % 100 };
    ExpiryCheck::of(&format!("{:02}/{year:02}", card.month), rules).verdict
}

#[test]
fn every_card_is_judged_right_in_every_month() {
    for (now, start, end) in months() {
        let middle = (start + end) / 2;
        for year in now.year.saturating_sub(2)..=now.year + 22 {
            for month in [1, now.month.max(2) - 1, now.month, now.month.min(11) + 1, 12] {
                let card = YearMonth { year, month };
                let expected = if card.year < now.year {
                    Err(FieldCode::InvalidExpiryYearPast)
                } else if card < now {
                    Err(FieldCode::InvalidExpiryMonthPast)
                } else if card.year > now.year + 20 {
                    Err(FieldCode::InvalidExpiryYear)
                } else {
                    Ok(())
                };
                let verdict = check(card, middle, true);
                assert_eq!(verdict.code().map_or(Ok(()), Err), expected, "{card:?} in {now:?}");
                // Two digits mean the same in this century.
                if year < 2100 {
                    assert_eq!(check(card, middle, false).is_valid(), expected.is_ok(), "{card:?}");
                }
            }
        }
    }
}

#[test]
fn a_card_is_good_until_its_month_is_over_everywhere() {
    for (now, _, end) in months() {
        // 27 zones, from UTC−12 to UTC+14: the local month's last minute.
        for zone in -12..=14i64 {
            let last_minute = end - zone * HOUR - MINUTE;
            assert!(check(now, last_minute, true).is_valid(), "{now:?} in UTC{zone:+}");
        }
        let over = end + 12 * HOUR;
        assert!(check(now, over - 1, true).is_valid(), "{now:?}");
        assert!(!check(now, over, true).is_valid(), "{now:?}");
    }
}
