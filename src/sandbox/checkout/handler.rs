//! Answers a request: path, key, rate, then the operation itself.

use super::account::{Checkout, LIFE, key_kind};
use super::call::Call;
use super::refusal::Refusal;
use super::{instrument, payment, token, token_request};
use crate::sandbox::lock::lock;
use crate::sandbox::replay::Earlier;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::Value;
use std::sync::Arc;

const REQUEST_ID: HeaderName = HeaderName::from_static("cko-request-id");
const VERSION: (HeaderName, HeaderValue) =
    (HeaderName::from_static("cko-version"), HeaderValue::from_static("1.0.0"));

/// The endpoints, for a router that has taken the prefix off.
pub(crate) fn router(checkout: Arc<Checkout>) -> Router {
    // One handler, because paths come with doubled slashes too.
    Router::new().fallback(answer).with_state(checkout)
}

async fn answer(
    State(checkout): State<Arc<Checkout>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request_id = checkout.random.letters(26);
    let answer = authorize(&checkout, &method, uri.path(), &headers)
        .and_then(|call| replayed(&checkout, call, &headers, &body));
    let mut response = match answer {
        Ok((status, body)) => (status, Json(body)).into_response(),
        Err(refusal) => match refusal.body(&request_id) {
            Some(body) => (refusal.status, Json(body)).into_response(),
            None => refusal.status.into_response(),
        },
    };
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response.headers_mut().extend([VERSION]);
    response
}

fn authorize<'a>(
    checkout: &Checkout,
    method: &Method,
    path: &'a str,
    headers: &HeaderMap,
) -> Result<Call<'a>, Refusal> {
    let call = Call::parse(method, path).ok_or_else(|| Refusal::bare(StatusCode::NOT_FOUND))?;
    if key_kind(headers) != Some(call.key()) {
        return Err(Refusal::bare(StatusCode::UNAUTHORIZED));
    }
    if call.is_limited() && checkout.limit.take(checkout.clock.now()).is_err() {
        let codes = vec!["api_calls_quota_exceeded"];
        return Err(Refusal::with(StatusCode::TOO_MANY_REQUESTS, codes));
    }
    Ok(call)
}

/// Performs a call, or repeats the answer to the payment that has the same key.
fn replayed(
    checkout: &Checkout,
    call: Call<'_>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(StatusCode, Value), Refusal> {
    let key = headers.get("cko-idempotency-key").and_then(|value| value.to_str().ok());
    let Some(key) = key.filter(|_| call == Call::Pay) else {
        return perform(checkout, call, body);
    };
    let request = String::from_utf8_lossy(body);
    match checkout.replay.find(key, &request, &checkout.random) {
        Earlier::Same(status, body) => {
            Ok((StatusCode::from_u16(status).unwrap_or(StatusCode::CREATED), body))
        }
        Earlier::Other => Err(Refusal::bare(StatusCode::CONFLICT)),
        Earlier::None => {
            let (status, body) = perform(checkout, call, body)?;
            let answer = (status.as_u16(), &body);
            checkout.replay.keep((key, &request), answer, &checkout.random);
            Ok((status, body))
        }
    }
}

fn perform(
    checkout: &Checkout,
    call: Call<'_>,
    body: &[u8],
) -> Result<(StatusCode, Value), Refusal> {
    let missing = || Refusal::bare(StatusCode::NOT_FOUND);
    match call {
        Call::CreateToken => {
            let kept = token_request::read(body, checkout)?;
            let token = checkout.tokens.create(checkout.id("tok_"), Some(LIFE), kept);
            Ok((StatusCode::CREATED, token::view(&token)))
        }
        Call::ReadToken(id) => {
            let token = checkout.tokens.find(id).ok_or_else(missing)?;
            Ok((StatusCode::OK, token::metadata(&token).into()))
        }
        Call::Pay => payment::create(body, checkout),
        Call::ReadPayment(id) => {
            Ok((StatusCode::OK, payment::read(id, checkout).ok_or_else(missing)?))
        }
        Call::Capture(id) => payment::settle(id, "Captured", checkout),
        Call::Void(id) => payment::settle(id, "Voided", checkout),
        Call::CreateInstrument => Ok((StatusCode::CREATED, instrument::create(body, checkout)?)),
        Call::ReadInstrument(id) => {
            let instruments = lock(&checkout.instruments);
            let found = instruments.iter().find(|one| one.id == id).ok_or_else(missing)?;
            Ok((StatusCode::OK, instrument::view(found)))
        }
    }
}
