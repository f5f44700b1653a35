//! Request bodies: read once, with a limit.

use super::problem::Problem;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::future::poll_fn;
use std::pin::Pin;

/// The longest body that is read.
pub(crate) const MAX_BYTES: usize = 64 * 1024;
/// How much more is taken and dropped, so that a browser gets its answer and not a broken pipe.
const MAX_DROPPED_BYTES: usize = 16 * 1024 * 1024;

/// Stands in a request's extensions when its body was longer than [`MAX_BYTES`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Oversized;

/// Reads the body and puts it back, so that a layer can look at it. An oversized one is dropped
/// and marked.
pub(crate) async fn peek(request: Request) -> (Request, Bytes) {
    let (mut parts, body) = request.into_parts();
    if parts.extensions.get::<Oversized>().is_some() {
        return (Request::from_parts(parts, body), Bytes::new());
    }
    let bytes = match read(body).await {
        Ok(bytes) => bytes,
        Err(oversized) => {
            parts.extensions.insert(oversized);
            Bytes::new()
        }
    };
    (Request::from_parts(parts, Body::from(bytes.clone())), bytes)
}

/// Middleware that answers a marked request.
pub(crate) async fn refuse_oversized(request: Request, next: Next) -> Response {
    if request.extensions().get::<Oversized>().is_some() {
        let detail = format!("the body is longer than {MAX_BYTES} bytes");
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail).into_response();
    }
    next.run(request).await
}

async fn read(mut body: Body) -> Result<Bytes, Oversized> {
    let mut bytes = Vec::new();
    let mut dropped = 0;
    // A body that breaks off ends here; nobody is left to read the answer.
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(chunk) = frame.into_data() else { continue };
        if dropped == 0 && bytes.len() + chunk.len() <= MAX_BYTES {
            bytes.extend_from_slice(&chunk);
            continue;
        }
        dropped += chunk.len();
        if dropped > MAX_DROPPED_BYTES {
            break;
        }
    }
    if dropped == 0 { Ok(bytes.into()) } else { Err(Oversized) }
}
