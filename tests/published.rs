//! Brands against what others publish: the ranges of seven libraries and the providers' test cards.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a broken fixture should stop the test")]

use std::fs;
use std::path::Path;

use cardlet::card::{Brand, BrandSet, CardNumber, Cvc, NumberCheck, match_brands};
use serde_json::Value;

fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    serde_json::from_str(&fs::read_to_string(path).expect("a fixture")).expect("JSON")
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().expect("an object").iter().map(|(name, value)| (name.as_str(), value))
}

const ROUNDED: &str =
    "rounded, so that a brand shows one digit earlier: 222100–272099 is published";
const JCB: &str = "309 rounded: Diners Club has 3095, JCB most of the rest";
const TAKEN: &str = "its catch-all of 6, where a brand has a range of its own";
const PARTIAL: &str = "its catch-all of 6, because its list of UnionPay's or Discover's has gaps";
const OLD_60: &str = "all of 60 but 6011, from an old list: Hipercard has 606282 in it";
const MAESTRO: &str = "67 for UnionPay stands nowhere else; published Maestro numbers begin so";
const GPN: &str = "1946 is Indonesia's GPN, which has more digits than UATP";
const TYPO: &str = "one beyond the published 506699–506778";

/// Where a library gives six-digit BINs to a brand that is no candidate here, and why.
#[rustfmt::skip]
const DIFFERENCES: &[(&str, &str, u32, u32, &str)] = &[
    ("cleave-zen", "diners_club", 309_000, 309_499, JCB),
    ("cleave-zen", "diners_club", 309_600, 309_999, JCB),
    ("cleave-zen", "mastercard", 222_000, 222_099, ROUNDED),
    ("cleave-zen", "mastercard", 272_100, 279_999, ROUNDED),
    ("cleave-zen", "uatp", 194_600, 194_699, GPN),
    ("credit-card-type", "maestro", 603_741, 603_741, TAKEN),
    ("credit-card-type", "maestro", 605_272, 605_272, TAKEN),
    ("credit-card-type", "maestro", 606_985, 607_984, TAKEN),
    ("credit-card-type", "maestro", 608_001, 608_500, TAKEN),
    ("credit-card-type", "maestro", 621_830, 621_839, PARTIAL),
    ("credit-card-type", "maestro", 621_980, 621_999, PARTIAL),
    ("credit-card-type", "maestro", 627_100, 627_199, PARTIAL),
    ("credit-card-type", "maestro", 627_300, 627_599, PARTIAL),
    ("credit-card-type", "maestro", 627_800, 628_199, PARTIAL),
    ("credit-card-type", "maestro", 629_000, 629_099, PARTIAL),
    ("credit-card-type", "maestro", 629_300, 629_999, PARTIAL),
    ("creditcards", "diners_club", 306_000, 309_499, JCB),
    ("creditcards", "diners_club", 309_600, 309_999, JCB),
    ("creditcards", "maestro", 601_110, 601_119, PARTIAL),
    ("creditcards", "maestro", 601_150, 601_173, PARTIAL),
    ("creditcards", "maestro", 601_175, 601_176, PARTIAL),
    ("creditcards", "maestro", 601_180, 601_185, PARTIAL),
    ("creditcards", "maestro", 603_741, 603_741, TAKEN),
    ("creditcards", "maestro", 605_272, 605_272, TAKEN),
    ("creditcards", "maestro", 606_282, 606_282, TAKEN),
    ("creditcards", "maestro", 606_985, 607_984, TAKEN),
    ("creditcards", "maestro", 608_001, 608_500, TAKEN),
    ("creditcards", "maestro", 620_000, 621_999, PARTIAL),
    ("creditcards", "maestro", 622_100, 627_740, PARTIAL),
    ("creditcards", "maestro", 627_742, 629_999, PARTIAL),
    ("creditcards", "mastercard", 222_000, 222_099, ROUNDED),
    ("creditcards", "mastercard", 272_100, 279_999, ROUNDED),
    ("creditcards", "uatp", 194_600, 194_699, GPN),
    ("evervault", "rupay", 605_272, 605_272, TAKEN),
    ("evervault", "rupay", 606_282, 606_282, TAKEN),
    ("evervault", "uatp", 194_600, 194_699, GPN),
    ("hyperswitch", "unionpay", 670_000, 675_899, MAESTRO),
    ("hyperswitch", "unionpay", 676_000, 676_099, MAESTRO),
    ("hyperswitch", "unionpay", 676_400, 679_999, MAESTRO),
    ("payment", "hipercard", 600_000, 600_699, OLD_60),
    ("payment", "hipercard", 600_800, 601_099, OLD_60),
    ("payment", "hipercard", 601_200, 606_281, OLD_60),
    ("payment", "hipercard", 606_283, 609_999, OLD_60),
    ("react-payment-inputs", "elo", 506_779, 506_779, TYPO),
    ("react-payment-inputs", "hipercard", 600_000, 601_099, OLD_60),
    ("react-payment-inputs", "hipercard", 601_200, 606_281, OLD_60),
    ("react-payment-inputs", "hipercard", 606_283, 609_999, OLD_60),
];

