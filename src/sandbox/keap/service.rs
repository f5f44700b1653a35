//! The merchant's calls by XML-RPC.

use super::account::{Card, Keap, Submission};
use crate::sandbox::lock::lock;
use crate::sandbox::xml_rpc::{self, Value};
use time::Duration;

/// How long a submission token lives.
const LIFE: Duration = Duration::minutes(30);

/// Why a call is refused: a fault's code and text.
type Fault = (i64, &'static str);

/// Answers a call.
pub(super) fn answer(keap: &Keap, body: &str) -> String {
    let answered = match xml_rpc::read_call(body) {
        Some((method, params)) => perform(keap, &method, &params),
        None => Err((1, "[InvalidRequest]The body is no call")),
    };
    answered.map_or_else(|(code, text)| xml_rpc::fault(code, text), |v| xml_rpc::answer(&v))
}

fn perform(keap: &Keap, method: &str, params: &[Value]) -> Result<Value, Fault> {
    if keap.limit.take(keap.clock.now()).is_err() {
        let text = "com.infusionsoft.throttle.ThrottlingException: \
                    Maximum number of threads throttled";
        return Err((1, text));
    }
    match method {
        "CreditCardSubmissionService.requestSubmissionToken" => {
            request_submission_token(keap, without_key(params, 3))
        }
        "CreditCardSubmissionService.requestCreditCardId" => {
            request_credit_card_id(keap, without_key(params, 1))
        }
        "InvoiceService.chargeInvoice" => charge_invoice(keap, without_key(params, 5)),
        _ => Err((1, "[NoSuchMethod]There is no such method")),
    }
}

/// Most clients send a key first that nobody reads; some leave it out.
fn without_key(params: &[Value], count: usize) -> &[Value] {
    params.get(params.len().saturating_sub(count)..).unwrap_or_default()
}

fn request_submission_token(keap: &Keap, params: &[Value]) -> Result<Value, Fault> {
    let [Value::Integer(contact), Value::Text(success), Value::Text(failure)] = params else {
        return Err((1, "[InvalidParameter]contactId, successUrl and failureUrl are needed"));
    };
    let is_address = |url: &str| {
        let is_web = url.starts_with("http://") || url.starts_with("https://");
        is_web && url.bytes().all(|byte| byte.is_ascii_graphic())
    };
    if !is_address(success) || !is_address(failure) {
        return Err((1, "[InvalidParameter]successUrl and failureUrl must be addresses"));
    }
    let submission = Submission {
        contact: *contact,
        success_url: success.clone(),
        failure_url: failure.clone(),
    };
    let token = keap.submissions.create(keap.random.id("tok_"), Some(LIFE), submission);
    Ok(Value::Text(token.id))
}

fn request_credit_card_id(keap: &Keap, params: &[Value]) -> Result<Value, Fault> {
    let token = params.first().and_then(Value::text).unwrap_or_default();
    let cards = lock(&keap.cards);
    let found = cards.iter().zip(1..).find(|(card, _)| card.token == token);
    found
        .map(|(card, id)| view(card, id))
        .ok_or((2, "[RecordNotFound]No card was submitted with this token"))
}

/// The columns of the card table with a small first letter, without number and code.
fn view(card: &Card, id: i64) -> Value {
    let Card { contact, card, columns, .. } = card;
    let text = |value: &str| Value::Text(value.to_owned());
    let column = |name: &str| {
        let found = columns.iter().find(|(column, _)| column == name);
        found.map(|(column, value)| (column.clone(), text(value)))
    };
    let mut members = vec![("id".to_owned(), Value::Integer(id))];
    members.push(("contactId".to_owned(), Value::Integer(*contact)));
    members.extend(column("cardType"));
    members.push(("last4".to_owned(), text(&card.last4)));
    members
        .push(("expirationMonth".to_owned(), Value::Text(format!("{:02}", card.expiry.month()))));
    members.push(("expirationYear".to_owned(), Value::Text(card.expiry.year().to_string())));
    let others = columns.iter().filter(|(name, _)| name != "cardType");
    members.extend(others.filter_map(|(name, _)| column(name)));
    // 3: the card is good.
    members.push(("status".to_owned(), Value::Integer(3)));
    Value::Struct(members)
}

fn charge_invoice(keap: &Keap, params: &[Value]) -> Result<Value, Fault> {
    let [Value::Integer(invoice), _, Value::Integer(card), ..] = params else {
        return Err((1, "[InvalidParameter]invoiceId, notes and creditCardId are needed"));
    };
    let count = i64::try_from(lock(&keap.cards).len()).unwrap_or(i64::MAX);
    if !(1..=count).contains(card) {
        return Err((2, "[RecordNotFound]There is no such card"));
    }
    let mut paid = lock(&keap.paid_invoices);
    if paid.contains(invoice) {
        return Ok(charge(false, "ERROR", String::new(), "The invoice is paid"));
    }
    paid.push(*invoice);
    Ok(charge(true, "APPROVED", paid.len().to_string(), "Approved"))
}

fn charge(is_successful: bool, code: &str, reference: String, message: &str) -> Value {
    let members = [
        ("Successful", Value::Boolean(is_successful)),
        ("Code", Value::Text(code.to_owned())),
        ("RefNum", Value::Text(reference)),
        ("Message", Value::Text(message.to_owned())),
    ];
    Value::Struct(members.map(|(name, value)| (name.to_owned(), value)).into())
}
