//! Runs the fuzz targets over their committed corpora.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a broken corpus should stop the test; the targets are shared with another crate"
)]

#[path = "fuzz/mod.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// Runs a target over the inputs that are committed for it; says how many there are.
fn run_over_corpus(name: &str, target: fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let inputs = fs::read_dir(folder).unwrap().flatten();
    inputs.map(|input| target(&fs::read(input.path()).unwrap())).count()
}

#[test]
fn every_target_holds_over_its_corpus() {
    for (name, target) in targets::TARGETS {
        let count = run_over_corpus(name, *target);
        assert!(count >= 10, "{name}: {count} inputs");
    }
}

#[test]
#[should_panic(expected = "a rule that does not hold")]
fn a_target_whose_rule_does_not_hold_is_noticed() {
    run_over_corpus("number", |data| assert!(data.is_empty(), "a rule that does not hold"));
}
