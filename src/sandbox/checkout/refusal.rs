//! Errors as Checkout.com sends them: a status, and for most a body with codes.

use crate::sandbox::token_store::Unspendable;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// An error answer.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    error_type: &'static str,
    codes: Vec<&'static str>,
}

impl Refusal {
    /// A status whose body is empty.
    pub(super) fn bare(status: StatusCode) -> Self {
        Self { status, error_type: "", codes: Vec::new() }
    }

    /// A body that is no JSON object.
    pub(super) fn malformed() -> Self {
        let status = StatusCode::BAD_REQUEST;
        Self { status, error_type: "request_malformed", codes: Vec::new() }
    }

    /// A request that breaks rules.
    pub(super) fn invalid(codes: Vec<&'static str>) -> Self {
        Self::with(StatusCode::UNPROCESSABLE_ENTITY, codes)
    }

    /// A body with codes under any status.
    pub(super) fn with(status: StatusCode, codes: Vec<&'static str>) -> Self {
        Self { status, error_type: "request_invalid", codes }
    }

    /// Why a token can't be spent.
    pub(super) fn of_token(reason: Unspendable) -> Self {
        Self::invalid(vec![match reason {
            Unspendable::Unknown => "token_invalid",
            Unspendable::Used => "token_used",
            Unspendable::Expired => "token_expired",
        }])
    }

    pub(super) fn body(&self, request_id: &str) -> Option<Value> {
        let Self { error_type, codes, .. } = self;
        match (*error_type, codes.as_slice()) {
            ("", _) => None,
            (kind, []) => Some(json!({ "request_id": request_id, "error_type": kind })),
            (kind, codes) => {
                Some(json!({ "request_id": request_id, "error_type": kind, "error_codes": codes }))
            }
        }
    }
}
