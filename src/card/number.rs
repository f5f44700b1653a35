//! The card number: its check while it is typed, and the value that has passed.

use super::{
    BinLength, Brand, BrandMatch, BrandSet, BrandTable, Digits, FieldCode, Secret, Symbol, Verdict,
    brand_fit::Fit,
};

/// The verdict on a typed number, with what its first digits tell.
#[derive(Clone, Copy, Debug)]
pub struct NumberCheck {
    /// The verdict.
    pub verdict: Verdict,
    /// The best accepted brand that the whole number fits; until there is one the best that has
    /// all numbers with these digits, of a card with two brands the one that is accepted.
    pub brand: Option<Brand>,
    /// Every brand that they could belong to, accepted or not.
    pub candidates: BrandSet,
    /// The accepted brands that the holder of a card with a valid number may choose among: two or
    /// more, or none.
    pub choices: BrandSet,
}

impl NumberCheck {
    /// Checks a text as a card number of one of the accepted brands, by the built-in ranges.
    ///
    /// Digits of any script count; blanks, dashes and direction marks are passed over. The number
    /// is valid when some accepted brand that has its first digits has numbers of its length and,
    /// if they have a check digit, it is the right one. A number of no known brand is valid with
    /// 12 to 19 digits, not all the same, and a right checksum: the server decides.
    ///
    /// When not all brands are accepted, a number is refused as soon as none of its candidates is
    /// among them, and so is one of no known brand: it is surely of none that is accepted. One
    /// candidate is enough, so a card with two brands is taken for either.
    ///
    /// The verdict is potentially valid if and only if some further digits, or none, would make it
    /// valid: a Visa number of 16 digits with a wrong check digit could still grow to 18 or 19.
    ///
    /// ```
    /// use cardlet::card::{Brand, BrandSet, NumberCheck};
    /// let check = NumberCheck::of("4111 1111 1111 1111", BrandSet::ALL);
    /// assert!(check.verdict.is_valid());
    /// assert_eq!(check.brand, Some(Brand::Visa));
    /// ```
    pub fn of(text: &str, accepted: BrandSet) -> Self {
        Self::with_table(text, accepted, &BrandTable::BUILT_IN)
    }

    /// Checks a text as [`NumberCheck::of`] does, by the ranges of this table.
    ///
    /// ```
    /// use cardlet::card::{Brand, BrandRange, BrandSet, BrandTable, NumberCheck};
    /// let table = BrandTable::with_ranges(&[BrandRange { brand: "jcb", low: "66", high: "66" }])?;
    /// let check = NumberCheck::with_table("66", BrandSet::ALL, &table);
    /// assert_eq!(check.brand, Some(Brand::Jcb));
    /// # Ok::<(), cardlet::card::RangeError>(())
    /// ```
    pub fn with_table(text: &str, accepted: BrandSet, table: &BrandTable) -> Self {
        Self::of_reading(&read(text), accepted, table)
    }

    fn of_reading(reading: &Reading, accepted: BrandSet, table: &BrandTable) -> Self {
        let found = table.match_brands(reading.digits.as_bytes());
        let (verdict, fitting) = verdict(reading, &found, accepted);
        Self {
            verdict,
            brand: brand_among(accepted, &found, fitting),
            candidates: found.candidates,
            choices: found.choices().and(fitting).unless_single(),
        }
    }
}

/// A card number that has passed its brand's rules.
#[derive(Debug)]
pub struct CardNumber {
    digits: Secret<Digits>,
    brand: Option<Brand>,
}

impl CardNumber {
    /// Reads a text as a card number, by the built-in ranges.
    ///
    /// ```
    /// use cardlet::card::{Brand, BrandSet, CardNumber, FieldCode};
    /// let number = CardNumber::parse("4111 1111 1111 1111", BrandSet::ALL)?;
    /// assert_eq!((number.brand(), number.last4()), (Some(Brand::Visa), "1111"));
    /// assert_eq!(number.digits().expose().len(), 16);
    /// let refused = CardNumber::parse("4111 1111 1111 1111", BrandSet::only(Brand::Jcb));
    /// assert_eq!(refused.unwrap_err(), FieldCode::UnsupportedBrand);
    /// # Ok::<(), FieldCode>(())
    /// ```
    ///
    /// # Errors
    /// The code of the first rule that the text breaks; an empty text is incomplete.
    pub fn parse(text: &str, accepted: BrandSet) -> Result<Self, FieldCode> {
        Self::parse_with_table(text, accepted, &BrandTable::BUILT_IN)
    }

