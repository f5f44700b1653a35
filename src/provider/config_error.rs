//! Why an option can't be used: a code, and the option's name.

/// What is wrong with an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigCode {
    /// A needed option is not set.
    MissingOption,
    /// An option's value can't be used.
    InvalidOption,
    /// The provider is none that this build speaks to.
    UnknownProvider,
    /// The endpoint is `http:` and not this machine.
    InsecureEndpoint,
    /// A live key with a sandbox endpoint, or the other way round.
    ModeMismatch,
    /// The option holds a key that must never be in a browser.
    SecretKeyRefused,
    /// The provider can't do what is asked.
    UnsupportedOperation,
}

impl ConfigCode {
    /// Every code.
    pub const ALL: &[Self] = &[
        Self::MissingOption,
        Self::InvalidOption,
        Self::UnknownProvider,
        Self::InsecureEndpoint,
        Self::ModeMismatch,
        Self::SecretKeyRefused,
        Self::UnsupportedOperation,
    ];

    /// The stable snake_case code.
    pub fn code(self) -> &'static str {
        match self {
            Self::MissingOption => "missing_option",
            Self::InvalidOption => "invalid_option",
            Self::UnknownProvider => "unknown_provider",
            Self::InsecureEndpoint => "insecure_endpoint",
            Self::ModeMismatch => "mode_mismatch",
            Self::SecretKeyRefused => "secret_key_refused",
            Self::UnsupportedOperation => "unsupported_operation",
        }
    }
}

/// An option that can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong.
    pub code: ConfigCode,
    /// The option's name as the page writes it, such as `publicKey`.
    pub option: &'static str,
}

impl ConfigError {
    pub(super) fn new(code: ConfigCode, option: &'static str) -> Self {
        Self { code, option }
    }
}
