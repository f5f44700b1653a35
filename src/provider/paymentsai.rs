//! PaymentsAI: its key is secret, so a browser posts to a relay that holds it, and the relay posts
//! to `https://tokenization.payments.ai/tokens`.
//!
//! Source: api-docs.payments.ai, `tokenization/` and `errors`. A token lives until it is attached
//! to a customer or until `expirationTime`, which may be null. The stage system answers in
//! another shape, `{type, data: {id, createdAt, expiratedAt}}`; both are read. Errors are
//! `{errorCode, statusCode, message, details?}`; what `details` holds is not documented.

use super::http::{Body, Request, Response};
use super::json::Reply;
use super::wire_names::{Table, WireNames, parts};
use super::{
    Answer, Call, ConfigCode, ConfigError, Dialect, Need, ProviderCode, ProviderError, Received,
    Rejection, Sent, Subject,
};
use crate::token::{Json, Life, LifeFacts};

pub(super) const DIALECT: Dialect = Dialect {
    public_key: Need::Optional,
    key_mode: |_| Some(None),
    organization: Need::Required,
    // The relay is the page's own.
    base_url: |_, _| None,
    token_types: &[],
    is_idempotent: false,
    needs_submission_token: false,
    preferred: |_| None,
    check: |_| Ok(()),
    encode,
    decode,
    observe: |_, _| {},
    explain,
};

const TABLE: &Table = &[
    ("method", "method"),
    ("number", "paymentInstrument.pan"),
    ("expMonth", "paymentInstrument.expMonth"),
    ("expYear", "paymentInstrument.expYear"),
    ("cvc", "paymentInstrument.cvv"),
    ("firstName", "billingAddress.firstName"),
    ("lastName", "billingAddress.lastName"),
    ("line1", "billingAddress.address"),
    ("city", "billingAddress.city"),
    ("state", "billingAddress.region"),
    ("postalCode", "billingAddress.postalCode"),
    ("country", "billingAddress.country"),
    ("device", "riskMetadata"),
];
const NAMES: WireNames<'static> = WireNames { table: TABLE, changes: &[] };

fn encode(call: &Call<'_>) -> Result<Request, ConfigError> {
    let Subject::Card(card) = call.subject else {
        return Err(ConfigError::new(ConfigCode::UnsupportedOperation, "provider"));
    };
    let mut parts = parts(card, &call.options.config);
    parts.push(("method", Json::Text("payment-card".to_owned())));
    let headers = vec![
        ("content-type".into(), "application/json".to_owned()),
        ("accept".into(), "application/json".to_owned()),
        ("x-organization-id".into(), call.options.organization.clone()),
    ];
    let url = [call.options.endpoint.as_str(), "/tokens"].concat();
    Ok(Request { method: "POST", url, headers, body: Body::tree(&NAMES.tree(parts)) })
}

/// The fields of the reply that `token.raw` shows.
const RAW: &str = "id createdTime expirationTime type data";

fn decode(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    if !matches!(response.status, 200 | 201) {
        return Err(refusal(response, reply, received));
    }
    let unexpected = || ProviderError::unexpected(response.status);
    let reply = reply.ok_or_else(unexpected)?;
    let [id, created, expires] = if reply.at("data.id").is_some() {
        ["data.id", "data.createdAt", "data.expiratedAt"]
    } else {
        ["id", "createdTime", "expirationTime"]
    };
    let id = sent.id(&reply, id).ok_or_else(unexpected)?;
    let created = reply.time(created);
    let facts = LifeFacts { created, expires: reply.time(expires), ..LifeFacts::default() };
    let mut token = sent.token(id, Life::new(facts, received.sent));
    token.created = created;
    token.raw = reply.allow(RAW, &sent.echo);
    Ok(Answer::Token(token))
}

fn refusal(response: &Response, reply: Option<Reply>, received: Received) -> ProviderError {
    let error = ProviderError::of_status(response, reply.is_some(), received.now);
    let Some(reply) = reply else { return error };
    let error = ProviderError { provider_code: reply.owned("errorCode"), ..error };
    if response.status != 400 {
        return error;
    }
    NAMES.with_field(error, reply.items("details"))
}

/// What a second or late attach is told is not documented: only what is known of the token tells.
fn explain(rejection: &Rejection<'_>, reply: Option<&Reply>) -> ProviderError {
    let error = rejection.error(match rejection.status {
        400 | 404 | 409 | 410 | 422 => {
            rejection.spent.tell(|id| id.len() <= 128 && id.bytes().all(|b| b.is_ascii_graphic()))
        }
        status => (ProviderCode::of_status(status, reply.is_some()), true),
    });
    let code = reply.and_then(|reply| reply.text("errorCode"));
    ProviderError { provider_code: code.map(str::to_owned), ..error }
}
