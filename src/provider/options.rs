//! What the page configures, checked before any request.

use super::config_error::{ConfigCode, ConfigError};
use super::endpoint::EndpointProblem;
use super::raw_options::{
    BIN, CARD_BRAND, ENDPOINT, ORGANIZATION, PROVIDER, PUBLIC_KEY, RawOptions, TOKEN_TYPE,
    UPDATE_TOKEN,
};
use super::secret_key::{holds_secret, looks_secret};
use super::{Config, Dialect, Endpoint, Need, dialect, preference};
use crate::card::{BinLength, Brand, Country, PostalCode};
use crate::token::{Mode, ProviderId, TokenType};

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
