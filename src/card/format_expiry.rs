//! How an expiry looks while it is typed, as a pure function of text and caret.

use std::borrow::Cow;

use super::expiry_groups::parting_blank;
use super::expiry_text::ExpiryText;
use super::format::{TypedDigits, erase};
use super::{Edit, Formatted, Symbol};

const SEPARATOR: &str = " / ";

/// Writes an expiry as `MM / YY` or `MM / YYYY` while it is typed: `2` to `9` become `02` to
/// `09`, `1` waits, `13` becomes `01 / 3`, a slash after `1` makes it `01 / `, and a year that
/// stands first moves behind the month. The caret stays behind the same digit.
///
/// A blank behind `1` does as the slash, and a slash behind `01 / 3` makes it `13 / `, which is no
/// month. Of a date with its day no year is written: another expiry would be left of it.
///
/// Before a year a `1` waits, too, while the caret is behind it, and before a whole one a third digit
/// of the month takes the place of the next: who types a month anew keeps the year.
///
/// ```
/// use cardlet::card::{Edit, format_expiry};
/// assert_eq!(format_expiry("13", 2, Edit::Insert).text, "01 / 3");
/// assert_eq!(format_expiry("2029-03", 7, Edit::Insert).text, "03 / 2029");
/// assert_eq!(format_expiry("12/31/2028", 10, Edit::Insert).text, "12 / ");
/// ```
pub fn format_expiry(text: &str, caret_utf16: usize, edit: Edit) -> Formatted {
    // "12 /" is left when Backspace takes the blank from "12 / ": the separator goes as a whole,
    // and no digit with it.
    let (text, edit) = match (text.strip_suffix(" /"), edit) {
        (Some(month), Edit::Insert) if is_whole_month(month) => (month, edit),
        (Some(month), Edit::Delete | Edit::BackspaceOnGap | Edit::DeleteOnGap)
            if month.len() <= 2 =>
        {
            (month, Edit::Delete)
        }
        _ => (text, edit),
    };
    let text = &*with_slash(text, caret_utf16, edit);
    let typed = Typed::read(text, caret_utf16);
    let edit = match edit {
        Edit::Insert if typed.crowds_the_year() => Edit::DeleteOnGap,
        _ => edit,
    };
    let (text, caret_utf16) = &erase(text, caret_utf16, edit);
    let TypedDigits { digits, before_caret } = &TypedDigits::read(text, *caret_utf16);
    let mut read = ExpiryText::read(text);
    if read.is_other_date && typed.is_behind_separator && *before_caret < digits.len() {
        // It was typed among the digits of a date.
        let rest = ExpiryText::read(&without_char_before(text, *caret_utf16));
        if rest.year_first == read.year_first {
            read = rest;
        }
    }
    let is_refused = edit == Edit::Insert
        && read.month.len() > 0
        && (read.is_other_date || read.is_crowded && typed.is_behind_month);
    let is_padded = edit == Edit::Insert
        && match read.month.as_bytes() {
            [b'2'..=b'9'] => true,
            [b'1'] => read.month_ended && (read.year_first || !typed.is_behind_one()),
            _ => false,
        };
    let year = if is_refused { "" } else { read.year.as_str() };
    let mut formatted = write(&read, year, *before_caret, is_padded);
    if ends_in_separator(text, *caret_utf16) {
        formatted.caret_utf16 = formatted.text.len();
    }
    formatted
}

fn write(read: &ExpiryText, year: &str, before_caret: usize, is_padded: bool) -> Formatted {
    let mut text = String::with_capacity(9);
    if is_padded {
        text.push('0');
    }
    text.push_str(read.month.as_str());
    let month_digits = text.len();
    if read.month_ended && read.month.len() + read.year.len() > 0 {
        text.push_str(SEPARATOR);
    }
    // Only a year of this century goes on after its second digit.
    let year = if year.starts_with("20") { year } else { year.get(..2).unwrap_or(year) };
    text.push_str(year);

    let digits = before_caret + usize::from(is_padded && before_caret > 0);
    let caret_utf16 = if read.year_first {
        text.len()
    } else if digits <= month_digits {
        digits
    } else {
        (digits + SEPARATOR.len()).min(text.len())
    };
    Formatted { text, caret_utf16 }
}

/// The text with a slash where the person has typed another sign for it: a blank, or any separator
/// behind the `3` of `01 / 3`, which was the month's after all.
fn with_slash(text: &str, caret_utf16: usize, edit: Edit) -> Cow<'_, str> {
    if let Some(blank) = parting_blank(text, edit == Edit::Insert) {
        let slash = |(index, c)| if index == blank { '/' } else { c };
        return text.char_indices().map(slash).collect();
    }
    let mut year = text.strip_prefix("01 / ").unwrap_or_default().chars();
    match (year.next(), year.next().map(Symbol::of), year.next()) {
        (Some(digit @ '3'..='9'), Some(Symbol::Separator | Symbol::Blank), None)
            if edit == Edit::Insert && caret_utf16 >= text.chars().count() =>
        {
            Cow::Owned(String::from_iter(['1', digit, '/']))
        }
        _ => Cow::Borrowed(text),
    }
}

fn without_char_before(text: &str, caret_utf16: usize) -> String {
    let mut position = 0;
    let is_other = |c: &char| {
        position += c.len_utf16();
        position != caret_utf16
    };
    text.chars().filter(is_other).collect()
}

/// How many digits stand before the first separator and behind it, and where the caret is.
#[derive(Default)]
struct Typed {
    month: usize,
    year: usize,
    /// The month's digits before the caret.
    before_caret: usize,
    /// Does a separator stand before the caret?
    is_behind_month: bool,
    /// Does it stand right before the caret?
    is_behind_separator: bool,
    is_ended: bool,
}

impl Typed {
    fn read(text: &str, caret_utf16: usize) -> Self {
        let mut typed = Self::default();
        let mut position = 0;
        for c in text.chars() {
            let is_before = position < caret_utf16;
            position += c.len_utf16();
            let symbol = Symbol::of(c);
            if is_before {
                typed.is_behind_separator = symbol == Symbol::Separator;
            }
            match symbol {
                Symbol::Digit(_) if typed.is_ended => typed.year += 1,
                Symbol::Digit(_) => {
                    typed.month += 1;
                    typed.before_caret += usize::from(is_before);
                }
                Symbol::Separator => {
                    typed.is_ended = true;
                    typed.is_behind_month |= is_before;
                }
                Symbol::Blank | Symbol::Foreign => {}
            }
        }
        typed
    }

    /// Would the digit before the caret push one of a whole year out?
    fn crowds_the_year(&self) -> bool {
        self.month == 3 && matches!(self.before_caret, 1 | 2) && self.year > 1
    }

    /// Is the caret where a month's second digit would go?
    fn is_behind_one(&self) -> bool {
        self.before_caret == 1 && !self.is_behind_month
    }
}

/// Is this all that the formatter writes before a separator?
fn is_whole_month(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Does the caret stand at the end, behind the separator that the person has just typed?
fn ends_in_separator(text: &str, caret_utf16: usize) -> bool {
    let length: usize = text.chars().map(char::len_utf16).sum();
    let last = text.chars().rev().map(Symbol::of).find(|symbol| *symbol != Symbol::Blank);
    caret_utf16 >= length && last == Some(Symbol::Separator)
}
