//! What can be done with a token that is there.

use super::account::{Caller, Store, Univapay};
use super::api_error::{ApiError, FieldErrors};
use super::card::{Card, Reading, is_code};
use super::fields::{Object, email, metadata, object, object_of, required_text, value_of};
use super::transaction_token::{Content, TransactionToken};
use crate::sandbox::lock::lock;
use crate::token::TokenType;
use serde_json::{Value, json};

/// What confirms a token here; the real one goes out by e-mail.
const CONFIRMATION_CODE: &str = "1234";

/// Does something with the token of an id, and shows it.
pub(super) fn with_token(
    univapay: &Univapay,
    store: &Store,
    id: &str,
    change: impl FnOnce(&mut TransactionToken) -> Result<(), ApiError>,
) -> Result<Value, ApiError> {
    let mut tokens = lock(&store.tokens);
    let token = tokens.iter_mut().find(|token| token.id == id);
    let token = token.ok_or_else(ApiError::not_found)?;
    change(token)?;
    Ok(token.view(store, univapay.clock.now()))
}

/// Every token that goes on living, the newest first.
pub(super) fn list(univapay: &Univapay, store: &Store) -> Value {
    let now = univapay.clock.now();
    let tokens = lock(&store.tokens);
    let lasting = tokens.iter().rev().filter(|token| token.token_type != TokenType::OneTime);
    let items: Vec<_> = lasting.map(|token| token.view(store, now)).collect();
    json!({ "items": items, "has_more": false })
}

/// Changes e-mail address, metadata or security code. Without the secret the code alone.
pub(super) fn update(
    body: &[u8],
    univapay: &Univapay,
    store: &Store,
    caller: Caller,
    id: &str,
) -> Result<Value, ApiError> {
    let request = object_of(body)?;
    let mut errors = FieldErrors::default();
    let email = email(&request, &mut errors);
    let metadata = metadata(&request, &mut errors);
    let nothing = Object::new();
    let data = object(&request, "data", &mut errors).unwrap_or(&nothing);
    errors.check(Some(()))?;
    let is_only = |object: &Object, name: &str| object.keys().all(|key| key == name);
    if caller == Caller::Browser && !(is_only(&request, "data") && is_only(data, "cvv")) {
        return Err(ApiError::forbidden());
    }
    let now = univapay.clock.now();
    with_token(univapay, store, id, |token| {
        let code = value_of(data, "cvv");
        if let (Some(code), Some(card)) = (code, token.card_mut()) {
            let mut errors = FieldErrors::default();
            if !is_code(code, card.stored.brand) {
                errors.push("cvv", "INVALID_CVV");
            }
            errors.check(Some(()))?;
            card.renew_code(now);
        } else if code.is_some() {
            return Err(ApiError::bad("CANNOT_UPDATE_TRANSACTION_TOKEN"));
        }
        token.email = email.or(token.email.take());
        token.metadata = metadata.or(token.metadata.take());
        token.updated = now;
        Ok(())
    })
}

pub(super) fn delete(store: &Store, id: &str) -> Result<(), ApiError> {
    let mut tokens = lock(&store.tokens);
    let before = tokens.len();
    tokens.retain(|token| token.id != id);
    if tokens.len() == before { Err(ApiError::not_found()) } else { Ok(()) }
}

/// Confirms a token that was made with `use_confirmation`.
pub(super) fn confirm(
    body: &[u8],
    univapay: &Univapay,
    store: &Store,
    id: &str,
) -> Result<Value, ApiError> {
    let request = object_of(body)?;
    let mut errors = FieldErrors::default();
    let code = required_text(&request, "confirmation_code", &mut errors);
    let code = errors.check(code)?;
    with_token(univapay, store, id, |token| {
        if token.confirmed != Some(false) || code != CONFIRMATION_CODE {
            return Err(ApiError::bad("WRONG_CONFIRMATION_CODE"));
        }
        token.confirmed = Some(true);
        Ok(())
    })
}

/// Makes a token like another one, with a new card.
pub(super) fn renew(
    body: &[u8],
    univapay: &Univapay,
    store: &Store,
    id: &str,
) -> Result<Value, ApiError> {
    let request = object_of(body)?;
    let mut errors = FieldErrors::default();
    let data = object(&request, "data", &mut errors);
    let data = errors.check(data)?;
    let now = univapay.clock.now();
    let mut tokens = lock(&store.tokens);
    let old = tokens.iter().find(|token| token.id == id).ok_or_else(ApiError::not_found)?;
    let reading = Reading {
        now,
        random: &univapay.random,
        is_live: store.known.is_live,
        is_recurring: old.token_type == TokenType::Recurring,
    };
    let token = TransactionToken {
        id: univapay.random.uuid(),
        previous: Some(old.id.clone()),
        created: now,
        updated: now,
        used: None,
        content: Content::Card(Box::new(Card::read(data, reading)?)),
        ..old.clone()
    };
    let view = token.view(store, now);
    tokens.push(token);
    Ok(view)
}

/// The next step of 3-D Secure of a token that waits for its customer.
pub(super) fn issuer_token(
    univapay: &Univapay,
    store: &Store,
    id: &str,
) -> Result<Value, ApiError> {
    let tokens = lock(&store.tokens);
    let token = tokens.iter().find(|token| token.id == id);
    let step = token.and_then(|token| token.card()?.issuer_token(id, &univapay.base));
    step.ok_or_else(ApiError::not_found)
}
