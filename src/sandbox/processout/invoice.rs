//! Invoices: authorized with a source, captured at once or later.

use super::account::ProcessOut;
use super::card::{self, Kept};
use super::customer::Source;
use super::published::Behaviour;
use super::refusal::Refusal;
use crate::sandbox::fields::{object_of, text_of};
use crate::sandbox::lock::lock;
use serde_json::{Value, json};

/// An invoice.
#[derive(Clone, Debug)]
pub(super) struct Invoice {
    id: String,
    amount: String,
    currency: String,
    status: Status,
    /// How the card that it was authorized with behaves.
    behaviour: Option<Behaviour>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Waiting,
    Authorized,
    Completed,
}

/// Makes an invoice.
///
/// # Errors
/// 400 with the fields that are wrong.
pub(super) fn create(body: &[u8], processout: &ProcessOut) -> Result<Value, Refusal> {
    let request = object_of(body).ok_or(Refusal::invalid("request.bad-format"))?;
    let missing = ["name", "amount", "currency"]
        .into_iter()
        .filter(|name| text_of(&request, name).is_none_or(str::is_empty))
        .collect::<Vec<_>>();
    if !missing.is_empty() {
        return Err(Refusal::fields(missing));
    }
    let text = |name| text_of(&request, name).unwrap_or_default().to_owned();
    let invoice = Invoice {
        id: processout.id("iv_"),
        amount: text("amount"),
        currency: text("currency"),
        status: Status::Waiting,
        behaviour: None,
    };
    let view = json!({
        "id": invoice.id,
        "name": text("name"),
        "amount": invoice.amount,
        "currency": invoice.currency,
        "sandbox": true,
    });
    lock(&processout.invoices).push(invoice);
    Ok(json!({ "success": true, "invoice": view }))
}

/// Authorizes an invoice with a source, or captures it: with a source, or after an authorization.
///
/// # Errors
/// 404 for an unknown invoice or source, 400 for what can't be paid with.
pub(super) fn pay(
    id: &str,
    body: &[u8],
    is_capture: bool,
    processout: &ProcessOut,
) -> Result<Value, Refusal> {
    let request = object_of(body).ok_or(Refusal::invalid("request.bad-format"))?;
    let mut invoices = lock(&processout.invoices);
    let invoice = invoices.iter_mut().find(|invoice| invoice.id == id);
    let invoice = invoice.ok_or(Refusal::missing("resource.invoice.not-found"))?;
    let behaviour = match (invoice.status, is_capture, invoice.behaviour) {
        (Status::Authorized, true, Some(behaviour)) => behaviour,
        (Status::Waiting, ..) => {
            let source = text_of(&request, "source").filter(|source| !source.is_empty());
            let source = source.ok_or(Refusal::invalid("request.validation.missing-source"))?;
            behaviour_of(source, processout)?
        }
        _ => return Err(Refusal::invalid("gateway.invalid-state")),
    };
    match behaviour {
        Behaviour::Declined(problem) => return Err(problem.into()),
        Behaviour::OnlyVerified => return Err(Refusal::invalid("payment.declined")),
        Behaviour::NoCapture if is_capture => return Err(Refusal::invalid("gateway.declined")),
        Behaviour::Pays
        | Behaviour::Asks { .. }
        | Behaviour::Checks { .. }
        | Behaviour::NoCapture => {}
    }
    invoice.behaviour = Some(behaviour);
    invoice.status = if is_capture { Status::Completed } else { Status::Authorized };
    let transaction = json!({
        "id": processout.id("tr_"),
        "invoice_id": invoice.id,
        "status": if is_capture { "completed" } else { "authorized" },
        "authorized": true,
        "captured": is_capture,
        "amount": invoice.amount,
        "currency": invoice.currency,
        "sandbox": true,
        "created_at": processout.now(),
    });
    Ok(json!({ "success": true, "transaction": transaction }))
}

/// How a source behaves: a card is used up, a customer's token is not, and a customer stands for
/// the newest token.
fn behaviour_of(source: &str, processout: &ProcessOut) -> Result<Behaviour, Refusal> {
    if source.starts_with("card_") {
        let Kept { behaviour, .. } = card::spend(source, processout)?.content;
        return Ok(behaviour);
    }
    let tokens = lock(&processout.tokens);
    let newest = |id: &str| tokens.iter().rev().find(|token| token.customer == id);
    let token = match source {
        id if id.starts_with("tok_") => tokens.iter().find(|token| token.id == id),
        id if id.starts_with("cust_") => newest(id),
        _ => return Err(Refusal::invalid("request.source.invalid")),
    };
    let token = token.ok_or(Refusal::missing("resource.token.not-found"))?;
    match &token.source {
        Some(Source::Card(card)) if token.is_chargeable() => Ok(card.content.behaviour),
        Some(Source::Apm) => Ok(Behaviour::Pays),
        Some(Source::Card(_)) | None => Err(Refusal::invalid("request.source.invalid")),
    }
}
