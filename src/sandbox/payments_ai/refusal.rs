//! Errors as PaymentsAI sends them: `{errorCode, statusCode, message, details?}`.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error answer.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    details: Value,
    retry_after_seconds: Option<i64>,
}

impl Refusal {
    /// A refused request with a code and text of this program.
    pub(super) fn bad(code: &'static str, message: &'static str) -> Self {
        Self::of(StatusCode::BAD_REQUEST, code, message)
    }

    /// A request with wrong fields.
    pub(super) fn fields(details: Value) -> Self {
        Self { details, ..Self::bad("BAD_REQUEST", "Bad request") }
    }

    pub(super) fn unauthorized() -> Self {
        Self::of(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "Missing auth token")
    }

    pub(super) fn forbidden() -> Self {
        Self::of(StatusCode::FORBIDDEN, "FORBIDDEN", "Forbidden access")
    }

    pub(super) fn not_found() -> Self {
        Self::of(StatusCode::NOT_FOUND, "NOT_FOUND", "Not found")
    }

    pub(super) fn too_many_requests(retry_after_seconds: i64) -> Self {
        let status = StatusCode::TOO_MANY_REQUESTS;
        let refusal = Self::of(status, "TOO_MANY_REQUESTS", "Too many requests");
        Self { retry_after_seconds: Some(retry_after_seconds), ..refusal }
    }

    fn of(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, details: Value::Null, retry_after_seconds: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, code, message, details, retry_after_seconds } = self;
        let mut body =
            json!({ "errorCode": code, "statusCode": status.as_u16(), "message": message });
        if let (Some(body), false) = (body.as_object_mut(), details.is_null()) {
            body.insert("details".to_owned(), details);
        }
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
