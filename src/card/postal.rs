//! Postal codes, checked against their country's shapes and never for whether they exist.

use super::postal_table::{SHAPES, WITHOUT};
use super::{FieldCode, Secret, Symbol, Verdict};

/// A postal code.
#[derive(Debug)]
pub struct PostalCode(Secret<String>);

impl PostalCode {
    /// The shortest and the longest code of a country without a rule.
    const LENGTHS: (usize, usize) = (3, 10);

    /// Checks a text as a postal code of a country (ISO 3166-1 alpha-2, any case). Case, blanks,
    /// dashes and Japan's `〒` don't matter, nor do one to three letters before a code that begins
    /// with a digit, such as the country's in `CH-8001`. In a country without a rule 3 to 10 letters
    /// or digits are valid; where there are no postal codes, it may be left out, too.
    ///
    /// ```
    /// use cardlet::card::PostalCode;
    /// assert!(PostalCode::check("k1a 0b1", Some("CA")).is_valid());
    /// assert!(!PostalCode::check("K1A", Some("CA")).is_valid());
    /// assert!(PostalCode::check("CH-8001", Some("CH")).is_valid());
    /// ```
    pub fn check(text: &str, country: Option<&str>) -> Verdict {
        let mut code = ['\0'; 12];
        let mut length = 0;
        for c in text.chars() {
            let c = match symbol(c) {
                Symbol::Digit(digit) => char::from(digit),
                Symbol::Blank | Symbol::Separator => continue,
                Symbol::Foreign => c.to_ascii_uppercase(),
            };
            match code.get_mut(length) {
                Some(slot) if c.is_ascii_alphanumeric() => {
                    *slot = c;
                    length += 1;
                }
                _ => return Verdict::Invalid(FieldCode::InvalidPostalCode),
            }
        }
        match code.get(..length) {
            None | Some([]) if country.is_some_and(has_none) => Verdict::NotNeeded,
            None | Some([]) => Verdict::Empty(FieldCode::IncompletePostalCode),
            Some(code) => verdict(code, country),
        }
    }

    /// Reads a text as a postal code of a country: with upper-case letters and ASCII digits, and
    /// one blank or dash where there were several. Letters before a code that begins with a digit
    /// stay, unless there are then more than ten characters. `None` where there is none and none is
    /// needed.
    ///
    /// ```
    /// use cardlet::card::{FieldCode, PostalCode};
    /// let code = PostalCode::parse(" k1a  0b1", Some("CA"))?.expect("a code");
    /// assert_eq!(code.text().expose(), "K1A 0B1");
    /// assert!(PostalCode::parse("", Some("HK"))?.is_none());
    /// assert_eq!(PostalCode::parse("", None).unwrap_err(), FieldCode::IncompletePostalCode);
    /// # Ok::<(), FieldCode>(())
    /// ```
    ///
    /// # Errors
    /// The code of the rule that the text breaks; an empty text is incomplete.
    pub fn parse(text: &str, country: Option<&str>) -> Result<Option<Self>, FieldCode> {
        Self::check(text, country).into_result()?;
        let mut code = String::new();
        let mut gap = None;
        for c in text.chars() {
            let c = match symbol(c) {
                Symbol::Blank => {
                    gap.get_or_insert(' ');
                    continue;
                }
                Symbol::Separator => {
                    gap = Some('-');
                    continue;
                }
                Symbol::Digit(digit) => char::from(digit),
                Symbol::Foreign => c.to_ascii_uppercase(),
            };
            if let Some(gap) = gap.take()
                && !code.is_empty()
            {
                code.push(gap);
            }
            code.push(c);
        }
        // A wire may have room for ten (Rebilly's): what it cuts off should not be of the code.
        if code.len() > Self::LENGTHS.1 && shapes_of(country).is_some_and(begin_with_digit) {
            code = code.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
        }
        Ok((!code.is_empty()).then(|| Self(Secret::new(code))))
    }

    /// The code as it is written on an envelope.
    pub fn text(&self) -> &Secret<String> {
        &self.0
    }
}

/// What a character means here, where Japan's postal mark is no more than a blank.
fn symbol(c: char) -> Symbol {
    if c == '〒' { Symbol::Blank } else { Symbol::of(c) }
}

fn has_none(country: &str) -> bool {
    WITHOUT.iter().any(|id| id.eq_ignore_ascii_case(country))
}

fn shapes_of(country: Option<&str>) -> Option<&'static [&'static str]> {
    let country = country?;
    SHAPES.iter().find(|(id, _)| id.eq_ignore_ascii_case(country)).map(|(_, shapes)| *shapes)
}

fn begin_with_digit(shapes: &[&str]) -> bool {
    shapes.iter().all(|shape| shape.starts_with('N'))
}

/// A code without the letters that a country's address format prints before its digits.
fn bare<'code>(code: &'code [char], shapes: &[&str]) -> &'code [char] {
    let letters = code.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    match code.get(letters..) {
        Some(bare) if letters <= 3 && begin_with_digit(shapes) => bare,
        _ => code,
    }
}

