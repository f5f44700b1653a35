//! Transactions and subscriptions: what a token or an instrument is for.

use super::account::{Organization, Rebilly};
use super::card_token::{CardToken, timestamp};
use super::fields::{InvalidFields, Object, object_of, required_text, value_of};
use super::instrument;
use crate::sandbox::lock::lock;
use crate::sandbox::problem::Problem;
use serde_json::{Value, json};

/// Where a request names an instrument.
const INSTRUMENT: &str = "paymentInstruction.paymentInstrumentId";
const TOKEN: &str = "paymentInstruction.token";

/// Pays with a token, which is used up by it, or with an instrument.
pub(super) fn transact(
    body: &[u8],
    rebilly: &Rebilly,
    organization: &Organization,
) -> Result<Value, Problem> {
    let request = object_of(body)?;
    let mut invalid = InvalidFields::default();
    let customer = required_text(&request, "customerId", "customerId", &mut invalid);
    let currency = required_text(&request, "currency", "currency", &mut invalid);
    let amount = value_of(&request, "amount").filter(|amount| amount.is_number());
    if amount.is_none() {
        invalid.push("amount", "must be a number");
    }
    let (customer, (currency, amount)) = invalid.check(customer.zip(currency.zip(amount)))?;
    let nothing = Object::new();
    let instruction = value_of(&request, "paymentInstruction").and_then(Value::as_object);
    let instruction = instruction.unwrap_or(&nothing);
    let text = |name| value_of(instruction, name).and_then(Value::as_str);
    let card = match (text("token"), text("paymentInstrumentId")) {
        (Some(token), _) => instrument::spend(organization, token, TOKEN)?.content,
        (None, Some(id)) => usable(id, INSTRUMENT, customer, rebilly, organization)?,
        (None, None) => {
            return Err(InvalidFields::only("paymentInstruction", "names nothing to pay with"));
        }
    };
    let id = rebilly.random.id("txn_");
    let is_declined = card.is_declined;
    Ok(json!({
        "id": id,
        "type": "sale",
        "status": "completed",
        "result": if is_declined { "declined" } else { "approved" },
        "customerId": customer,
        "amount": amount,
        "currency": currency,
        "createdTime": timestamp(rebilly.clock.now()),
        "_links": [
            { "rel": "self", "href": rebilly.link(organization, &format!("transactions/{id}")) },
        ],
    }))
}

/// Starts a subscription, which is charged again and again: it takes an instrument, never a token.
pub(super) fn subscribe(
    body: &[u8],
    rebilly: &Rebilly,
    organization: &Organization,
) -> Result<Value, Problem> {
    const FIELD: &str = "paymentInstrumentId";
    let request = object_of(body)?;
    let mut invalid = InvalidFields::default();
    let customer = required_text(&request, "customerId", "customerId", &mut invalid);
    let named = required_text(&request, FIELD, FIELD, &mut invalid);
    let (customer, named) = invalid.check(customer.zip(named))?;
    usable(named, FIELD, customer, rebilly, organization)?;
    let id = rebilly.random.id("sub_");
    Ok(json!({
        "id": id,
        "orderType": "subscription-order",
        "status": "active",
        "customerId": customer,
        "paymentInstrumentId": named,
        "createdTime": timestamp(rebilly.clock.now()),
        "_links": [
            { "rel": "self", "href": rebilly.link(organization, &format!("subscriptions/{id}")) },
        ],
    }))
}

/// What an instrument pays with, if it is the customer's and may pay.
fn usable(
    id: &str,
    field: &str,
    customer: &str,
    rebilly: &Rebilly,
    organization: &Organization,
) -> Result<CardToken, Problem> {
    if organization.tokens.find(id).is_some() {
        return Err(InvalidFields::only(field, "a token is no payment instrument"));
    }
    let instruments = lock(&organization.instruments);
    let found = instruments.iter().find(|one| one.id == id && one.customer_id == customer);
    let found = found
        .ok_or_else(|| InvalidFields::only(field, "the customer has no such payment instrument"))?;
    match found.status(rebilly.clock.now()) {
        "active" => Ok(found.paid_with.clone()),
        _ => Err(InvalidFields::only(field, "the payment instrument can't pay any more")),
    }
}
