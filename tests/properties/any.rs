//! Texts as people, their pasteboards and attackers make them.

use cardlet::card::{BrandRange, BrandTable, Symbol, YearMonth};
use proptest::prelude::*;

/// Where ranges of several brands and widths lie in each other.
const KNOTS: &[&str] = &[
    "1", "1800", "194", "2131", "2204", "272", "30", "309", "35380", "3841", "40117", "4571",
    "49369", "497", "5010", "50586", "5019", "50609", "50669", "508", "5275", "58956", "6", "60",
    "6011", "60628", "60698", "6220", "62778", "63709", "6373742", "64", "650", "6500", "6508370",
    "65092", "6521", "67718", "8", "817", "818", "9792",
];

/// Up to 19 digits, that often stand at the edge of a range.
pub(crate) fn digits() -> impl Strategy<Value = String> {
    let begun = (prop::sample::select(KNOTS), "[0-9]{0,19}")
        .prop_map(|(begun, rest)| (begun.to_owned() + &rest).chars().take(19).collect::<String>());
    prop_oneof!["[0-9]{0,19}", begun]
}

/// Tables with up to two ranges of an application; the built-in one among them.
pub(crate) fn table() -> impl Strategy<Value = BrandTable> {
    let range = (prop::sample::select(cardlet::card::Brand::ALL), "[0-9]{1,4}", "[0-9]{1,4}");
    prop::collection::vec(range, 0..3).prop_map(|ranges| {
        let ranges: Vec<_> = ranges
            .iter()
            .map(|(brand, low, high)| {
                let width = low.len().min(high.len());
                let (low, high) = (&low[..width], &high[..width]);
                BrandRange { brand: brand.id(), low: low.min(high), high: high.max(low) }
            })
            .collect();
        BrandTable::with_ranges(&ranges).expect("checked ranges")
    })
}

/// Any text: often digits of several scripts, one and two UTF-16 units wide, with what people put
/// between them; any other character of Unicode; sometimes a page of the same.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        6 => prop::char::range('0', '9'),
        1 => prop::char::range('٠', '٩'),
        1 => prop::char::range('𝟎', '𝟡'),
        3 => prop::sample::select(&['-', '/', '.', ' ', ',', '_', ':', '·', '\u{a0}', '\u{200e}', '–'][..]),
        1 => any::<char>(),
    ];
    let few = prop_oneof![prop::sample::select(&['0', '1', '/', ' ', '😀'][..]), any::<char>(),];
    let line = prop::collection::vec(character, 0..40).prop_map(String::from_iter);
    let page = (prop::collection::vec(few, 1..5), 1..400usize)
        .prop_map(|(line, count)| String::from_iter(line).repeat(count));
    prop_oneof![30 => line, 1 => page, 9 => digits()]
}

/// Up to four groups of digits, as dates are written with their day or without it.
pub(crate) fn date() -> impl Strategy<Value = String> {
    "[0-3]?[0-9]{0,4}([-/ ]{1,2}|[a-z]{0,3})([0-9]{1,4}[-/ ]{0,2}[a-z]?){0,3}"
}

/// A caret in UTF-16 units, sometimes far outside of its text.
pub(crate) fn caret() -> impl Strategy<Value = usize> {
    prop_oneof![9 => 0..60usize, 1 => any::<usize>()]
}

/// A month in which a checkout could run: all cards end within this century, which is what two
/// digits of a year mean.
pub(crate) fn now() -> impl Strategy<Value = YearMonth> {
    (2019..2079u16, 1..=12u8).prop_map(|(year, month)| YearMonth { year, month })
}

/// The digits of a text, in ASCII.
pub(crate) fn digits_of(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// The digits that begin before the caret.
pub(crate) fn digits_before(text: &str, caret_utf16: usize) -> String {
    let mut position = 0;
    let before = |c: &char| {
        let begins_before = position < caret_utf16;
        position += c.len_utf16();
        begins_before
    };
    text.chars().take_while(before).filter_map(digit).collect()
}

fn digit(c: char) -> Option<char> {
    match Symbol::of(c) {
        Symbol::Digit(digit) => Some(char::from(digit)),
        Symbol::Blank | Symbol::Separator | Symbol::Foreign => None,
    }
}
