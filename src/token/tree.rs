//! Small builders of trees.

use super::Json;

impl Json {
    /// An object of named values.
    pub fn of<const N: usize>(entries: [(&str, Self); N]) -> Self {
        Self::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// A text, or null.
    pub fn of_text(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }

    /// A whole number, or null.
    pub fn of_whole(number: Option<impl Into<u64>>) -> Self {
        number.map_or(Self::Null, |number| Self::Number(number.into().to_string()))
    }

    /// An array of texts.
    pub fn of_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        Self::List(texts.map(|text| Self::Text(text.to_owned())).collect())
    }

    /// The tree as a JSON text.
    pub fn to_json_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}
