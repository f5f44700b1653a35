//! Keap: the merchant asks for the token of a form, and later charges the card that came in by it.

use super::{Declined, Merchant, Order};
use crate::sandbox::keap::PREFIX;
use crate::sandbox::keys::KEAP;
use crate::sandbox::problem::Problem;
use crate::sandbox::xml_rpc::{self, Value};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::atomic::Ordering;

/// What stands where a key is expected that nobody reads.
const NO_KEY: &str = "backwards-compatability";
const MERCHANT_ACCOUNT: i64 = 1;

/// `POST /contacts` → `{contactId}`, for a person who signs up. Whatever else was sent is the
/// merchant's own business.
pub(super) async fn create_contact(State(merchant): State<Merchant>) -> Response {
    (StatusCode::CREATED, Json(json!({ "contactId": new_contact(&merchant) }))).into_response()
}

fn new_contact(merchant: &Merchant) -> i64 {
    merchant.contacts.fetch_add(1, Ordering::Relaxed)
}

/// `POST /submission-tokens {contactId, successUrl, failureUrl}` → `{token}`, for one submission of
/// a contact's card; without `contactId` of a new one's. A real server would name the addresses
/// itself, and know the contact from the session.
pub(super) async fn create_token(State(merchant): State<Merchant>, body: Bytes) -> Response {
    let sent: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = |name| Value::Text(sent.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned());
    let contact = match sent.get("contactId") {
        None => new_contact(&merchant),
        Some(id) => {
            let known = 1..merchant.contacts.load(Ordering::Relaxed);
            let Some(id) = id.as_i64().filter(|id| known.contains(id)) else {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return Problem::new(status, "there is no such contact").into_response();
            };
            id
        }
    };
    let params = [Value::Integer(contact), text("successUrl"), text("failureUrl")];
    let method = "CreditCardSubmissionService.requestSubmissionToken";
    let (_, answer) = ask(&merchant, method, &params).await;
    match answer.as_ref().and_then(Value::text) {
        Some(token) => (StatusCode::CREATED, Json(json!({ "token": token }))).into_response(),
        None => Problem::new(StatusCode::BAD_GATEWAY, "Keap gave no token").into_response(),
    }
}

/// Finds the card that came in under the order's token, and charges the contact's one invoice,
/// which has the contact's number.
pub(super) async fn spend(
    merchant: &Merchant,
    order: &Order,
) -> Result<serde_json::Value, Declined> {
    let token = Value::Text(order.payment_token.clone());
    let method = "CreditCardSubmissionService.requestCreditCardId";
    let (body, answer) = ask(merchant, method, &[token]).await;
    let number = |name| answer.as_ref().and_then(|found| found.member(name)?.integer());
    let (Some(card), Some(contact)) = (number("id"), number("contactId")) else {
        return Err(declined(order, &body));
    };
    let params = [
        Value::Integer(contact),
        Value::Text("Cardlet".to_owned()),
        Value::Integer(card),
        Value::Integer(MERCHANT_ACCOUNT),
        Value::Boolean(false),
    ];
    let (body, answer) = ask(merchant, "InvoiceService.chargeInvoice", &params).await;
    match answer.as_ref().and_then(|charge| charge.member("Successful")) {
        Some(Value::Boolean(true)) => Ok(json!({ "creditCardId": card, "invoiceId": contact })),
        _ => Err(declined(order, &body)),
    }
}

/// A fault comes with status 200, which is no status for a refused order.
fn declined(order: &Order, body: &[u8]) -> Declined {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Declined { status, ..Declined::by_provider(order, StatusCode::OK, body) }
}

async fn ask(merchant: &Merchant, method: &str, params: &[Value]) -> (Bytes, Option<Value>) {
    let key = Value::Text(NO_KEY.to_owned());
    let params: Vec<_> = std::iter::once(key).chain(params.iter().cloned()).collect();
    let request = Request::post(format!("{PREFIX}/crm/xmlrpc/v1"))
        .header("x-keap-api-key", KEAP.api_key)
        .header(header::CONTENT_TYPE, "text/xml")
        .body(Body::from(xml_rpc::call(method, &params)));
    let Ok(request) = request else { return (Bytes::new(), None) };
    let (_, bytes) = merchant.ask(request).await;
    let answer = xml_rpc::read_answer(&String::from_utf8_lossy(&bytes));
    (bytes, answer)
}