fn verdict(code: &[char], country: Option<&str>) -> Verdict {
    let Some(shapes) = shapes_of(country) else {
        let (shortest, longest) = PostalCode::LENGTHS;
        return if code.len() > longest {
            Verdict::Invalid(FieldCode::InvalidPostalCode)
        } else if code.len() < shortest {
            Verdict::Unfinished(FieldCode::IncompletePostalCode)
        } else {
            Verdict::Valid
        };
    };
    let code = bare(code, shapes);
    let fits = |shape: &&&str| {
        code.len() <= shape.len() && code.iter().zip(shape.chars()).all(|(c, part)| is(*c, part))
    };
    if shapes.iter().filter(fits).any(|shape| shape.len() == code.len()) {
        Verdict::Valid
    } else if shapes.iter().any(|shape| fits(&shape)) {
        Verdict::Unfinished(FieldCode::IncompletePostalCode)
    } else {
        Verdict::Invalid(FieldCode::InvalidPostalCode)
    }
}

fn is(c: char, part: char) -> bool {
    match part {
        'N' => c.is_ascii_digit(),
        'A' => c.is_ascii_uppercase(),
        'X' => true,
        _ => c == part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FieldCode::{IncompletePostalCode, InvalidPostalCode};

    const UNFINISHED: Verdict = Verdict::Unfinished(IncompletePostalCode);
    const INVALID: Verdict = Verdict::Invalid(InvalidPostalCode);

    #[test]
    fn codes_fit_their_countrys_shape() {
        for (country, text, verdict) in [
            ("US", "94107", Verdict::Valid),
            ("US", "94107-1234", Verdict::Valid),
            ("us", "9410", UNFINISHED),
            ("US", "941071", UNFINISHED),
            ("US", "9410712345", INVALID),
            ("US", "9410A", INVALID),
            ("CA", "K1A 0B1", Verdict::Valid),
            ("CA", "k1a0b1", Verdict::Valid),
            ("CA", "K1A", UNFINISHED),
            ("CA", "11A 0B1", INVALID),
            ("GB", "SW1A 1AA", Verdict::Valid),
            ("GB", "M1 1AE", Verdict::Valid),
            ("GB", "B33 8TH", Verdict::Valid),
            ("GB", "CR2 6XH", Verdict::Valid),
            ("GB", "DN55 1PT", Verdict::Valid),
            ("GB", "W1P 1HQ", Verdict::Valid),
            ("GB", "GIR 0AA", Verdict::Valid),
            ("GB", "BFPO 5", Verdict::Valid),
            ("GB", "BFPO 57", Verdict::Valid),
            ("GB", "BFPO 801", Verdict::Valid),
            ("GB", "BFPO 1234", Verdict::Valid),
            ("GB", "BFPO 12345", INVALID),
            ("GB", "BFPO", UNFINISHED),
            ("GB", "SW1A", UNFINISHED),
            ("GB", "1", INVALID),
            ("IE", "D02 X285", Verdict::Valid),
            ("NL", "1012 AB", Verdict::Valid),
            ("JP", "〒100-0001", Verdict::Valid),
            ("JP", "〒", Verdict::Empty(IncompletePostalCode)),
            ("JP", "１００－０００１", Verdict::Valid),
            ("PT", "1000-205", Verdict::Valid),
            ("AR", "C1425CLA", Verdict::Valid),
            ("AR", "C1425", Verdict::Valid),
            ("AR", "C1425CL", UNFINISHED),
            ("AR", "CLA1425", INVALID),
            ("RS", "11000", Verdict::Valid),
            ("RS", "110102", Verdict::Valid),
            ("RS", "1101020", INVALID),
            ("MT", "VLT 1117", Verdict::Valid),
            ("MT", "VLT 14", Verdict::Valid),
            ("MT", "VLT 141", Verdict::Valid),
            ("MT", "VLT 1", UNFINISHED),
            ("MT", "VL 14", INVALID),
            ("TW", "100", Verdict::Valid),
            ("TW", "1000", UNFINISHED),
        ] {
            assert_eq!(PostalCode::check(text, Some(country)), verdict, "{country} {text}");
        }
    }

    #[test]
    fn letters_before_a_code_that_begins_with_a_digit_are_passed_over() {
        for (country, text, verdict) in [
            // As libaddressinput prints them.
            ("CH", "CH-8001", Verdict::Valid),
            ("FI", "FI-00100", Verdict::Valid),
            ("HR", "HR-10000", Verdict::Valid),
            ("LI", "FL-9490", Verdict::Valid),
            ("LT", "LT-04340", Verdict::Valid),
            ("LU", "L-4750", Verdict::Valid),
            ("SE", "SE-111 22", Verdict::Valid),
            ("SI", "SI-1000", Verdict::Valid),
            // As people write them.
            ("AT", "A-1010", Verdict::Valid),
            ("DE", "d 10115", Verdict::Valid),
            ("FI", "FIN-00100", Verdict::Valid),
            ("FR", "F-75001", Verdict::Valid),
            ("JP", "JP 〒100-0001", Verdict::Valid),
            ("LU", "LU-1234", Verdict::Valid),
            ("LV", "LV-1010", Verdict::Valid),
            ("NL", "NL-1012 AB", Verdict::Valid),
            ("PL", "PL-00-001", Verdict::Valid),
            ("SA", "KSA 12345-6789", Verdict::Valid),
            // As long as only they stand there, digits may follow.
            ("DE", "D", UNFINISHED),
            ("CH", "CH-", UNFINISHED),
            ("FI", "FIN", UNFINISHED),
            ("CH", "CH-800", UNFINISHED),
            // No more than three, before the code only, and none before a code of letters.
            ("FI", "FINL", INVALID),
            ("FI", "FINL-00100", INVALID),
            ("CH", "CH-80011", INVALID),
            ("CH", "8001-CH", INVALID),
            ("CH", "CH-8001-CH", INVALID),
            ("US", "K1A", INVALID),
            ("CA", "CA-K1A 0B1", INVALID),
            ("GB", "GB-SW1A 1AA", INVALID),
            ("MT", "MT-VLT 1117", INVALID),
        ] {
            assert_eq!(PostalCode::check(text, Some(country)), verdict, "{country} {text}");
        }
    }

    #[test]
    fn a_country_without_a_rule_takes_three_to_ten_letters_or_digits() {
        for country in [None, Some("KZ"), Some("XX"), Some("")] {
            let check = |text| PostalCode::check(text, country);
            assert_eq!(check(""), Verdict::Empty(IncompletePostalCode));
            assert_eq!(check(" - "), Verdict::Empty(IncompletePostalCode));
            assert_eq!(check("ab"), UNFINISHED);
            assert!(check("ab1").is_valid() && check("1234567890").is_valid());
            assert_eq!(check("12345678901"), INVALID);
            assert_eq!(check("1234567890123"), INVALID);
            assert_eq!(check("12#"), INVALID);
        }
    }

    #[test]
    fn a_country_without_postal_codes_needs_none_and_takes_what_is_written() {
        assert!(WITHOUT.is_sorted());
        for country in ["HK", "ae", "JM", "PA", "GH", "TL", "TT", "WS", "MS", "LC", "PS"] {
            assert_eq!(PostalCode::check(" ", Some(country)), Verdict::NotNeeded);
            assert!(PostalCode::check("999077", Some(country)).is_valid());
            assert_eq!(PostalCode::check("12#", Some(country)), INVALID);
        }
        let has_rule = |id: &&str| SHAPES.iter().any(|(other, _)| other == id);
        assert!(!WITHOUT.iter().any(has_rule));
    }

    #[test]
    fn a_code_is_read_without_what_typing_adds() {
        for (country, typed, code) in [
            (Some("GB"), "sw1a 1aa", "SW1A 1AA"),
            (Some("US"), "94107 - 1234", "94107-1234"),
            (Some("US"), "  94107- ", "94107"),
            (Some("PT"), "1000.205", "1000-205"),
            (Some("JP"), "１００－０００１", "100-0001"),
            (Some("CA"), "K1A\u{a0}\u{a0}0B1", "K1A 0B1"),
            (Some("JP"), "〒 100-0001", "100-0001"),
            (Some("GB"), "bfpo57", "BFPO57"),
            (Some("LT"), "lt-01103", "LT-01103"),
            (Some("SE"), "se - 111 22", "SE-111 22"),
            (Some("PT"), "P-1000-205", "P-1000-205"),
            // Longer than a wire takes.
            (Some("PT"), "PT-1000-205", "1000-205"),
            (Some("US"), "USA 94107-1234", "94107-1234"),
            (Some("GB"), "S W 1 A 1 A A", "S W 1 A 1 A A"),
            (None, "ab1", "AB1"),
        ] {
            let read = PostalCode::parse(typed, country).ok().flatten();
            let read = read.map(|code| code.text().expose().clone());
            assert_eq!(read.as_deref(), Some(code), "{typed}");
        }
        let wrong = PostalCode::parse("9410A", Some("US"));
        assert_eq!(wrong.err(), Some(InvalidPostalCode));
    }

    #[test]
    fn every_shape_has_a_code_whose_beginnings_are_unfinished_or_valid() {
        assert!(SHAPES.len() >= 60 && SHAPES.is_sorted());
        for (country, shapes) in SHAPES {
            for shape in *shapes {
                let code: String = shape
                    .chars()
                    .map(|part| match part {
                        'N' => '7',
                        'A' | 'X' => 'Q',
                        other => other,
                    })
                    .collect();
                assert!(PostalCode::check(&code, Some(country)).is_valid(), "{country} {code}");
                for end in 1..code.len() {
                    let beginning = PostalCode::check(&code[..end], Some(country));
                    assert!(beginning.is_potentially_valid(), "{country} {}", &code[..end]);
                }
                let longer = format!("{code}77777");
                assert!(
                    !PostalCode::check(&longer, Some(country)).is_valid(),
                    "{country} {longer}"
                );
            }
        }
    }
}
