//! How a typed, pasted or filled text splits into a month and a year.
//!
//! One reading serves the check and the formatter: `M/YY MM/YY MM/YYYY MMYY MMYYYY YYYY-MM
//! YYYYMM`, with blanks anywhere and any separator. What has more groups, as a date with its day
//! has, is no expiry: which of them is the month can't be told.

use super::expiry_groups::Groups;

/// Up to `N` ASCII digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Few<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Few<N> {
    const EMPTY: Self = Self { bytes: [0; N], len: 0 };

    /// The first `N` of these digits, and whether that was all of them.
    fn cut(digits: &[u8]) -> (Self, bool) {
        let mut few = Self::EMPTY;
        for (slot, digit) in few.bytes.iter_mut().zip(digits) {
            *slot = *digit;
            few.len += 1;
        }
        (few, few.len == digits.len())
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn value(&self) -> u16 {
        self.as_bytes().iter().fold(0, |value, digit| value * 10 + u16::from(digit - b'0'))
    }
}

/// A text, split.
pub(super) struct ExpiryText {
    /// The month's digits as entered.
    pub(super) month: Few<2>,
    /// The year's digits as entered.
    pub(super) year: Few<4>,
    /// Does a separator end the month, or a year follow it?
    pub(super) month_ended: bool,
    /// Did the year stand first?
    pub(super) year_first: bool,
    /// Is there something that is no digit, blank or separator?
    pub(super) foreign: bool,
    /// Were there more digits or groups than a date has?
    pub(super) excess: bool,
    /// Are there digits where no key puts one that is too many: a day's, or in a group of their own?
    pub(super) is_other_date: bool,
    /// Do more than a month's digits stand before a separator, and others behind it?
    pub(super) is_crowded: bool,
    /// The digits as a year whose month may yet follow, whatever else they are.
    pub(super) begun: Option<BegunYear>,
}

/// A year that stands first, without its whole month: `20`, `202`, `2029`, `20290`, `2029-1`.
pub(super) struct BegunYear {
    /// The year's digits, two to four.
    pub(super) year: Few<4>,
    /// The last month that can follow.
    pub(super) latest_month: u8,
}

impl ExpiryText {
    pub(super) fn read(text: &str) -> Self {
        let groups = Groups::read(text);
        let digits = groups.digits.get(..groups.count).unwrap_or(&groups.digits);
        // Three digits, or four that are no year, are a whole date, with its separator behind it.
        let first = groups.first.filter(|length| *length < 3 || is_year(digits, *length));
        let is_crowded = first != groups.first && groups.first < Some(groups.count);
        let split = split(digits, first);
        let (month, month_whole) = Few::cut(split.month);
        let (year, year_whole) = Few::cut(split.year);
        let end = month.len() + if split.year.starts_with(b"20") { 4 } else { 2 };
        let is_alone = first.is_none() && !is_crowded;
        let excess = groups.has_third
            || is_crowded
            || groups.count > digits.len()
            || !month_whole
            || !year_whole;
        let can_grow = !groups.foreign && !excess && (groups.in_group || groups.ended < 2);
        Self {
            month,
            year,
            month_ended: groups.first.is_some() || !split.year.is_empty(),
            year_first: split.year_first,
            foreign: groups.foreign,
            excess,
            is_other_date: groups.has_third
                || groups.has_word
                || if split.year_first {
                    !month_whole
                } else {
                    groups.count > end && (is_alone || groups.last_run >= end)
                },
            is_crowded,
            begun: if can_grow { begun_year(digits, first) } else { None },
        }
    }
}

/// Are so many first digits a year that stands first? No card names one outside of two centuries.
fn is_year(digits: &[u8], length: usize) -> bool {
    length == 4 && (digits.starts_with(b"20") || digits.starts_with(b"19"))
}

struct Split<'a> {
    month: &'a [u8],
    year: &'a [u8],
    year_first: bool,
}

/// `first_group` is the length of the month, or of a year that stands first, if a separator ends it.
fn split(digits: &[u8], first_group: Option<usize>) -> Split<'_> {
    let at = |index: usize, year_first: bool| {
        let (left, right) = digits.split_at_checked(index).unwrap_or((digits, &[]));
        let (month, year) = if year_first { (right, left) } else { (left, right) };
        Split { month, year, year_first }
    };
    match first_group {
        Some(4) => return at(4, true),
        Some(length @ 0..=2) => return at(length, false),
        _ => {}
    }
    match digits {
        [b'2', b'0', _, _, tens, ones]
            if matches!((tens, ones), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2')) =>
        {
            at(4, true)
        }
        // 2 to 9 can't start a two-digit month, and 13 to 19 are none.
        [b'2'..=b'9', ..] | [b'1', b'3'..=b'9', ..] => at(1, false),
        _ => at(2, false),
    }
}

fn begun_year(digits: &[u8], first_group: Option<usize>) -> Option<BegunYear> {
    let is_year = match first_group {
        Some(4) => true,
        Some(0..=2) => false,
        _ => digits.starts_with(b"20"),
    };
    let (year, month) = digits.split_at_checked(4).unwrap_or((digits, &[]));
    let latest_month = match month {
        [] | [b'1'] => 12,
        [b'0'] => 9,
        _ => return None,
    };
    is_year.then(|| BegunYear { year: Few::cut(year).0, latest_month })
}
