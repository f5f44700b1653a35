//! The country of a billing address, by its code alone: names are the shell's.

use super::{FieldCode, Verdict};

/// A country's code of ISO 3166-1 alpha-2. Which of them there are is the list's affair that people
/// choose from.
#[derive(Debug, PartialEq, Eq)]
pub struct Country(String);

impl Country {
    /// Checks a text as the code of a country.
    ///
    /// ```
    /// use cardlet::card::{Country, FieldCode, Verdict};
    /// assert!(Country::check("DE").is_valid());
    /// assert_eq!(Country::check(""), Verdict::Empty(FieldCode::IncompleteCountry));
    /// ```
    pub fn check(text: &str) -> Verdict {
        match text.as_bytes() {
            [] => Verdict::Empty(FieldCode::IncompleteCountry),
            [b'A'..=b'Z', b'A'..=b'Z'] => Verdict::Valid,
            _ => Verdict::Invalid(FieldCode::IncompleteCountry),
        }
    }

    /// Reads a text as the code of a country.
    ///
    /// ```
    /// use cardlet::card::{Country, FieldCode};
    /// assert_eq!(Country::parse("DE")?.code(), "DE");
    /// assert_eq!(Country::parse("de").unwrap_err(), FieldCode::IncompleteCountry);
    /// # Ok::<(), FieldCode>(())
    /// ```
    ///
    /// # Errors
    /// `incomplete_country` for what is no such code.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        Self::check(text).into_result()?;
        Ok(Self(text.to_owned()))
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.0
    }
}
