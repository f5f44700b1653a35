//! Expiries in November 2026: verdicts and formatting.

use cardlet::card::Edit::{self, BackspaceOnGap, Delete, DeleteOnGap, Insert};
use cardlet::card::{FieldCode, Verdict, YearMonth};

use FieldCode::{
    IncompleteExpiry, InvalidExpiryMonth, InvalidExpiryMonthPast, InvalidExpiryYear,
    InvalidExpiryYearPast,
};

pub(crate) const NOW: YearMonth = YearMonth { year: 2026, month: 11 };

pub(crate) type CheckRow = (&'static str, Verdict, Option<u8>, Option<u16>);

pub(crate) const CHECKS: &[CheckRow] = &[
    // Every accepted spelling.
    ("3/29", Verdict::Valid, Some(3), Some(2029)),
    ("03/29", Verdict::Valid, Some(3), Some(2029)),
    ("03 / 29", Verdict::Valid, Some(3), Some(2029)),
    ("03/2029", Verdict::Valid, Some(3), Some(2029)),
    ("0329", Verdict::Valid, Some(3), Some(2029)),
    ("329", Verdict::Valid, Some(3), Some(2029)),
    ("032029", Verdict::Valid, Some(3), Some(2029)),
    ("2029-03", Verdict::Valid, Some(3), Some(2029)),
    ("202903", Verdict::Valid, Some(3), Some(2029)),
    ("2029-3", Verdict::Valid, Some(3), Some(2029)),
    ("03-29", Verdict::Valid, Some(3), Some(2029)),
    ("03.2029", Verdict::Valid, Some(3), Some(2029)),
    ("03–29", Verdict::Valid, Some(3), Some(2029)),
    (" 0 3 / 2 9 ", Verdict::Valid, Some(3), Some(2029)),
    ("٠٣/٢٩", Verdict::Valid, Some(3), Some(2029)),
    ("０３／２９", Verdict::Valid, Some(3), Some(2029)),
    ("\u{200e}03\u{a0}/\u{a0}29", Verdict::Valid, Some(3), Some(2029)),
    // Separators of other keyboards and scripts.
    ("03\\29", Verdict::Valid, Some(3), Some(2029)),
    ("03|29", Verdict::Valid, Some(3), Some(2029)),
    ("03:29", Verdict::Valid, Some(3), Some(2029)),
    ("03'29", Verdict::Valid, Some(3), Some(2029)),
    ("03’29", Verdict::Valid, Some(3), Some(2029)),
    ("03·29", Verdict::Valid, Some(3), Some(2029)),
    ("03•29", Verdict::Valid, Some(3), Some(2029)),
    ("٠٣٫٢٩", Verdict::Valid, Some(3), Some(2029)),
    ("٠٣،٢٩", Verdict::Valid, Some(3), Some(2029)),
    // A blank parts one digit from two or four, and four from one; else it means nothing.
    ("1 29", Verdict::Valid, Some(1), Some(2029)),
    ("1 2029", Verdict::Valid, Some(1), Some(2029)),
    ("2029 1", Verdict::Valid, Some(1), Some(2029)),
    ("2029 01", Verdict::Valid, Some(1), Some(2029)),
    ("1 2 2 9", Verdict::Valid, Some(12), Some(2029)),
    ("12 2 9", Verdict::Valid, Some(12), Some(2029)),
    // A whole date with its separator behind it.
    ("1229/", Verdict::Valid, Some(12), Some(2029)),
    ("329/", Verdict::Valid, Some(3), Some(2029)),
    ("12/29/", Verdict::Valid, Some(12), Some(2029)),
    // The month itself, and the ends of the allowed years.
    ("11/26", Verdict::Valid, Some(11), Some(2026)),
    ("10/26", Verdict::Invalid(InvalidExpiryMonthPast), Some(10), Some(2026)),
    ("12/25", Verdict::Invalid(InvalidExpiryYearPast), Some(12), Some(2025)),
    ("12/46", Verdict::Valid, Some(12), Some(2046)),
    ("01/47", Verdict::Invalid(InvalidExpiryYear), Some(1), Some(2047)),
    ("01/2047", Verdict::Invalid(InvalidExpiryYear), Some(1), Some(2047)),
    ("01/1999", Verdict::Invalid(InvalidExpiryYearPast), Some(1), Some(1999)),
    ("01/99", Verdict::Invalid(InvalidExpiryYear), Some(1), Some(2099)),
    // Unfinished.
    ("", Verdict::Empty(IncompleteExpiry), None, None),
    ("/", Verdict::Empty(IncompleteExpiry), None, None),
    ("0", Verdict::Unfinished(IncompleteExpiry), None, None),
    ("1", Verdict::Unfinished(IncompleteExpiry), None, None),
    ("3", Verdict::Unfinished(IncompleteExpiry), Some(3), None),
    ("12", Verdict::Unfinished(IncompleteExpiry), Some(12), None),
    ("12/", Verdict::Unfinished(IncompleteExpiry), Some(12), None),
    ("12/2", Verdict::Unfinished(IncompleteExpiry), Some(12), None),
    ("12/3", Verdict::Unfinished(IncompleteExpiry), Some(12), None),
    ("12/203", Verdict::Unfinished(IncompleteExpiry), Some(12), None),
    ("2029-", Verdict::Unfinished(IncompleteExpiry), None, Some(2029)),
    ("2029-0", Verdict::Unfinished(IncompleteExpiry), None, Some(2029)),
    ("/29", Verdict::Unfinished(IncompleteExpiry), None, Some(2029)),
    // With the month first it is over; with the year first it is not.
    ("20", Verdict::Unfinished(IncompleteExpiry), None, None),
    ("202", Verdict::Unfinished(IncompleteExpiry), None, None),
    ("2029", Verdict::Unfinished(IncompleteExpiry), None, Some(2029)),
    ("20290", Verdict::Unfinished(IncompleteExpiry), None, Some(2029)),
    ("20261", Verdict::Unfinished(IncompleteExpiry), None, Some(2026)),
    ("20260", Verdict::Invalid(InvalidExpiryMonthPast), None, Some(2026)),
    ("2025", Verdict::Invalid(InvalidExpiryYearPast), None, Some(2025)),
    ("2047", Verdict::Invalid(InvalidExpiryYear), None, Some(2047)),
    ("20292", Verdict::Invalid(InvalidExpiryYearPast), Some(2), Some(292)),
    ("2029x", Verdict::Invalid(InvalidExpiryMonth), Some(2), None),
    ("2025-", Verdict::Invalid(InvalidExpiryYearPast), None, Some(2025)),
    ("2026-0", Verdict::Invalid(InvalidExpiryMonthPast), None, Some(2026)),
    ("2029-0-", Verdict::Invalid(InvalidExpiryMonth), None, Some(2029)),
    ("2026-1", Verdict::Unfinished(IncompleteExpiry), Some(1), Some(2026)),
    // "20" is over, but may be the start of a year.
    ("12/20", Verdict::Unfinished(InvalidExpiryYearPast), Some(12), Some(2020)),
    // No typing can save these.
    ("12/1", Verdict::Invalid(InvalidExpiryYearPast), Some(12), None),
    ("12/5", Verdict::Invalid(InvalidExpiryYear), Some(12), None),
    ("12/201", Verdict::Invalid(InvalidExpiryYearPast), Some(12), None),
    ("12/209", Verdict::Invalid(InvalidExpiryYear), Some(12), None),
    ("12/301", Verdict::Invalid(InvalidExpiryYear), Some(12), None),
    ("00", Verdict::Invalid(InvalidExpiryMonth), None, None),
    ("0/29", Verdict::Invalid(InvalidExpiryMonth), None, Some(2029)),
    ("00/29", Verdict::Invalid(InvalidExpiryMonth), None, Some(2029)),
    ("13/29", Verdict::Invalid(InvalidExpiryMonth), None, Some(2029)),
    ("2029-13", Verdict::Invalid(InvalidExpiryMonth), None, Some(2029)),
    ("12/290", Verdict::Invalid(InvalidExpiryYear), Some(12), None),
    ("12/20290", Verdict::Invalid(InvalidExpiryYear), Some(12), Some(2029)),
    ("12/29/01", Verdict::Invalid(InvalidExpiryYear), Some(12), Some(2901)),
    // Dates with their day, and what else has too many digits.
    ("12/31/2028", Verdict::Invalid(InvalidExpiryYear), Some(12), Some(3120)),
    ("1/3/05", Verdict::Invalid(InvalidExpiryYear), Some(1), None),
    ("2028-12-31", Verdict::Invalid(InvalidExpiryYear), Some(12), Some(2028)),
    ("1220/28", Verdict::Invalid(InvalidExpiryYear), Some(12), Some(2028)),
    ("320/28", Verdict::Invalid(InvalidExpiryYear), Some(3), Some(2028)),
    // Only a year of this century or the last stands first.
    ("1999-03", Verdict::Invalid(InvalidExpiryYearPast), Some(3), Some(1999)),
    ("2128-03", Verdict::Invalid(InvalidExpiryYear), Some(2), Some(1280)),
    ("ab", Verdict::Invalid(InvalidExpiryMonth), None, None),
    ("03/29x", Verdict::Invalid(InvalidExpiryMonth), Some(3), Some(2029)),
];

pub(crate) type FormatRow = (&'static str, Edit, &'static str);

/// Texts with the caret as `|`, before and after.
pub(crate) const FORMATS: &[FormatRow] = &[
    ("|", Insert, "|"),
    // The typing rules for months.
    ("0|", Insert, "0|"),
    ("1|", Insert, "1|"),
    ("2|", Insert, "02|"),
    ("9|", Insert, "09|"),
    ("12|", Insert, "12|"),
    ("13|", Insert, "01 / 3|"),
    ("19|", Insert, "01 / 9|"),
    ("1/|", Insert, "01 / |"),
    ("12/|", Insert, "12 / |"),
    ("02-|", Insert, "02 / |"),
    ("00|", Insert, "00|"),
    ("022|", Insert, "02 / 2|"),
    ("123|", Insert, "12 / 3|"),
    ("12 / 28|", Insert, "12 / 28|"),
    ("12 / 2028|", Insert, "12 / 2028|"),
    // The year ends by itself.
    ("12 / 289|", Insert, "12 / 28|"),
    ("12 / 20289|", Insert, "12 / 2028|"),
    // Pasted and filled.
    ("0229|", Insert, "02 / 29|"),
    ("229|", Insert, "02 / 29|"),
    ("022029|", Insert, "02 / 2029|"),
    ("2029-03|", Insert, "03 / 2029|"),
    ("202903|", Insert, "03 / 2029|"),
    ("3/29|", Insert, "03 / 29|"),
    ("03.2029|", Insert, "03 / 2029|"),
    // The caret stays behind its digit.
    ("1|2 / 28", Insert, "1|2 / 28"),
    ("12 / 2|8", Insert, "12 / 2|8"),
    ("|12 / 28", Insert, "|12 / 28"),
    ("2| / 28", Insert, "02| / 28"),
    // A month that is typed anew: 1 waits, and the year stays.
    ("1| / 28", Insert, "1| / 28"),
    ("1 | / 28", Insert, "1| / 28"),
    ("1 /| 28", Insert, "01| / 28"),
    ("1 / 2|8", Insert, "01 / 2|8"),
    ("1|/2028", Insert, "1| / 2028"),
    ("2028-1|", Insert, "01 / 2028|"),
    ("1|02 / 28", Insert, "1|2 / 28"),
    ("10|2 / 28", Insert, "10| / 28"),
    ("102| / 28", Insert, "10 / 2|2"),
    ("10|2 / 8", Insert, "10| / 28"),
    // A blank behind 1 is its separator, and a separator behind 01 / 3 makes that the month.
    ("1 |", Insert, "01 / |"),
    ("1 |", Delete, "1|"),
    ("01 / 3/|", Insert, "13 / |"),
    ("01 / 9 |", Insert, "19 / |"),
    ("13 / |", Insert, "13 / |"),
    ("13 / 2|", Insert, "13 / 2|"),
    ("01 / 2/|", Insert, "01 / 2|"),
    ("01 / 3|/", Insert, "01 / 3|"),
    ("13 /|", BackspaceOnGap, "1 / 3|"),
    // A date with its day has no year; a separator among a date's digits is none.
    ("12/31/2028|", Insert, "12 / |"),
    ("12 / 2812/29|", Insert, "12 / |"),
    ("12 / 2/|8", Insert, "12 / 2|8"),
    ("1/|2 / 28", Insert, "1|2 / 28"),
    ("1/|22/28", Insert, "1|2 / "),
    // Digits before or in a whole year push its last ones out.
    ("12 / 3|2028", Insert, "12 / 3|2"),
    ("123| / 28", Insert, "12 / 3|2"),
    // Deleting completes nothing on the person's behalf.
    ("1|", Delete, "1|"),
    ("2| / 28", Delete, "2| / 28"),
    ("| / 28", Delete, "| / 28"),
    ("12 / |", Delete, "12 / |"),
    // Backspace and Delete in the separator.
    ("12 /|", BackspaceOnGap, "12|"),
    ("12 /|28", BackspaceOnGap, "1| / 28"),
    ("12|/ 28", DeleteOnGap, "12| / 8"),
    ("12 /|", Insert, "12|"),
    ("2 /|", Insert, "02 / |"),
    ("2 /|", Delete, "2|"),
    ("1 /|1 /", Insert, "01| / 1"),
];
