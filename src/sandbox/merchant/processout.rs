//! ProcessOut: the merchant pays an invoice with the card or the customer's token.

use super::Order;
use crate::sandbox::keys::PROCESSOUT;
use crate::sandbox::processout::PREFIX;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

/// The invoice that an order pays.
pub(super) fn invoice() -> Option<Request<Body>> {
    call("/invoices", json!({ "name": "ORDER", "amount": "10.00", "currency": "EUR" }))
}

/// The call that pays it: at once, or by `spend: "authorize"` only in part.
pub(super) fn pay(order: &Order, invoice: &Value) -> Option<Request<Body>> {
    let id = invoice.get("invoice")?.get("id")?.as_str()?;
    let end = match order.text("spend") {
        None | Some("payment") => "capture",
        Some("authorize") => "authorize",
        Some(_) => return None,
    };
    call(&format!("/invoices/{id}/{end}"), json!({ "source": order.payment_token }))
}

fn call(path: &str, body: Value) -> Option<Request<Body>> {
    Request::post(format!("{PREFIX}{path}"))
        .header(header::AUTHORIZATION, PROCESSOUT.authorization)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .ok()
}
