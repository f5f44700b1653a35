//! Transactions and subscriptions: they take a payment instrument, never a token.

use super::account::{Organization, PaymentsAi};
use super::instrument::Mark;
use super::refusal::Refusal;
use crate::sandbox::fields::{Object, object_of, text_of, value_of};
use crate::sandbox::lock::lock;
use crate::sandbox::replay::Earlier;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Pays with an instrument; the first payment makes it active. The same `idempotencyKey` gives
/// the same answer.
pub(super) fn pay(
    body: &[u8],
    system: &PaymentsAi,
    organization: &Organization,
) -> Result<Value, Refusal> {
    let request = object_of(body).unwrap_or_default();
    let text = Value::Object(request.clone()).to_string();
    let key = text_of(&request, "idempotencyKey");
    if let Some(key) = key {
        match organization.transactions.find(key, &text, &system.random) {
            Earlier::None => {}
            Earlier::Same(_, answer) => return Ok(answer),
            Earlier::Other => {
                let message = "the idempotencyKey belongs to another request";
                return Err(Refusal::bad("IDEMPOTENCY_CONFLICT", message));
            }
        }
    }
    let instrument = use_instrument(&request, system, organization, Some(Mark::Paid))?;
    let answer = json!({
        "id": system.random.id("txn_"),
        "status": "approved",
        "paymentInstrumentId": instrument,
        "amount": value_of(&request, "amount"),
        "currency": value_of(&request, "currency"),
    });
    if let Some(key) = key {
        let created = StatusCode::CREATED.as_u16();
        organization.transactions.keep((key, &text), (created, &answer), &system.random);
    }
    Ok(answer)
}

/// Starts a subscription.
pub(super) fn subscribe(
    body: &[u8],
    system: &PaymentsAi,
    organization: &Organization,
) -> Result<Value, Refusal> {
    let request = object_of(body).unwrap_or_default();
    let instrument = use_instrument(&request, system, organization, None)?;
    let id = system.random.id("sub_");
    Ok(json!({ "id": id, "status": "active", "paymentInstrumentId": instrument }))
}

/// The id of the instrument that a request names, if it may pay.
fn use_instrument(
    request: &Object,
    system: &PaymentsAi,
    organization: &Organization,
    mark: Option<Mark>,
) -> Result<String, Refusal> {
    let id = text_of(request, "paymentInstrumentId").unwrap_or_default();
    let has_token = ["token", "paymentInstruction"].iter().any(|name| request.contains_key(*name));
    if has_token || organization.tokens.find(id).is_some() {
        let message = "a token is no payment instrument: attach it to a customer first";
        return Err(Refusal::bad("PAYMENT_INSTRUMENT_REQUIRED", message));
    }
    let mut instruments = lock(&organization.instruments);
    let found = instruments.iter_mut().find(|one| one.id == id);
    let found = found.ok_or(Refusal::bad("BAD_REQUEST", "there is no such payment instrument"))?;
    if text_of(request, "customerId").is_some_and(|customer| customer != found.customer_id) {
        return Err(Refusal::bad("BAD_REQUEST", "the payment instrument is another customer's"));
    }
    match found.state(system.clock.now()) {
        "inactive" | "active" => {}
        _ => return Err(Refusal::bad("PAYMENT_INSTRUMENT_UNUSABLE", "it can't pay any more")),
    }
    found.mark = mark.unwrap_or(found.mark);
    Ok(found.id.clone())
}
