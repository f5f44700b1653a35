//! Answers a request: path, key, rate, idempotency key, then the operation itself.

use super::account::{ProcessOut, caller};
use super::call::Call;
use super::refusal::Refusal;
use super::{card, customer, invoice};
use crate::sandbox::replay::Earlier;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::Value;
use std::sync::Arc;

/// The endpoints, for a router that has taken the prefix off.
pub(crate) fn router(processout: Arc<ProcessOut>) -> Router {
    // One handler, because paths come with doubled slashes too.
    Router::new().fallback(answer).with_state(processout)
}

async fn answer(
    State(processout): State<Arc<ProcessOut>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = authorize(&processout, &method, &uri, &headers)
        .and_then(|call| replayed(&processout, call, &headers, (uri.path(), &body)));
    match answer {
        Ok(body) => Json(body).into_response(),
        Err(refusal) => (refusal.status, Json(refusal.body())).into_response(),
    }
}

fn authorize<'a>(
    processout: &ProcessOut,
    method: &Method,
    uri: &'a Uri,
    headers: &HeaderMap,
) -> Result<Call<'a>, Refusal> {
    let call =
        Call::parse(method, uri.path()).ok_or(Refusal::missing("request.route-not-found"))?;
    // A customer is led there, without a key.
    if matches!(call, Call::FinishAction(_)) {
        return Ok(call);
    }
    if !call.is_open_to(caller(headers, uri)?) {
        let status = StatusCode::UNAUTHORIZED;
        return Err(Refusal::new(status, "request.authentication.invalid"));
    }
    if call.is_change() && processout.limit.take(processout.clock.now()).is_err() {
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "request.rate.exceeded"));
    }
    Ok(call)
}

/// Performs a call, or repeats the answer to the one that had the same key.
fn replayed(
    processout: &ProcessOut,
    call: Call<'_>,
    headers: &HeaderMap,
    (path, body): (&str, &[u8]),
) -> Result<Value, Refusal> {
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let Some(key) = key.filter(|key| call.is_change() && !key.is_empty()) else {
        return perform(processout, call, body);
    };
    let request = format!("{path} {}", String::from_utf8_lossy(body));
    match processout.replay.find(key, &request, &processout.random) {
        Earlier::Same(_, body) => Ok(body),
        Earlier::Other => Err(Refusal::invalid("request.idempotency-key.invalid")),
        Earlier::None => {
            let body = perform(processout, call, body)?;
            processout.replay.keep((key, &request), (200, &body), &processout.random);
            Ok(body)
        }
    }
}

fn perform(processout: &ProcessOut, call: Call<'_>, body: &[u8]) -> Result<Value, Refusal> {
    match call {
        Call::CreateCard => card::create(body, processout),
        Call::ReadCard(id) => card::read(id, processout),
        Call::UpdateCard(id) => card::update(id, body, processout),
        Call::ReadIin(digits) => card::iin(digits),
        Call::CreateCustomer => Ok(customer::create(processout)),
        Call::CreateToken(of) => customer::create_token(of, body, processout),
        Call::ReadToken(of, id) => customer::read_token(of, id, processout),
        Call::UpdateToken(of, id) => customer::update_token(of, id, body, processout),
        Call::FinishAction(id) => customer::action(id, processout),
        Call::CreateInvoice => invoice::create(body, processout),
        Call::Capture(id) => invoice::pay(id, body, true, processout),
        Call::Authorize(id) => invoice::pay(id, body, false, processout),
    }
}
