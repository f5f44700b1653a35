//! The options as the page wrote them, and their names. No rule is applied here.

use crate::token::Json;

pub(super) const PROVIDER: &str = "provider";
pub(super) const PUBLIC_KEY: &str = "publicKey";
pub(super) const ORGANIZATION: &str = "organization";
pub(super) const ENDPOINT: &str = "endpoint";
pub(super) const TOKEN_TYPE: &str = "tokenType";
pub(super) const UPDATE_TOKEN: &str = "updateToken";
pub(super) const CARD_BRAND: &str = "cardBrand";
pub(super) const BIN: &str = "bin";

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
