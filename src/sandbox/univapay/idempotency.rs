//! Answers that are given again to the same request under the same key.

use super::api_error::ApiError;
use crate::sandbox::lock::lock;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Mutex;
use time::{Duration, OffsetDateTime};

/// How long a key is remembered.
const LIFE: Duration = Duration::hours(24);

/// The answers of one store.
#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<Vec<Kept>>);

#[derive(Debug)]
struct Kept {
    key: String,
    /// A keyed hash of method, path and body: the body itself may hold a card.
    fingerprint: String,
    at: OffsetDateTime,
    answer: Answer,
}

/// What a call answers.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Value,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self.status {
            StatusCode::NO_CONTENT => self.status.into_response(),
            status => (status, Json(self.body)).into_response(),
        }
    }
}

impl Answers {
    /// The answer that the same request has had.
    ///
    /// # Errors
    /// 409 when another request has had the key.
    pub(super) fn find(
        &self,
        key: &str,
        fingerprint: &str,
        now: OffsetDateTime,
    ) -> Result<Option<Answer>, ApiError> {
        let mut kept = lock(&self.0);
        kept.retain(|kept| now < kept.at.saturating_add(LIFE));
        match kept.iter().find(|kept| kept.key == key) {
            None => Ok(None),
            Some(kept) if kept.fingerprint == fingerprint => Ok(Some(kept.answer.clone())),
            Some(_) => Err(ApiError::new(StatusCode::CONFLICT, "IDEMPOTENCY_KEY_CONFLICT")),
        }
    }

    pub(super) fn keep(&self, key: &str, fingerprint: String, at: OffsetDateTime, answer: &Answer) {
        let key = key.to_owned();
        lock(&self.0).push(Kept { key, fingerprint, at, answer: answer.clone() });
    }

    pub(super) fn clear(&self) {
        lock(&self.0).clear();
    }
}
