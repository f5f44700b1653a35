//! The wire dialects, pure: a card and options become a request, a response becomes a token or
//! a typed error. One file a provider, and no file imports another's.
//!
//! What a system calls things stays in its file; what leaves are our own words and codes.

#![cfg_attr(
    not(all(
        feature = "checkout",
        feature = "generic",
        feature = "keap",
        feature = "paymentsai",
        feature = "processout",
        feature = "rebilly",
        feature = "univapay"
    )),
    allow(dead_code, reason = "what the dialects share is more than a single one needs")
)]

#[cfg(not(any(
    feature = "checkout",
    feature = "generic",
    feature = "keap",
    feature = "paymentsai",
    feature = "processout",
    feature = "rebilly",
    feature = "univapay"
)))]
compile_error!(
    "a build without any dialect can't make a token: turn on a feature such as `rebilly`"
);

#[cfg(feature = "checkout")]
mod checkout;
mod config;
mod config_error;
mod endpoint;
mod error;
#[cfg(feature = "generic")]
mod generic;
mod http;
mod json;
#[cfg(feature = "keap")]
mod keap;
mod options;
#[cfg(feature = "paymentsai")]
mod paymentsai;
mod preference;
#[cfg(feature = "processout")]
mod processout;
mod raw_options;
#[cfg(feature = "rebilly")]
mod rebilly;
mod rejection;
mod secret_key;
mod subject;
#[cfg(feature = "univapay")]
mod univapay;
#[cfg(any(feature = "generic", feature = "keap", feature = "paymentsai"))]
mod wire_names;

pub use config::Config;
pub use config_error::{ConfigCode, ConfigError};
pub use endpoint::Endpoint;
pub use error::{Action, ProviderCode, ProviderError};
pub use http::{Body, RESPONSE_HEADERS, Request, Response};
pub use options::Options;
pub use raw_options::RawOptions;
pub use rejection::{Rejection, Spent, explain};
pub use subject::{Call, CvcUpdate, Payment, Sent, Subject};

use crate::card::Brand;
use crate::token::{Mode, Moment, ProviderId, Token, TokenType};
use json::Reply;

/// Must an option be set?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
}

/// What sets one system apart from the others.
struct Dialect {
    public_key: Need,
    /// What a public key tells of its mode, where it tells; `None` when it is no public key of
    /// this system.
    key_mode: fn(&str) -> Option<Option<Mode>>,
    organization: Need,
    /// The system's own base URL; `None` when it has none and the page must name one.
    base_url: fn(Option<Mode>, &str) -> Option<String>,
    /// The token types that a page may choose from.
    token_types: &'static [TokenType],
    /// Whether the wire has a place for an idempotency key.
    is_idempotent: bool,
    /// Whether each attempt needs a token of the merchant's server.
    needs_submission_token: bool,
    /// The wire's name for the brand that a co-badged card's holder prefers, where it has any.
    preferred: fn(Brand) -> Option<&'static str>,
    /// Options that do not go together.
    check: fn(&Options) -> Result<(), ConfigError>,
    encode: fn(&Call<'_>) -> Result<Request, ConfigError>,
    /// Reads an answer; the JSON of its body is read already.
    decode: fn(&Response, Option<Reply>, &Sent, Received) -> Result<Answer, ProviderError>,
    /// Reads again what can change in a token's life, from the token as its provider shows it.
    observe: fn(&Reply, &Token),
    /// What a refusal of the merchant's server's call means; the body's JSON is read already.
    explain: fn(&Rejection<'_>, Option<&Reply>) -> ProviderError,
}

/// What an answer brings.
pub enum Answer {
    /// A token.
    Token(Box<Token>),
    /// Another request, before there is one.
    Next(Request),
}

/// The dialect of a system, unless this build leaves it out.
fn dialect(provider: ProviderId) -> Option<&'static Dialect> {
    #[allow(unreachable_patterns, reason = "with every feature nothing is left over")]
    match provider {
        #[cfg(feature = "checkout")]
        ProviderId::Checkout => Some(&checkout::DIALECT),
        #[cfg(feature = "generic")]
        ProviderId::Generic => Some(&generic::DIALECT),
        #[cfg(feature = "keap")]
        ProviderId::Keap => Some(&keap::DIALECT),
        #[cfg(feature = "paymentsai")]
        ProviderId::PaymentsAi => Some(&paymentsai::DIALECT),
        #[cfg(feature = "processout")]
        ProviderId::ProcessOut => Some(&processout::DIALECT),
        #[cfg(feature = "rebilly")]
        ProviderId::Rebilly => Some(&rebilly::DIALECT),
        #[cfg(feature = "univapay")]
        ProviderId::Univapay => Some(&univapay::DIALECT),
        _ => None,
    }
}

/// When a request left and its answer came.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// When the request was sent: a token's life is counted from here.
    pub sent: Moment,
    /// When the answer had come.
    pub now: Moment,
}

/// A request, and what is kept to read the answer.
pub struct Exchange {
    /// What goes out.
    pub request: Request,
    /// What stays.
    pub sent: Sent,
    /// Does the wire tell repetitions of the request apart?
    pub is_idempotent: bool,
    /// Since when the token lives, where that is before the request.
    pub since: Option<Moment>,
}

/// Writes the request that tokenizes a subject, in the words of the provider.
///
/// # Errors
/// `unsupported_operation` when the provider has no such request.
pub fn encode(call: &Call<'_>) -> Result<Exchange, ConfigError> {
    let Dialect { encode, is_idempotent, .. } = *call.options.dialect;
    let request = encode(call)?;
    Ok(Exchange { request, sent: Sent::new(call), is_idempotent, since: None })
}

/// Reads the provider's answer.
///
/// # Errors
/// A `ProviderError` with our code, the field that it means and the provider's own code.
pub fn decode(
    response: &Response,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    let answer = (sent.dialect.decode)(response, Reply::read(&response.body), sent, received);
    let mut answer = answer.map_err(|error| error.without(&sent.echo))?;
    #[cfg(feature = "frame")]
    if let Answer::Token(token) = &mut answer
        && sent.hides_card
    {
        token.hide_card();
    }
    if let Answer::Token(token) = &mut answer {
        sent.limit_bin(token);
    }
    Ok(answer)
}

/// Reads again what can change in a token's life, such as the check of its security code, from the
/// token's JSON as the merchant's server has fetched it. Anything else changes nothing.
pub fn observe(token: &Token, body: &[u8]) {
    if let (Some(dialect), Some(reply)) = (dialect(token.provider), Reply::read(body)) {
        (dialect.observe)(&reply, token);
    }
}
