//! How far digits go towards a number of the brands that could have them.
//!
//! Whole sets of brands are asked at once: a number fits if the rules of any of them allow it,
//! since a range too many in the table must not refuse the card of another brand.

use super::{Brand, BrandSet, Digits};

/// How far digits go towards a number.
pub(super) struct Fit {
    /// The brands of which they are one.
    pub(super) brands: BrandSet,
    pub(super) is_whole: bool,
    /// Are there numbers of this length?
    pub(super) has_length: bool,
    /// Are there longer ones that begin so?
    pub(super) can_grow: bool,
}

impl Fit {
    /// Towards one of a set of brands, of which some ask for no check digit.
    pub(super) fn of(digits: &Digits, possible: BrandSet, without_check_digit: BrandSet) -> Self {
        let count = digits.len();
        let of_length = possible.of_length(count);
        let unchecked = of_length.and(without_check_digit);
        // `luhn::valid` skips what is no digit, so it sees normalised digits only.
        let needs_none = of_length == unchecked || !luhn::valid(digits.as_str());
        let brands = if needs_none { unchecked } else { of_length };
        Self {
            brands,
            is_whole: !brands.is_empty(),
            has_length: !of_length.is_empty(),
            can_grow: !possible.longer_than(count).is_empty(),
        }
    }

    /// Towards one of no known brand, or of one that is not told yet.
    pub(super) fn of_no_brand(digits: &Digits) -> Self {
        let lengths = Brand::unknown_facts().lengths;
        let has_length = lengths.iter().any(|length| usize::from(*length) == digits.len());
        let missing = Digits::MAX.saturating_sub(digits.len());
        Self {
            brands: BrandSet::NONE,
            // One digit all along is a placeholder: nobody issues such a card.
            is_whole: has_length && repeated(digits).is_none() && luhn::valid(digits.as_str()),
            has_length,
            // Behind zeros only one more zero is a right check digit.
            can_grow: missing > 1 || missing == 1 && repeated(digits) != Some(b'0'),
        }
    }
}

/// The digit that all of them are.
fn repeated(digits: &Digits) -> Option<u8> {
    let first = digits.as_bytes().first().copied();
    first.filter(|first| digits.as_bytes().iter().all(|digit| digit == first))
}
