//! Brands: digits only narrow what is possible, and a list of accepted brands is held.

use cardlet::card::{Brand, BrandMatch, BrandSet, FieldCode, NumberCheck};
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
    fn a_number_is_valid_if_an_accepted_brand_that_has_it_says_so(
        digits in any::digits(), checked: bool, bits in any::<u32>(), accepts_all: bool,
        table in any::table(),
    ) {
        let digits = if checked { with_check_digit(&digits) } else { digits };
        let accepted = if accepts_all { BrandSet::ALL } else { BrandSet::from_bits(bits) };
        let check = NumberCheck::with_table(&digits, accepted, &table);
        let found = table.match_brands(digits.as_bytes());
        prop_assert_eq!(check.candidates, found.candidates);

        let has_one = accepted == BrandSet::ALL || !found.candidates.and(accepted).is_empty();
        let refused = check.verdict.code() == Some(FieldCode::UnsupportedBrand);
        prop_assert_eq!(refused, !digits.is_empty() && !has_one);

        let possible = found.complete.and(accepted);
        let fitting: Vec<_> =
            found.ranked().filter(|one| possible.contains(*one) && fits(&digits, *one, found)).collect();
        let is_unknown = possible.is_empty() && has_one && fits_no_brand(&digits);
        prop_assert_eq!(check.verdict.is_valid(), !fitting.is_empty() || is_unknown);

        let waiting = found.ranked().find(|one| possible.contains(*one));
        let named = if has_one { fitting.first().copied().or(waiting) } else { None };
        prop_assert_eq!(check.brand, found.best.and_then(|best| if has_one { named } else { Some(best) }));
        let choices = found.choices();
        prop_assert!(check.choices.iter().all(|one| fitting.contains(&one) && choices.contains(one)));
    }

    #[test]
    fn a_number_that_is_valid_for_some_brands_is_valid_for_more(
        digits in any::digits(), bits in any::<u32>(), more in any::<u32>(),
    ) {
        let few = NumberCheck::of(&digits, BrandSet::from_bits(bits)).verdict;
        for accepted in [BrandSet::from_bits(bits | more), BrandSet::ALL] {
            let many = NumberCheck::of(&digits, accepted).verdict;
            prop_assert!(many.is_valid() || !few.is_valid());
            prop_assert!(many.is_potentially_valid() || digits.is_empty() || !few.is_potentially_valid());
        }
    }
}

/// Is the number one of this brand's, by its facts alone?
fn fits(digits: &str, brand: Brand, found: BrandMatch) -> bool {
    let facts = brand.facts();
    let is_checked = facts.has_check_digit && !found.without_check_digit.contains(brand);
    let has_length = facts.lengths.iter().any(|length| usize::from(*length) == digits.len());
    has_length && (!is_checked || checksum(digits) == 0)
}

fn fits_no_brand(digits: &str) -> bool {
    let is_varied = digits.bytes().any(|digit| !digits.starts_with(char::from(digit)));
    (12..=19).contains(&digits.len()) && is_varied && checksum(digits) == 0
}

/// The digits with the last one made right, so that one in ten is not the only valid one.
fn with_check_digit(digits: &str) -> String {
    let mut begun = digits.to_owned();
    begun.pop();
    ('0'..='9')
        .map(|last| format!("{begun}{last}"))
        .find(|text| checksum(text) == 0)
        .unwrap_or(begun)
}

fn checksum(digits: &str) -> u32 {
    let values = digits.bytes().rev().map(|digit| u32::from(digit - b'0'));
    let weighed = values.enumerate().map(|(index, value)| match index % 2 {
        0 => value,
        _ => value * 2 / 10 + value * 2 % 10,
    });
    weighed.sum::<u32>() % 10
}
