//! Checkout.com: the merchant pays with the token, or keeps the card as an instrument.

use super::Order;
use crate::sandbox::checkout::PREFIX;
use crate::sandbox::keys::CHECKOUT;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

/// The call for what the order asks for in `spend`: `payment` (the default), `authorize` (to be
/// captured later) or `instrument`. The token of a security code stands beside the `instrument`
/// that the order names.
pub(super) fn spend(order: &Order) -> Option<Request<Body>> {
    let token = order.payment_token.as_str();
    let pay = |source: Value, capture: bool| {
        let body = json!({
            "source": source, "amount": 1000, "currency": "GBP", "capture": capture,
            "reference": "ORDER",
        });
        ("payments", body)
    };
    let of_token = json!({ "type": "token", "token": token });
    let (path, body) = match (order.text("instrument"), order.text("spend")) {
        (Some(id), _) => pay(json!({ "type": "id", "id": id, "cvv": token }), true),
        (None, None | Some("payment")) => pay(of_token, true),
        (None, Some("authorize")) => pay(of_token, false),
        (None, Some("instrument")) => ("instruments", of_token),
        (None, Some(_)) => return None,
    };
    Request::post(format!("{PREFIX}/{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", CHECKOUT.secret_key))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .ok()
}
