//! An endpoint of nobody's, for `provider="generic"`: every name, path, header and status differs
//! from the known systems', so that what works with it works by the page's map alone.
//!
//! `POST /v9/vault/cards` makes a reference that lives for ten minutes, `POST /v9/vault/charges`
//! spends it. Keys stand behind `Vault` in `X-Vault-Key`.

mod account;
mod handler;

pub(crate) use account::Vault;
pub(crate) use handler::router;

/// Where the API serves this dialect.
pub(crate) const PREFIX: &str = "/generic";
