//! The test's hand in the sandbox: time, log, a fresh start.

use super::checkout::Checkout;
use super::clock::{Clock, rfc3339};
use super::faults::{self, Faults};
use super::keap::Keap;
use super::log::RequestLog;
use super::payments_ai::PaymentsAi;
use super::problem::Problem;
use super::processout::ProcessOut;
use super::rate_limit::DEFAULT_LIMIT;
use super::rebilly::Rebilly;
use super::received::Received;
use super::univapay::Univapay;
use super::vault::Vault;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;

/// The most that one call adds to the time: a leap year.
const MAX_ADVANCE_MS: u64 = 366 * 24 * 3600 * 1000;

/// What can be looked at and reset.
#[derive(Clone)]
pub(crate) struct Control {
    pub(crate) clock: Clock,
    pub(crate) log: Arc<RequestLog>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) received: Arc<Received>,
    pub(crate) checkout: Arc<Checkout>,
    pub(crate) keap: Arc<Keap>,
    pub(crate) payments_ai: Arc<PaymentsAi>,
    pub(crate) processout: Arc<ProcessOut>,
    pub(crate) rebilly: Arc<Rebilly>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) univapay: Arc<Univapay>,
}

/// The routes, on the API's origin.
pub(crate) fn router(control: Control) -> Router {
    Router::new()
        .route("/_sandbox/clock", post(advance_clock))
        .route("/_sandbox/faults", get(list_faults).post(add_fault).delete(clear_faults))
        .route("/_sandbox/log", get(read_log))
        .route("/_sandbox/reset", post(reset))
        .route("/healthz", get(async || Json(json!({ "status": "ok" }))))
        .route("/_sandbox/univapay/unlink", post(unlink_univapay))
        .with_state(control)
}

/// `{"advanceMs": 1000}` adds a second; answers `{"now": …}`.
async fn advance_clock(State(control): State<Control>, body: Bytes) -> Response {
    let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
    let advance = sent.get("advanceMs").and_then(Value::as_u64);
    let Some(advance_ms) = advance.filter(|advance| *advance <= MAX_ADVANCE_MS) else {
        let detail = format!("advanceMs is no integer from 0 to {MAX_ADVANCE_MS}");
        return Problem::new(StatusCode::BAD_REQUEST, detail).into_response();
    };
    control.clock.advance(advance_ms);
    Json(json!({ "now": rfc3339(control.clock.now()) })).into_response()
}

/// `{"path": "/rebilly", "kind": "latency", "ms": 500}`: for the next request to a path that
/// starts so, or for the next `count`. Answers the list.
async fn add_fault(State(control): State<Control>, body: Bytes) -> Response {
    match faults::read(&body) {
        Ok(rule) => {
            control.faults.add(rule);
            (StatusCode::CREATED, Json(control.faults.list())).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn list_faults(State(control): State<Control>) -> Response {
    Json(control.faults.list()).into_response()
}

async fn clear_faults(State(control): State<Control>) -> Response {
    control.faults.clear();
    Json(control.faults.list()).into_response()
}

async fn read_log(State(control): State<Control>) -> Response {
    Json(control.log.entries()).into_response()
}

/// Takes back clock, tokens, faults, log and what the merchant received; `{"rateLimit": 3}` sets how many
/// requests are let through in ten minutes.
async fn reset(State(control): State<Control>, body: Bytes) -> Response {
    let rate_limit = match rate_limit(&body) {
        Ok(rate_limit) => rate_limit,
        Err(problem) => return problem.into_response(),
    };
    control.clock.reset();
    control.checkout.reset(rate_limit);
    control.keap.reset(rate_limit);
    control.payments_ai.reset(rate_limit);
    control.processout.reset(rate_limit);
    control.rebilly.reset(rate_limit);
    control.vault.reset(rate_limit);
    control.faults.clear();
    control.univapay.reset(rate_limit);
    control.log.clear();
    control.received.clear();
    let now = rfc3339(control.clock.now());
    Json(json!({ "now": now, "rateLimit": rate_limit })).into_response()
}

/// Takes Univapay's payment provider away from the merchant.
async fn unlink_univapay(State(control): State<Control>) -> Response {
    control.univapay.unlink_provider();
    Json(json!({})).into_response()
}

fn rate_limit(body: &[u8]) -> Result<u32, Problem> {
    if body.is_empty() {
        return Ok(DEFAULT_LIMIT);
    }
    let problem = |detail| Problem::new(StatusCode::BAD_REQUEST, detail);
    let sent: Value = serde_json::from_slice(body).map_err(|_| problem("the body is no JSON"))?;
    match sent.get("rateLimit") {
        None | Some(Value::Null) => Ok(DEFAULT_LIMIT),
        Some(limit) => limit
            .as_u64()
            .and_then(|limit| u32::try_from(limit).ok())
            .ok_or_else(|| problem("rateLimit is no count")),
    }
}
