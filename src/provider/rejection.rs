//! What a merchant's server was told when it spent a token, in our codes.

use super::json::Reply;
use super::{ProviderCode, ProviderError, dialect};
use crate::token::ProviderId;

/// A refused call of the merchant's server.
#[derive(Debug)]
pub struct Rejection<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The body, as text.
    pub body: &'a str,
    /// What is known of the token that was spent.
    pub spent: Spent<'a>,
}

impl Rejection<'_> {
    /// The error of a code, and of whether it is sure.
    pub(super) fn error(&self, told: (ProviderCode, bool)) -> ProviderError {
        let (code, certain) = match told {
            // No public key was in this call: it is the server's own credential that was refused.
            (ProviderCode::InvalidPublicKey, _) => (ProviderCode::SessionExpired, false),
            told => told,
        };
        ProviderError { certain, ..ProviderError::new(code, self.status) }
    }
}

/// What is known of a token that was spent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent<'a> {
    /// Its id.
    pub id: Option<&'a str>,
    /// Was it over by then? `None` when nothing is known of its life.
    pub is_over: Option<bool>,
    /// Had it been used before?
    pub is_consumed: bool,
}

impl Spent<'_> {
    /// Tells apart what a provider has one word for. Only a guess when nothing is known.
    pub(super) fn tell(self, looks_right: fn(&str) -> bool) -> (ProviderCode, bool) {
        if self.id.is_some_and(|id| !looks_right(id)) {
            (ProviderCode::TokenMalformed, true)
        } else if self.is_consumed {
            // Of one that was over as well, nobody knows which came first.
            (ProviderCode::TokenConsumed, self.is_over != Some(true))
        } else if self.is_over == Some(true) {
            (ProviderCode::TokenExpired, true)
        } else if self.is_over == Some(false) {
            // Of the right shape, alive and unused here: somebody took it back or used it elsewhere.
            (ProviderCode::TokenRevoked, false)
        } else {
            (ProviderCode::TokenExpired, false)
        }
    }
}

/// Explains a refusal; `None` when this build does not speak to the provider.
pub fn explain(provider: ProviderId, rejection: &Rejection<'_>) -> Option<ProviderError> {
    let reply = Reply::read(rejection.body.as_bytes());
    Some((dialect(provider)?.explain)(rejection, reply.as_ref()))
}