    /// Reads a text as a card number, by the ranges of this table.
    ///
    /// ```
    /// use cardlet::card::{Brand, BrandRange, BrandSet, BrandTable, CardNumber};
    /// let ours = [BrandRange { brand: "amex", low: "1815", high: "1815" }];
    /// let table = BrandTable::with_ranges(&ours).unwrap();
    /// let number = CardNumber::parse_with_table("181529834959453", BrandSet::ALL, &table).unwrap();
    /// assert_eq!(number.brand(), Some(Brand::AmericanExpress));
    /// ```
    ///
    /// # Errors
    /// The code of the first rule that the text breaks; an empty text is incomplete.
    pub fn parse_with_table(
        text: &str,
        accepted: BrandSet,
        table: &BrandTable,
    ) -> Result<Self, FieldCode> {
        let reading = read(text);
        let check = NumberCheck::of_reading(&reading, accepted, table);
        check.verdict.into_result()?;
        Ok(Self { digits: Secret::new(reading.digits), brand: check.brand })
    }

    /// The digits, for the one place that sends them.
    pub fn digits(&self) -> &Secret<Digits> {
        &self.digits
    }

    /// The brand, or `None` when the digits belong to none that is known.
    pub fn brand(&self) -> Option<Brand> {
        self.brand
    }

    /// The first digits, for a page that has opted in to so many.
    ///
    /// ```
    /// use cardlet::card::{BinLength, BrandSet, CardNumber};
    /// let visa = CardNumber::parse("4111111111111111", BrandSet::ALL)?;
    /// assert_eq!((visa.bin(BinLength::Six), visa.bin(BinLength::Eight)), ("411111", "41111111"));
    /// let amex = CardNumber::parse("378282246310005", BrandSet::ALL)?;
    /// assert_eq!(amex.bin(BinLength::Eight), "378282");
    /// # Ok::<(), cardlet::card::FieldCode>(())
    /// ```
    pub fn bin(&self, length: BinLength) -> &str {
        // Six digits name an issuer and no card.
        let digits = self.digits.expose().as_str();
        digits.get(..length.of(digits.len())).unwrap_or_default()
    }

    /// The last four digits, which may be shown and kept.
    pub fn last4(&self) -> &str {
        // Four digits name no card; receipts print them.
        let digits = self.digits.expose().as_str();
        digits.get(digits.len().saturating_sub(4)..).unwrap_or_default()
    }
}

struct Reading {
    digits: Digits,
    /// More digits than any card has.
    overlong: bool,
    foreign: bool,
}

fn read(text: &str) -> Reading {
    let mut reading = Reading { digits: Digits::new(), overlong: false, foreign: false };
    for c in text.chars() {
        // Almost every character: it needs no call.
        let symbol = if c.is_ascii_digit() { Symbol::Digit(c as u8) } else { Symbol::of(c) };
        match symbol {
            Symbol::Digit(digit) => reading.overlong |= !reading.digits.push(digit),
            Symbol::Blank | Symbol::Separator => {}
            Symbol::Foreign => reading.foreign = true,
        }
    }
    reading
}

/// The brand to show and to read the other fields by.
fn brand_among(accepted: BrandSet, found: &BrandMatch, fitting: BrandSet) -> Option<Brand> {
    let best = found.best?;
    let among = if fitting.is_empty() { found.complete.and(accepted) } else { fitting };
    // A card of no accepted brand is called by its name, beside the verdict that it is refused.
    if among.contains(best) || found.candidates.and(accepted).is_empty() {
        Some(best)
    } else {
        among.first()
    }
}

/// The verdict, and the accepted brands whose rules the number fits: none until it is valid, or
/// if it is of no known brand.
fn verdict(reading: &Reading, found: &BrandMatch, accepted: BrandSet) -> (Verdict, BrandSet) {
    if reading.foreign || reading.overlong {
        return (Verdict::Invalid(FieldCode::InvalidNumber), BrandSet::NONE);
    }
    if reading.digits.is_empty() {
        return (Verdict::Empty(FieldCode::IncompleteNumber), BrandSet::NONE);
    }
    if accepted != BrandSet::ALL && found.candidates.and(accepted).is_empty() {
        return (Verdict::Invalid(FieldCode::UnsupportedBrand), BrandSet::NONE);
    }
    // Half of what is checked is still being typed: it is answered without a look at any brand.
    if reading.digits.len() < Brand::SHORTEST {
        return (Verdict::Unfinished(FieldCode::IncompleteNumber), BrandSet::NONE);
    }
    let possible = found.complete.and(accepted);
    let fit = if possible.is_empty() {
        Fit::of_no_brand(&reading.digits)
    } else {
        Fit::of(&reading.digits, possible, found.without_check_digit)
    };
    let verdict = if fit.is_whole {
        Verdict::Valid
    } else if !fit.can_grow {
        Verdict::Invalid(FieldCode::InvalidNumber)
    } else if fit.has_length {
        Verdict::Unfinished(FieldCode::InvalidNumber)
    } else {
        Verdict::Unfinished(FieldCode::IncompleteNumber)
    };
    (verdict, fit.brands)
}
