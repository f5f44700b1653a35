//! Which pages may embed the frame, and what it does for each. All of it is the frame's own.

use super::Origin;
use crate::card::{BinLength, Brand, BrandSet};
use crate::token::Json;

/// The names of an entry that say where a card goes.
const ACCOUNT: &[&str] = &["provider", "publicKey", "organization", "endpoint"];

/// A font that the frame serves itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Font {
    /// Its name as a page's look has it: letters, digits and blanks.
    pub name: String,
    /// Its file, relative to the frame.
    pub path: String,
}

/// One page's entry in the frame's configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedder {
    /// Whose entry it is.
    pub origin: Origin,
    /// Provider, key, organization and endpoint by their names.
    pub account: Vec<(String, String)>,
    /// The brands that it accepts.
    pub accepted: BrandSet,
    /// As many of a number's first digits as the page may opt in to; `None` for none.
    pub bin: Option<BinLength>,
    /// What the element's `configure()` takes: ranges of brands, limits, field maps.
    pub configure: Vec<(String, Json)>,
    /// Fonts that the page may name.
    pub fonts: Vec<Font>,
}

/// The frame's configuration: `{"embedders": {"https://shop.example": {"provider": …, …}}}`.
#[derive(Clone, Debug, Default)]
pub struct Embedders(Vec<Embedder>);

impl Embedders {
    /// Reads the configuration. An entry that breaks a rule is left out: it admits nobody.
    pub fn read(json: &str) -> Self {
        let tree = Json::parse(json).unwrap_or(Json::Null);
        let entries = match tree.at("embedders") {
            Some(Json::Object(entries)) => &entries[..],
            _ => &[],
        };
        Self(entries.iter().filter_map(|(origin, entry)| embedder(origin, entry)).collect())
    }

    /// The entry of an origin.
    pub fn of(&self, origin: &Origin) -> Option<&Embedder> {
        self.0.iter().find(|embedder| embedder.origin == *origin)
    }
}

fn embedder(origin: &str, entry: &Json) -> Option<Embedder> {
    let origin = Origin::parse(origin)?;
    let Json::Object(entries) = entry else { return None };
    let mut embedder = Embedder {
        origin,
        account: Vec::new(),
        accepted: BrandSet::ALL,
        bin: None,
        configure: Vec::new(),
        fonts: Vec::new(),
    };
    for (name, value) in entries {
        match (name.as_str(), value) {
            (name, Json::Text(text)) if ACCOUNT.contains(&name) => {
                embedder.account.push((name.to_owned(), text.clone()));
            }
            ("brands", Json::List(items)) => embedder.accepted = brands(items)?,
            ("bin", Json::Text(name)) => embedder.bin = Some(BinLength::from_name(name)?),
            ("configure", Json::Object(options)) => embedder.configure.clone_from(options),
            ("fonts", Json::Object(files)) => {
                let fonts: Option<_> = files.iter().map(|(name, path)| font(name, path)).collect();
                embedder.fonts = fonts?;
            }
            _ => return None,
        }
    }
    Some(embedder)
}

/// No other origin's file, and nothing that could end the quotes around it.
fn font(name: &str, path: &Json) -> Option<Font> {
    let path = path.as_text()?;
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b' ';
    let is_path = |b: u8| b.is_ascii_alphanumeric() || b"._-/".contains(&b);
    let passes = (1..=40).contains(&name.len())
        && name.bytes().all(is_name)
        && path.bytes().all(is_path)
        && !path.starts_with('/')
        && !path.contains("..");
    passes.then(|| Font { name: name.to_owned(), path: path.to_owned() })
}

/// A set of brands by their ids; `None` when one is unknown.
fn brands(items: &[Json]) -> Option<BrandSet> {
    items.iter().try_fold(BrandSet::default(), |mut set, item| {
        set.insert(Brand::from_id(item.as_text()?)?);
        Some(set)
    })
}
