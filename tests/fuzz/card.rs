//! The card's fields: numbers, expiries, postal codes, and how they are formatted.

use super::steered;
use cardlet::card::{
    BrandSet, Edit, ExpiryCheck, ExpiryRules, FieldCode, Formatted, NumberCheck, PostalCode,
    Symbol, Verdict, YearMonth, format_expiry, format_number,
};

fn digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| match Symbol::of(c) {
            Symbol::Digit(digit) => Some(char::from(digit)),
            Symbol::Blank | Symbol::Separator | Symbol::Foreign => None,
        })
        .collect()
}

/// Numbers: what is valid has 12 to 19 digits, and typing on never widens the candidates.
pub fn number(data: &[u8]) {
    let (brands, text) = steered(data);
    let accepted = if brands == 0 { BrandSet::ALL } else { BrandSet::from_bits(brands.into()) };
    let check = NumberCheck::of(&text, accepted);
    let digits = digits(&text);
    if check.verdict.is_valid() {
        assert!((12..=19).contains(&digits.len()));
        assert!(NumberCheck::of(&digits, accepted).verdict.is_valid());
        // What is valid was potentially valid at each digit before.
        for end in 0..digits.len() {
            let before = NumberCheck::of(&digits[..end], accepted);
            assert!(before.verdict.is_potentially_valid(), "at {end}");
        }
    }
    assert_eq!(check.verdict.is_empty(), matches!(check.verdict, Verdict::Empty(_)));
    for digit in '0'..='9' {
        let longer = NumberCheck::of(&format!("{text}{digit}"), accepted);
        let widened = longer.candidates.bits() & !check.candidates.bits();
        assert_eq!(widened, 0);
    }
}

/// Expiries: what is valid is a month that is not over, and reads the same once formatted.
pub fn expiry(data: &[u8]) {
    let (clock, text) = steered(data);
    // Until 2079: cards end within this century, which is what two digits of a year mean.
    let now = YearMonth { year: 2019 + u16::from(clock / 12 % 16) * 4, month: clock % 12 + 1 };
    let check = ExpiryCheck::of(&text, ExpiryRules::at(now));
    assert!(check.month.is_none_or(|month| (1..=12).contains(&month)));
    if check.verdict.is_valid() {
        let (Some(month), Some(year)) = (check.month, check.year) else { panic!("no date") };
        assert!(YearMonth { year, month } >= now && year <= now.year + 20);
        let formatted = format_expiry(&text, text.encode_utf16().count(), Edit::Insert);
        let again = ExpiryCheck::of(&formatted.text, ExpiryRules::at(now));
        assert_eq!((again.month, again.year), (check.month, check.year));
    }
    assert_eq!(
        check.verdict.is_empty(),
        check.verdict.code() == Some(FieldCode::IncompleteExpiry)
            && digits(&text).is_empty()
            && check.verdict.is_potentially_valid()
    );
}

/// Formatters: the caret stays inside, and formatting twice changes nothing.
pub fn formatter(data: &[u8]) {
    let (caret, text) = steered(data);
    for format in [format_number as fn(&str, usize, Edit) -> Formatted, format_expiry] {
        for edit in [Edit::Insert, Edit::Delete, Edit::BackspaceOnGap, Edit::DeleteOnGap] {
            let formatted = format(&text, caret.into(), edit);
            assert!(formatted.text.is_ascii());
            assert!(formatted.caret_utf16 <= formatted.text.len());
            assert!(digits(&formatted.text).len() <= 19);
        }
        let once = format(&text, caret.into(), Edit::Insert);
        assert_eq!(format(&once.text, once.caret_utf16, Edit::Insert), once);
    }
}

/// Postal codes: a valid one stays valid in any case and without its blanks, and so is what is sent
/// of it.
pub fn postal(data: &[u8]) {
    const COUNTRIES: [Option<&str>; 8] =
        [None, Some("US"), Some("CA"), Some("GB"), Some("JP"), Some("TW"), Some("AR"), Some("??")];
    let (country, text) = steered(data);
    let country = COUNTRIES[usize::from(country) % COUNTRIES.len()];
    let verdict = PostalCode::check(&text, country);
    assert_eq!(PostalCode::check(&text.to_ascii_lowercase(), country), verdict);
    if verdict.is_valid() {
        let bare: String = text
            .chars()
            .filter(|c| {
                Symbol::of(*c) == Symbol::Foreign || matches!(Symbol::of(*c), Symbol::Digit(_))
            })
            .collect();
        assert!(PostalCode::check(&bare, country).is_valid());
        let code = PostalCode::parse(&text, country);
        assert!(code.is_ok());
        if let Ok(Some(code)) = code {
            assert!(PostalCode::check(code.text().expose(), country).is_valid());
        }
    }
}
