//! Cross-origin requests: preflights and the headers that let a page read an answer.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE, OPTIONS");
/// What the providers' browser clients send.
const REQUEST_HEADERS: HeaderValue = HeaderValue::from_static(
    "authorization, content-type, idempotency-key, api-version, x-processout-js-version, \
     x-processout-client-secret, reb-apikey, reb-api-consumer, x-organization-id, \
     x-vault-key",
);
/// Which of them the real services expose is not published: no client may depend on these.
const EXPOSED_HEADERS: HeaderValue = HeaderValue::from_static(
    "location, idempotency-status, x-ratelimit-limit, x-ratelimit-remaining, \
     x-ratelimit-retry-after, retry-after, cko-request-id, date, x-remaining-requests-exact, \
     x-remaining-requests-route, x-requests-per-minute-exact, x-requests-per-minute-route",
);
const MAX_AGE_SECONDS: HeaderValue = HeaderValue::from_static("600");

/// Which pages may call a server.
#[derive(Clone, Debug)]
pub(crate) enum AllowedOrigin {
    /// Those of any origin, as with the providers.
    Any,
    /// Those of one.
    Only(String),
}

impl AllowedOrigin {
    fn allows(&self, origin: &HeaderValue) -> bool {
        match self {
            Self::Any => true,
            Self::Only(allowed) => origin.as_bytes() == allowed.as_bytes(),
        }
    }
}

/// Middleware that answers preflights and marks the other answers.
pub(crate) async fn share(
    State(allowed): State<AllowedOrigin>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(header::ORIGIN);
    let origin = origin.filter(|origin| allowed.allows(origin)).cloned();
    let is_preflight = is_preflight(&request);
    let mut response =
        if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        mark(headers, origin, is_preflight);
    }
    response
}

/// Is it a browser's question whether a page may ask?
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Lets the pages of an origin read an answer.
pub(crate) fn mark(headers: &mut HeaderMap, origin: HeaderValue, is_preflight: bool) {
    let mut set = |name: HeaderName, value| headers.insert(name, value);
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if is_preflight {
        set(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        set(header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
        set(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    } else {
        set(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
    }
}
