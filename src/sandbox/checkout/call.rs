//! Which operation a path and a method name, and which key opens it.

use super::account::KeyKind;
use axum::http::Method;

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call<'path> {
    CreateToken,
    ReadToken(&'path str),
    Pay,
    ReadPayment(&'path str),
    Capture(&'path str),
    Void(&'path str),
    CreateInstrument,
    ReadInstrument(&'path str),
}

impl<'path> Call<'path> {
    /// Reads a path below the prefix. Empty segments are passed over: the vendor's clients make
    /// `//` of a base that ends in `/`.
    pub(super) fn parse(method: &Method, path: &'path str) -> Option<Self> {
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        match (method, segments.as_slice()) {
            (&Method::POST, ["tokens"]) => Some(Self::CreateToken),
            (&Method::GET, ["tokens", id, "metadata"]) => Some(Self::ReadToken(id)),
            (&Method::POST, ["payments"]) => Some(Self::Pay),
            (&Method::GET, ["payments", id]) => Some(Self::ReadPayment(id)),
            (&Method::POST, ["payments", id, "captures"]) => Some(Self::Capture(id)),
            (&Method::POST, ["payments", id, "voids"]) => Some(Self::Void(id)),
            (&Method::POST, ["instruments"]) => Some(Self::CreateInstrument),
            (&Method::GET, ["instruments", id]) => Some(Self::ReadInstrument(id)),
            _ => None,
        }
    }

    /// The key that opens it.
    pub(super) fn key(self) -> KeyKind {
        match self {
            Self::CreateToken => KeyKind::Public,
            _ => KeyKind::Secret,
        }
    }

    /// Does it count against the rate limit?
    pub(super) fn is_limited(self) -> bool {
        matches!(self, Self::CreateToken | Self::Pay | Self::CreateInstrument)
    }
}
