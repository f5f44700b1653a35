//! Checkout.com's endpoints: tokens, and the payments and instruments that are made of them.
//!
//! Source of paths, fields, codes and patterns: Checkout.com's published API reference
//! (github.com/checkout/checkout-api-reference, 2fc946c) and the clients of its SDKs. Which code
//! each wrong field brings is sourced for `card_number_invalid` and `cvv_invalid`; the others go
//! by their names. The bodies of 400, 403, 409 and 429, and a security code's token beside an
//! instrument (`source.cvv`) are guesses.
//!
//! Left out: wallets' tokens, OAuth, webhooks, refunds.

mod account;
mod call;
mod handler;
mod instrument;
mod payment;
mod refusal;
mod token;
mod token_request;

pub(crate) use account::Checkout;
pub(crate) use handler::router;

/// Where the API serves this dialect.
pub(crate) const PREFIX: &str = "/checkout";
