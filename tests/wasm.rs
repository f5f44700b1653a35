//! The wasm twins: the native tables once more, compiled to wasm and run in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, reason = "a broken table row should stop the test")]

mod tables;

use cardlet::card::{
    BrandSet, Edit, ExpiryCheck, ExpiryRules, Formatted, NumberCheck, format_expiry, format_number,
};
use tables::{at_caret, brands, expiry, number, with_caret};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

type Format = fn(&str, usize, Edit) -> Formatted;

#[wasm_bindgen_test]
fn numbers_get_their_verdict_and_brand() {
    for (text, verdict, brand) in number::CHECKS {
        let check = NumberCheck::of(text, BrandSet::ALL);
        assert_eq!((check.verdict, check.brand), (*verdict, *brand), "{text:?}");
    }
}

#[wasm_bindgen_test]
fn a_list_of_accepted_brands_is_held() {
    for (text, ids, verdict, brand) in brands::ACCEPTED {
        let check = NumberCheck::of(text, brands::set(ids));
        assert_eq!((check.verdict, check.brand), (*verdict, *brand), "{text} for {ids}");
    }
}

#[wasm_bindgen_test]
fn expiries_get_their_verdict_month_and_year() {
    for (text, verdict, month, year) in expiry::CHECKS {
        let check = ExpiryCheck::of(text, ExpiryRules::at(expiry::NOW));
        assert_eq!((check.verdict, check.month, check.year), (*verdict, *month, *year), "{text:?}");
    }
}

#[wasm_bindgen_test]
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

#[wasm_bindgen_test]
fn packed_brands_hold_the_best_one_and_the_candidates() {
    use cardlet::card::Brand;
    use cardlet::web::stateless::detect_brands;

    for (digits, best, candidates) in brands::PREFIXES {
        let packed = detect_brands(digits);
        let found = Brand::ALL.get(((packed & 31) as usize).wrapping_sub(1)).copied();
        assert_eq!(found, *best, "{digits}");
        let mask: BrandSet = candidates.iter().copied().collect();
        assert_eq!(packed >> 5, mask.bits(), "{digits}");
    }
}

#[wasm_bindgen_test]
fn packed_answers_hold_the_same_verdicts() {
    use cardlet::card::{Brand, FieldCode};
    use cardlet::web::stateless::{
        check_cvc, check_expiry, check_name, check_number, check_postal_code,
    };

    for (text, verdict, brand) in number::CHECKS {
        let packed = check_number(text, u32::MAX);
        let (bits, found) = ((packed % 65536.0) as u32, (packed / 65536.0) as u32);
        assert_eq!(bits & 2 != 0, verdict.is_valid(), "{text:?}");
        assert_eq!(bits & 1 != 0, verdict.is_empty(), "{text:?}");
        let code = FieldCode::ALL.get(((bits >> 8) as usize).wrapping_sub(1)).copied();
        assert_eq!(code, verdict.code(), "{text:?}");
        let packed_brand = Brand::ALL.get(((found & 31) as usize).wrapping_sub(1)).copied();
        assert_eq!(packed_brand, *brand, "{text:?}");
    }
    assert_eq!(check_cvc("123", Brand::Visa as u32) & 2, 2);
    assert_eq!(check_cvc("123", Brand::AmericanExpress as u32) & 2, 0);
    assert_eq!(check_cvc("", Brand::Uatp as u32), 7);
    assert_eq!(check_name("Ada Lovelace") & 2, 2);
    let code = |packed: u32| FieldCode::ALL.get(((packed >> 8) as usize).wrapping_sub(1)).copied();
    for (text, country, bits, expected) in [
        ("k1a 0b1", "CA", 6, None),
        ("K1A", "ca", 4, Some(FieldCode::IncompletePostalCode)),
        ("K1A", "US", 0, Some(FieldCode::InvalidPostalCode)),
        ("K1A", "", 6, None),
        ("", "US", 5, Some(FieldCode::IncompletePostalCode)),
    ] {
        let packed = check_postal_code(text, country);
        assert_eq!((packed & 7, code(packed)), (bits, expected), "{country} {text:?}");
    }
    let year_ahead = |limit| check_expiry("12/47", 1_795_219_200_000.0, limit) as u32 & 2;
    assert_eq!([-1.0, 20.0, 21.0, 65_536.0, f64::INFINITY].map(year_ahead), [0, 0, 2, 2, 2]);
}
