//! Answers that come slowly, or never whole.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// How long the first half of an answer has to leave before the connection ends.
const BEFORE_THE_END: Duration = Duration::from_millis(20);

/// A body in pieces, with a wait after each of them.
pub(crate) struct BrokenBody {
    pieces: VecDeque<Bytes>,
    wait: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    /// Does the connection end after the last piece?
    breaks: bool,
}

impl BrokenBody {
    /// A body that breaks at once: not even the head of the answer leaves.
    pub(crate) fn nothing() -> Self {
        Self::of(VecDeque::new(), Duration::ZERO, true)
    }

    /// The first half of a body.
    pub(crate) fn half(bytes: &Bytes) -> Self {
        let half = bytes.slice(..bytes.len() / 2);
        Self::of([half].into(), BEFORE_THE_END, true)
    }

    /// A whole body in drops of this size.
    pub(crate) fn drops(bytes: &Bytes, size: usize, wait: Duration) -> Self {
        let pieces = bytes.chunks(size.max(1)).map(Bytes::copy_from_slice).collect();
        Self::of(pieces, wait, false)
    }

    fn of(pieces: VecDeque<Bytes>, wait: Duration, breaks: bool) -> Self {
        Self { pieces, wait, waiting: None, breaks }
    }
}

impl HttpBody for BrokenBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(waiting) = &mut self.waiting {
            ready!(waiting.as_mut().poll(context));
            self.waiting = None;
        }
        match self.pieces.pop_front() {
            Some(piece) => {
                self.waiting = Some(Box::pin(sleep(self.wait)));
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            None if self.breaks => {
                let error = io::Error::new(io::ErrorKind::ConnectionReset, "a fault");
                Poll::Ready(Some(Err(error)))
            }
            None => Poll::Ready(None),
        }
    }
}

impl IntoResponse for BrokenBody {
    fn into_response(self) -> Response {
        (StatusCode::OK, Body::new(self)).into_response()
    }
}
