//! PaymentsAI's endpoints, and the relay that holds its key for the browser.
//!
//! Source: api-docs.payments.ai, `base-urls`, `errors`, `authentication`, `tokenization/`. Paths,
//! shapes, statuses 400 to 500 and the states are documented; which status and `errorCode` a
//! token that can't be attached ends in is not, nor what `details` holds: those are guesses.
//! One page shows a transaction that takes a token; the lifecycle page says that none does, and
//! this program follows it.
//!
//! Left out: the stage system's own way to make tokens, customers, 3-D Secure.

mod account;
mod handler;
mod instrument;
mod refusal;
mod spending;
mod token;

pub(crate) use account::PaymentsAi;
pub(crate) use handler::router;

/// Where the API serves this dialect.
pub(crate) const PREFIX: &str = "/paymentsai";
/// Where the relay stands, which a browser posts to.
pub(crate) const RELAY: &str = "/paymentsai/relay";
