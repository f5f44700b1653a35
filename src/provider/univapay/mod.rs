//! Univapay: `POST /tokens` with a store's app token, a JWT without its secret.
//!
//! Source: univapay/univapay-node and univapay-client-php-sdk (made from the official OpenAPI).
//! The wire names no end: a token for one payment or subscription is published to live five
//! minutes, a recurring one has no end but its security code lives five minutes. Reading a token
//! needs the secret, so an attempt that waits for the customer can't be resumed from a browser.

mod claims;
mod errors;
mod payment;
mod reply;
mod request;

use super::{ConfigCode, ConfigError, Dialect, Need, Options};
use crate::token::TokenType;

pub(super) const DIALECT: Dialect = Dialect {
    public_key: Need::Required,
    key_mode: claims::mode,
    organization: Need::Optional,
    base_url: |_, _| Some("https://api.univapay.com".to_owned()),
    token_types: TokenType::ALL,
    is_idempotent: true,
    needs_submission_token: false,
    preferred: |_| None,
    check,
    encode: request::encode,
    decode: reply::decode,
    observe: reply::observe,
    explain: errors::explain,
};

/// How often a recurring token may be charged.
const USAGE_LIMITS: &[&str] = &["daily", "weekly", "monthly", "annually"];

/// What only a recurring token has, and what the wire takes of the page's own data.
fn check(options: &Options) -> Result<(), ConfigError> {
    let config = &options.config;
    let is_recurring = options.token_type == Some(TokenType::Recurring);
    let limit = config.text("usageLimit");
    let invalid = [
        (limit.is_some_and(|limit| !is_recurring || !USAGE_LIMITS.contains(&limit)), "usageLimit"),
        (config.tree("cvvAuthorize").is_some() && !is_recurring, "cvvAuthorize"),
        (config.tree("metadata").is_some_and(|data| !request::is_flat(data)), "metadata"),
    ];
    match invalid.iter().find(|(is_invalid, _)| *is_invalid) {
        Some((_, option)) => Err(ConfigError::new(ConfigCode::InvalidOption, option)),
        None => Ok(()),
    }
}
