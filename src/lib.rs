//! Cardlet: a card widget that validates in the browser, posts straight to a tokenization
//! endpoint and returns the short-lived token with its `expirationTime`.
//!
//! What each module may import is the table in `tests/layering.rs`.

mod alloc;
pub mod card;
pub mod client;
pub mod frame;
pub mod provider;
pub mod token;

#[cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
pub mod sandbox;
#[cfg(target_arch = "wasm32")]
pub mod web;
