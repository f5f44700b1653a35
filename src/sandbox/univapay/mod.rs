//! Univapay's endpoints: transaction tokens, and the charges and subscriptions made of them.
//!
//! Source of paths, fields, codes and statuses: univapay/univapay-node (98225b2) and
//! univapay-client-php-sdk (1f39e9d). Inferred, and so no ground for a client to stand on: which
//! code goes with which bad value where the vendor gives no example, that a second use within the
//! usage limit is `TRANSACTION_ALREADY_PROCESSED`, how long a charge and a check of a security code
//! take, the threshold above which a fresh code is asked for, and months of thirty days.
//!
//! Left out: refunds, transfers, webhooks, turning 3-D Secure on and off, aliases, JWTs of logins.

mod account;
mod api_error;
mod call;
mod card;
mod charge;
mod checkout_info;
mod fields;
mod handler;
mod idempotency;
mod payment_method;
mod subscription;
mod token_call;
mod token_request;
mod transaction_token;

pub(crate) use account::Univapay;
pub(crate) use handler::router;

/// Where the API serves this dialect.
pub(crate) const PREFIX: &str = "/univapay";
