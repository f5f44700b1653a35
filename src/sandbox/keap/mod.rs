//! Keap, once Infusionsoft: submission tokens, the form that they are for, and the merchant's calls.
//!
//! Sources: github.com/infusionsoft/infusionsoft-php (methods, endpoint, headers),
//! github.com/novaksolutions/infusionsoft-php-sdk (the form's address, the card table), a thread of
//! community.infusionsoft.com (30 minutes, `message`, "Token expired."). Guesses: the form's fields,
//! the redirect's status, every other message, that a token is for one submission however it
//! ends, what a charged invoice answers, and the bodies of refused keys.

mod account;
mod form;
mod handler;
mod service;

pub(crate) use account::Keap;
pub(crate) use handler::router;

/// Where the API serves this dialect.
pub(crate) const PREFIX: &str = "/keap";
/// Where a card is posted to, below the prefix.
pub(crate) const FORM_PATH: &str = "/app/creditCardSubmission/addCreditCard";
