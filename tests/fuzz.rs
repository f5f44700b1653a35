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

use std::path::Path;
use std::{fs, panic};

/// Runs a target over the inputs that are committed for it; says how many there are.
fn run_over_corpus(name: &str, target: fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let inputs = fs::read_dir(folder).unwrap().flatten();
    inputs.map(|input| target(&fs::read(input.path()).unwrap())).count()
}

#[test]
fn every_target_holds_over_its_corpus() {
    assert!(targets::TARGETS.len() >= 8);
    let mut inputs = 0;
    for (name, target) in targets::TARGETS {
        let count = run_over_corpus(name, *target);
        assert!(count >= 10, "{name}: {count} inputs");
        inputs += count;
    }
    note(inputs, "");
}

/// A note for the table of the security tests, which reads what a run prints.
#[allow(clippy::print_stdout, reason = "the test's own report")]
fn note(cases: usize, control: &str) {
    let note =
        serde_json::json!({"gate": "Z1", "engine": "native", "cases": cases, "control": control});
    println!("gate {note}");
}

#[test]
fn a_target_whose_rule_does_not_hold_is_noticed() {
    let broken = |data: &[u8]| assert!(data.is_empty(), "a rule that does not hold");
    assert!(panic::catch_unwind(|| run_over_corpus("number", broken)).is_err());
    note(0, "a target whose rule does not hold is noticed");
}
