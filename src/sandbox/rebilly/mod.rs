//! Rebilly's endpoints: payment tokens and the payment instruments that are made of them.
//!
//! Source of paths, fields, rights and statuses: Rebilly's published API definitions
//! (github.com/Rebilly/api-definitions, 657cabc). The texts of `detail` and `message` are this
//! program's own: no client may read them.
//!
//! Left out: other methods than `payment-card`, JWTs, the instruments' states `inactive` and
//! `verification-needed`, and of transactions and subscriptions all that is not about what they
//! are paid with. A token without `pan`, which the wire allows but which can't pay, is
//! refused.

mod account;
mod call;
mod card_token;
mod contact;
mod fields;
mod handler;
mod instrument;
mod payment;
mod token_request;

pub(crate) use account::Rebilly;
pub(crate) use handler::router;

/// Where the API serves this dialect.
pub(crate) const PREFIX: &str = "/rebilly";
