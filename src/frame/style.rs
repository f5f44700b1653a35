//! How the page may make the fields look: values of known kinds, never CSS text.

use super::Embedder;
use crate::token::Json;

/// The kind of value that a token takes.
#[derive(Clone, Copy)]
enum Kind {
    Colour,
    Size,
    Weight,
    Font,
}

/// The tokens, the custom property that each sets, and its kind.
const TOKENS: &[(&str, &str, Kind)] = &[
    ("color", "--cardlet-color", Kind::Colour),
    ("muted", "--cardlet-muted", Kind::Colour),
    ("surface", "--cardlet-surface", Kind::Colour),
    ("border", "--cardlet-border", Kind::Colour),
    ("accent", "--cardlet-accent", Kind::Colour),
    ("danger", "--cardlet-danger", Kind::Colour),
    ("radius", "--cardlet-radius", Kind::Size),
    ("gap", "--cardlet-gap", Kind::Size),
    ("padding", "--cardlet-padding", Kind::Size),
    ("fontSize", "--cardlet-font-size", Kind::Size),
    ("labelWeight", "--cardlet-label-weight", Kind::Weight),
    ("fontFamily", "--cardlet-font-family", Kind::Font),
];

/// Font stacks of the system's own. A frame's configuration may name others beside them.
const FONTS: &[(&str, &str)] = &[
    ("system", "system-ui, sans-serif"),
    ("sans-serif", "sans-serif"),
    ("serif", "serif"),
    ("monospace", "ui-monospace, monospace"),
    ("rounded", "ui-rounded, system-ui, sans-serif"),
];

/// Words that an attribute of the element takes.
const WORDS: &[(&str, &[&str])] = &[
    ("layout", &["stacked", "inline", "compact"]),
    ("labels", &["static", "floating"]),
    ("theme", &["soft", "plain", "contrast"]),
];

/// The values that passed: custom properties, colour scheme and direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    properties: Vec<(&'static str, String)>,
    attributes: Vec<(&'static str, &'static str)>,
    scheme: Option<&'static str>,
    direction: Option<&'static str>,
}

impl Style {
    /// Reads the values; what breaks a rule is left out, so that it looks as without it.
    pub fn read(json: &Json, embedder: &Embedder) -> Self {
        let text = |name: &str| json.at(name).and_then(Json::as_text);
        let one_of = |name, all: &[&'static str]| {
            text(name).and_then(|value| all.iter().copied().find(|known| *known == value))
        };
        let property = |(name, property, kind): &(&str, &'static str, Kind)| {
            Some((*property, kind.read(text(name)?, embedder)?))
        };
        Self {
            properties: TOKENS.iter().filter_map(property).collect(),
            attributes: WORDS
                .iter()
                .filter_map(|(name, words)| Some((*name, one_of(name, words)?)))
                .collect(),
            scheme: one_of("scheme", &["light", "dark"]),
            direction: one_of("direction", &["ltr", "rtl"]),
        }
    }

    /// The style as the frame's shell takes it.
    pub fn to_json(&self) -> Json {
        let properties = self.properties.iter();
        let properties =
            properties.map(|(name, value)| ((*name).to_owned(), Json::of_text(Some(value))));
        let attributes = self.attributes.iter();
        let attributes =
            attributes.map(|(name, word)| ((*name).to_owned(), Json::of_text(Some(word))));
        Json::of([
            ("properties", Json::Object(properties.collect())),
            ("attributes", Json::Object(attributes.collect())),
            ("scheme", Json::of_text(self.scheme)),
            ("direction", Json::of_text(self.direction)),
        ])
    }
}

impl Kind {
    fn read(self, value: &str, embedder: &Embedder) -> Option<String> {
        let passes = match self {
            Self::Colour => is_colour(value),
            Self::Size => is_size(value),
            Self::Weight => {
                value.len() == 3
                    && value.ends_with("00")
                    && matches!(value.as_bytes(), [b'1'..=b'9', ..])
            }
            Self::Font => {
                let system = FONTS.iter().find(|(name, _)| *name == value);
                let own = || embedder.fonts.iter().find(|font| font.name == value);
                return system
                    .map(|(_, stack)| (*stack).to_owned())
                    .or_else(|| Some(format!("\"{}\", system-ui, sans-serif", own()?.name)));
            }
        };
        passes.then(|| value.to_owned())
    }
}

/// `#` and 3, 4, 6 or 8 hexadecimal digits; or `rgb(1, 2, 3)` with three or four plain numbers.
fn is_colour(value: &str) -> bool {
    if let Some(digits) = value.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    let inner = value.strip_prefix("rgb(").or_else(|| value.strip_prefix("rgba("));
    let Some(inner) = inner.and_then(|rest| rest.strip_suffix(')')) else { return false };
    let parts: Vec<_> = inner.split(',').map(str::trim).collect();
    matches!(parts.len(), 3 | 4) && parts.iter().all(|part| is_number(part))
}

/// A plain number of pixels or of the font's size, of which no layout breaks.
fn is_size(value: &str) -> bool {
    let (number, most) = match (value.strip_suffix("px"), value.strip_suffix("em")) {
        (Some(number), _) => (number, 64),
        (None, Some(number)) => (number, 4),
        (None, None) => return value == "0",
    };
    let whole = number.split('.').next().unwrap_or_default();
    is_number(number) && (whole.is_empty() || whole.parse::<u8>().is_ok_and(|whole| whole < most))
}

/// Digits with at most one point among them; no sign, no exponent.
fn is_number(text: &str) -> bool {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let points = text.bytes().filter(|b| *b == b'.').count();
    is_plain && text.len() <= 6 && text.len() > points && points <= 1
}
