//! The security code. It is text: it can start with 0.

use super::format::TypedDigits;
use super::{Brand, FieldCode, Formatted, Secret, Symbol, Verdict};

/// A security code of its brand's length.
#[derive(Debug)]
pub struct Cvc(Secret<String>);

impl Cvc {
    /// Checks a text as the security code of a card of this brand; without a brand three or four
    /// digits are valid. It may be empty for a brand that has cards without a code.
    ///
    /// ```
    /// use cardlet::card::{Brand, Cvc};
    /// assert!(Cvc::check("012", Some(Brand::Visa)).is_valid());
    /// assert!(!Cvc::check("012", Some(Brand::AmericanExpress)).is_valid());
    /// ```
    pub fn check(text: &str, brand: Option<Brand>) -> Verdict {
        let mut count = 0;
        for c in text.chars() {
            match Symbol::of(c) {
                Symbol::Digit(_) => count += 1,
                Symbol::Blank => {}
                Symbol::Separator | Symbol::Foreign => {
                    return Verdict::Invalid(FieldCode::InvalidCvc);
                }
            }
        }
        let lengths = brand.map_or_else(Brand::unknown_facts, Brand::facts).cvc_lengths;
        let longest = lengths.last().copied().map_or(0, usize::from);
        let has_length = lengths.iter().any(|length| usize::from(*length) == count);
        if count == 0 {
            if has_length { Verdict::NotNeeded } else { Verdict::Empty(FieldCode::IncompleteCvc) }
        } else if has_length {
            Verdict::Valid
        } else if count > longest {
            Verdict::Invalid(FieldCode::InvalidCvc)
        } else {
            Verdict::Unfinished(FieldCode::IncompleteCvc)
        }
    }

    /// Writes a code as its digits, at most the four that any brand has: the brand may change
    /// after the code was filled in.
    ///
    /// ```
    /// use cardlet::card::Cvc;
    /// assert_eq!(Cvc::format("1 2x345", 7).text, "1234");
    /// ```
    pub fn format(text: &str, caret_utf16: usize) -> Formatted {
        let TypedDigits { digits, before_caret } = TypedDigits::read(text, caret_utf16);
        let longest = Brand::unknown_facts().cvc_lengths.last().copied().map_or(0, usize::from);
        let text = digits.as_str().chars().take(longest).collect();
        Formatted { text, caret_utf16: before_caret.min(longest) }
    }

    /// Reads a text as the security code of a card of this brand: `None` when it is empty and the
    /// brand has cards without a code.
    ///
    /// ```
    /// use cardlet::card::{Brand, Cvc, FieldCode};
    /// let cvc = Cvc::parse("012", Some(Brand::Visa))?.expect("a code");
    /// assert_eq!(cvc.digits().expose(), "012");
    /// assert!(Cvc::parse("", Some(Brand::Uatp))?.is_none());
    /// assert_eq!(Cvc::parse("12", None).unwrap_err(), FieldCode::IncompleteCvc);
    /// # Ok::<(), FieldCode>(())
    /// ```
    ///
    /// # Errors
    /// The code of the rule that the text breaks; an empty text is incomplete.
    pub fn parse(text: &str, brand: Option<Brand>) -> Result<Option<Self>, FieldCode> {
        let verdict = Self::check(text, brand);
        verdict.into_result()?;
        if verdict.is_empty() {
            return Ok(None);
        }
        // Sized for all of it, so that no half-written block is left behind.
        let mut digits = String::with_capacity(text.len());
        for c in text.chars() {
            if let Symbol::Digit(digit) = Symbol::of(c) {
                digits.push(char::from(digit));
            }
        }
        Ok(Some(Self(Secret::new(digits))))
    }

    /// The digits, for the one place that sends them.
    pub fn digits(&self) -> &Secret<String> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FieldCode::{IncompleteCvc, InvalidCvc};

    #[test]
    fn the_length_follows_the_brand() {
        let (visa, amex) = (Some(Brand::Visa), Some(Brand::AmericanExpress));
        let uatp = Some(Brand::Uatp);
        for (text, brand, verdict) in [
            ("", visa, Verdict::Empty(IncompleteCvc)),
            ("  ", visa, Verdict::Empty(IncompleteCvc)),
            ("12", visa, Verdict::Unfinished(IncompleteCvc)),
            ("123", visa, Verdict::Valid),
            ("1234", visa, Verdict::Invalid(InvalidCvc)),
            ("123", amex, Verdict::Unfinished(IncompleteCvc)),
            ("1234", amex, Verdict::Valid),
            ("", uatp, Verdict::NotNeeded),
            ("12", uatp, Verdict::Unfinished(IncompleteCvc)),
            ("123", uatp, Verdict::Valid),
            ("1234", uatp, Verdict::Invalid(InvalidCvc)),
            ("", None, Verdict::Empty(IncompleteCvc)),
            ("123", None, Verdict::Valid),
            ("1234", None, Verdict::Valid),
            ("12345", None, Verdict::Invalid(InvalidCvc)),
            ("١٢٣", visa, Verdict::Valid),
            ("1 2 3", visa, Verdict::Valid),
            ("12a", visa, Verdict::Invalid(InvalidCvc)),
            ("1-2", visa, Verdict::Invalid(InvalidCvc)),
        ] {
            assert_eq!(Cvc::check(text, brand), verdict, "{text:?} {brand:?}");
        }
    }

    #[test]
    fn a_card_without_a_code_needs_none() {
        assert!(Cvc::parse(" ", Some(Brand::Uatp)).unwrap().is_none());
        assert_eq!(Cvc::parse("", Some(Brand::Visa)).unwrap_err(), IncompleteCvc);
        let verdict = Cvc::check("", Some(Brand::Uatp));
        assert!(verdict.is_empty() && verdict.is_valid() && verdict.is_potentially_valid());
    }

    #[test]
    fn a_leading_zero_stays() {
        let cvc = Cvc::parse("01２", Some(Brand::Visa)).unwrap().unwrap();
        assert_eq!(cvc.digits().expose(), "012");
        assert_eq!(format!("{cvc:?}"), "Cvc(Secret(…))");
    }
}
