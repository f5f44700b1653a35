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

#[test]
fn every_target_holds_over_its_corpus() {
    for (name, target) in targets::TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
        let mut count = 0;
        for entry in fs::read_dir(folder).unwrap().flatten() {
            target(&fs::read(entry.path()).unwrap());
            count += 1;
        }
        assert!(count >= 10, "{name}: {count} inputs");
    }
}
