//! Checkout.com: `POST /tokens` with a public key.
//!
//! Source: checkout/checkout-api-reference `nas_spec/` and `abc_spec/`. A token is used once and
//! within 15 minutes of its making; the reply names the end, `expires_on`, but not the start.
//! Keys of the newer generation stand behind `Bearer`, older ones alone. Errors are a 422 with
//! `error_codes`; a refused key is a 401 without a body.

mod errors;
mod key;
mod request;

use super::http::Response;
use super::json::Reply;
use super::{
    Answer, ConfigCode, ConfigError, Dialect, Need, Options, ProviderError, Received, Sent,
};
use crate::card::Brand;
use crate::token::{Life, LifeFacts, Mode, Timestamp};

pub(super) const DIALECT: Dialect = Dialect {
    public_key: Need::Required,
    key_mode: |key| key::read(key).map(|(_, mode)| Some(mode)),
    organization: Need::Optional,
    base_url,
    token_types: &[],
    is_idempotent: false,
    needs_submission_token: false,
    preferred,
    check,
    encode: request::encode,
    decode,
    observe: |_, _| {},
    explain: errors::explain,
};

/// A token's published life.
const LIFE_MS: i64 = 15 * 60_000;

/// Each client has hosts of its own; the ones without a prefix serve every client.
fn base_url(mode: Option<Mode>, client: &str) -> Option<String> {
    let host = match mode? {
        Mode::Live => "api.checkout.com",
        Mode::Test => "api.sandbox.checkout.com",
    };
    let dot = if client.is_empty() { "" } else { "." };
    Some(["https://", client, dot, host].concat())
}

fn check(options: &Options) -> Result<(), ConfigError> {
    let client = options.organization.strip_prefix("pl-").unwrap_or(&options.organization);
    if !client.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Err(ConfigError::new(ConfigCode::InvalidOption, "organization"));
    }
    Ok(())
}

fn preferred(brand: Brand) -> Option<&'static str> {
    matches!(brand, Brand::Visa | Brand::Mastercard | Brand::CartesBancaires).then(|| brand.id())
}

/// The fields of the reply that `token.raw` shows.
const RAW: &str = "type token expires_on expiry_month expiry_year scheme scheme_local preferred_scheme \
    last4 card_type card_category issuer issuer_country product_id product_type \
    billing_address phone name token_format";

fn decode(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    if !matches!(response.status, 200 | 201) {
        return Err(errors::refusal(response, reply, sent, received));
    }
    let unexpected = || ProviderError::unexpected(response.status);
    let reply = reply.ok_or_else(unexpected)?;
    let id = sent.id(&reply, "token").ok_or_else(unexpected)?;
    let facts = LifeFacts {
        expires: reply.time("expires_on"),
        published_ms: Some(LIFE_MS),
        answered: response.header("date").and_then(Timestamp::parse_http_date),
        created: None,
    };
    let mut token = sent.token(id, Life::new(facts, received.sent));
    if let Some(card) = &mut token.card {
        card.bin = reply.bin("bin");
        card.brand = card.brand.or_else(|| Brand::from_id(reply.text("scheme")?));
    }
    token.raw = reply.allow(RAW, &sent.echo);
    Ok(Answer::Token(token))
}
