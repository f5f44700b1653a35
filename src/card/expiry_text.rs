//! How a typed, pasted or filled text splits into a month and a year.
//!
//! One reading serves the check and the formatter: `M/YY MM/YY MM/YYYY MMYY MMYYYY YYYY-MM
//! YYYYMM`, with blanks anywhere and any separator. What has more groups, as a date with its day
//! has, is no expiry: which of them is the month can't be told.

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

/// The digits of a text, and how it parts them.
#[derive(Default)]
struct Groups {
    /// The first of them.
    digits: [u8; 8],
    /// How many there are.
    count: usize,
    /// How many stand before the first separator, if there is one.
    first: Option<usize>,
    /// How many groups a separator has ended.
    ended: usize,
    in_group: bool,
    has_third: bool,
    /// How many stand before the last blank or separator that has digits behind it.
    last_run: usize,
    foreign: bool,
    /// Does a word, such as a month's name, stand between digits?
    has_word: bool,
}

impl Groups {
    fn read(text: &str) -> Self {
        let parting = parting_blank(text, false);
        let mut groups = Self::default();
        let mut in_run = true;
        let mut letters = 0;
        for (index, c) in text.char_indices() {
            match Symbol::of(c) {
                Symbol::Digit(digit) => {
                    groups.has_third |= !groups.in_group && groups.ended > 1;
                    groups.has_word |= letters > 1 && groups.count > 0;
                    if !in_run {
                        groups.last_run = groups.count;
                    }
                    groups.in_group = true;
                    in_run = true;
                    letters = 0;
                    if groups.has_third && groups.first == Some(4) {
                        // A day behind year and month.
                        continue;
                    }
                    if let Some(slot) = groups.digits.get_mut(groups.count) {
                        *slot = digit;
                    }
                    groups.count += 1;
                }
                Symbol::Blank if parting != Some(index) => in_run = false,
                Symbol::Blank | Symbol::Separator => {
                    groups.ended += usize::from(groups.in_group);
                    // A separator that stands first ends an empty month.
                    groups.first.get_or_insert(groups.count);
                    groups.in_group = false;
                    in_run = false;
                }
                Symbol::Foreign => {
                    groups.foreign = true;
                    letters += 1;
                }
            }
        }
        groups
    }
}

/// Where a blank does a separator's work: between one digit and two or four, or four and one, when
/// there is nothing else; and behind a `1` alone, if that is asked for.
pub(super) fn parting_blank(text: &str, behind_one: bool) -> Option<usize> {
    // The lengths of the groups, a hexadecimal digit each.
    let mut lengths = 0;
    let mut count = 0;
    let mut first = None;
    let mut blank = None;
    let mut is_parted = false;
    for (index, c) in text.char_indices() {
        match Symbol::of(c) {
            Symbol::Digit(digit) => {
                lengths = if is_parted { lengths << 4 } else { lengths } + 1;
                first.get_or_insert(digit);
                is_parted = false;
                count += 1;
                if count > 5 {
                    return None;
                }
            }
            Symbol::Blank if first.is_some() => {
                blank.get_or_insert(index);
                is_parted = true;
            }
            Symbol::Separator => return None,
            Symbol::Blank | Symbol::Foreign => {}
        }
    }
    blank.filter(|_| match lengths {
        0x12 | 0x14 | 0x41 => true,
        1 => behind_one && first == Some(b'1'),
        _ => false,
    })
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
