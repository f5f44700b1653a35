//! PaymentsAI: the merchant attaches the token to a customer.

use super::Order;
use crate::sandbox::keys::PAYMENTS_AI;
use crate::sandbox::payments_ai::PREFIX;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

/// The customer that every order of the demos belongs to.
const CUSTOMER: &str = "customer_demo";

/// The call for the organization that the order names, or the demo's own.
pub(super) fn attach(order: &Order) -> Option<Request<Body>> {
    let named = order.text("organization").unwrap_or("cardlet-demo");
    let organization = PAYMENTS_AI.iter().find(|known| known.id == named)?;
    let path = format!(
        "{PREFIX}/v1/public-api/organizations/{named}/customers/{CUSTOMER}/payment-instruments"
    );
    Request::post(path)
        .header(header::AUTHORIZATION, format!("ApiKey {}", organization.api_key))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json!({ "token": order.payment_token }).to_string()))
        .ok()
}
