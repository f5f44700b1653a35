//! Three public card libraries' cases against this one: each gets the same answer, or a listed one
//! with its reason, or can't be put to these functions. `Case::expected` tells what of an answer
//! is left out.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a broken fixture should stop the test"
)]
#![allow(clippy::print_stdout, reason = "the counts are what one runs it for")]

mod case;
mod credit_card_type;
mod creditcards;
mod payment;

use std::collections::{BTreeMap, BTreeSet};

use case::{Answer, Case, fixture};

/// What became of a library's cases.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    same: usize,
    different: usize,
    not_expressible: usize,
}

fn check(library: &str, answer: fn(&Case<'_>) -> Answer, counts: &Counts) {
    let (cases, differences) = (fixture(library), fixture("differences"));
    let rows = differences[library].as_array().expect("a list");
    let listed: BTreeMap<_, _> = rows.iter().map(|row| (Case(row).key(), &row["ours"])).collect();
    let mut found = Counts::default();
    let mut met = BTreeSet::new();
    let mut inexpressible: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for case in cases["cases"].as_array().expect("cases").iter().map(Case) {
        let key = case.key();
        match answer(&case) {
            Err(reason) => {
                found.not_expressible += 1;
                *inexpressible.entry((case.function(), reason)).or_default() += 1;
            }
            Ok(ours) if ours == case.expected() => {
                found.same += 1;
                assert!(!listed.contains_key(&key), "no longer different: {key}");
            }
            Ok(ours) => {
                found.different += 1;
                assert_eq!(listed.get(&key), Some(&&ours), "not listed so: {key}");
                met.insert(key);
            }
        }
    }
    println!("{library}: {found:?}");
    for ((function, reason), count) in inexpressible {
        println!("  {count:3} × {function}: {reason}");
    }
    assert_eq!(met.len(), listed.len(), "a listed difference is no case");
    assert_eq!(found, *counts, "{library}");
}

#[test]
fn credit_card_types_cases_are_answered_alike_or_listed() {
    let counts = Counts { same: 225, different: 45, not_expressible: 44 };
    check("credit-card-type", credit_card_type::answer, &counts);
}

#[test]
fn creditcards_cases_are_answered_alike_or_listed() {
    let counts = Counts { same: 496, different: 28, not_expressible: 55 };
    check("creditcards", creditcards::answer, &counts);
}

#[test]
fn payments_cases_are_answered_alike_or_listed() {
    let counts = Counts { same: 95, different: 8, not_expressible: 6 };
    check("payment", payment::answer, &counts);
}

#[test]
fn every_listed_difference_has_a_reason_and_every_reason_is_used() {
    let differences = fixture("differences");
    let reasons = differences["reasons"].as_object().expect("reasons");
    let mut used = BTreeMap::<&str, usize>::new();
    for library in ["credit-card-type", "creditcards", "payment"] {
        for row in differences[library].as_array().expect("a list") {
            for reason in row["reasons"].as_array().expect("reasons") {
                let reason = reason.as_str().expect("a reason");
                assert!(reasons.contains_key(reason), "{reason}");
                *used.entry(reason).or_default() += 1;
            }
        }
    }
    println!("{used:#?}");
    assert_eq!(used.len(), reasons.len());
}
