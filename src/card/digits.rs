//! Digits as people type them, in any script, and the fixed buffer that holds them.

use std::fmt;
use std::hint::black_box;

/// What one typed character means in a field of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A decimal digit of any script, as its ASCII byte.
    Digit(u8),
    /// A blank of any width or a mark of writing direction: it means nothing, but that it can part
    /// a month from its year.
    Blank,
    /// A dash, dot, comma, colon, slash or the like: it stands between groups of digits.
    Separator,
    /// Anything else, such as a letter.
    Foreign,
}

impl Symbol {
    /// Classifies a character.
    ///
    /// ```
    /// use cardlet::card::Symbol;
    /// assert_eq!(Symbol::of('４'), Symbol::Digit(b'4'));
    /// assert_eq!(Symbol::of('\u{a0}'), Symbol::Blank);
    /// assert_eq!(Symbol::of('-'), Symbol::Separator);
    /// assert_eq!(Symbol::of('x'), Symbol::Foreign);
    /// ```
    pub fn of(c: char) -> Self {
        match c {
            '0'..='9' => Self::Digit(c as u8),
            ' ' | '\t' | '\n' | '\r' => Self::Blank,
            '-' | '.' | '/' | ',' | '_' | '\\' | '|' | ':' | '\'' => Self::Separator,
            _ if c.is_ascii() => Self::Foreign,
            _ => Self::of_wide(c),
        }
    }

    fn of_wide(c: char) -> Self {
        let code = u32::from(c);
        let following = ZEROS.partition_point(|zero| *zero <= code);
        let offset =
            following.checked_sub(1).and_then(|index| ZEROS.get(index)).map(|zero| code - zero);
        if let Some(value @ 0..=9) = offset {
            // The arm holds 0 to 9 only, so the cast keeps every bit.
            return Self::Digit(b'0' + value as u8);
        }
        match code {
            0x00AD                     // soft hyphen
            | 0x061C                   // Arabic letter mark
            | 0x200B..=0x200F          // zero-width blanks, direction marks
            | 0x202A..=0x202E          // direction embeddings and overrides
            | 0x2060 | 0x2066..=0x2069 // word joiner, direction isolates
            | 0xFEFF                   // byte order mark
            => Self::Blank,
            0x00B7                     // middle dot
            | 0x060C | 0x066B          // Arabic comma, decimal separator
            | 0x2010..=0x2015          // hyphens and dashes
            | 0x2019                   // right quotation mark, typed for an apostrophe
            | 0x2022                   // bullet
            | 0x2024 | 0x2027          // one dot leader, hyphenation point
            | 0x2044                   // fraction slash
            | 0x2212 | 0x2215          // minus, division slash
            | 0x2E3A | 0x2E3B          // long dashes
            | 0x30FB | 0x30FC          // katakana middle dot and long vowel, typed for a dash
            | 0xFE58 | 0xFE63          // small dashes
            | 0xFF0C..=0xFF0F          // full-width comma, dash, dot, slash
            | 0xFF70                   // half-width long vowel
            => Self::Separator,
            _ if c.is_whitespace() => Self::Blank,
            _ => Self::Foreign,
        }
    }
}

/// Up to 19 ASCII digits, without a heap block; zeroed when dropped.
///
/// ```
/// use cardlet::card::Digits;
/// let mut digits = Digits::new();
/// assert!(digits.is_empty());
/// assert!(digits.push(b'4') && !digits.push(b'x'));
/// assert_eq!((digits.as_str(), digits.as_bytes(), digits.len()), ("4", &b"4"[..], 1));
/// assert_eq!(format!("{digits:?}"), "Digits(…)");
/// ```
pub struct Digits {
    bytes: [u8; Self::MAX],
    len: u8,
}

impl Digits {
    /// The longest card number (ISO/IEC 7812-1).
    pub const MAX: usize = 19;

    /// No digits.
    pub const fn new() -> Self {
        Self { bytes: [0; Self::MAX], len: 0 }
    }

    /// Adds one ASCII digit; `false` when the buffer is full or the byte is no digit.
    pub fn push(&mut self, digit: u8) -> bool {
        match self.bytes.get_mut(usize::from(self.len)) {
            Some(slot) if digit.is_ascii_digit() => {
                *slot = digit;
                self.len += 1;
                true
            }
            _ => false,
        }
    }

    /// How many digits there are.
    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The digits as ASCII bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len()).unwrap_or_default()
    }

    /// The digits as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Digits {
    fn drop(&mut self) {
        self.bytes.fill(0);
        black_box(&self.bytes);
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digits(…)")
    }
}

/// The code points of every script's digit zero; its one to nine follow it.
/// Source: Unicode 14.0, general category Nd.
#[rustfmt::skip]
const ZEROS: [u32; 66] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0,
    0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_ten_digits_in_a_row() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS {
            for value in 0..10u8 {
                let c = char::from_u32(zero + u32::from(value)).unwrap();
                assert_eq!(Symbol::of(c), Symbol::Digit(b'0' + value), "{zero:x}");
            }
            let after = char::from_u32(zero + 10).unwrap();
            if !ZEROS.contains(&(zero + 10)) {
                assert!(!matches!(Symbol::of(after), Symbol::Digit(_)), "{zero:x}");
            }
        }
    }

    #[test]
    fn blanks_separators_and_letters_are_told_apart() {
        for c in " \u{a0}\u{202f}\u{3000}\t\u{200e}\u{2069}\u{feff}".chars() {
            assert_eq!(Symbol::of(c), Symbol::Blank, "{:x}", u32::from(c));
        }
        for c in "-./,_\\|:'·•’\u{60c}\u{66b}\u{2013}\u{ff0d}\u{2044}".chars() {
            assert_eq!(Symbol::of(c), Symbol::Separator, "{:x}", u32::from(c));
        }
        for c in "aZ*+#é漢😀²½".chars() {
            assert_eq!(Symbol::of(c), Symbol::Foreign, "{:x}", u32::from(c));
        }
    }

    #[test]
    fn a_full_buffer_refuses_another_digit() {
        let mut digits = Digits::new();
        assert!(!digits.push(b'x'));
        for _ in 0..Digits::MAX {
            assert!(digits.push(b'4'));
        }
        assert!(!digits.push(b'4'));
        assert_eq!(digits.len(), Digits::MAX);
    }
}
