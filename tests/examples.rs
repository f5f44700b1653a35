//! Every public function of the card domain is called in an example of the docs, which
//! `cargo test` runs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "an unreadable source should stop the test")]

use std::fs;
use std::path::Path;

/// The lines of the examples in doc comments.
fn examples(code: &str) -> String {
    let mut inside = false;
    let lines = code.lines().filter_map(|line| line.trim().strip_prefix("///"));
    let shown = lines.filter(|line| {
        let is_fence = line.trim() == "```";
        inside ^= is_fence;
        inside && !is_fence
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn public_functions(code: &str) -> impl Iterator<Item = &str> {
    let rests = code.lines().filter_map(|line| {
        let line = line.trim();
        line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("pub const fn "))
    });
    rests.filter_map(|rest| rest.split(['(', '<']).next())
}

/// Is the function named in the code, with arguments or as a path?
fn is_shown(function: &str, code: &str) -> bool {
    let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| word == function)
}

#[test]
fn every_public_function_of_the_card_domain_is_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/card");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let examples = examples(code);
        for function in public_functions(code) {
            assert!(is_shown(function, &examples), "{function} in {:?}", entry.path());
            count += 1;
        }
    }
    assert!(count >= 50, "{count} functions");
    assert!(!is_shown("check", "/// checks"));
}
