//! What the page configures, checked before any request.

use super::endpoint::EndpointProblem;
use super::{Config, Dialect, Endpoint, Need, dialect, preference};
use crate::card::{BinLength, Brand, Country, PostalCode};
use crate::token::{Json, Mode, ProviderId, TokenType};

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

const PROVIDER: &str = "provider";
const PUBLIC_KEY: &str = "publicKey";
const ORGANIZATION: &str = "organization";
const ENDPOINT: &str = "endpoint";
const TOKEN_TYPE: &str = "tokenType";
const UPDATE_TOKEN: &str = "updateToken";
const CARD_BRAND: &str = "cardBrand";
const BIN: &str = "bin";

/// The options as the page wrote them.
#[derive(Clone, Debug, PartialEq)]
pub struct RawOptions {
    /// The provider's name.
    pub provider: Option<String>,
    /// The key that may be in a browser.
    pub public_key: Option<String>,
    /// The account at the provider, where its addresses name one.
    pub organization: Option<String>,
    /// Another base URL than the provider's own.
    pub endpoint: Option<String>,
    /// How often the token may be used.
    pub token_type: Option<String>,
    /// The token whose security code is entered again.
    pub update_token: Option<String>,
    /// The brand of that token's card.
    pub card_brand: Option<String>,
    /// How many of the number's first digits may be shown.
    pub bin: Option<String>,
    /// What `configure()` was given, callbacks left out.
    pub config: Json,
}

impl Default for RawOptions {
    fn default() -> Self {
        Self {
            provider: None,
            public_key: None,
            organization: None,
            endpoint: None,
            token_type: None,
            update_token: None,
            card_brand: None,
            bin: None,
            config: Json::Null,
        }
    }
}

impl RawOptions {
    /// Reads options from a tree; what is no text counts as not set.
    pub fn read(tree: &Json) -> Self {
        let text = |name| tree.at(name).and_then(Json::as_text).map(str::to_owned);
        Self {
            provider: text(PROVIDER),
            public_key: text(PUBLIC_KEY),
            organization: text(ORGANIZATION),
            endpoint: text(ENDPOINT),
            token_type: text(TOKEN_TYPE),
            update_token: text(UPDATE_TOKEN),
            card_brand: text(CARD_BRAND),
            bin: text(BIN),
            config: tree.at("configure").cloned().unwrap_or(Json::Null),
        }
    }
}

/// Options that have passed their rules.
#[derive(Clone)]
pub struct Options {
    pub(super) provider: ProviderId,
    pub(super) dialect: &'static Dialect,
    /// Empty where the provider needs none.
    pub(super) public_key: String,
    /// Empty where none is set.
    pub(super) organization: String,
    pub(super) endpoint: Endpoint,
    /// `None` where no key tells.
    pub(super) mode: Option<Mode>,
    pub(super) token_type: Option<TokenType>,
    pub(super) update_token: Option<String>,
    pub(super) card_brand: Option<Brand>,
    /// How many of the number's first digits may be shown; `None` for none.
    pub(super) bin: Option<BinLength>,
    /// The brand that a co-badged card's holder prefers.
    pub(super) preferred_brand: Option<Brand>,
    pub(super) config: Config,
}

impl Options {
    /// Checks the options.
    ///
    /// # Errors
    /// The first option that can't be used. A secret key is looked for first, in every option.
    pub fn new(raw: &RawOptions) -> Result<Self, ConfigError> {
        let texts = [
            (PROVIDER, &raw.provider),
            (PUBLIC_KEY, &raw.public_key),
            (ORGANIZATION, &raw.organization),
            (ENDPOINT, &raw.endpoint),
            (UPDATE_TOKEN, &raw.update_token),
        ];
        for (option, text) in texts {
            if text.as_deref().is_some_and(looks_secret) {
                return Err(ConfigError::new(ConfigCode::SecretKeyRefused, option));
            }
        }
        if holds_secret(&raw.config) {
            return Err(ConfigError::new(ConfigCode::SecretKeyRefused, "configure"));
        }
        let provider = ProviderId::from_name(given(&raw.provider, Need::Required, PROVIDER)?);
        let (provider, dialect) = provider
            .and_then(|provider| Some((provider, dialect(provider)?)))
            .ok_or(ConfigError::new(ConfigCode::UnknownProvider, PROVIDER))?;
        let public_key = given(&raw.public_key, dialect.public_key, PUBLIC_KEY)?;
        if !is_printable(public_key) {
            return Err(ConfigError::new(ConfigCode::InvalidOption, PUBLIC_KEY));
        }
        let mode = match (dialect.public_key, public_key) {
            (Need::Required, key) => (dialect.key_mode)(key)
                .ok_or(ConfigError::new(ConfigCode::InvalidOption, PUBLIC_KEY))?,
            (Need::Optional, _) => None,
        };
        let organization = given(&raw.organization, dialect.organization, ORGANIZATION)?;
        if !is_id(organization) {
            return Err(ConfigError::new(ConfigCode::InvalidOption, ORGANIZATION));
        }
        let config = Config::read(&raw.config)?;
        let options = Self {
            provider,
            dialect,
            public_key: public_key.to_owned(),
            organization: organization.to_owned(),
            endpoint: endpoint(raw, dialect, mode, organization)?,
            mode,
            token_type: chosen(&raw.token_type, TOKEN_TYPE, |name| {
                let chosen = TokenType::from_name(name)?;
                dialect.token_types.contains(&chosen).then_some(chosen)
            })?,
            update_token: chosen(&raw.update_token, UPDATE_TOKEN, |id| {
                is_id(id).then(|| id.to_owned())
            })?,
            card_brand: chosen(&raw.card_brand, CARD_BRAND, Brand::from_id)?,
            bin: chosen(&raw.bin, BIN, |name| match name {
                "none" => Some(None),
                name => BinLength::from_name(name).map(Some),
            })?
            .flatten(),
            preferred_brand: preference::configured(&config, dialect)?,
            config,
        };
        (dialect.check)(&options)?;
        Ok(options)
    }

