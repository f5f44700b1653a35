//! Brands: digits only narrow what is possible, and a list of accepted brands is held.

use cardlet::card::{BrandSet, FieldCode, NumberCheck, match_brands};
use proptest::prelude::*;

use crate::any;

proptest! {
    #[test]
    fn candidates_only_shrink_and_a_brand_once_told_is_only_replaced(
        digits in any::digits(), table in any::table(),
    ) {
        let mut before = table.match_brands(b"");
        for end in 1..=digits.len() {
            let now = table.match_brands(&digits.as_bytes()[..end]);
            prop_assert_eq!(now.candidates.and(before.candidates), now.candidates);
            prop_assert_eq!(now.complete.and(now.candidates), now.complete);
            prop_assert!(before.best.is_none() || now.best.is_some());
            prop_assert!(now.best.is_none_or(|best| now.complete.contains(best)));
            before = now;
        }
    }

    #[test]
    fn candidates_only_shrink_as_a_text_grows(text in any::text()) {
        let mut before = BrandSet::ALL;
        for (end, c) in text.char_indices().take(40) {
            let now = NumberCheck::of(&text[..end + c.len_utf8()], BrandSet::ALL).candidates;
            prop_assert_eq!(now.and(before), now);
            before = now;
        }
    }

    #[test]
    fn a_number_is_valid_only_with_an_accepted_candidate(
        digits in any::digits(), bits in any::<u32>(),
    ) {
        let accepted = BrandSet::from_bits(bits);
        let (check, any) =
            (NumberCheck::of(&digits, accepted), NumberCheck::of(&digits, BrandSet::ALL));
        prop_assert_eq!(check.candidates, any.candidates);
        prop_assert_eq!(any.brand, match_brands(digits.as_bytes()).best);
        let has_one = accepted == BrandSet::ALL || !any.candidates.and(accepted).is_empty();
        prop_assert_eq!(check.verdict.is_valid(), any.verdict.is_valid() && has_one);
        let refused = check.verdict.code() == Some(FieldCode::UnsupportedBrand);
        prop_assert_eq!(refused, !digits.is_empty() && !has_one);
        let shown = check.brand.is_none_or(|brand| accepted.contains(brand));
        prop_assert!(shown || !has_one, "{:?}", check.brand);
    }
}
