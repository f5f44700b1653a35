//! The endpoint of nobody's: the merchant charges the reference.

use super::Order;
use crate::sandbox::keys::VAULT;
use crate::sandbox::vault::PREFIX;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

/// The call for the account that the order names by its public key, or the demo's own.
pub(super) fn charge(order: &Order) -> Option<Request<Body>> {
    let [demo, ..] = &VAULT;
    let named = order.text("publicKey").unwrap_or(demo.public_key);
    let account = VAULT.iter().find(|known| known.public_key == named)?;
    Request::post(format!("{PREFIX}/v9/vault/charges"))
        .header("x-vault-key", format!("Vault {}", account.secret_key))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json!({ "ref": order.payment_token, "cents": 1000 }).to_string()))
        .ok()
}
