//! The request log: who asked what and was told what, without anything that must not be kept.

use super::body::{self, Oversized};
use super::clock::{Clock, rfc3339};
use super::lock::lock;
use super::redact;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Older entries make room for newer ones.
const MAX_ENTRIES: usize = 2000;

/// One request and its answer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    time: String,
    server: &'static str,
    method: String,
    /// With the query.
    path: String,
    origin: Option<String>,
    /// The start of the key that came with it.
    key: Option<String>,
    status: u16,
    request_body: String,
    response_body: String,
}

impl Entry {
    fn of(request: &Request, bytes: &[u8], time: String, server: &'static str) -> Self {
        let origin = request.headers().get(header::ORIGIN);
        Self {
            time,
            server,
            method: request.method().to_string(),
            path: redact::line(&request.uri().to_string()),
            origin: origin.map(|origin| redact::line(&lossy(origin.as_bytes()))),
            key: key(request.headers()),
            status: 0,
            request_body: if request.extensions().get::<Oversized>().is_some() {
                format!("[more than {} bytes]", body::MAX_BYTES)
            } else {
                redact::body(bytes)
            },
            response_body: String::new(),
        }
    }
}

/// The requests to the API and the merchant's server, the oldest first.
#[derive(Debug)]
pub(crate) struct RequestLog {
    clock: Clock,
    entries: Mutex<VecDeque<Entry>>,
}

impl RequestLog {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, entries: Mutex::default() }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        lock(&self.entries).iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.entries).clear();
    }

    fn push(&self, entry: Entry) {
        let mut entries = lock(&self.entries);
        if entries.len() == MAX_ENTRIES {
            entries.pop_front();
        }
        entries.push_back(entry);
    }
}

/// Middleware that logs the requests to one server.
pub(crate) async fn record(
    State((log, server)): State<(Arc<RequestLog>, &'static str)>,
    request: Request,
    next: Next,
) -> Response {
    let time = rfc3339(log.clock.now());
    let (request, bytes) = body::peek(request).await;
    let mut entry = Entry::of(&request, &bytes, time, server);
    drop(bytes);
    let (parts, answer) = next.run(request).await.into_parts();
    // Every answer here was made in memory, so there is nothing to fail.
    let answer = to_bytes(answer, usize::MAX).await.unwrap_or_default();
    entry.status = parts.status.as_u16();
    entry.response_body = redact::body(&answer);
    log.push(entry);
    Response::from_parts(parts, Body::from(answer))
}

fn key(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("reb-apikey").or_else(|| headers.get(header::AUTHORIZATION))?;
    let text = lossy(value.as_bytes());
    // Behind `Bearer` or another scheme.
    text.split_whitespace().next_back().map(redact::key)
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
