//! Everything that the merchant's server was ever sent, as it came: the proof of what it never
//! sees. Nothing is hidden here.

use super::body::{self, Oversized};
use super::lock::lock;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Where the list is read; reading it is not part of it.
pub(crate) const PATH: &str = "/orders/received";
/// Older requests make room for newer ones.
const MAX_REQUESTS: usize = 500;

/// One request as it came.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceivedRequest {
    method: String,
    /// With the query.
    path: String,
    content_type: Option<String>,
    body: String,
}

/// The requests, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Received(Mutex<VecDeque<ReceivedRequest>>);

impl Received {
    pub(crate) fn list(&self) -> Vec<ReceivedRequest> {
        lock(&self.0).iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    fn push(&self, request: ReceivedRequest) {
        let mut requests = lock(&self.0);
        if requests.len() == MAX_REQUESTS {
            requests.pop_front();
        }
        requests.push_back(request);
    }
}

/// Middleware that keeps the requests.
pub(crate) async fn keep(
    State(received): State<Arc<Received>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::GET && request.uri().path() == PATH {
        return next.run(request).await;
    }
    let (request, bytes) = body::peek(request).await;
    let content_type = request.headers().get(header::CONTENT_TYPE);
    received.push(ReceivedRequest {
        method: request.method().to_string(),
        path: request.uri().to_string(),
        content_type: content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into()),
        body: if request.extensions().get::<Oversized>().is_some() {
            format!("[more than {} bytes]", body::MAX_BYTES)
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        },
    });
    next.run(request).await
}
