//! Small builders of trees, and what takes parts out of them.

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

    /// Keeps what is right by its name, which is empty in an array, and its value; at any depth.
    pub fn retain(&mut self, is_right: &dyn Fn(&str, &Self) -> bool) {
        match self {
            Self::Object(entries) => {
                entries.retain(|(name, value)| is_right(name, value));
                entries.iter_mut().for_each(|(_, value)| value.retain(is_right));
            }
            Self::List(items) => {
                items.retain(|value| is_right("", value));
                items.iter_mut().for_each(|value| value.retain(is_right));
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => {}
        }
    }

    /// The tree as a JSON text.
    pub fn to_json_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}
