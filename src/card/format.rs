//! How a number looks while it is typed, as a pure function of text and caret.

use std::borrow::Cow;

use super::{Brand, BrandTable, Digits, Symbol};

/// What the person just did to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Typed, pasted, filled, or unknown.
    Insert,
    /// Deleted something: nothing is completed on the person's behalf.
    Delete,
    /// Pressed Backspace on a gap only: the digit before it goes too.
    BackspaceOnGap,
    /// Pressed Delete on a gap only: the digit after it goes too.
    DeleteOnGap,
}

/// A text and the caret in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// The text with its gaps.
    pub text: String,
    /// Where the caret stands, in UTF-16 units.
    pub caret_utf16: usize,
}

/// Groups a number's digits as its brand prints them and keeps the caret behind the same digit.
/// What is no digit is dropped; digits beyond the longest number of its possible brands are cut.
///
/// ```
/// use cardlet::card::{Edit, format_number};
/// let formatted = format_number("378282246310005", 4, Edit::Insert);
/// assert_eq!(formatted.text, "3782 822463 10005");
/// assert_eq!(formatted.caret_utf16, 4);
/// ```
pub fn format_number(text: &str, caret_utf16: usize, edit: Edit) -> Formatted {
    format_number_with_table(text, caret_utf16, edit, &BrandTable::BUILT_IN)
}

/// Groups a number's digits as [`format_number`] does, by the ranges of this table.
///
/// ```
/// use cardlet::card::{BrandRange, BrandTable, Edit, format_number_with_table};
/// let ours = [BrandRange { brand: "amex", low: "1815", high: "1815" }];
/// let table = BrandTable::with_ranges(&ours)?;
/// let formatted = format_number_with_table("181529834959453", 15, Edit::Insert, &table);
/// assert_eq!(formatted.text, "1815 298349 59453");
/// # Ok::<(), cardlet::card::RangeError>(())
/// ```
pub fn format_number_with_table(
    text: &str,
    caret_utf16: usize,
    edit: Edit,
    table: &BrandTable,
) -> Formatted {
    let (text, caret_utf16) = &erase(text, caret_utf16, edit);
    let typed = TypedDigits::read(text, *caret_utf16);
    let found = table.match_brands(typed.digits.as_bytes());
    let facts = found.best.map_or_else(Brand::unknown_facts, Brand::facts);
    // No brand that the number could have is cut short, also where another gives the gaps.
    let longest = found.complete.longest().unwrap_or(Digits::MAX);
    let mut formatted =
        Formatted { text: String::with_capacity(longest + facts.gaps.len()), caret_utf16: 0 };
    for (index, digit) in typed.digits.as_str().chars().take(longest).enumerate() {
        if facts.gaps.iter().any(|gap| usize::from(*gap) == index) {
            formatted.text.push(' ');
        }
        formatted.text.push(digit);
        if index < typed.before_caret {
            formatted.caret_utf16 = formatted.text.len();
        }
    }
    formatted
}

/// The digits of a text, as many as any field takes, and how many of them stand before the caret.
pub(super) struct TypedDigits {
    pub(super) digits: Digits,
    pub(super) before_caret: usize,
}

impl TypedDigits {
    pub(super) fn read(text: &str, caret_utf16: usize) -> Self {
        let mut digits = Digits::new();
        let mut before_caret = 0;
        let mut position = 0;
        for c in text.chars() {
            if let Symbol::Digit(digit) = Symbol::of(c) {
                if !digits.push(digit) {
                    break;
                }
                if position < caret_utf16 {
                    before_caret = digits.len();
                }
            }
            position += c.len_utf16();
        }
        Self { digits, before_caret }
    }
}

/// The text without the digit that a Backspace or Delete on a gap meant, and the caret there.
pub(super) fn erase(text: &str, caret_utf16: usize, edit: Edit) -> (Cow<'_, str>, usize) {
    let mut position = 0;
    let mut digits = text.char_indices().filter_map(|(index, c)| {
        let at = position;
        position += c.len_utf16();
        matches!(Symbol::of(c), Symbol::Digit(_)).then_some((index, c, at))
    });
    let meant = match edit {
        Edit::Insert | Edit::Delete => None,
        Edit::BackspaceOnGap => digits.take_while(|(_, _, at)| *at < caret_utf16).last(),
        Edit::DeleteOnGap => digits.find(|(_, _, at)| *at >= caret_utf16),
    };
    let Some((index, digit, at)) = meant else {
        return (Cow::Borrowed(text), caret_utf16);
    };
    let mut rest = String::with_capacity(text.len());
    rest.push_str(text.get(..index).unwrap_or_default());
    rest.push_str(text.get(index + digit.len_utf8()..).unwrap_or_default());
    (Cow::Owned(rest), caret_utf16.min(at))
}
