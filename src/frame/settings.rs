//! What the page may set about the fields.

use super::reader::Reader;
use super::{Embedder, Style};
use crate::card::{BinLength, Brand, BrandSet, Field};
use crate::token::Json;

/// The longest text of an option, in bytes; a page cuts them at a quarter of it, in characters.
const LONGEST_TEXT: usize = 1024;
/// The longest language tag, in bytes.
const LONGEST_LOCALE: usize = 35;
/// The longest time, in milliseconds.
const LONGEST_MS: u32 = 2_000_000_000;
/// As far ahead as a card can expire, unless the frame's configuration says otherwise.
const MAX_YEARS_AHEAD: u32 = 20;

/// The names of `configure()` that a page may set. None of them changes what is valid of a card, what a
/// state says of it or where it goes; the country of an address says what shape a postal code has.
const CONFIGURABLE: &[&str] = &[
    "billingAddress",
    "phone",
    "email",
    "metadata",
    "device",
    "usageLimit",
    "cvvAuthorize",
    "preferredBrand",
    "customerToken",
    "texts",
];

/// What the page may set at any time.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How often a token may be used.
    pub token_type: Option<String>,
    /// The token whose security code is entered again.
    pub update_token: Option<String>,
    /// The brand of that token's card.
    pub card_brand: Option<String>,
    /// The deadline of a request.
    pub timeout_ms: u32,
    /// The least life of a token that is handed out again.
    pub min_validity_ms: u32,
    /// The language of what people read, as a BCP 47 tag.
    pub locale: Option<String>,
    /// Must a card be entered?
    pub required: bool,
    /// Is the whole element disabled?
    pub disabled: bool,
    /// Can the page ask its server for the token of a submission?
    pub fetches_submission_token: bool,
    /// Can it ask for a token's JSON?
    pub fetches_token: bool,
    /// What `configure()` was given, and what the frame's own configuration says instead.
    pub configure: Vec<(String, Json)>,
}

/// What the page sets once, before the first key.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The fields, in the order of the form.
    pub fields: Vec<Field>,
    /// The brands that both sides accept.
    pub accepted: BrandSet,
    /// As many of a number's first digits as a token may show: both sides have to allow them.
    pub bin: Option<BinLength>,
    /// What may change later.
    pub settings: Settings,
    /// The frame's own configuration from now on.
    pub narrowed: Vec<(String, Json)>,
    /// How it looks.
    pub style: Style,
}

impl Settings {
    pub(super) fn read(reader: &mut Reader<'_>, embedder: &Embedder) -> Option<Self> {
        Some(Self {
            token_type: reader.text("tokenType", LONGEST_TEXT)?,
            update_token: reader.text("updateToken", LONGEST_TEXT)?,
            card_brand: reader.text("cardBrand", LONGEST_TEXT)?,
            timeout_ms: reader.whole("timeoutMs", LONGEST_MS)?.unwrap_or(30_000),
            min_validity_ms: reader.whole("minValidityMs", LONGEST_MS)?.unwrap_or(30_000),
            locale: reader.optional("locale", locale)?,
            required: reader.flag("required")?,
            disabled: reader.flag("disabled")?,
            fetches_submission_token: reader.flag("fetchesSubmissionToken")?,
            fetches_token: reader.flag("fetchesToken")?,
            configure: configured(reader.value("configure"), embedder)?,
        })
    }
}

impl Start {
    pub(super) fn read(reader: &mut Reader<'_>, embedder: &Embedder) -> Option<Self> {
        let wanted = reader.value("fields").items();
        let wanted: Option<Vec<Field>> =
            wanted.iter().map(|name| Field::from_name(name.as_text()?)).collect();
        let wanted = wanted.filter(|wanted| !wanted.is_empty())?;
        let fields = Field::ALL.iter().copied().filter(|field| wanted.contains(field)).collect();
        let narrowed = match reader.value("brands") {
            Json::List(items) if !items.is_empty() => known(items)?,
            Json::Null | Json::List(_) => BrandSet::ALL,
            Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Object(_) => return None,
        };
        let bin = reader.optional("bin", |name| BinLength::from_name(name.as_text()?))?;
        let bin = bin.zip(embedder.bin).map(|(page, own)| page.min(own));
        let max_years_ahead = reader.whole("maxYearsAhead", 99)?;
        let mut embedder = embedder.clone();
        if let Some(years) = max_years_ahead {
            narrow_years(&mut embedder.configure, years);
        }
        let settings = Settings::read(reader, &embedder)?;
        let style = Style::read(reader.value("style"), &embedder);
        let accepted = narrowed.and(embedder.accepted);
        Some(Self { fields, accepted, bin, settings, narrowed: embedder.configure, style })
    }
}

/// The brands of these ids. One that is unknown here is of a later version, or a mistake that the
/// page has told of: it is none that could be accepted, and no reason to take no brand at all.
fn known(items: &[Json]) -> Option<BrandSet> {
    items.iter().try_fold(BrandSet::NONE, |mut set, item| {
        if let Some(brand) = Brand::from_id(item.as_text()?) {
            set.insert(brand);
        }
        Some(set)
    })
}

/// A text that has the characters of a language tag and no others.
fn locale(value: &Json) -> Option<String> {
    let tag = value.as_text()?;
    let is_tag = (2..=LONGEST_LOCALE).contains(&tag.len())
        && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_tag.then(|| tag.to_owned())
}

/// The page's part of the configuration, under the frame's own.
fn configured(value: &Json, embedder: &Embedder) -> Option<Vec<(String, Json)>> {
    let entries = match value {
        Json::Null => &[][..],
        Json::Object(entries) => entries,
        Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => return None,
    };
    if !entries.iter().all(|(name, _)| CONFIGURABLE.contains(&name.as_str())) {
        return None;
    }
    let own = &embedder.configure;
    let is_own = |name: &String| own.iter().any(|(other, _)| other == name);
    let page = entries.iter().filter(|(name, _)| !is_own(name));
    Some(own.iter().chain(page).cloned().collect())
}

/// The page may shorten how far ahead a card can expire, never lengthen it.
fn narrow_years(configure: &mut Vec<(String, Json)>, years: u32) {
    const NAME: &str = "maxYearsAhead";
    let own = configure.iter().find(|(name, _)| name == NAME);
    let limit = own.and_then(|(_, own)| own.as_whole()).unwrap_or(MAX_YEARS_AHEAD);
    let narrowed = Json::of_whole(Some(limit.min(years)));
    configure.retain(|(name, _)| name != NAME);
    configure.push((NAME.to_owned(), narrowed));
}
