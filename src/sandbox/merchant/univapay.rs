//! Univapay: the merchant charges the token and waits for the outcome, or subscribes with it.

use super::Order;
use crate::sandbox::keys::{UNIVAPAY, UNIVAPAY_LIVE, UnivapayKey};
use crate::sandbox::univapay::PREFIX;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

/// What every order of the demos costs, unless the page says otherwise.
const AMOUNT: u64 = 1000;

/// The call for the store that the order names, or the demo's own: with `use` `subscription` a
/// monthly subscription, else a charge.
pub(super) fn charge(order: &Order) -> Option<Request<Body>> {
    let amount = order.fields.get("amount").and_then(Value::as_u64).unwrap_or(AMOUNT);
    let is_subscription = order.text("use") == Some("subscription");
    let path = if is_subscription { "subscriptions" } else { "charges" };
    let body = json!({
        "transaction_token_id": order.payment_token,
        "amount": amount,
        "currency": "JPY",
        "period": is_subscription.then_some("monthly"),
    });
    Request::post(format!("{PREFIX}/{path}"))
        .header(header::AUTHORIZATION, authorization(order)?)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .ok()
}

/// The call that waits for a charge that has been made.
pub(super) fn outcome(order: &Order, made: &Value) -> Option<Request<Body>> {
    let text = |name| made.get(name).and_then(Value::as_str);
    if text("status") != Some("pending") {
        return None;
    }
    let (store, id) = text("store_id").zip(text("id"))?;
    Request::get(format!("{PREFIX}/stores/{store}/charges/{id}?polling=true"))
        .header(header::AUTHORIZATION, authorization(order)?)
        .body(Body::empty())
        .ok()
}

fn authorization(order: &Order) -> Option<String> {
    let UnivapayKey { secret, jwt, .. } = match order.text("store") {
        None => &UNIVAPAY,
        Some(id) => [&UNIVAPAY, &UNIVAPAY_LIVE].into_iter().find(|known| known.store_id == id)?,
    };
    Some(format!("Bearer {secret}.{jwt}"))
}
