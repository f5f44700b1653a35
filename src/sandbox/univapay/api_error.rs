//! Errors as Univapay sends them: `{status, code, errors}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error answer.
#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    code: &'static str,
    errors: Vec<Value>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, errors: Vec::new() }
    }

    /// 400 with a code.
    pub(super) fn bad(code: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// 401 with a code.
    pub(super) fn unauthorized(code: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code)
    }

    /// The key may not do this.
    pub(super) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "INVALID_PERMISSIONS")
    }

    /// There is nothing with this id, or at this path.
    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({ "status": "error", "code": self.code, "errors": self.errors });
        (self.status, Json(body)).into_response()
    }
}

/// The fields that are wrong so far.
#[derive(Debug, Default)]
pub(super) struct FieldErrors(Vec<Value>);

impl FieldErrors {
    /// Notes a field by its bare name, and why.
    pub(super) fn push(&mut self, field: &str, reason: &str) {
        self.0.push(json!({ "field": field, "reason": reason }));
    }

    /// Passes on what was read, unless a field of it is wrong.
    pub(super) fn check<T>(self, read: Option<T>) -> Result<T, ApiError> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            _ => Err(ApiError { errors: self.0, ..ApiError::bad("VALIDATION_ERROR") }),
        }
    }
}