fn is_candidate(brand: Brand, bin: u32) -> bool {
    match_brands(format!("{bin:06}").as_bytes()).candidates.contains(brand)
}

#[test]
fn what_a_library_calls_a_brand_is_a_candidate_of_it_or_a_listed_difference() {
    // Every BIN in an optimised build, else every few and the ends.
    let step = if cfg!(debug_assertions) { 61 } else { 1 };
    let fixture = fixture("brand_ranges.json");
    let mut asked = 0;
    for (library, content) in entries(&fixture["libraries"]) {
        for (id, ranges) in entries(&content["brands"]) {
            let brand = Brand::from_id(id).expect("an id");
            let listed = |bin: u32| {
                let mut rows = DIFFERENCES.iter().filter(|row| (row.0, row.1) == (library, id));
                rows.any(|row| (row.2..=row.3).contains(&bin))
            };
            for range in ranges.as_array().expect("ranges") {
                let end = |index: usize| range[index].as_str().and_then(|end| end.parse().ok());
                let (low, high): (u32, u32) = end(0).zip(end(1)).expect("two ends");
                for bin in (low..=high).step_by(step).chain([high]) {
                    asked += 1;
                    assert_eq!(is_candidate(brand, bin), !listed(bin), "{library} {id} {bin:06}");
                }
            }
        }
    }
    assert!(asked > 45_000);
}

#[test]
fn every_listed_difference_is_one_at_both_ends() {
    for (library, id, low, high, reason) in DIFFERENCES {
        let brand = Brand::from_id(id).expect("an id");
        for bin in [*low, *high] {
            assert!(!is_candidate(brand, bin), "{library} {id} {bin}: {reason}");
        }
    }
}

/// Checkout.com's test number for Mastercard, which is a Maestro by every list of ranges.
const MAESTRO_OF_MASTERCARD: &str = "5000186622346654";

#[test]
fn every_published_test_card_is_valid_under_its_brand() {
    let fixture = fixture("test_cards.json");
    let mut count = 0;
    for (provider, content) in entries(&fixture) {
        for card in content["cards"].as_array().expect("cards") {
            let number = text(card, "number").expect("a number");
            let brand = ["scheme", "brand", "label"]
                .iter()
                .find_map(|name| Brand::from_id(text(card, name)?))
                .unwrap_or(Brand::Visa);
            let check = NumberCheck::of(number, BrandSet::only(brand));
            assert!(check.verdict.is_valid(), "{provider} {number}");
            assert_eq!(check.brand, Some(brand), "{provider} {number}");
            let best = CardNumber::parse(number, BrandSet::ALL).expect("valid").brand();
            let is_exception = number == MAESTRO_OF_MASTERCARD;
            assert_eq!(best == Some(brand), !is_exception, "{provider} {number}");
            if let Some(code) = text(card, "cvv") {
                assert!(Cvc::check(code, best).is_valid(), "{provider} {number}");
            }
            count += 1;
        }
    }
    assert_eq!(count, 76);
}

#[test]
fn test_cards_of_countries_with_a_brand_of_their_own_have_it_as_a_candidate() {
    for (number, brand) in [
        ("4977830000000001", Brand::CartesBancaires),
        ("4556620000000005", Brand::CartesBancaires),
        ("4571730000000003", Brand::Dankort),
    ] {
        assert!(match_brands(number.as_bytes()).complete.contains(brand), "{number}");
    }
}
