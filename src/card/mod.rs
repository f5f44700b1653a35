//! What a card is: digits, brands, number, expiry, security code, holder, postal code and country,
//! formatting and the verdicts on each.
//!
//! Everything here is pure: no clock, no randomness, no browser. It imports no sibling module.
//! Texts come in as people type them; what leaves is a verdict with a stable code, or a value
//! that has passed its rules. A value that could name a card sits in a [`Secret`].

mod bin_length;
mod brand;
mod brand_data;
mod brand_fit;
mod brand_index;
mod brand_lengths;
mod brand_match;
mod brand_set;
mod brand_table;
mod calendar;
mod code;
mod country;
mod cvc;
mod digits;
mod expiry;
mod expiry_groups;
mod expiry_text;
mod field;
mod format;
mod format_expiry;
mod holder;
mod number;
mod postal;
mod postal_table;
mod secret;
mod verdict;
mod year_month;

pub use bin_length::BinLength;
pub use brand::{Brand, BrandFacts};
pub use brand_match::{BrandMatch, match_brands};
pub use brand_set::BrandSet;
pub use brand_table::{BrandRange, BrandTable, RangeError, RangeFault};
pub(crate) use calendar::{civil_from_days, days_from_civil};
pub use code::FieldCode;
pub use country::Country;
pub use cvc::Cvc;
pub use digits::{Digits, Symbol};
pub use expiry::{Expiry, ExpiryCheck, ExpiryRules};
pub use field::Field;
pub use format::{Edit, Formatted, format_number, format_number_with_table};
pub use format_expiry::format_expiry;
pub use holder::HolderName;
pub use number::{CardNumber, NumberCheck};
pub use postal::PostalCode;
pub use secret::Secret;
pub use verdict::Verdict;
pub use year_month::YearMonth;

/// A card as the person entered it, every part of which has passed its rules.
///
/// A part that the form does not ask for is `None`.
#[derive(Debug)]
pub struct CardData {
    /// The number, with its brand.
    pub number: CardNumber,
    /// Month and year of expiry.
    pub expiry: Expiry,
    /// The security code.
    pub cvc: Option<Cvc>,
    /// The name on the card.
    pub holder: Option<HolderName>,
}
