//! Charges: made pending, settled a moment later, captured now or on a later day.

use super::account::{Store, Univapay};
use super::api_error::{ApiError, FieldErrors};
use super::fields::{Object, metadata, object_of, required_text, text, value_of};
use crate::sandbox::clock::rfc3339;
use crate::sandbox::lock::lock;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// How long the payment provider takes.
const SETTLING: Duration = Duration::seconds(2);

/// A charge.
#[derive(Clone, Debug)]
pub(super) struct Charge {
    id: String,
    token: String,
    token_type: &'static str,
    amount: u64,
    currency: String,
    metadata: Option<Value>,
    created: OffsetDateTime,
    /// Has somebody waited for it?
    is_settled: bool,
    failure: Option<u16>,
    awaits_customer: bool,
    capture: Capture,
}

/// When the money moves.
#[derive(Clone, Debug, PartialEq)]
enum Capture {
    /// With the charge.
    Now,
    /// On a day, or when the merchant asks for it.
    Later(Option<OffsetDateTime>),
    /// It has moved: so much.
    Done(u64),
}

/// What to charge.
pub(super) struct Price {
    pub(super) amount: u64,
    pub(super) currency: String,
}

impl Price {
    /// Reads `amount` and `currency`.
    pub(super) fn read(request: &Object, errors: &mut FieldErrors) -> Option<Self> {
        let amount = match value_of(request, "amount").map(Value::as_u64) {
            Some(Some(amount)) if amount > 0 => Some(amount),
            None => {
                errors.push("amount", "REQUIRED_VALUE");
                None
            }
            Some(_) => {
                errors.push("amount", "INVALID_FORMAT");
                None
            }
        };
        let currency = required_text(request, "currency", errors)?;
        if currency.len() != 3 {
            errors.push("currency", "INVALID_FORMAT");
        }
        Some(Self { amount: amount?, currency: currency.to_ascii_uppercase() })
    }
}

/// Makes a charge of a token.
///
/// # Errors
/// 400 with the fields that are wrong or with why the token can't pay, 404 for an unknown token.
pub(super) fn create(body: &[u8], univapay: &Univapay, store: &Store) -> Result<Value, ApiError> {
    let request = object_of(body)?;
    let now = univapay.clock.now();
    let mut errors = FieldErrors::default();
    let token_id = required_text(&request, "transaction_token_id", &mut errors);
    let price = Price::read(&request, &mut errors);
    let metadata = metadata(&request, &mut errors);
    let at = text(&request, "capture_at", &mut errors).and_then(|text| {
        let at = OffsetDateTime::parse(text, &Rfc3339).ok();
        if at.is_none() {
            errors.push("capture_at", "INVALID_FORMAT");
        }
        at
    });
    let (token_id, price) = errors.check(token_id.zip(price))?;
    if at.is_some_and(|at| at <= now) {
        return Err(ApiError::bad("INVALID_SCHEDULED_CAPTURE_DATE"));
    }
    let is_later = at.is_some() || request.get("capture") == Some(&Value::Bool(false));
    let mut tokens = lock(&store.tokens);
    let token = tokens.iter_mut().find(|token| token.id == token_id);
    let token = token.ok_or_else(ApiError::not_found)?;
    if is_later && token.card().is_none() {
        return Err(ApiError::bad("CAPTURE_ONLY_FOR_CARD_PAYMENT"));
    }
    token.charge(price.amount, now)?;
    let charge = Charge {
        id: univapay.random.uuid(),
        token: token.id.clone(),
        token_type: token.token_type.name(),
        amount: price.amount,
        currency: price.currency,
        metadata,
        created: now,
        is_settled: false,
        failure: token.failure(),
        awaits_customer: token.awaits_customer(),
        capture: if is_later { Capture::Later(at) } else { Capture::Now },
    };
    let view = charge.view(store, now);
    lock(&store.charges).push(charge);
    Ok(view)
}

/// Every charge, the newest first.
pub(super) fn list(univapay: &Univapay, store: &Store) -> Value {
    let now = univapay.clock.now();
    let charges = lock(&store.charges);
    let items: Vec<_> = charges.iter().rev().map(|charge| charge.view(store, now)).collect();
    json!({ "items": items, "has_more": false })
}

/// Shows a charge. The real service holds a request with `polling` until something has happened;
/// here that has happened at once.
pub(super) fn read(
    univapay: &Univapay,
    store: &Store,
    id: &str,
    is_polling: bool,
) -> Result<Value, ApiError> {
    let mut charges = lock(&store.charges);
    let charge = charges.iter_mut().find(|charge| charge.id == id);
    let charge = charge.ok_or_else(ApiError::not_found)?;
    charge.is_settled |= is_polling;
    Ok(charge.view(store, univapay.clock.now()))
}

/// Takes the money of an authorized charge, or less.
///
/// # Errors
/// 400 when it has been taken or is more than was authorized.
pub(super) fn capture(
    body: &[u8],
    univapay: &Univapay,
    store: &Store,
    id: &str,
) -> Result<(), ApiError> {
    let request = object_of(body)?;
    let mut errors = FieldErrors::default();
    let price = Price::read(&request, &mut errors);
    let price = errors.check(price)?;
    let mut charges = lock(&store.charges);
    let charge = charges.iter_mut().find(|charge| charge.id == id);
    let charge = charge.ok_or_else(ApiError::not_found)?;
    if charge.status(univapay.clock.now()) != "authorized" {
        return Err(ApiError::bad("ALREADY_CAPTURED"));
    }
    if price.currency != charge.currency {
        return Err(ApiError::bad("CURRENCY_MUST_MATCH_CHARGE"));
    }
    if price.amount > charge.amount {
        return Err(ApiError::bad("CAPTURE_AMOUNT_TOO_LARGE"));
    }
    charge.capture = Capture::Done(price.amount);
    Ok(())
}

impl Charge {
    fn status(&self, now: OffsetDateTime) -> &'static str {
        if !self.is_settled && now < self.created + SETTLING {
            return "pending";
        }
        match &self.capture {
            _ if self.failure.is_some() => "failed",
            Capture::Later(None) => "authorized",
            Capture::Later(Some(at)) if now < *at => "authorized",
            Capture::Now if self.awaits_customer => "awaiting",
            Capture::Now | Capture::Later(Some(_)) | Capture::Done(_) => "successful",
        }
    }

    fn view(&self, store: &Store, now: OffsetDateTime) -> Value {
        let status = self.status(now);
        let charged = (status == "successful").then_some(match self.capture {
            Capture::Done(amount) => amount,
            Capture::Now | Capture::Later(_) => self.amount,
        });
        let failure = self.failure.filter(|_| status == "failed");
        json!({
            "id": self.id,
            "store_id": store.known.store_id,
            "transaction_token_id": self.token,
            "transaction_token_type": self.token_type,
            "subscription_id": null,
            "requested_amount": self.amount,
            "requested_currency": self.currency,
            "requested_amount_formatted": self.amount,
            "charged_amount": charged,
            "charged_currency": charged.map(|_| &self.currency),
            "capture_at": match self.capture {
                Capture::Later(at) => at.map(rfc3339),
                Capture::Now | Capture::Done(_) => None,
            },
            "status": status,
            "error": failure.map(|code| {
                json!({ "code": code, "message": "The card was rejected", "detail": null })
            }),
            "metadata": self.metadata.clone().unwrap_or_else(|| json!({})),
            "mode": store.mode(),
            "created_on": rfc3339(self.created),
        })
    }
}
