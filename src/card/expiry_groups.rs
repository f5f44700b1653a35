//! How a text parts the digits of an expiry: by separators, by blanks, by words.

use super::Symbol;

/// The digits of a text, and how it parts them.
#[derive(Default)]
pub(super) struct Groups {
    /// The first of them.
    pub(super) digits: [u8; 8],
    /// How many there are.
    pub(super) count: usize,
    /// How many stand before the first separator, if there is one.
    pub(super) first: Option<usize>,
    /// How many groups a separator has ended.
    pub(super) ended: usize,
    pub(super) in_group: bool,
    pub(super) has_third: bool,
    /// How many stand before the last blank or separator that has digits behind it.
    pub(super) last_run: usize,
    pub(super) foreign: bool,
    /// Does a word, such as a month's name, stand between digits?
    pub(super) has_word: bool,
}

impl Groups {
    pub(super) fn read(text: &str) -> Self {
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
