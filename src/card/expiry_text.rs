//! How a typed, pasted or filled text splits into a month and a year.
//!
//! One reading serves the check and the formatter: `M/YY MM/YY MM/YYYY MMYY MMYYYY YYYY-MM
//! YYYYMM`, with blanks anywhere and any separator.

use super::Symbol;

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
        let mut digits = [0u8; 8];
        let mut count = 0;
        let mut first_group = None;
        let mut groups_ended = 0;
        let mut foreign = false;
        let mut excess = false;
        let mut in_group = false;
        for c in text.chars() {
            match Symbol::of(c) {
                Symbol::Digit(digit) => {
                    excess |= !in_group && groups_ended > 1;
                    in_group = true;
                    match digits.get_mut(count) {
                        Some(slot) => {
                            *slot = digit;
                            count += 1;
                        }
                        None => excess = true,
                    }
                }
                Symbol::Separator => {
                    groups_ended += usize::from(in_group);
                    // A separator that stands first ends an empty month.
                    first_group.get_or_insert(count);
                    in_group = false;
                }
                Symbol::Blank => {}
                Symbol::Foreign => foreign = true,
            }
        }
        let digits = digits.get(..count).unwrap_or_default();
        let can_grow = !foreign && !excess && (in_group || groups_ended < 2);
        let split = split(digits, first_group);
        let (month, month_whole) = Few::cut(split.month);
        let (year, year_whole) = Few::cut(split.year);
        Self {
            month,
            year,
            month_ended: first_group.is_some() || !split.year.is_empty(),
            year_first: split.year_first,
            foreign,
            excess: excess || !month_whole || !year_whole,
            begun: if can_grow { begun_year(digits, first_group) } else { None },
        }
    }
}

struct Split<'a> {
    month: &'a [u8],
    year: &'a [u8],
    year_first: bool,
}

/// `first_group` is the length of the digits before the first separator, if there is one.
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
