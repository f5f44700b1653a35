//! How an expiry looks while it is typed, as a pure function of text and caret.

use super::expiry_text::ExpiryText;
use super::format::{TypedDigits, erase};
use super::{Edit, Formatted, Symbol};

const SEPARATOR: &str = " / ";

/// Writes an expiry as `MM / YY` or `MM / YYYY` while it is typed: `2` to `9` become `02` to
/// `09`, `1` waits, `13` becomes `01 / 3`, a slash after `1` makes it `01 / `, and a year that
/// stands first moves behind the month. The caret stays behind the same digit.
///
/// ```
/// use cardlet::card::{Edit, format_expiry};
/// assert_eq!(format_expiry("13", 2, Edit::Insert).text, "01 / 3");
/// assert_eq!(format_expiry("2029-03", 7, Edit::Insert).text, "03 / 2029");
/// ```
pub fn format_expiry(text: &str, caret_utf16: usize, edit: Edit) -> Formatted {
    // "12 /" is left when Backspace takes the blank from "12 / ": the separator goes as a whole,
    // and no digit with it.
    let (text, edit) = match (text.strip_suffix(" /"), edit) {
        (Some(month), Edit::Insert) if is_whole_month(month) => (month, edit),
        (Some(month), Edit::Delete | Edit::BackspaceOnGap | Edit::DeleteOnGap) => {
            (month, Edit::Delete)
        }
        _ => (text, edit),
    };
    let (text, caret_utf16) = &erase(text, caret_utf16, edit);
    let before_caret = TypedDigits::read(text, *caret_utf16).before_caret;
    let mut formatted = write(&ExpiryText::read(text), before_caret, edit);
    if ends_in_separator(text, *caret_utf16) {
        formatted.caret_utf16 = formatted.text.len();
    }
    formatted
}

fn write(read: &ExpiryText, before_caret: usize, edit: Edit) -> Formatted {
    let mut text = String::with_capacity(9);
    let padded = edit == Edit::Insert
        && match read.month.as_bytes() {
            [b'2'..=b'9'] => true,
            [b'1'] => read.month_ended,
            _ => false,
        };
    if padded {
        text.push('0');
    }
    text.push_str(read.month.as_str());
    let month_digits = text.len();
    if read.month_ended && read.month.len() + read.year.len() > 0 {
        text.push_str(SEPARATOR);
    }
    let year = read.year.as_str();
    // Only a year of this century goes on after its second digit.
    let year = if year.starts_with("20") { year } else { year.get(..2).unwrap_or(year) };
    text.push_str(year);

    let digits = before_caret + usize::from(padded && before_caret > 0);
    let caret_utf16 = if read.year_first {
        text.len()
    } else if digits <= month_digits {
        digits
    } else {
        (digits + SEPARATOR.len()).min(text.len())
    };
    Formatted { text, caret_utf16 }
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
