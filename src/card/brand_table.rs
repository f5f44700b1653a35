//! The ranges that numbers are matched against: the built-in ones, and what an application adds.

use std::fmt;

use super::Brand;

/// Ranges of numbers and the brands that have them.
///
/// The built-in ranges always stand. An application's own come on top: of two ranges that are
/// equally wide its own tells the brand.
///
/// ```
/// use cardlet::card::{Brand, BrandRange, BrandTable};
/// let ours = [BrandRange { brand: "rupay", low: "6015", high: "6019" }];
/// let table = BrandTable::with_ranges(&ours).unwrap();
/// assert_eq!(table.match_brands(b"6016").best, Some(Brand::Rupay));
/// assert_eq!(BrandTable::BUILT_IN.match_brands(b"6016").best, Some(Brand::Maestro));
/// ```
#[derive(Clone, Default)]
pub struct BrandTable {
    pub(super) extras: Vec<ExtraRange>,
}

/// A range that an application adds: the first digits of the lowest number and of the highest,
/// equally many, at most eight.
#[derive(Clone, Copy)]
pub struct BrandRange<'a> {
    /// The brand's id or an alias of it.
    pub brand: &'a str,
    /// The first digits of the lowest number.
    pub low: &'a str,
    /// The first digits of the highest number.
    pub high: &'a str,
}

/// A checked [`BrandRange`].
#[derive(Clone)]
pub(super) struct ExtraRange {
    pub(super) brand: Brand,
    pub(super) low: u32,
    pub(super) high: u32,
    pub(super) width: u8,
}

impl BrandTable {
    /// The built-in ranges alone.
    pub const BUILT_IN: Self = Self { extras: Vec::new() };

    /// How many digits an end of a range has at most.
    pub const MAX_WIDTH: usize = 8;

    /// The built-in ranges and these.
    ///
    /// ```
    /// use cardlet::card::{BrandRange, BrandTable};
    /// let upside_down = BrandRange { brand: "visa", low: "45", high: "44" };
    /// let error = BrandTable::with_ranges(&[upside_down]).unwrap_err();
    /// assert_eq!((error.index, error.code()), (0, "low_above_high"));
    /// ```
    ///
    /// # Errors
    /// The first range that can't be used, and why.
    pub fn with_ranges(ranges: &[BrandRange<'_>]) -> Result<Self, RangeError> {
        let checked = ranges.iter().enumerate().map(|(index, range)| {
            ExtraRange::of(range).map_err(|fault| RangeError { index, fault })
        });
        Ok(Self { extras: checked.collect::<Result<_, _>>()? })
    }
}

impl ExtraRange {
    fn of(range: &BrandRange<'_>) -> Result<Self, RangeFault> {
        let brand = Brand::from_id(range.brand).ok_or(RangeFault::UnknownBrand)?;
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(range.low) || !all_digits(range.high) {
            return Err(RangeFault::NotDigits);
        }
        let width = range.low.len();
        if !(1..=BrandTable::MAX_WIDTH).contains(&width) || range.high.len() != width {
            return Err(RangeFault::WrongWidth);
        }
        let value = |text: &str| text.parse().map_err(|_| RangeFault::NotDigits);
        let (low, high) = (value(range.low)?, value(range.high)?);
        if low > high {
            return Err(RangeFault::LowAboveHigh);
        }
        // Eight at most, so the cast keeps every bit.
        Ok(Self { brand, low, high, width: width as u8 })
    }
}

/// Which of an application's ranges can't be used, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeError {
    /// The range's place in the list, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub fault: RangeFault,
}

impl RangeError {
    /// The stable snake_case code of the fault.
    pub fn code(self) -> &'static str {
        match self.fault {
            RangeFault::UnknownBrand => "unknown_brand",
            RangeFault::NotDigits => "not_digits",
            RangeFault::WrongWidth => "wrong_width",
            RangeFault::LowAboveHigh => "low_above_high",
        }
    }
}

/// What is wrong with an application's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeFault {
    /// The brand is none that is known.
    UnknownBrand,
    /// An end is not made of the digits 0 to 9.
    NotDigits,
    /// The ends have different numbers of digits, none, or more than eight.
    WrongWidth,
    /// The low end is above the high one.
    LowAboveHigh,
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            RangeFault::UnknownBrand => "its brand is none that is known",
            RangeFault::NotDigits => "an end is not made of digits",
            RangeFault::WrongWidth => "its ends need one to eight digits, equally many",
            RangeFault::LowAboveHigh => "its low end is above the high one",
        };
        write!(f, "range {} can't be used: {what}", self.index)
    }
}

impl std::error::Error for RangeError {}

impl fmt::Debug for BrandTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BrandTable(+{})", self.extras.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(brand: &str, low: &str, high: &str) -> Option<RangeError> {
        let sound = BrandRange { brand: "elo", low: "0", high: "9" };
        BrandTable::with_ranges(&[sound, BrandRange { brand, low, high }]).err()
    }

    #[test]
    fn ranges_are_checked_when_a_table_is_made() {
        for (brand, low, high, code) in [
            ("visa", "4", "4", None),
            ("amex", "00000000", "99999999", None),
            ("card", "4", "4", Some("unknown_brand")),
            ("visa", "4x", "45", Some("not_digits")),
            ("visa", "44", "+5", Some("not_digits")),
            ("visa", "٤", "٤", Some("not_digits")),
            ("visa", "", "", Some("wrong_width")),
            ("visa", "4", "44", Some("wrong_width")),
            ("visa", "411111111", "411111119", Some("wrong_width")),
            ("visa", "45", "44", Some("low_above_high")),
        ] {
            assert_eq!(error(brand, low, high).map(RangeError::code), code, "{brand} {low} {high}");
        }
    }

    #[test]
    fn an_error_says_which_range_and_why_and_shows_no_digits_of_it() {
        for (error, message) in [
            (error("card", "4", "4"), "range 1 can't be used: its brand is none that is known"),
            (error("visa", "4x", "4y"), "range 1 can't be used: an end is not made of digits"),
            (
                error("visa", "4", "44"),
                "range 1 can't be used: its ends need one to eight digits, equally many",
            ),
            (error("visa", "5", "4"), "range 1 can't be used: its low end is above the high one"),
        ] {
            assert_eq!(error.unwrap().to_string(), message);
        }
        let wide = BrandRange { brand: "visa", low: "41111111", high: "41111111" };
        let table = BrandTable::with_ranges(&[wide]).unwrap();
        assert_eq!(format!("{table:?}"), "BrandTable(+1)");
    }
}
