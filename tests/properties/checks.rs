//! The checks: `potentially valid` is exact, and a text that is valid was so at each key before.
//!
//! By induction it is exact if a text is potentially valid if and only if it is valid or some one
//! character more leaves it so.

use cardlet::card::{
    Brand, BrandSet, Cvc, ExpiryCheck, ExpiryRules, NumberCheck, PostalCode, Verdict,
};
use proptest::prelude::*;

use crate::any;

/// Where rules differ: shapes of several lengths, letters, none.
const COUNTRIES: &[&str] = &["", "US", "CA", "GB", "IE", "JP", "TW", "AR", "LV", "SA", "MT", "IS"];

/// Does the verdict on a text say what typing on could make of it?
fn is_exact(text: &str, keys: &str, verdict: impl Fn(&str) -> Verdict) -> bool {
    let here = verdict(text);
    let grows = keys.chars().any(|key| verdict(&format!("{text}{key}")).is_potentially_valid());
    here.is_potentially_valid() == (here.is_valid() || grows)
}

proptest! {
    #[test]
    fn a_number_is_potentially_valid_if_some_digits_would_make_it_valid(
        digits in any::digits(), bits in any::<u32>(), accepts_all: bool,
    ) {
        let accepted = if accepts_all { BrandSet::ALL } else { BrandSet::from_bits(bits) };
        let verdict = |text: &str| NumberCheck::of(text, accepted).verdict;
        // Nothing entered is nothing wrong, also where no brand is accepted.
        prop_assert!(digits.is_empty() || is_exact(&digits, "0123456789", verdict));
    }

    #[test]
    fn an_expiry_that_some_keys_would_make_valid_is_potentially_valid(
        text in prop_oneof!["[0-9]{0,7}", "[0-3]{0,3}/?[0-9]{0,5}/?", "20[2-4][0-9/-]{0,4}"],
        now in any::now(), max_years_ahead in 0..21u16,
    ) {
        let rules = ExpiryRules { now, max_years_ahead };
        let verdict = |text: &str| ExpiryCheck::of(text, rules).verdict;
        // Not the other way round: keys may also go where the caret is, as into "/29".
        for key in "0123456789/".chars() {
            let grown = verdict(&format!("{text}{key}"));
            prop_assert!(!grown.is_potentially_valid() || verdict(&text).is_potentially_valid(), "{key}");
        }
    }

    #[test]
    fn a_security_code_is_potentially_valid_if_some_digits_would_make_it_valid(
        text in "[0-9 ]{0,6}", brand in prop::option::of(prop::sample::select(Brand::ALL)),
    ) {
        prop_assert!(is_exact(&text, "0123456789", |text| Cvc::check(text, brand)));
    }

    #[test]
    fn a_postal_code_is_potentially_valid_if_some_keys_would_make_it_valid(
        text in "[0-9A-Z -]{0,4}[0-9A-Z]{0,7}", country in prop::sample::select(COUNTRIES),
    ) {
        const KEYS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        prop_assert!(is_exact(&text, KEYS, |text| PostalCode::check(text, Some(country))));
    }
}
