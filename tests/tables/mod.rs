//! Tables of (input, expected) that the native tests and their wasm twins both run.

pub(crate) mod brands;
pub(crate) mod expiry;
pub(crate) mod number;

use cardlet::card::Formatted;

/// Splits `12| / 28` into the text and the caret in UTF-16 units.
pub(crate) fn at_caret(marked: &str) -> (String, usize) {
    let (before, after) = marked.split_once('|').expect("a caret");
    (format!("{before}{after}"), before.encode_utf16().count())
}

/// The text with the caret as `|` again.
pub(crate) fn with_caret(formatted: &Formatted) -> String {
    let (before, after) = formatted.text.split_at(formatted.caret_utf16);
    format!("{before}|{after}")
}
