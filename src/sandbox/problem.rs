//! Errors as problem JSON (RFC 9457), in the form that Rebilly sends it.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

/// An error answer: `{type, title, status, detail}` and what a dialect adds.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    body: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem with the status's own title.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, body: Map::new(), headers: Vec::new() }
            .with("type", "about:blank".into())
            .with("title", status.canonical_reason().into())
            .with("status", status.as_u16().into())
            .with("detail", detail.into().into())
    }

    /// With one more member, or another value of one.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.body.insert(name.to_owned(), value);
        self
    }

    /// With a header; the name is in small letters.
    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<HeaderValue>) -> Self {
        self.headers.push((HeaderName::from_static(name), value.into()));
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(Value::Object(self.body))).into_response();
        response.headers_mut().extend(self.headers);
        response
    }
}
