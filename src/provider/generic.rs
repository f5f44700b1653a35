//! Any other endpoint: shaped like Rebilly's unless `fieldMap`, `path`, `keyHeader` and
//! `keyPrefix` say otherwise.
//!
//! `fieldMap` goes from our names to the wire's dotted ones, for the request and for the reply;
//! null leaves a part out. A reply without the token's creation time is held against its `Date`
//! header, or else against this machine's clock.

use super::http::{Body, Request, Response};
use super::json::{Reply, lists};
use super::wire_names::{Table, WireNames, parts};
use super::{
    Answer, Call, Config, ConfigCode, ConfigError, Dialect, Need, Options, ProviderCode,
    ProviderError, Received, Rejection, Sent, Subject,
};
use crate::token::{Json, Life, LifeFacts, Timestamp};

pub(super) const DIALECT: Dialect = Dialect {
    public_key: Need::Optional,
    key_mode: |_| Some(None),
    organization: Need::Optional,
    base_url: |_, _| None,
    token_types: &[],
    is_idempotent: false,
    needs_submission_token: false,
    preferred: |_| None,
    check,
    encode,
    decode,
    observe: |_, _| {},
    explain,
};

const TABLE: &Table = &[
    // The request.
    ("method", "method"),
    ("number", "paymentInstrument.pan"),
    ("expMonth", "paymentInstrument.expMonth"),
    ("expYear", "paymentInstrument.expYear"),
    ("expMonthText", ""),
    ("expYearText", ""),
    ("cvc", "paymentInstrument.cvv"),
    ("brand", ""),
    ("name", ""),
    ("firstName", "billingAddress.firstName"),
    ("lastName", "billingAddress.lastName"),
    ("email", ""),
    ("phone", ""),
    ("line1", "billingAddress.address"),
    ("line2", "billingAddress.address2"),
    ("city", "billingAddress.city"),
    ("state", "billingAddress.region"),
    ("postalCode", "billingAddress.postalCode"),
    ("country", "billingAddress.country"),
    ("metadata", ""),
    ("device", "riskMetadata"),
    ("organization", ""),
    // The reply.
    ("id", "id"),
    ("createdTime", "createdTime"),
    ("expirationTime", "expirationTime"),
    ("bin", "paymentInstrument.bin"),
    // A refusal.
    ("errorCode", ""),
    ("requestId", ""),
    ("invalidFields", "invalidFields"),
];

fn names(config: &Config) -> WireNames<'_> {
    WireNames { table: TABLE, changes: config.field_map() }
}

fn check(options: &Options) -> Result<(), ConfigError> {
    names(&options.config).check()
}

fn encode(call: &Call<'_>) -> Result<Request, ConfigError> {
    let Subject::Card(card) = call.subject else {
        return Err(ConfigError::new(ConfigCode::UnsupportedOperation, "provider"));
    };
    let options = call.options;
    let config = &options.config;
    let mut parts = parts(card, config);
    parts.push(("method", Json::Text("payment-card".to_owned())));
    if !options.organization.is_empty() {
        parts.push(("organization", Json::Text(options.organization.clone())));
    }
    let mut headers = vec![
        ("content-type".into(), "application/json".to_owned()),
        ("accept".into(), "application/json".to_owned()),
    ];
    if !options.public_key.is_empty() {
        let name = config.text("keyHeader").unwrap_or("authorization").to_ascii_lowercase();
        let prefix = config.text("keyPrefix").unwrap_or_default();
        headers.push((name.into(), [prefix, &options.public_key].concat()));
    }
    let path = config.text("path").unwrap_or("/tokens");
    let url = [options.endpoint.as_str(), path].concat();
    let body = Body::tree(&names(config).tree(parts));
    Ok(Request { method: "POST", url, headers, body })
}

/// The fields of a Rebilly-shaped reply that `token.raw` shows, beside those that are mapped.
const RAW: &str = "id method paymentInstrument billingAddress isUsed createdTime updatedTime usageTime \
    expirationTime";
/// What is read of a reply.
const READ: &[&str] = &["id", "createdTime", "expirationTime", "bin"];

fn decode(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    let names = names(&sent.options.config);
    if !matches!(response.status, 200..=299) {
        return Err(refusal(response, reply, sent, received));
    }
    let unexpected = || ProviderError::unexpected(response.status);
    let reply = reply.ok_or_else(unexpected)?;
    let id = names.wire("id").and_then(|path| sent.id(&reply, path)).ok_or_else(unexpected)?;
    let time = |name| names.wire(name).and_then(|path| reply.time(path));
    let created = time("createdTime");
    let facts = LifeFacts {
        created,
        expires: time("expirationTime"),
        answered: response.header("date").and_then(Timestamp::parse_http_date),
        ..LifeFacts::default()
    };
    let mut token = sent.token(id, Life::new(facts, received.sent));
    token.created = created;
    if let Some(card) = &mut token.card {
        card.bin = names.wire("bin").and_then(|path| reply.bin(path));
    }
    let first = |name: &&str| names.wire(name).and_then(|wire| wire.split('.').next());
    let is_read = |field: &str| READ.iter().any(|name| first(name) == Some(field));
    token.raw = reply.allow_where(&|field| lists(RAW, field) || is_read(field), &sent.echo);
    Ok(Answer::Token(token))
}

fn refusal(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> ProviderError {
    let names = names(&sent.options.config);
    let error = ProviderError::of_status(response, reply.is_some(), received.now);
    let Some(reply) = reply else { return error };
    let text = |name| reply.owned(names.wire(name)?);
    let error =
        ProviderError { provider_code: text("errorCode"), request_id: text("requestId"), ..error };
    match error.code {
        ProviderCode::ProviderRejected => {
            let entries = names.wire("invalidFields").map(|path| reply.items(path));
            names.with_field(error, entries.unwrap_or_default())
        }
        _ => error,
    }
}

/// Where many systems have their code.
const CODES: &[&str] = &["errorCode", "code", "error.code"];

/// An unknown system's refusal of a token: only what is known of the token tells.
fn explain(rejection: &Rejection<'_>, reply: Option<&Reply>) -> ProviderError {
    let error = rejection.error(match rejection.status {
        400 | 404 | 409 | 410 | 422 => rejection.spent.tell(|id| !id.is_empty()),
        status => (ProviderCode::of_status(status, reply.is_some()), true),
    });
    let code = reply.and_then(|reply| CODES.iter().find_map(|path| reply.text(path)));
    ProviderError { provider_code: code.map(str::to_owned), ..error }
}
