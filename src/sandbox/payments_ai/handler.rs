//! Answers a request: path, key, rate, then the operation itself.

use super::account::{Organization, PaymentsAi};
use super::instrument::{self, Mark};
use super::refusal::Refusal;
use super::{spending, token};
use crate::sandbox::lock::lock;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::Value;
use std::sync::Arc;

const ORGANIZATION: &str = "x-organization-id";

/// The endpoints, for a router that has taken the prefix off.
pub(crate) fn router(system: Arc<PaymentsAi>) -> Router {
    Router::new().fallback(answer).with_state(system)
}

async fn answer(
    State(system): State<Arc<PaymentsAi>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let segments: Vec<_> = uri.path().split('/').filter(|part| !part.is_empty()).collect();
    let answered = match segments.as_slice() {
        ["relay", "tokens"] if method == Method::POST => relay(&system, &headers, &body),
        segments => perform(&system, &method, segments, &headers, &body),
    };
    answered.unwrap_or_else(IntoResponse::into_response)
}

/// The relay: it makes the call that the browser must not make, with the key that it holds.
fn relay(system: &PaymentsAi, headers: &HeaderMap, body: &[u8]) -> Result<Response, Refusal> {
    let named = headers.get(ORGANIZATION).ok_or_else(Refusal::forbidden)?;
    let id = named.to_str().unwrap_or_default();
    let key = system.relay_key(id).ok_or_else(Refusal::forbidden)?;
    let key = HeaderValue::try_from(format!("ApiKey {key}")).map_err(|_| Refusal::forbidden())?;
    let mut own = HeaderMap::new();
    own.insert(header::AUTHORIZATION, key);
    own.insert(ORGANIZATION, named.clone());
    perform(system, &Method::POST, &["tokens"], &own, body)
}

fn perform(
    system: &PaymentsAi,
    method: &Method,
    segments: &[&str],
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Refusal> {
    let (named, resource) = match segments {
        ["v1", "public-api", "organizations", id, resource @ ..] => (Some(*id), resource),
        resource => (headers.get(ORGANIZATION).and_then(|value| value.to_str().ok()), resource),
    };
    let organization = system.authenticate(headers, named)?;
    match *method {
        Method::GET => look(system, organization, resource),
        Method::POST => {
            system.count(organization)?;
            change(system, organization, resource, body)
        }
        _ => Err(Refusal::not_found()),
    }
}

fn look(
    system: &PaymentsAi,
    organization: &Organization,
    resource: &[&str],
) -> Result<Response, Refusal> {
    let now = system.clock.now();
    let instruments = lock(&organization.instruments);
    let found = match resource {
        ["tokens"] => organization.tokens.list().iter().map(token::view).collect(),
        ["tokens", id] => {
            token::view(&organization.tokens.find(id).ok_or_else(Refusal::not_found)?)
        }
        ["customers", customer, "payment-instruments"] => {
            let theirs = instruments.iter().filter(|one| one.customer_id == *customer);
            theirs.map(|one| one.view(now)).collect::<Value>()
        }
        ["payment-instruments", id] => {
            let found = instruments.iter().find(|one| one.id == *id);
            found.ok_or_else(Refusal::not_found)?.view(now)
        }
        _ => return Err(Refusal::not_found()),
    };
    Ok(Json(found).into_response())
}

fn change(
    system: &PaymentsAi,
    organization: &Organization,
    resource: &[&str],
    body: &[u8],
) -> Result<Response, Refusal> {
    let now = system.clock.now();
    let made = match resource {
        ["tokens"] => {
            let content = token::read(body, now, &system.random)?;
            let id = system.random.id("tok_");
            token::view(&organization.tokens.create(id, organization.token_life(), content))
        }
        ["customers", customer, "payment-instruments"] => {
            instrument::attach(body, customer, system, organization)?.view(now)
        }
        ["payment-instruments", id, "deactivate"] => {
            let mut instruments = lock(&organization.instruments);
            let found = instruments.iter_mut().find(|one| one.id == *id);
            let found = found.ok_or_else(Refusal::not_found)?;
            found.mark = Mark::Deactivated;
            return Ok(Json(found.view(now)).into_response());
        }
        ["transactions"] => spending::pay(body, system, organization)?,
        ["subscriptions"] => spending::subscribe(body, system, organization)?,
        _ => return Err(Refusal::not_found()),
    };
    Ok((StatusCode::CREATED, Json(made)).into_response())
}
