//! The body of `POST /tokens`.

use super::account::{Caller, Store, Univapay};
use super::api_error::{ApiError, FieldErrors};
use super::card::{Card, Reading};
use super::fields::{email, is_true, metadata, object, object_of, required_text, text};
use super::payment_method;
use super::transaction_token::{Content, TransactionToken, UsageLimit};
use crate::token::{PaymentType, TokenType};

/// Reads a body into a new token.
///
/// # Errors
/// 400 with the fields that are wrong or a code of its own, 401 when a browser may send no card.
pub(super) fn read(
    body: &[u8],
    univapay: &Univapay,
    store: &Store,
    caller: Caller,
) -> Result<TransactionToken, ApiError> {
    let request = object_of(body)?;
    let mut errors = FieldErrors::default();
    let payment_type = required_text(&request, "payment_type", &mut errors);
    let payment_type = payment_type.and_then(|name| {
        let known = PaymentType::from_name(name).filter(|kind| *kind != PaymentType::Cvc);
        if known.is_none() {
            errors.push("payment_type", "INVALID_FORMAT");
        }
        known
    });
    let type_name = text(&request, "type", &mut errors).unwrap_or("one_time");
    let limit_name = text(&request, "usage_limit", &mut errors);
    let usage_limit = limit_name.and_then(UsageLimit::from_name);
    if limit_name.is_some() && usage_limit.is_none() {
        errors.push("usage_limit", "INVALID_FORMAT");
    }
    let email = email(&request, &mut errors);
    let ip_address = text(&request, "ip_address", &mut errors).map(str::to_owned);
    let metadata = metadata(&request, &mut errors);
    let data = object(&request, "data", &mut errors);
    if data.is_none() {
        errors.push("data", "REQUIRED_VALUE");
    }
    let (payment_type, data) = errors.check(payment_type.zip(data))?;
    let token_type =
        TokenType::from_name(type_name).ok_or_else(|| ApiError::bad("INVALID_TOKEN_TYPE"))?;
    if usage_limit.is_some() && token_type != TokenType::Recurring {
        return Err(ApiError::bad("USAGE_LIMIT_NOT_APPLICABLE"));
    }
    let now = univapay.clock.now();
    let content = if payment_type == PaymentType::Card {
        if caller == Caller::Browser && !store.known.takes_cards_directly {
            return Err(ApiError::unauthorized("DIRECT_CARD_TOKEN_CREATION_DISABLED"));
        }
        let is_recurring = token_type == TokenType::Recurring;
        let is_live = store.known.is_live;
        let reading = Reading { now, random: &univapay.random, is_live, is_recurring };
        Content::Card(Box::new(Card::read(data, reading)?))
    } else {
        payment_method::check_type(payment_type, token_type)?;
        Content::Other(payment_method::read(payment_type, data, now, &univapay.base)?)
    };
    Ok(TransactionToken {
        id: univapay.random.uuid(),
        token_type,
        payment_type,
        usage_limit,
        email,
        ip_address,
        metadata,
        confirmed: is_true(&request, "use_confirmation").then_some(false),
        previous: None,
        created: now,
        updated: now,
        used: None,
        content,
    })
}
