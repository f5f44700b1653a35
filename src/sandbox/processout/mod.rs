//! ProcessOut's endpoints: cards, customers and their tokens, invoices.
//!
//! Source of paths, fields and codes: processout.js, processout-node, the mobile SDKs and the
//! published documentation. The status of a success, the statuses of 404, 409 and 429, and what a
//! changed request under the same idempotency key is told are guesses.
//!
//! Left out: gateways, webhooks, wallets, form-encoded bodies. `gway_req_apm` stands for an
//! alternative payment method that a customer has agreed to.

mod account;
mod call;
mod card;
mod card_view;
mod customer;
mod handler;
mod invoice;
mod published;
mod refusal;

pub(crate) use account::ProcessOut;
pub(crate) use handler::router;

/// Where the API serves this dialect.
pub(crate) const PREFIX: &str = "/processout";
