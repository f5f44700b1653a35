//! No text, caret, clock or option makes anything panic.

use cardlet::card::{
    Brand, BrandRange, BrandSet, BrandTable, CardNumber, Country, Cvc, Edit, Expiry, ExpiryCheck,
    ExpiryRules, Field, HolderName, NumberCheck, PostalCode, Symbol, YearMonth, format_expiry,
    format_number, match_brands,
};
use proptest::prelude::*;

use crate::any;

/// Every character of Unicode is as likely as any other.
fn characters() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter)
}

fn rules() -> impl Strategy<Value = ExpiryRules> {
    (any::<u16>(), 1..=12u8, any::<u16>()).prop_map(|(year, month, max_years_ahead)| ExpiryRules {
        now: YearMonth { year, month },
        max_years_ahead,
    })
}

proptest! {
    #[test]
    fn no_text_makes_a_formatter_panic(
        text in prop_oneof![any::text(), characters()], caret in any::caret(),
    ) {
        for edit in [Edit::Insert, Edit::Delete, Edit::BackspaceOnGap, Edit::DeleteOnGap] {
            let number = format_number(&text, caret, edit);
            let expiry = format_expiry(&text, caret, edit);
            for formatted in [number, expiry, Cvc::format(&text, caret)] {
                prop_assert!(formatted.text.is_ascii());
                prop_assert!(formatted.caret_utf16 <= formatted.text.len());
            }
        }
    }

    #[test]
    fn no_text_makes_a_check_panic_and_a_value_is_parsed_if_it_is_valid(
        text in prop_oneof![any::text(), characters()], option in characters(),
        bits in any::<u32>(), brand in prop::option::of(prop::sample::select(Brand::ALL)),
        rules in rules(),
    ) {
        let accepted = BrandSet::from_bits(bits);
        for (verdict, parsed) in [
            (NumberCheck::of(&text, accepted).verdict, CardNumber::parse(&text, accepted).err()),
            (ExpiryCheck::of(&text, rules).verdict, Expiry::parse(&text, rules).err()),
            (Cvc::check(&text, brand), Cvc::parse(&text, brand).err()),
            (HolderName::check(&text), HolderName::parse(&text).err()),
        ] {
            prop_assert_eq!(verdict.code(), parsed);
        }
        for country in [None, Some(option.as_str()), Some("GB")] {
            let verdict = PostalCode::check(&text, country);
            prop_assert_eq!(verdict.is_valid(), verdict.code().is_none());
            prop_assert_eq!(verdict.code(), PostalCode::parse(&text, country).err());
        }
        prop_assert_eq!(Country::check(&text).code(), Country::parse(&text).err());
    }

    #[test]
    fn no_option_makes_anything_panic(
        text in characters(), bytes in any::<Vec<u8>>(), unix_seconds in any::<i64>(),
    ) {
        Brand::from_id(&text);
        Field::from_name(&text);
        match_brands(&bytes);
        for c in text.chars() {
            let Symbol::Digit(digit) = Symbol::of(c) else { continue };
            prop_assert!(digit.is_ascii_digit());
        }
        let range = BrandRange { brand: "visa", low: &text, high: &text };
        let is_number = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert_eq!(BrandTable::with_ranges(&[range]).is_ok(), is_number);
        prop_assert!((1..=12).contains(&YearMonth::everywhere_reached(unix_seconds).month));
    }

    #[test]
    fn a_later_time_is_never_in_an_earlier_month(one in any::<i64>(), other in any::<i64>()) {
        let month = YearMonth::everywhere_reached;
        prop_assert!(month(one.min(other)) <= month(one.max(other)));
    }
}
