//! Answers a request: path, key, rights, rate, then the operation itself.

use super::account::{Organization, Rebilly};
use super::call::Call;
use super::instrument::{self, Made};
use super::{card_token, payment, token_request};
use crate::sandbox::lock::lock;
use crate::sandbox::problem::Problem;
use crate::sandbox::rate_limit::Allowance;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::Value;
use std::sync::Arc;

/// The endpoints, for a router that has taken the prefix off.
pub(crate) fn router(rebilly: Arc<Rebilly>) -> Router {
    // One handler, because paths come with and without organization and with doubled slashes.
    Router::new().fallback(answer).with_state(rebilly)
}

async fn answer(
    State(rebilly): State<Arc<Rebilly>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (organization, call) = match authorize(&rebilly, &method, uri.path(), &headers) {
        Ok(authorized) => authorized,
        Err(problem) => return problem.into_response(),
    };
    if !call.is_limited() {
        return perform(&rebilly, organization, call, &body).into_response();
    }
    match count(&rebilly, organization) {
        Ok(left) => with_rate(perform(&rebilly, organization, call, &body).into_response(), left),
        Err(problem) => problem.into_response(),
    }
}

fn authorize<'a>(
    rebilly: &'a Rebilly,
    method: &Method,
    path: &'a str,
    headers: &HeaderMap,
) -> Result<(&'a Organization, Call<'a>), Problem> {
    let (named, call) = Call::parse(method, path)?;
    let (organization, kind) = rebilly.authenticate(headers)?;
    let forbidden = |detail| Problem::new(StatusCode::FORBIDDEN, detail);
    // Whether the other organization exists is nobody's business who has no key of it.
    if named.is_some_and(|id| id != organization.known.id) {
        return Err(forbidden("the key is not one of this organization"));
    }
    if !call.is_open_to(kind) {
        return Err(forbidden("this call needs a secret key in REB-APIKEY"));
    }
    Ok((organization, call))
}

fn count(rebilly: &Rebilly, organization: &Organization) -> Result<Allowance, Problem> {
    organization.limit.take(rebilly.clock.now()).map_err(|exceeded| {
        // Rounded up, so that who waits for it is let in.
        let until = exceeded.until.unix_timestamp() + i64::from(exceeded.until.nanosecond() > 0);
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "wait until X-RateLimit-Retry-After")
            .with("title", "Rate Limit Exceeded".into())
            .with_header("x-ratelimit-retry-after", until)
    })
}

fn with_rate(mut response: Response, left: Allowance) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", left.limit.into());
    headers.insert("x-ratelimit-remaining", left.remaining.into());
    response
}

fn perform(
    rebilly: &Rebilly,
    organization: &Organization,
    call: Call<'_>,
    body: &[u8],
) -> Result<Response, Problem> {
    let token_view = |token: &_| card_token::view(token, rebilly, organization);
    let instrument_view = |one: &_| instrument::view(one, rebilly, organization);
    match call {
        Call::CreateToken => {
            let content = token_request::read(body, rebilly.clock.now(), &rebilly.random)?;
            let id = rebilly.random.id("tok_");
            let token = organization.tokens.create(id, organization.token_life(), content);
            let place = rebilly.link(organization, &format!("tokens/{}", token.id));
            created(&place, token_view(&token))
        }
        Call::ListTokens => {
            let tokens = organization.tokens.list();
            Ok(Json(tokens.iter().map(token_view).collect::<Value>()).into_response())
        }
        Call::ReadToken(id) => {
            let token = organization.tokens.find(id).ok_or_else(not_found)?;
            Ok(Json(token_view(&token)).into_response())
        }
        Call::CreateInstrument => {
            let made = instrument::create(body, rebilly, organization)?;
            let (Made::New(one) | Made::Renewed(one)) = &made;
            let place = rebilly.link(organization, &format!("payment-instruments/{}", one.id));
            match &made {
                Made::New(_) => created(&place, instrument_view(one)),
                Made::Renewed(_) => Ok((StatusCode::SEE_OTHER, location(&place)?).into_response()),
            }
        }
        Call::UpdateInstrument(id) => {
            let changed = instrument::update(id, body, rebilly, organization)?;
            Ok(Json(instrument_view(&changed)).into_response())
        }
        Call::DeactivateInstrument(id) => {
            let changed = instrument::deactivate(id, rebilly, organization)?;
            Ok(Json(instrument_view(&changed)).into_response())
        }
        Call::CreateTransaction => {
            let paid = payment::transact(body, rebilly, organization)?;
            Ok((StatusCode::CREATED, Json(paid)).into_response())
        }
        Call::CreateSubscription => {
            let started = payment::subscribe(body, rebilly, organization)?;
            Ok((StatusCode::CREATED, Json(started)).into_response())
        }
        Call::ReadInstrument(id) => {
            let instruments = lock(&organization.instruments);
            let found = instruments.iter().find(|one| one.id == id).ok_or_else(not_found)?;
            Ok(Json(instrument_view(found)).into_response())
        }
    }
}

fn created(place: &str, body: Value) -> Result<Response, Problem> {
    Ok((StatusCode::CREATED, location(place)?, Json(body)).into_response())
}

fn location(place: &str) -> Result<[(HeaderName, HeaderValue); 1], Problem> {
    // An origin that came in as an option and can't stand in a header.
    let unusable = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the address has no form");
    Ok([(header::LOCATION, HeaderValue::from_str(place).map_err(unusable)?)])
}

fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "there is nothing with this id")
}
