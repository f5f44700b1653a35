//! Errors as ProcessOut sends them.

use super::published::Problem;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// An error answer.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    code: &'static str,
    fields: Vec<&'static str>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, fields: Vec::new() }
    }

    /// A request that breaks a rule.
    pub(super) fn invalid(code: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// A request with wrong fields.
    pub(super) fn fields(fields: Vec<&'static str>) -> Self {
        let code = "request.validation.error";
        Self { status: StatusCode::BAD_REQUEST, code, fields }
    }

    pub(super) fn missing(code: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code)
    }

    pub(super) fn body(&self) -> Value {
        let Self { code, fields, .. } = self;
        let mut body = json!({
            "success": false,
            "error_type": code,
            "message": "The request could not be completed.",
        });
        let fields: Vec<_> =
            fields.iter().map(|name| json!({ "name": name, "message": "is not valid" })).collect();
        if let (Some(body), false) = (body.as_object_mut(), fields.is_empty()) {
            body.insert("invalid_fields".to_owned(), fields.into());
        }
        body
    }
}

impl From<Problem> for Refusal {
    fn from(Problem(code): Problem) -> Self {
        Self::invalid(code)
    }
}
