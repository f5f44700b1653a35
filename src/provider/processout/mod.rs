//! ProcessOut: `POST /cards` with a project id, `PUT /cards/{id}` for another security code, and
//! `PUT /customers/{c}/tokens/{t}` to complete a customer's token with the card.
//!
//! Source: processout.js, the mobile SDKs and processout-node. The reply judges itself in
//! `success`. A card is used once; how long it may wait is not published, so it has no end here.
//! A customer's token is paid with again and again.

mod errors;
mod fields;
mod request;
mod schemes;

use fields::{CARD, TOKEN};

use super::http::Response;
use super::json::{Reply, lists};
use super::{Action, Answer, Dialect, Need, ProviderCode, ProviderError, Received, Sent};
use crate::token::{Json, Life, LifeFacts, Mode, PaymentType, Token, TokenCard, TokenType};

pub(super) const DIALECT: Dialect = Dialect {
    public_key: Need::Required,
    key_mode,
    organization: Need::Optional,
    base_url: |_, _| Some("https://api.processout.com".to_owned()),
    token_types: &[],
    is_idempotent: true,
    needs_submission_token: false,
    preferred: schemes::name,
    check: |_| Ok(()),
    encode: request::encode,
    decode,
    observe: |_, _| {},
    explain: errors::explain,
};

fn key_mode(key: &str) -> Option<Option<Mode>> {
    let (mode, id) = match key.strip_prefix("test-") {
        Some(id) => (Mode::Test, id),
        None => (Mode::Live, key),
    };
    let letters = id.strip_prefix("proj_")?;
    let is_plain = !letters.is_empty() && letters.bytes().all(|b| b.is_ascii_alphanumeric());
    is_plain.then_some(Some(mode))
}

fn decode(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    let is_made =
        |reply: &Reply| matches!(response.status, 200..=299) && !reply.is("success", false);
    let reply = match reply {
        Some(reply) if is_made(&reply) => reply,
        reply => return Err(errors::refusal(response, reply, sent, received)),
    };
    if let Some(action) = action(&reply) {
        let error = ProviderError::new(ProviderCode::ActionRequired, response.status);
        return Err(ProviderError { action: Some(Box::new(action)), ..error });
    }
    let unexpected = || ProviderError::unexpected(response.status);
    if reply.at("token.id").is_some() {
        if reply.text("token.verification_status") == Some("failed") {
            return Err(ProviderError::new(ProviderCode::CardDeclined, response.status));
        }
        let mut token = token(&reply, sent, "token", received).ok_or_else(unexpected)?;
        token.token_type = Some(TokenType::Recurring);
        if let Some(Json::Bool(is_chargeable)) = reply.at("token.is_chargeable") {
            token.active.set(Some(*is_chargeable));
        }
        return Ok(Answer::Token(token));
    }
    let mut token = token(&reply, sent, "card", received).ok_or_else(unexpected)?;
    token.token_type = Some(TokenType::OneTime);
    // The reply to another security code is the end; the one to a card may be half way.
    if sent.payment_type == PaymentType::Card {
        let key = match sent.idempotency_key.as_str() {
            "" => String::new(),
            key => [key, "-token"].concat(),
        };
        if let Some(next) = request::complete(&sent.options, &token.id, &key) {
            return Ok(Answer::Next(next));
        }
    }
    Ok(Answer::Token(token))
}

/// The token that is the reply's `card` or `token`.
fn token(reply: &Reply, sent: &Sent, name: &str, received: Received) -> Option<Box<Token>> {
    let at = |path: &str| [name, ".", path].concat();
    let id = sent.id(reply, &at("id"))?;
    let mut token = sent.token(id, Life::new(LifeFacts::default(), received.sent));
    token.created = reply.time(&at("created_at"));
    let path = if name == "card" { "card" } else { "token.card" };
    token.card = card(reply, path, token.card.take());
    let mut raw = allow(reply.at(name)?, if name == "card" { CARD } else { TOKEN });
    sent.echo.scrub(&mut raw);
    token.raw = Json::Object(vec![(name.to_owned(), raw)]);
    Some(token)
}

/// What the reply says of the card, over what was typed. A co-badged card has the scheme that the
/// provider would take.
fn card(reply: &Reply, path: &str, typed: Option<TokenCard>) -> Option<TokenCard> {
    let at = |name: &str| [path, ".", name].concat();
    let last4 = || {
        let is_right = |text: &String| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        reply.owned(&at("last_4_digits")).filter(is_right)
    };
    let number = |name| reply.at(&at(name)).and_then(Json::as_whole);
    let bin = reply.bin(&at("iin"));
    let brand = reply.text(&at("scheme")).and_then(schemes::brand);
    match typed {
        Some(typed) => Some(TokenCard { bin, brand: brand.or(typed.brand), ..typed }),
        None => Some(TokenCard {
            brand,
            last4: last4()?,
            exp_month: number("exp_month").and_then(|month| u8::try_from(month).ok())?,
            exp_year: number("exp_year").and_then(|year| u16::try_from(year).ok())?,
            bin,
            holder: reply.owned(&at("name")),
        }),
    }
}

/// The named fields of an object, and of the card in it.
fn allow(json: &Json, names: &str) -> Json {
    let Json::Object(fields) = json else { return Json::Null };
    let fields = fields.iter().filter(|(name, _)| lists(names, name));
    let allowed = |name: &str, value: &Json| match (name, value) {
        ("card", Json::Object(_)) => allow(value, CARD),
        _ => value.clone(),
    };
    Json::Object(fields.map(|(name, value)| (name.clone(), allowed(name, value))).collect())
}

/// What the customer has to do, where the reply asks for it.
fn action(reply: &Reply) -> Option<Action> {
    let kind = reply.owned("customer_action.type")?;
    let value = reply.at("customer_action.value");
    let is_url = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    let url = value.and_then(Json::as_text).filter(is_url).map(str::to_owned);
    let parts = [
        ("value", value.filter(|_| url.is_none())),
        ("metadata", reply.at("customer_action.metadata")),
    ];
    let given = parts.into_iter().filter_map(|(name, value)| {
        let value = value.filter(|value| !matches!(value, Json::Null))?;
        Some((name.to_owned(), value.clone()))
    });
    Some(Action { kind, url, payload: Json::Object(given.collect()) })
}
