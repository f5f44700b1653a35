//! How a request leaves: with fetch, or as a form in a hidden frame.

use super::fetch::Fetch;
use super::form_post::{self, FormSubmission};
use crate::client::{NetworkCode, Transport};
use crate::provider::{Body, Request, Response};

/// The browser's network, and the submission that a form is for.
pub(super) struct Network<'a> {
    pub(super) submission: Option<&'a FormSubmission>,
}

impl Transport for Network<'_> {
    async fn send(&self, request: &Request) -> Result<Response, NetworkCode> {
        match (&request.body, self.submission) {
            (Body::Bytes(bytes), _) => Fetch.send(request, bytes.expose()).await,
            (Body::Form(entries), Some(submission)) => {
                form_post::post(submission, &request.url, entries).await
            }
            (Body::Form(_), None) => Err(NetworkCode::ConnectionFailed),
        }
    }
}
