//! Why no token came back.

use crate::card::{Field, FieldCode};
use crate::provider::{ConfigError, ProviderError};

/// What went wrong between here and the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkCode {
    /// The browser says that it has no network.
    Offline,
    /// No answer came within the deadline.
    Timeout,
    /// The connection failed; browsers hide from a page why (name, refusal, TLS, CORS, redirect).
    ConnectionFailed,
    /// The answer is larger than any real one.
    ResponseTooLarge,
    /// The page cancelled the request.
    Aborted,
}

impl NetworkCode {
    /// Every code.
    pub const ALL: &[Self] = &[
        Self::Offline,
        Self::Timeout,
        Self::ConnectionFailed,
        Self::ResponseTooLarge,
        Self::Aborted,
    ];

    /// The stable snake_case code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Timeout => "timeout",
            Self::ConnectionFailed => "connection_failed",
            Self::ResponseTooLarge => "response_too_large",
            Self::Aborted => "aborted",
        }
    }
}

/// Why no token came back.
#[derive(Debug, PartialEq)]
pub enum Error {
    /// An option can't be used. Nothing was sent.
    Config(ConfigError),
    /// A field is not valid. Nothing was sent.
    Field(Field, FieldCode),
    /// The provider was not reached, or its answer did not arrive.
    Network(NetworkCode),
    /// The provider answered with something else than a token.
    Provider(ProviderError),
    /// The element was taken away or replaced meanwhile.
    Destroyed,
}

impl Error {
    /// The stable snake_case code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Config(error) => error.code.code(),
            Self::Field(_, code) => code.code(),
            Self::Network(code) => code.code(),
            Self::Provider(error) => error.code.code(),
            Self::Destroyed => "destroyed",
        }
    }

    /// The type of error that the code belongs to.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Config(_) => "configuration",
            Self::Field(..) => "validation",
            Self::Network(_) => "network",
            Self::Provider(error) => error.code.kind(),
            Self::Destroyed => "internal",
        }
    }

    /// Can the same submit work if it is done again?
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Network(NetworkCode::ResponseTooLarge)
            | Self::Config(_)
            | Self::Field(..)
            | Self::Destroyed => false,
            Self::Network(_) => true,
            Self::Provider(error) => error.code.is_retryable(),
        }
    }

    /// The field that is wrong.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Field(field, _) => Some(*field),
            Self::Provider(error) => error.code.field(),
            Self::Config(_) | Self::Network(_) | Self::Destroyed => None,
        }
    }
}

impl From<ProviderError> for Error {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error)
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}
