//! A payment: authorized with a token or an instrument, then captured or voided.

use super::account::Checkout;
use super::instrument::Instrument;
use super::refusal::Refusal;
use super::token::{self, Kept, KeptCard, Outcome};
use crate::sandbox::clock::rfc3339;
use crate::sandbox::fields::{Object, object_of, text_of, value_of};
use crate::sandbox::lock::lock;
use crate::sandbox::token_store::Unspendable;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// What is kept of a payment.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    id: String,
    status: &'static str,
    view: Value,
}

/// Makes a payment; its token is used up by it, also when the card is declined.
///
/// # Errors
/// 422 with the codes; nothing is used up then.
pub(super) fn create(body: &[u8], checkout: &Checkout) -> Result<(StatusCode, Value), Refusal> {
    let request = object_of(body).ok_or_else(Refusal::malformed)?;
    let mut codes = Vec::new();
    let amount = value_of(&request, "amount").and_then(Value::as_u64);
    if amount.is_none() {
        codes.push("amount_invalid");
    }
    match text_of(&request, "currency") {
        None => codes.push("currency_required"),
        Some(text) if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) => {}
        Some(_) => codes.push("currency_invalid"),
    }
    let source = value_of(&request, "source").and_then(Value::as_object);
    let (Some(source), []) = (source, codes.as_slice()) else {
        codes.extend(source.is_none().then_some("payment_source_required"));
        return Err(Refusal::invalid(codes));
    };
    let instrument = source_of(source, checkout)?;
    let made = authorize(&request, &instrument, checkout);
    let status = if made.status == "Pending" { StatusCode::ACCEPTED } else { StatusCode::CREATED };
    let view = made.view.clone();
    lock(&checkout.payments).push(made);
    Ok((status, view))
}

fn source_of(source: &Object, checkout: &Checkout) -> Result<Instrument, Refusal> {
    match text_of(source, "type") {
        Some("token") => {
            let id = text_of(source, "token").filter(|id| !id.is_empty());
            let id = id.ok_or_else(|| Refusal::invalid(vec!["source_token_required"]))?;
            spend_card(id, checkout).map(|card| Instrument::of(card, checkout))
        }
        Some("id") => {
            let id = text_of(source, "id").unwrap_or_default();
            let found = lock(&checkout.instruments).iter().find(|one| one.id == id).cloned();
            let found = found.ok_or_else(|| Refusal::invalid(vec!["source_id_unknown"]))?;
            if let Some(cvv) = text_of(source, "cvv") {
                spend(cvv, false, checkout)?;
            }
            Ok(found)
        }
        Some(_) => Err(Refusal::invalid(vec!["source_invalid"])),
        None => Err(Refusal::invalid(vec!["source_type_required"])),
    }
}

/// Spends the token of a card.
pub(super) fn spend_card(id: &str, checkout: &Checkout) -> Result<KeptCard, Refusal> {
    match spend(id, true, checkout)? {
        Kept::Card(card) => Ok(*card),
        Kept::Cvv => Err(Refusal::of_token(Unspendable::Unknown)),
    }
}

fn spend(id: &str, is_card: bool, checkout: &Checkout) -> Result<Kept, Refusal> {
    let found = checkout.tokens.find(id);
    if found.is_some_and(|token| matches!(token.content, Kept::Card(_)) != is_card) {
        return Err(Refusal::invalid(vec!["source_token_type_invalid"]));
    }
    checkout.tokens.spend(id).map(|token| token.content).map_err(Refusal::of_token)
}

fn authorize(request: &Object, instrument: &Instrument, checkout: &Checkout) -> Payment {
    let id = checkout.id("pay_");
    let link = |end: &str| json!({ "href": format!("{}/payments/{id}{end}", checkout.base) });
    let wants = |name: &str| request.get(name).and_then(|value| value.get("enabled"));
    let (approved, code, summary) = match instrument.card.outcome {
        Outcome::Approved => (true, "10000", "Approved"),
        Outcome::InsufficientFunds => (false, "20051", "Insufficient Funds"),
    };
    if approved && wants("3ds") == Some(&Value::Bool(true)) {
        let view = json!({
            "id": id,
            "status": "Pending",
            "reference": request.get("reference"),
            "3ds": { "downgraded": false, "enrolled": "Y" },
            "_links": { "self": link(""), "redirect": link("/3ds") },
        });
        return Payment { id, status: "Pending", view };
    }
    let is_later = request.get("capture") == Some(&Value::Bool(false));
    let mut source = token::card(&instrument.card);
    source.insert("type".to_owned(), "card".into());
    source.insert("id".to_owned(), instrument.id.as_str().into());
    source.insert("fingerprint".to_owned(), instrument.card.card.fingerprint.as_str().into());
    let view = json!({
        "id": id,
        "action_id": checkout.id("act_"),
        "amount": request.get("amount"),
        "currency": request.get("currency"),
        "approved": approved,
        "status": if approved { "Authorized" } else { "Declined" },
        "response_code": code,
        "response_summary": summary,
        "source": source,
        "reference": request.get("reference"),
        "processed_on": rfc3339(checkout.clock.now()),
        "_links": { "self": link(""), "capture": link("/captures"), "void": link("/voids") },
    });
    let status = match (approved, is_later) {
        (false, _) => "Declined",
        (true, true) => "Authorized",
        (true, false) => "Captured",
    };
    Payment { id, status, view }
}

/// A payment as it is now.
pub(super) fn read(id: &str, checkout: &Checkout) -> Option<Value> {
    let payments = lock(&checkout.payments);
    let payment = payments.iter().find(|payment| payment.id == id)?;
    let mut view = payment.view.clone();
    view.as_object_mut()?.insert("status".to_owned(), payment.status.into());
    Some(view)
}

/// Captures or voids a payment that is authorized and no more.
///
/// # Errors
/// 404 for an unknown payment, 403 for one that is in another state.
pub(super) fn settle(
    id: &str,
    status: &'static str,
    checkout: &Checkout,
) -> Result<(StatusCode, Value), Refusal> {
    let mut payments = lock(&checkout.payments);
    let payment = payments.iter_mut().find(|payment| payment.id == id);
    let payment = payment.ok_or_else(|| Refusal::bare(StatusCode::NOT_FOUND))?;
    if payment.status != "Authorized" {
        return Err(Refusal::bare(StatusCode::FORBIDDEN));
    }
    payment.status = status;
    Ok((StatusCode::ACCEPTED, json!({ "action_id": checkout.id("act_") })))
}
