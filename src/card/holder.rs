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
        let name = trimmed(text);
        let symbols = || name.chars().map(Symbol::of);
        let digits = symbols().filter(|symbol| matches!(symbol, Symbol::Digit(_))).count();
        if name.is_empty() {
            Verdict::Empty(FieldCode::IncompleteName)
        } else if digits >= Self::CARD_DIGITS {
            Verdict::Invalid(FieldCode::CardNumberInName)
        } else if name.chars().nth(Self::MAX).is_some() || name.chars().any(is_unprintable) {
            Verdict::Invalid(FieldCode::InvalidName)
        } else if name.chars().any(is_letter) {
            Verdict::Valid
        } else {
            Verdict::Unfinished(FieldCode::InvalidName)
        }
    }

    /// Reads a text as a name, without what can't be seen around it and with one blank between words.
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
        let text = trimmed(text);
        // Sized for all of it, so that no half-written block is left behind.
        let mut name = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
        Ok(Self(Secret::new(name)))
    }

    /// The name, for the one place that sends it.
    pub fn name(&self) -> &Secret<String> {
        &self.0
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c| Symbol::of(c) == Symbol::Blank)
}

fn is_unprintable(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}

/// Is it a letter? Outside of ASCII all that is no digit, blank or dash, nor in a block of signs:
/// the table of all letters would weigh more than all other rules for names.
fn is_letter(c: char) -> bool {
    let is_sign = matches!(
        u32::from(c),
        0x80..=0xBF | 0xD7 | 0xF7          // of Latin-1
        | 0x2000..=0x2BFF                  // punctuation, currencies, mathematics, symbols
        | 0x3000..=0x3004 | 0x3008..=0x3020 // brackets and marks of East Asia
        | 0xFFF0..=0xFFFF                  // replacements of what could not be read
        | 0x1F000..=0x1FAFF                // pictures
    );
    c.is_ascii_alphabetic() || !c.is_ascii() && !is_sign && Symbol::of(c) == Symbol::Foreign
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
            // Letters of other scripts.
            ("Ñ", Verdict::Valid),
            ("山", Verdict::Valid),
            ("佐々木", Verdict::Valid),
            ("Ω", Verdict::Valid),
            ("Я", Verdict::Valid),
            ("ア", Verdict::Valid),
            ("김", Verdict::Valid),
            ("𠮷", Verdict::Valid),
            ("O'Brien", Verdict::Valid),
            ("نازنین\u{200c}زهرا", Verdict::Valid),
            ("\u{200f}محمد\u{200f}", Verdict::Valid),
            // Without a letter that can be seen.
            ("\u{200e}", Verdict::Empty(IncompleteName)),
            ("\u{200b}\u{200b}", Verdict::Empty(IncompleteName)),
            ("12", Verdict::Unfinished(InvalidName)),
            ("١٢", Verdict::Unfinished(InvalidName)),
            ("-", Verdict::Unfinished(InvalidName)),
            ("—", Verdict::Unfinished(InvalidName)),
            ("²", Verdict::Unfinished(InvalidName)),
            ("×", Verdict::Unfinished(InvalidName)),
            ("€", Verdict::Unfinished(InvalidName)),
            ("「」", Verdict::Unfinished(InvalidName)),
            ("🙂", Verdict::Unfinished(InvalidName)),
            // Blanks of any kind are pasted along; other controls are none.
            ("Ada\tLovelace\r\n", Verdict::Valid),
            ("Ada\u{7}", Verdict::Invalid(InvalidName)),
        ] {
            assert_eq!(HolderName::check(text), verdict, "{text:?}");
        }
        let long = "a".repeat(HolderName::MAX);
        assert!(HolderName::check(&long).is_valid());
        assert!(!HolderName::check(&format!("{long}a")).is_valid());
    }

    #[test]
    fn a_name_is_read_with_one_blank_between_its_words() {
        for (text, name) in [
            ("Ada Lovelace", "Ada Lovelace"),
            ("\tAda\tLovelace\r\n", "Ada Lovelace"),
            ("Ada \u{a0} Lovelace", "Ada Lovelace"),
            ("山田\u{3000}太郎", "山田 太郎"),
            ("\u{200e}Ada\u{200e}", "Ada"),
            ("نازنین\u{200c}زهرا", "نازنین\u{200c}زهرا"),
        ] {
            assert_eq!(HolderName::parse(text).unwrap().name().expose(), name);
        }
    }
}
