//! Which operation a path and a method name, and who may ask for it.

use super::account::Caller;
use axum::http::Method;

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call<'path> {
    CreateCard,
    ReadCard(&'path str),
    UpdateCard(&'path str),
    ReadIin(&'path str),
    CreateCustomer,
    CreateToken(&'path str),
    ReadToken(&'path str, &'path str),
    UpdateToken(&'path str, &'path str),
    FinishAction(&'path str),
    CreateInvoice,
    Capture(&'path str),
    Authorize(&'path str),
}

impl<'path> Call<'path> {
    /// Reads a path below the prefix; empty segments are passed over.
    pub(super) fn parse(method: &Method, path: &'path str) -> Option<Self> {
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        match (method, segments.as_slice()) {
            (&Method::POST, ["cards"]) => Some(Self::CreateCard),
            (&Method::GET, ["cards", id]) => Some(Self::ReadCard(id)),
            (&Method::PUT, ["cards", id]) => Some(Self::UpdateCard(id)),
            (&Method::GET, ["iins", digits]) => Some(Self::ReadIin(digits)),
            (&Method::POST, ["customers"]) => Some(Self::CreateCustomer),
            (&Method::POST, ["customers", of, "tokens"]) => Some(Self::CreateToken(of)),
            (&Method::GET, ["customers", of, "tokens", id]) => Some(Self::ReadToken(of, id)),
            (&Method::PUT, ["customers", of, "tokens", id]) => Some(Self::UpdateToken(of, id)),
            (&Method::GET, ["actions", id]) => Some(Self::FinishAction(id)),
            (&Method::POST, ["invoices"]) => Some(Self::CreateInvoice),
            (&Method::POST, ["invoices", id, "capture"]) => Some(Self::Capture(id)),
            (&Method::POST, ["invoices", id, "authorize"]) => Some(Self::Authorize(id)),
            _ => None,
        }
    }

    /// May it be asked for?
    pub(super) fn is_open_to(self, caller: Caller) -> bool {
        match self {
            Self::CreateCard | Self::UpdateCard(_) | Self::ReadIin(_) | Self::UpdateToken(..) => {
                true
            }
            _ => caller == Caller::Server,
        }
    }

    /// Does it change something, and count against the rate limit?
    pub(super) fn is_change(self) -> bool {
        !matches!(
            self,
            Self::ReadCard(_) | Self::ReadIin(_) | Self::ReadToken(..) | Self::FinishAction(_)
        )
    }
}
