//! JSON as a plain tree: small to read, easy to walk, free of a map's machinery.

/// A JSON value. Objects keep the order and the doubles of their names.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it was written: nothing here counts with it, and whoever reads it has a reader.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value at a dotted path such as `paymentInstrument.last4`.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, name| {
            value.entries().iter().find(|(entry, _)| entry == name).map(|(_, value)| value)
        })
    }

    /// The value at a dotted path; a null counts as none.
    pub fn given(&self, path: &str) -> Option<&Self> {
        self.at(path).filter(|value| !matches!(value, Self::Null))
    }

    /// The text at a dotted path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.at(path)?.as_text()
    }

    /// The text of a string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// A number that is written as digits and nothing else, and fits.
    pub fn as_whole(&self) -> Option<u32> {
        match self {
            Self::Number(digits) => whole(digits),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Is it this truth value?
    pub fn is(&self, truth: bool) -> bool {
        matches!(self, Self::Bool(value) if *value == truth)
    }

    /// The items of an array; none for anything else.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Object(_) => &[],
        }
    }

    /// The names and values of an object; none for anything else.
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) => entries,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// Is it an object?
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

/// The number that a text of digits spells, if it fits.
pub fn whole(digits: &str) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    let add = |sum: u32, byte| sum.checked_mul(10)?.checked_add(digit(byte)?);
    if digits.is_empty() { None } else { digits.bytes().try_fold(0, add) }
}
