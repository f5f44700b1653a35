//! What a page configures beyond its attributes: a tree whose every value has passed its rule.

use super::config_error::{ConfigCode, ConfigError};
use super::options::is_printable;
use crate::card::Brand;
use crate::token::Json;

/// What is configured beyond the attributes, read by name.
#[derive(Clone, Debug)]
pub struct Config(Json);

/// What a value must be.
#[derive(Clone, Copy)]
enum Rule {
    /// Read where the fields are.
    Elsewhere,
    /// A text of at least one and at most so many characters, none of them a control character.
    Text(usize),
    /// So many upper-case letters.
    Letters(usize),
    /// Digits, also behind a plus sign.
    CountryCode,
    /// A brand's id or alias.
    Brand,
    /// An id that may stand in a path.
    Id,
    /// A plain path from its first slash on.
    Path,
    /// A header's name.
    HeaderName,
    /// A part of a header's value, of at most so many characters.
    HeaderText(usize),
    /// An object, passed on as it is.
    Tree,
    /// An object of texts; an empty name on the wire is written as null.
    Names,
    /// An object, each of whose parts has a rule and may be left out.
    Object(&'static [Part]),
    /// An object, each of whose parts has a rule and must be there.
    Whole(&'static [Part]),
}

type Part = (&'static str, Rule);

/// Everything that a page may set, in the order in which it is checked. Callbacks stay in the
/// shell.
const NAMES: &[Part] = &[
    ("brandRanges", Rule::Elsewhere),
    ("maxYearsAhead", Rule::Elsewhere),
    (
        "billingAddress",
        Rule::Object(&[
            ("line1", Rule::Text(255)),
            ("line2", Rule::Text(255)),
            ("city", Rule::Text(255)),
            ("state", Rule::Text(255)),
            ("postalCode", Rule::Text(16)),
            ("country", Rule::Letters(2)),
        ]),
    ),
    ("phone", Rule::Whole(&[("countryCode", Rule::CountryCode), ("number", Rule::Text(25))])),
    ("email", Rule::Text(255)),
    // The page's own names and values, for wires that keep them with a token.
    ("metadata", Rule::Tree),
    // What the wire calls device or risk data.
    ("device", Rule::Tree),
    // How often a recurring token may be charged, in the provider's words.
    ("usageLimit", Rule::Text(32)),
    // Whether the security code of a recurring token is checked at once, and in which currency.
    ("cvvAuthorize", Rule::Object(&[("currency", Rule::Letters(3))])),
    // The brand that the customer prefers on a co-badged card.
    ("preferredBrand", Rule::Brand),
    // ProcessOut's customer token, which the merchant's server has made and the card completes.
    ("customerToken", Rule::Whole(&[("customer", Rule::Id), ("token", Rule::Id)])),
    // Names on the wire by our names, for wires that leave them open.
    ("fieldMap", Rule::Names),
    // The path after the endpoint, for endpoints that are none of the known systems.
    ("path", Rule::Path),
    // The header that carries the key, and what stands before the key in it.
    ("keyHeader", Rule::HeaderName),
    ("keyPrefix", Rule::HeaderText(32)),
];

impl Config {
    /// Reads a tree.
    ///
    /// # Errors
    /// `invalid_option` for the first name that is unknown and the first value that breaks its rule.
    pub fn read(tree: &Json) -> Result<Self, ConfigError> {
        let invalid = |option| ConfigError::new(ConfigCode::InvalidOption, option);
        let is_known = |name: &str| NAMES.iter().any(|(known, _)| *known == name);
        let is_tree = tree.is_object() || matches!(tree, Json::Null);
        if !is_tree || !tree.entries().iter().all(|(name, _)| is_known(name)) {
            return Err(invalid("configure"));
        }
        match NAMES.iter().find(|part| !holds(part, tree, false)) {
            Some((name, _)) => Err(invalid(name)),
            None => Ok(Self(tree.clone())),
        }
    }

    /// Takes the parts of a billing address that somebody has entered, over those that the page has set.
    pub(super) fn bill_to(&mut self, entered: [(&'static str, Option<&str>); 2]) {
        const NAME: &str = "billingAddress";
        let set = self.tree(NAME).map(Json::entries).unwrap_or_default().iter();
        let is_entered =
            |name: &str| entered.iter().any(|(own, text)| *own == name && text.is_some());
        let mut address: Vec<_> = set.filter(|(name, _)| !is_entered(name)).cloned().collect();
        for (name, text) in entered {
            address.extend(text.map(|text| (name.to_owned(), Json::of_text(Some(text)))));
        }
        if address.is_empty() {
            return;
        }
        let rest = self.0.entries().iter().filter(|(name, _)| name != NAME).cloned();
        let address = (NAME.to_owned(), Json::Object(address));
        self.0 = Json::Object(rest.chain([address]).collect());
    }

    /// The text at a dotted path, such as `billingAddress.city`.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.0.at(path)?.as_text()
    }

    /// The value at a dotted path, unless it is null.
    pub(super) fn tree(&self, path: &str) -> Option<&Json> {
        self.0.given(path)
    }

    /// The cardholder's telephone number: digits of the country, without a plus sign, and the
    /// rest, as the page gave it.
    pub(super) fn phone(&self) -> Option<(&str, &str)> {
        let country = self.text("phone.countryCode")?;
        Some((country.strip_prefix('+').unwrap_or(country), self.text("phone.number")?))
    }

    /// The same in one text.
    pub(super) fn phone_text(&self) -> Option<String> {
        self.phone().map(|(country, number)| ["+", country, " ", number].concat())
    }

    /// Names on the wire by our names.
    pub(super) fn field_map(&self) -> &[(String, Json)] {
        self.tree("fieldMap").map(Json::entries).unwrap_or_default()
    }

    /// The brand that the customer prefers.
    pub(super) fn preferred_brand(&self) -> Option<Brand> {
        Brand::from_id(self.text("preferredBrand")?)
    }
}

/// Does the named part of a tree follow its rule? A null counts as left out.
fn holds((name, rule): &Part, tree: &Json, is_needed: bool) -> bool {
    tree.given(name).map_or(!is_needed, |value| rule.holds(value))
}

impl Rule {
    fn holds(self, json: &Json) -> bool {
        let text = |longest, is_plain: fn(u8) -> bool| {
            is_text(json, longest) && json.as_text().is_some_and(|text| text.bytes().all(is_plain))
        };
        match self {
            Self::Elsewhere => true,
            Self::Text(longest) => is_text(json, longest),
            Self::Letters(count) => {
                text(count, |b| b.is_ascii_uppercase())
                    && json.as_text().is_some_and(|text| text.len() == count)
            }
            Self::CountryCode => {
                let digits = json.as_text().map(|text| text.strip_prefix('+').unwrap_or(text));
                is_text(json, 7)
                    && digits.is_some_and(|digits| {
                        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
                    })
            }
            Self::Brand => json.as_text().is_some_and(|id| Brand::from_id(id).is_some()),
            Self::Id => text(64, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')),
            Self::Path => {
                text(255, |b| {
                    b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'.' | b'~')
                }) && json.as_text().and_then(|path| path.strip_prefix('/')).is_some_and(|path| {
                    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
                })
            }
            Self::HeaderName => text(64, |b| b.is_ascii_alphanumeric() || b == b'-'),
            Self::HeaderText(longest) => {
                is_text(json, longest) && json.as_text().is_some_and(is_printable)
            }
            Self::Tree => json.is_object(),
            Self::Names => {
                let is_name = |name: &Json| matches!(name, Json::Null) || is_text(name, 64);
                json.is_object() && json.entries().iter().all(|(_, name)| is_name(name))
            }
            Self::Object(parts) => {
                json.is_object() && parts.iter().all(|part| holds(part, json, false))
            }
            Self::Whole(parts) => parts.iter().all(|part| holds(part, json, true)),
        }
    }
}

fn is_text(json: &Json, longest: usize) -> bool {
    json.as_text().is_some_and(|text| {
        let mut chars = text.chars();
        !text.is_empty() && chars.nth(longest).is_none() && !text.contains(char::is_control)
    })
}
