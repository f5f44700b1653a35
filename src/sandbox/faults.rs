//! Faults that a test asks for: what goes wrong with the next requests to a path.

use super::broken_body::BrokenBody;
use super::clock::{Clock, http_date};
use super::cors;
use super::lock::lock;
use super::problem::Problem;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Fault {
    /// The answer comes so much later; what was asked is done at once.
    Latency { ms: u64 },
    /// Another status; nothing is done.
    Status { status: u16 },
    /// The connection ends without an answer; nothing is done.
    ResetBefore,
    /// The connection ends without an answer; what was asked is done.
    ResetAfter,
    /// The connection ends in the middle of the answer.
    Truncated,
    /// The answer's status, with a page instead of JSON.
    NotJson,
    /// The answer's status, with JSON of so many bytes.
    Huge { bytes: usize },
    /// Another address is named; nothing is done.
    Redirect { to: String },
    /// No page may read the answer.
    Cors,
    /// No page may ask: the preflight is refused.
    CorsPreflight,
    /// Too many requests; nothing is done.
    RateLimited { form: WaitForm, seconds: u32 },
    /// 200 without a body; nothing is done.
    Empty,
    /// So many bytes of the answer at a time, and so long between.
    Drip { bytes: usize, ms: u64 },
}

/// How `Retry-After` is written.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WaitForm {
    Seconds,
    Date,
}

/// A fault, and the requests that it is for.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Rule {
    /// What the path starts with.
    path: String,
    /// Any, unless one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// How many requests it is still for.
    #[serde(default = "once")]
    count: u32,
    #[serde(flatten)]
    fault: Fault,
}

fn once() -> u32 {
    1
}

/// The faults to come, the oldest first.
#[derive(Debug)]
pub(crate) struct Faults {
    clock: Clock,
    rules: Mutex<Vec<Rule>>,
}

impl Faults {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, rules: Mutex::default() }
    }

    pub(crate) fn add(&self, rule: Rule) {
        lock(&self.rules).push(rule);
    }

    pub(crate) fn list(&self) -> Vec<Rule> {
        lock(&self.rules).clone()
    }

    pub(crate) fn clear(&self) {
        lock(&self.rules).clear();
    }

    /// The fault of a request, which is counted by it.
    fn take(&self, method: &Method, path: &str, is_preflight: bool) -> Option<Fault> {
        let mut rules = lock(&self.rules);
        let place = rules.iter().position(|rule| {
            let is_for_preflights = matches!(rule.fault, Fault::CorsPreflight);
            // The method that a preflight asks for is not its own.
            let has_method = rule.method.as_deref().is_none_or(|name| name == method.as_str());
            path.starts_with(&rule.path)
                && is_for_preflights == is_preflight
                && (has_method || is_preflight)
        })?;
        let rule = rules.get_mut(place)?;
        rule.count = rule.count.saturating_sub(1);
        let fault = rule.fault.clone();
        if rule.count == 0 {
            rules.remove(place);
        }
        Some(fault)
    }
}

/// Middleware that stands before everything else, also before what is logged.
pub(crate) async fn inject(
    State(faults): State<std::sync::Arc<Faults>>,
    request: Request,
    next: Next,
) -> Response {
    let is_preflight = cors::is_preflight(&request);
    let taken = faults.take(request.method(), request.uri().path(), is_preflight);
    let Some(fault) = taken else { return next.run(request).await };
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = match instead(&fault, &faults.clock) {
        Some(mut response) => {
            let headers = response.headers_mut();
            if let Some(origin) = origin {
                cors::mark(headers, origin, false);
            }
            // As the real answers have them.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            if let Ok(date) = HeaderValue::try_from(http_date(faults.clock.now())) {
                headers.insert(header::DATE, date);
            }
            response
        }
        None => spoil(&fault, next.run(request).await).await,
    };
    if matches!(fault, Fault::Cors | Fault::CorsPreflight) {
        let headers = response.headers_mut();
        let names: Vec<_> = headers.keys().cloned().collect();
        for name in names.iter().filter(|name| name.as_str().starts_with("access-control-")) {
            headers.remove(name);
        }
    }
    response
}

/// The answer that is given without doing what was asked; `None` when it is done.
fn instead(fault: &Fault, clock: &Clock) -> Option<Response> {
    let detail = "a fault that was asked for";
    let problem = |status| Problem::new(status, detail).into_response();
    let with = |mut response: Response, name, value: String| {
        // What came in as an option and can't stand in a header is left out.
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
        response
    };
    Some(match fault {
        Fault::Status { status } => {
            problem(StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        }
        Fault::ResetBefore => BrokenBody::nothing().into_response(),
        Fault::Redirect { to } => {
            with(StatusCode::TEMPORARY_REDIRECT.into_response(), header::LOCATION, to.clone())
        }
        Fault::RateLimited { form, seconds } => {
            let wait = match form {
                WaitForm::Seconds => seconds.to_string(),
                WaitForm::Date => {
                    http_date(clock.now() + time::Duration::seconds(i64::from(*seconds)))
                }
            };
            with(problem(StatusCode::TOO_MANY_REQUESTS), header::RETRY_AFTER, wait)
        }
        Fault::Empty => StatusCode::OK.into_response(),
        Fault::Latency { .. }
        | Fault::ResetAfter
        | Fault::Truncated
        | Fault::NotJson
        | Fault::Huge { .. }
        | Fault::Cors
        | Fault::CorsPreflight
        | Fault::Drip { .. } => return None,
    })
}

/// The real answer, broken.
async fn spoil(fault: &Fault, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // Every answer here was made in memory, so there is nothing to fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut of_type = |content_type| {
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    };
    let body = match fault {
        Fault::Latency { ms } => {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
            Body::from(bytes)
        }
        Fault::ResetAfter => return BrokenBody::nothing().into_response(),
        Fault::Truncated => {
            parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
            Body::new(BrokenBody::half(&bytes))
        }
        Fault::NotJson => {
            of_type("text/html");
            Body::from("<!doctype html><title>Fault</title><h1>It works!</h1>\n")
        }
        Fault::Huge { bytes } => {
            of_type("application/json");
            Body::from(format!("{{\"padding\":\"{}\"}}", "x".repeat(*bytes)))
        }
        Fault::Drip { bytes: size, ms } => {
            Body::new(BrokenBody::drops(&bytes, *size, Duration::from_millis(*ms)))
        }
        Fault::Cors
        | Fault::CorsPreflight
        | Fault::Status { .. }
        | Fault::ResetBefore
        | Fault::Redirect { .. }
        | Fault::RateLimited { .. }
        | Fault::Empty => Body::from(bytes),
    };
    Response::from_parts(parts, body)
}

/// Reads a rule.
///
/// # Errors
/// What is wrong with it, for a person.
pub(crate) fn read(body: &Bytes) -> Result<Rule, Problem> {
    serde_json::from_slice(body)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error.to_string()))
}
