//! The name on the card. Names are checked for slips, never for style.

use super::{FieldCode, Secret, Symbol, Verdict};

/// The name on the card.
#[derive(Debug)]
pub struct HolderName(Secret<String>);

impl HolderName {
    /// The longest name, in characters; the systems that we post to take 255.
    pub const MAX: usize = 255;
    /// This many digits look like a card number.
    const CARD_DIGITS: usize = 12;

    /// Checks a text as a name. A card number that was typed into the wrong field is told apart,
    /// so that it isn't kept or printed as a name.
    ///
    /// ```
    /// use cardlet::card::{FieldCode, HolderName, Verdict};
    /// assert!(HolderName::check("Zoë O’Hara-Núñez").is_valid());
    /// let refused = Verdict::Invalid(FieldCode::CardNumberInName);
    /// assert_eq!(HolderName::check("4111 1111 1111 1111"), refused);
    /// ```
    pub fn check(text: &str) -> Verdict {
        let name = text.trim();
        let symbols = || name.chars().map(Symbol::of);
        let digits = symbols().filter(|symbol| matches!(symbol, Symbol::Digit(_))).count();
        if name.is_empty() {
            Verdict::Empty(FieldCode::IncompleteName)
        } else if digits >= Self::CARD_DIGITS {
            Verdict::Invalid(FieldCode::CardNumberInName)
        } else if name.chars().nth(Self::MAX).is_some() || name.chars().any(char::is_control) {
            Verdict::Invalid(FieldCode::InvalidName)
        } else if name.chars().any(|c| c.is_ascii_alphabetic() || !c.is_ascii()) {
            Verdict::Valid
        } else {
            Verdict::Unfinished(FieldCode::InvalidName)
        }
    }

    /// Reads a text as a name, without the blanks around it.
    ///
    /// ```
    /// use cardlet::card::{FieldCode, HolderName};
    /// assert_eq!(HolderName::parse(" Ada Lovelace ")?.name().expose(), "Ada Lovelace");
    /// assert_eq!(HolderName::parse("").unwrap_err(), FieldCode::IncompleteName);
    /// # Ok::<(), FieldCode>(())
    /// ```
    ///
    /// # Errors
    /// The code of the rule that the text breaks; an empty text is incomplete.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        Self::check(text).into_result()?;
        Ok(Self(Secret::new(text.trim().to_owned())))
    }

    /// The name, for the one place that sends it.
    pub fn name(&self) -> &Secret<String> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FieldCode::{CardNumberInName, IncompleteName, InvalidName};

    #[test]
    fn names_of_all_kinds_are_valid_and_slips_are_not() {
        for (text, verdict) in [
            ("", Verdict::Empty(IncompleteName)),
            (" \u{a0}", Verdict::Empty(IncompleteName)),
            ("X", Verdict::Valid),
            ("Ada Lovelace", Verdict::Valid),
            ("山田太郎", Verdict::Valid),
            ("محمد", Verdict::Valid),
            ("John Smith 3rd", Verdict::Valid),
            ("4111111111111111", Verdict::Invalid(CardNumberInName)),
            ("Ada 4111-1111-1111-1111", Verdict::Invalid(CardNumberInName)),
            ("４１１１ １１１１ １１１１ １１１１", Verdict::Invalid(CardNumberInName)),
            ("12", Verdict::Unfinished(InvalidName)),
            ("-", Verdict::Unfinished(InvalidName)),
            ("Ada\u{7}", Verdict::Invalid(InvalidName)),
        ] {
            assert_eq!(HolderName::check(text), verdict, "{text:?}");
        }
        let long = "a".repeat(HolderName::MAX);
        assert!(HolderName::check(&long).is_valid());
        assert!(!HolderName::check(&format!("{long}a")).is_valid());
    }
}
