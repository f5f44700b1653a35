//! Answers a request: path, key, rights, rate, an earlier answer, then the operation itself.

use super::account::{Caller, Store, Univapay};
use super::api_error::ApiError;
use super::call::Call;
use super::idempotency::Answer;
use super::{charge, checkout_info, subscription, token_call, token_request};
use crate::sandbox::lock::lock;
use crate::sandbox::rate_limit::Allowance;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Arc;

/// The endpoints, for a router that has taken the prefix off.
pub(crate) fn router(univapay: Arc<Univapay>) -> Router {
    // One handler, because paths come with and without store and with doubled slashes.
    Router::new().fallback(answer).with_state(univapay)
}

/// A call, and who makes it.
#[derive(Clone, Copy)]
struct Asked<'a> {
    store: &'a Store,
    caller: Caller,
    call: Call<'a>,
    /// Does the caller wait until something has changed?
    is_polling: bool,
}

async fn answer(
    State(univapay): State<Arc<Univapay>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asked = match authorize(&univapay, &method, &uri, &headers) {
        Ok(asked) => asked,
        Err(error) => return error.into_response(),
    };
    let left = match asked.store.limit.take(univapay.clock.now()) {
        Ok(left) => left,
        // The body is empty.
        Err(_) => return with_rate(StatusCode::TOO_MANY_REQUESTS.into_response(), None),
    };
    let is_change = matches!(method, Method::POST | Method::PATCH);
    let response = if is_change {
        let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
        let request = format!("{method} {} {}", uri.path(), String::from_utf8_lossy(&body));
        once(&univapay, asked, key, &request, &body)
    } else {
        perform(&univapay, asked, &body).into_response()
    };
    with_rate(response, Some(left))
}

fn authorize<'a>(
    univapay: &'a Univapay,
    method: &Method,
    uri: &'a Uri,
    headers: &HeaderMap,
) -> Result<Asked<'a>, ApiError> {
    let (named, call) = Call::parse(method, uri.path())?;
    let (store, caller) = univapay.authenticate(headers)?;
    let is_other = named.is_some_and(|id| id != store.known.store_id);
    // A key of the whole merchant has no store to make tokens for.
    let has_store = !store.known.store_id.is_empty();
    if is_other || !has_store || caller == Caller::Browser && !call.is_open_to_browsers() {
        return Err(ApiError::forbidden());
    }
    let is_polling = uri.query().is_some_and(|query| query.contains("polling=true"));
    Ok(Asked { store, caller, call, is_polling })
}

/// Performs a call, or repeats the answer that it has had under the same key.
fn once(
    univapay: &Univapay,
    asked: Asked<'_>,
    key: Option<&str>,
    request: &str,
    body: &[u8],
) -> Response {
    let Some(key) = key else {
        return with_status(perform(univapay, asked, body).into_response(), "disabled");
    };
    let fingerprint = univapay.random.fingerprint(request);
    let now = univapay.clock.now();
    match asked.store.answers.find(key, &fingerprint, now) {
        Err(conflict) => conflict.into_response(),
        Ok(Some(earlier)) => with_status(earlier.into_response(), "retrieved_idempotent"),
        Ok(None) => {
            let answer = perform(univapay, asked, body);
            if let Ok(answer) = &answer {
                asked.store.answers.keep(key, fingerprint, now, answer);
            }
            with_status(answer.into_response(), "successfully_stored")
        }
    }
}

fn with_status(mut response: Response, status: &'static str) -> Response {
    response.headers_mut().insert("idempotency-status", HeaderValue::from_static(status));
    response
}

fn with_rate(mut response: Response, left: Option<Allowance>) -> Response {
    let headers = response.headers_mut();
    for (limit, remaining) in [
        ("x-requests-per-minute-exact", "x-remaining-requests-exact"),
        ("x-requests-per-minute-route", "x-remaining-requests-route"),
    ] {
        if let Some(left) = left {
            headers.insert(limit, left.limit.into());
        }
        headers.insert(remaining, left.map_or(0, |left| left.remaining).into());
    }
    response
}

fn perform(univapay: &Univapay, asked: Asked<'_>, body: &[u8]) -> Result<Answer, ApiError> {
    let Asked { store, caller, call, is_polling } = asked;
    let created = |body| Answer { status: StatusCode::CREATED, body };
    let ok = |body| Answer { status: StatusCode::OK, body };
    let done = |()| Answer { status: StatusCode::NO_CONTENT, body: Value::Null };
    match call {
        Call::CheckoutInfo => Ok(ok(checkout_info::view(store))),
        Call::CreateToken => {
            let token = token_request::read(body, univapay, store, caller)?;
            let view = token.view(store, univapay.clock.now());
            lock(&store.tokens).push(token);
            Ok(created(view))
        }
        Call::ListTokens => Ok(ok(token_call::list(univapay, store))),
        Call::ReadToken(id) => token_call::with_token(univapay, store, id, |_| Ok(())).map(ok),
        Call::UpdateToken(id) => token_call::update(body, univapay, store, caller, id).map(ok),
        Call::DeleteToken(id) => token_call::delete(store, id).map(done),
        Call::ConfirmToken(id) => token_call::confirm(body, univapay, store, id).map(ok),
        Call::RenewToken(id) => token_call::renew(body, univapay, store, id).map(created),
        Call::ReadIssuerToken(id) => token_call::issuer_token(univapay, store, id).map(ok),
        Call::CreateCharge => charge::create(body, univapay, store).map(created),
        Call::ListCharges => Ok(ok(charge::list(univapay, store))),
        Call::ReadCharge(id) => charge::read(univapay, store, id, is_polling).map(ok),
        Call::CaptureCharge(id) => charge::capture(body, univapay, store, id).map(done),
        Call::CreateSubscription => subscription::create(body, univapay, store).map(created),
        Call::ReadSubscription(id) => subscription::read(univapay, store, id).map(ok),
        Call::CancelSubscription(id) => subscription::cancel(univapay, store, id).map(done),
        Call::ListPayments(id) => subscription::payments(univapay, store, id).map(ok),
    }
}