    /// Takes what somebody has entered of the billing address, over what the page has set of it.
    pub fn bill_to(&mut self, postal_code: Option<&PostalCode>, country: Option<&Country>) {
        let postal_code = postal_code.map(|code| code.text().expose().as_str());
        let country = country.map(Country::code);
        self.config.bill_to([("postalCode", postal_code), ("country", country)]);
    }

    /// The address that cards are posted below.
    pub fn endpoint(&self) -> &str {
        self.endpoint.as_str()
    }

    /// Does an attempt need a token of the merchant's server first, as Keap's does?
    pub fn needs_submission_token(&self) -> bool {
        self.dialect.needs_submission_token
    }

    /// The brand of the card whose security code is entered again.
    pub fn card_brand(&self) -> Option<Brand> {
        self.card_brand
    }
}

fn endpoint(
    raw: &RawOptions,
    dialect: &Dialect,
    mode: Option<Mode>,
    organization: &str,
) -> Result<Endpoint, ConfigError> {
    let of_system = |mode| (dialect.base_url)(mode, organization);
    let endpoint = match raw.endpoint.as_deref() {
        None | Some("") => of_system(mode)
            .map(Endpoint::known)
            .ok_or(ConfigError::new(ConfigCode::MissingOption, ENDPOINT))?,
        Some(text) => Endpoint::parse(text).map_err(|problem| {
            let code = match problem {
                EndpointProblem::Malformed => ConfigCode::InvalidOption,
                EndpointProblem::Insecure => ConfigCode::InsecureEndpoint,
            };
            ConfigError::new(code, ENDPOINT)
        })?,
    };
    let other = match mode {
        Some(Mode::Live) => of_system(Some(Mode::Test)),
        Some(Mode::Test) => of_system(Some(Mode::Live)),
        None => None,
    };
    // One address for both modes is no mismatch.
    if other != of_system(mode) && other.as_deref() == Some(endpoint.as_str()) {
        return Err(ConfigError::new(ConfigCode::ModeMismatch, ENDPOINT));
    }
    Ok(endpoint)
}

fn given<'a>(
    text: &'a Option<String>,
    need: Need,
    option: &'static str,
) -> Result<&'a str, ConfigError> {
    match (text.as_deref().map(str::trim), need) {
        (None | Some(""), Need::Required) => {
            Err(ConfigError::new(ConfigCode::MissingOption, option))
        }
        (None, Need::Optional) => Ok(""),
        (Some(text), _) => Ok(text),
    }
}

/// The value of an option that may be left out.
fn chosen<T>(
    text: &Option<String>,
    option: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, ConfigError> {
    match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => {
            read(text).map(Some).ok_or(ConfigError::new(ConfigCode::InvalidOption, option))
        }
    }
}

/// May the text stand in a header?
pub(super) fn is_printable(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

/// May the text stand in a path?
fn is_id(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn holds_secret(json: &Json) -> bool {
    match json {
        Json::Text(text) => looks_secret(text),
        Json::List(items) => items.iter().any(holds_secret),
        Json::Object(entries) => entries.iter().any(|(_, value)| holds_secret(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Keys that the systems call secret: `sk_…`, an `ApiKey`, a JWT with its secret in front.
fn looks_secret(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("Bearer ").unwrap_or(text);
    let parts_of_jwt = text.split('.').collect::<Vec<_>>();
    text.starts_with("sk_")
        || text.starts_with("key_")
        || text.starts_with("ApiKey ")
        || matches!(parts_of_jwt.as_slice(), [secret, header, _, _]
            if !secret.is_empty() && header.starts_with("ey"))
}
