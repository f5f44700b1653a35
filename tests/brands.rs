//! Brands: rules that hold for all digits, and the ranges of an application.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a broken table row should stop the test")]

use cardlet::card::{
    Brand, BrandMatch, BrandRange, BrandSet, BrandTable, CardNumber, Edit, FieldCode, NumberCheck,
    Verdict, format_number_with_table, match_brands,
};

fn set(ids: &str) -> BrandSet {
    ids.split(' ').map(|id| Brand::from_id(id).expect("an id")).collect()
}

/// Asserts that digits only narrow what is possible, and returns what they tell.
fn assert_narrowed(digits: &[u8], before: BrandMatch) -> BrandMatch {
    let now = match_brands(digits);
    assert_eq!(now.candidates.and(before.candidates), now.candidates, "candidates: {digits:?}");
    assert_eq!(now.complete.and(now.candidates), now.complete, "complete: {digits:?}");
    if let Some(brand) = now.best {
        assert!(now.complete.contains(brand), "the best one is complete: {digits:?}");
    } else {
        assert_eq!(before.best, None, "a brand once told is only replaced: {digits:?}");
    }
    now
}

#[test]
fn candidates_only_shrink_and_a_brand_once_told_is_never_taken_back() {
    // Every six digits in an optimised build, else a sample that meets every thousand.
    let step = if cfg!(debug_assertions) { 89 } else { 1 };
    for number in (0..1_000_000u32).step_by(step) {
        let digits = format!("{number:06}");
        let mut before = match_brands(b"");
        for end in 1..=digits.len() {
            before = assert_narrowed(&digits.as_bytes()[..end], before);
        }
    }
}

#[test]
fn a_card_of_two_accepted_brands_leaves_a_choice_once_its_number_is_valid() {
    let all = BrandSet::ALL;
    for (text, accepted, choices) in [
        ("4556620000000005", all, set("visa cartes_bancaires")),
        ("4571730000000003", all, set("visa dankort")),
        ("4571730000000003", set("visa dankort jcb"), set("visa dankort")),
        // One of them alone is accepted.
        ("4556620000000005", set("visa mastercard"), BrandSet::NONE),
        ("4556620000000005", set("cartes_bancaires"), BrandSet::NONE),
        // Not yet valid, and not any more.
        ("455662000000000", all, BrandSet::NONE),
        ("4556620000000006", all, BrandSet::NONE),
        ("", all, BrandSet::NONE),
        // Of one brand.
        ("4111111111111111", all, BrandSet::NONE),
    ] {
        assert_eq!(NumberCheck::of(text, accepted).choices, choices, "{text}");
    }
}

mod ranges_of_an_application {
    use super::*;

    fn table(ranges: &[(&str, &str, &str)]) -> BrandTable {
        let ranges: Vec<_> =
            ranges.iter().map(|(brand, low, high)| BrandRange { brand, low, high }).collect();
        BrandTable::with_ranges(&ranges).expect("ranges")
    }

    #[test]
    fn win_over_built_in_ones_of_the_same_width_and_lose_to_wider_ones() {
        for (ranges, digits, best) in [
            // Nothing was there.
            (&[("troy", "2721", "2799")][..], "2750", Some(Brand::Troy)),
            (&[("troy", "2721", "2799")], "2720", Some(Brand::Mastercard)),
            (&[("troy", "2721", "2799")], "28", None),
            (&[("uatp", "0604", "0604")], "0604", Some(Brand::Uatp)),
            // As wide as ours, wider, narrower.
            (&[("diners", "54", "55")], "54", Some(Brand::DinersClub)),
            (&[("mc", "670686", "670686")], "670686", Some(Brand::Mastercard)),
            (&[("jcb", "6", "6")], "65", Some(Brand::Discover)),
            (&[("jcb", "6", "6")], "66", Some(Brand::Jcb)),
            // The last of two that are equally wide.
            (&[("elo", "40", "41"), ("hiper", "41", "42")], "41", Some(Brand::Hiper)),
        ] {
            assert_eq!(table(ranges).match_brands(digits.as_bytes()).best, best, "{digits}");
        }
    }

    #[test]
    fn keep_the_brands_that_they_win_over_as_candidates() {
        let found = table(&[("diners", "54", "55")]).match_brands(b"541000");
        assert!(found.ranked().eq([Brand::DinersClub, Brand::Mastercard]));
    }

    #[test]
    fn bring_their_brands_lengths_gaps_and_check_digit() {
        // UATP's test number, of the length that American Express has.
        const NUMBER: &str = "181529834959453";
        let table = table(&[("amex", "1815", "1815"), ("unionpay", "4222", "4222")]);
        let verdict = |text| NumberCheck::with_table(text, BrandSet::ALL, &table).verdict;
        assert_eq!(verdict(NUMBER), Verdict::Valid);
        assert_eq!(verdict("181529834959454"), Verdict::Invalid(FieldCode::InvalidNumber));
        assert_eq!(verdict("4222222222222222"), Verdict::Valid);
        let formatted = format_number_with_table(NUMBER, 15, Edit::Insert, &table);
        assert_eq!(formatted.text, "1815 298349 59453");
        let parse = |accepted| CardNumber::parse_with_table(NUMBER, set(accepted), &table);
        assert_eq!(parse("amex").expect("valid").brand(), Some(Brand::AmericanExpress));
        assert_eq!(parse("uatp").expect("valid").brand(), Some(Brand::Uatp));
        assert_eq!(parse("visa").err(), Some(FieldCode::UnsupportedBrand));
    }
}
