//! Routes: the form's post of any browser, and the services for who has access.

use super::account::{ACCESS_LIFE, Keap, NoAccess};
use super::{FORM_PATH, form, service};
use crate::sandbox::form as form_fields;
use crate::sandbox::keys::KEAP;
use crate::sandbox::xml_rpc;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;

/// The endpoints, for a router that has taken the prefix off.
pub(crate) fn router(keap: Arc<Keap>) -> Router {
    Router::new()
        .route(FORM_PATH, post(submit))
        .route("/crm/xmlrpc/v1", post(call))
        .route("/token", post(refresh))
        .fallback(async || (StatusCode::NOT_FOUND, "There is nothing at this address.\n"))
        .with_state(keap)
}

async fn submit(State(keap): State<Arc<Keap>>, body: Bytes) -> Response {
    match form::submit(&keap, &String::from_utf8_lossy(&body)) {
        Some(place) => (StatusCode::FOUND, [(header::LOCATION, place)]).into_response(),
        // Without its token nobody knows where the browser should go on.
        None => (StatusCode::NOT_FOUND, "There is no such token.\n").into_response(),
    }
}

async fn call(State(keap): State<Arc<Keap>>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match keap.authenticate(&headers) {
        Ok(()) => service::answer(&keap, &String::from_utf8_lossy(&body)),
        Err(NoAccess::InvalidKey) => xml_rpc::fault(2, "[InvalidKey]Invalid Key"),
        Err(NoAccess::Missing) => {
            return unauthorized("Invalid Access Token", "invalid_access_token");
        }
        Err(NoAccess::Expired) => {
            return unauthorized("Access Token expired", "access_token_expired");
        }
    };
    ([(header::CONTENT_TYPE, "text/xml;charset=UTF-8")], answer).into_response()
}

fn unauthorized(text: &str, code: &str) -> Response {
    let detail = json!({ "errorcode": format!("keymanagement.service.{code}") });
    let body = json!({ "fault": { "faultstring": text, "detail": detail } });
    (StatusCode::UNAUTHORIZED, Json(body)).into_response()
}

/// Another access token for the refresh token.
async fn refresh(State(keap): State<Arc<Keap>>, body: Bytes) -> Response {
    let fields = form_fields::fields(&String::from_utf8_lossy(&body));
    let has = |name: &str, value: &str| fields.iter().any(|(n, v)| n == name && v == value);
    if !has("grant_type", "refresh_token") || !has("refresh_token", KEAP.refresh_token) {
        let body: Value = json!({ "error": "invalid_grant" });
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let token = keap.random.id("access_");
    keap.grant(token.clone());
    Json(json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": ACCESS_LIFE.whole_seconds(),
        "refresh_token": KEAP.refresh_token,
        "scope": format!("full|{}.infusionsoft.com", KEAP.app),
    }))
    .into_response()
}
