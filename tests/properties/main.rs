//! What holds for every text and not only for the rows of a table.
//!
//! `cargo test` tries a few hundred texts for each rule; `scripts/properties` a million, in release
//! mode. `PROPTEST_CASES` sets another number.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a broken row should stop the test")]

mod any;
mod brands;
mod checks;
mod expiry;
mod number;
mod panics;
