//! The card domain against its tables.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a broken table row should stop the test")]

mod tables;

use cardlet::card::{
    BrandSet, CardNumber, Edit, Expiry, ExpiryCheck, ExpiryRules, FieldCode, Formatted,
    NumberCheck, Verdict, format_expiry, format_number, match_brands,
};
use tables::{at_caret, brands, expiry, number, with_caret};

type Format = fn(&str, usize, Edit) -> Formatted;

#[test]
fn numbers_get_their_verdict_and_brand() {
    for (text, verdict, brand) in number::CHECKS {
        let check = NumberCheck::of(text, BrandSet::ALL);
        assert_eq!((check.verdict, check.brand), (*verdict, *brand), "{text:?}");
        let parsed = CardNumber::parse(text, BrandSet::ALL).map(|_| ());
        assert_eq!(parsed, verdict.code().map_or(Ok(()), Err), "{text:?}");
    }
}

#[test]
fn first_digits_tell_the_best_brand_and_the_candidates() {
    for (digits, best, candidates) in brands::PREFIXES {
        let found = match_brands(digits.as_bytes());
        assert_eq!(found.best, *best, "{digits}");
        assert!(found.ranked().eq(candidates.iter().copied()), "{digits}: {found:?}");
    }
}

#[test]
fn a_list_of_accepted_brands_is_held() {
    for (text, ids, verdict, brand) in brands::ACCEPTED {
        let accepted = brands::set(ids);
        let check = NumberCheck::of(text, accepted);
        assert_eq!((check.verdict, check.brand), (*verdict, *brand), "{text} for {ids}");
        let parsed = CardNumber::parse(text, accepted).map(|number| number.brand());
        assert_eq!(parsed, verdict.code().map_or(Ok(*brand), Err), "{text} for {ids}");
    }
}

#[test]
fn expiries_get_their_verdict_month_and_year() {
    let rules = ExpiryRules::at(expiry::NOW);
    for (text, verdict, month, year) in expiry::CHECKS {
        let check = ExpiryCheck::of(text, rules);
        assert_eq!((check.verdict, check.month, check.year), (*verdict, *month, *year), "{text:?}");
        let parsed = Expiry::parse(text, rules).map(|expiry| (expiry.month(), expiry.year()));
        assert_eq!(parsed.is_ok(), verdict.is_valid(), "{text:?}");
    }
}

#[test]
fn texts_are_formatted_and_the_caret_stays_behind_its_digit() {
    let tables: [(Format, _); 2] =
        [(format_number, number::FORMATS), (format_expiry, expiry::FORMATS)];
    for (format, rows) in tables {
        for (before, edit, after) in rows {
            let (text, caret) = at_caret(before);
            assert_eq!(with_caret(&format(&text, caret, *edit)), *after, "{before:?} {edit:?}");
        }
    }
}

#[test]
fn formatting_twice_changes_nothing() {
    let tables: [(Format, _); 2] =
        [(format_number, number::FORMATS), (format_expiry, expiry::FORMATS)];
    for (format, rows) in tables {
        for (before, edit, _) in rows.iter().filter(|row| row.1 == Edit::Insert) {
            let (text, caret) = at_caret(before);
            let once = format(&text, caret, *edit);
            let twice = format(&once.text, once.caret_utf16, *edit);
            assert_eq!(once, twice, "{before:?}");
        }
    }
}

#[test]
fn a_page_of_groups_is_no_expiry() {
    let check = ExpiryCheck::of(&"1/".repeat(300), ExpiryRules::at(expiry::NOW));
    assert_eq!(check.verdict, Verdict::Invalid(FieldCode::InvalidExpiryYear));
}

#[test]
fn debug_output_shows_no_run_of_six_digits() {
    let number = CardNumber::parse("4111 1111 1111 1111", BrandSet::ALL).expect("valid");
    assert_eq!(number.last4(), "1111");
    let text = format!("{number:?}");
    assert!(!text.contains("111111"), "{text}");
}
