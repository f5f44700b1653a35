//! The browser's side: exports, listeners, fetch, clock. The only module that names the browser.
//!
//! A function that crosses the boundary decodes, calls and encodes; anything more belongs below.
//! Verdicts leave as packed integers, which are smaller and faster than objects; options come in as
//! one JSON text, read by the same code as a provider's answer. No borrow lives across a call into JavaScript.

mod attempt;
mod brand_choice;
pub mod catalog;
mod clock;
pub mod control;
mod controller;
mod error;
mod fetch;
mod form;
pub mod form_post;
#[cfg(feature = "frame")]
pub mod frame_gate;
mod input;
mod js;
mod listener;
mod minting;
mod news;
mod packed;
pub mod payments;
mod rehearsal;
mod revealed;
mod rules;
mod scrub;
pub mod short_text;
pub mod stateless;
pub mod token_handle;
mod transport;
mod types;
