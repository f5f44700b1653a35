//! The replies: a token, its life, and what is known of its security code.

use super::{claims, errors};
use crate::provider::http::Response;
use crate::provider::json::Reply;
use crate::provider::{Action, Answer, ProviderCode, ProviderError, Received, Sent};
use crate::token::{
    CvvAuthorize, CvvAuthorizeStatus, Json, Life, LifeFacts, PaymentType, Token, TokenType,
};

/// Five minutes, for tokens and for security codes.
const PUBLISHED_MS: i64 = 5 * 60_000;

/// The fields of the reply that `token.raw` shows.
const RAW: &str = "id store_id email payment_type active mode type ip_address usage_limit confirmed \
    metadata created_on updated_on last_used_on data";

const CVV_AUTHORIZE: &[(&str, CvvAuthorizeStatus)] = &[
    ("pending", CvvAuthorizeStatus::Pending),
    ("current", CvvAuthorizeStatus::Current),
    // In one example of the vendor's own.
    ("successful", CvvAuthorizeStatus::Current),
    ("failed", CvvAuthorizeStatus::Failed),
    ("inactive", CvvAuthorizeStatus::Inactive),
];

pub(super) fn decode(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    if !matches!(response.status, 200 | 201) {
        return Err(errors::refusal(response, reply, sent, received.now));
    }
    let unexpected = || ProviderError::unexpected(response.status);
    let reply = reply.ok_or_else(unexpected)?;
    let id = sent.id(&reply, "id").ok_or_else(unexpected)?;
    if reply.text("data.three_ds.status") == Some("awaiting") {
        return Err(awaiting(&id, &reply, response.status));
    }
    Ok(Answer::Token(token(id, reply, sent, received)))
}

fn token(id: String, reply: Reply, sent: &Sent, received: Received) -> Box<Token> {
    let token_type = reply.text("type").and_then(TokenType::from_name);
    let token_type = token_type.or(sent.token_type).unwrap_or(match sent.payment_type {
        // Only a recurring token outlives its security code.
        PaymentType::Cvc => TokenType::Recurring,
        _ => TokenType::OneTime,
    });
    let created = reply.time("created_on");
    let five_minutes = |created| {
        let facts = LifeFacts { created, published_ms: Some(PUBLISHED_MS), ..LifeFacts::default() };
        Life::new(facts, received.sent)
    };
    let is_recurring = token_type == TokenType::Recurring;
    let life = if is_recurring {
        Life::new(LifeFacts::default(), received.sent)
    } else {
        five_minutes(created)
    };
    let mut token = sent.token(id, life);
    token.token_type = Some(token_type);
    token.created = created;
    let is_echo = |text: &mut String| sent.echo.is_in(text);
    token.usage_limit = reply.owned("usage_limit");
    token.usage_limit.take_if(is_echo);
    token.mode = reply.text("mode").and_then(claims::mode_of).or(token.mode);
    match sent.payment_type {
        PaymentType::Cvc => token.cvc_life = Some(five_minutes(reply.time("updated_on"))),
        PaymentType::Card => {
            token.cvc_life = is_recurring.then(|| five_minutes(created));
            if let Some(card) = &mut token.card {
                card.bin = reply.bin("data.card.card_bin");
            }
        }
        _ => token.data = reply.at("data").cloned().unwrap_or(Json::Null),
    }
    observe(&reply, &token);
    if let Some(check) = token.cvv_authorize.get_mut() {
        check.charge_id.take_if(is_echo);
        check.currency.take_if(is_echo);
    }
    token.raw = reply.allow(RAW, &sent.echo);
    token
}

/// Reads again what can change in a token's life: whether it may be charged, and how far the check
/// of its security code is. A reply about another token changes nothing.
pub(super) fn observe(reply: &Reply, token: &Token) {
    if reply.text("id") != Some(&token.id) {
        return;
    }
    let cvv_authorize = cvv_authorize(reply);
    let is_inactive = matches!(&cvv_authorize,
        Some(check) if check.status == CvvAuthorizeStatus::Inactive);
    let is_recurring = token.token_type == Some(TokenType::Recurring);
    match reply.at("active") {
        Some(Json::Bool(false)) => token.active.set(Some(false)),
        // A token for one payment is made and used; only a recurring one goes on being active.
        Some(Json::Bool(true)) if is_recurring => token.active.set(Some(!is_inactive)),
        _ => {}
    }
    if cvv_authorize.is_some() {
        token.cvv_authorize.replace(cvv_authorize);
    }
}

fn cvv_authorize(reply: &Reply) -> Option<CvvAuthorize> {
    let text = |path| reply.text(path).map(str::to_owned);
    let is_asked_for = reply.is("data.cvv_authorize.enabled", true);
    let status = match reply.text("data.cvv_authorize.status") {
        Some(name) => CVV_AUTHORIZE.iter().find(|(known, _)| *known == name)?.1,
        None if is_asked_for => CvvAuthorizeStatus::Pending,
        None => return None,
    };
    Some(CvvAuthorize {
        status,
        charge_id: text("data.cvv_authorize.charge_id"),
        currency: text("data.cvv_authorize.currency"),
    })
}

/// The customer has to prove who they are: the merchant's server fetches where, with its secret.
fn awaiting(id: &str, reply: &Reply, status: u16) -> ProviderError {
    let part = |name: &str, path| {
        let value = reply.at(path).cloned().unwrap_or(Json::Null);
        (name.to_owned(), value)
    };
    let payload = Json::Object(vec![
        ("id".to_owned(), Json::Text(id.to_owned())),
        part("store_id", "store_id"),
        part("three_ds", "data.three_ds"),
    ]);
    ProviderError {
        action: Some(Box::new(Action { kind: "three_ds".to_owned(), url: None, payload })),
        ..ProviderError::new(ProviderCode::ActionRequired, status)
    }
}
