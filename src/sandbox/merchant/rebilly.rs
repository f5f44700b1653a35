//! Rebilly: the merchant makes a payment instrument of the token.

use super::Order;
use crate::sandbox::keys::{REBILLY, REBILLY_NO_EXPIRY};
use crate::sandbox::rebilly::PREFIX;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

/// The customer that every order of the demos belongs to.
const CUSTOMER: &str = "customer_demo";

/// The call for the organization that the order names, or the demo's own.
pub(super) fn attach(order: &Order) -> Option<Request<Body>> {
    let organization = match order.text("organization") {
        None => &REBILLY,
        Some(id) => [&REBILLY, &REBILLY_NO_EXPIRY].into_iter().find(|known| known.id == id)?,
    };
    let body = json!({ "customerId": CUSTOMER, "token": order.payment_token }).to_string();
    Request::post(format!("{PREFIX}/organizations/{}/payment-instruments", organization.id))
        .header("reb-apikey", organization.secret_key)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .ok()
}
