//! Requests and responses as the dialects see them: no browser, no async.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use crate::card::Secret;
use crate::token::{Json, Missing, ObjectText};

/// A request that carries a card.
pub struct Request {
    /// `POST`, `PUT` or `PATCH`.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The body, for the one place that sends it.
    pub body: Body,
}

/// What a request carries, and with it how it is sent.
pub enum Body {
    /// Bytes, sent with fetch.
    Bytes(Secret<Vec<u8>>),
    /// The entries of a form, posted into a hidden frame: for systems that answer by a redirect.
    Form(Rc<[(String, Secret<String>)]>),
}

impl Body {
    /// A JSON object, written by its parts; those that are missing are left out.
    pub(super) fn json(write: impl FnOnce(&mut ObjectText)) -> Self {
        Self::Bytes(Secret::new(ObjectText::of(Missing::LeftOut, write).into_bytes()))
    }

    /// A tree as JSON.
    pub(super) fn tree(tree: &Json) -> Self {
        let mut text = String::new();
        tree.write(&mut text);
        Self::Bytes(Secret::new(text.into_bytes()))
    }

    /// The bytes that fetch sends; none for a form.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes.expose(),
            Self::Form(_) => &[],
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({} {})", self.method, self.url)
    }
}

/// The headers of a response that a dialect may read, where the browser lets it.
pub const RESPONSE_HEADERS: &[&str] =
    &["date", "retry-after", "x-ratelimit-retry-after", "cko-request-id"];

/// A response, cut at the transport's limit.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Those of [`RESPONSE_HEADERS`] that could be read.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A header's value; the name is lower-case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| *header == name);
        found.map(|(_, value)| value.as_str())
    }
}
