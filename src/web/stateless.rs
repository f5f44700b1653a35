//! The stateless checks and formatters.

use wasm_bindgen::prelude::*;

use super::js::object;
use super::{packed, scrub, short_text};
use crate::card::{
    Brand, BrandSet, Cvc, Edit, ExpiryCheck, ExpiryRules, Formatted, HolderName, NumberCheck,
    PostalCode, Symbol, YearMonth, format_expiry, format_number,
};

/// A number's verdict in the low 16 bits; above them the brand's index and one (5 bits) and the
/// mask of candidates.
#[wasm_bindgen(js_name = checkNumber)]
pub fn check_number(text: &str, accepted: u32) -> f64 {
    let check = NumberCheck::of(text, BrandSet::from_bits(accepted));
    packed::pair(packed::verdict(check.verdict), found(&check))
}

/// What `checkNumber` tells, of the short text that was left.
#[wasm_bindgen(js_name = checkShortNumber)]
pub fn check_short_number(length: usize, accepted: u32) -> f64 {
    short_text::take(length, |text| check_number(text, accepted))
}

/// An expiry's verdict in the low 16 bits; above them the month (4 bits) and the year, each 0
/// while unknown.
#[wasm_bindgen(js_name = checkExpiry)]
pub fn check_expiry(text: &str, now_ms: f64, max_years_ahead: f64) -> f64 {
    let now = YearMonth::everywhere_reached((now_ms / 1000.0) as i64);
    // The casts saturate: no limit is too far, a negative one is none.
    let rules = ExpiryRules { now, max_years_ahead: max_years_ahead as u16 };
    let check = ExpiryCheck::of(text, rules);
    let date = u32::from(check.month.unwrap_or(0)) | u32::from(check.year.unwrap_or(0)) << 4;
    packed::pair(packed::verdict(check.verdict), date)
}

/// A security code's verdict; `brand` is an index into the catalog, anything else is no brand.
#[wasm_bindgen(js_name = checkCvc)]
pub fn check_cvc(text: &str, brand: u32) -> u32 {
    let brand = Brand::ALL.get(brand as usize).copied();
    packed::verdict(Cvc::check(text, brand))
}

/// A name's verdict.
#[wasm_bindgen(js_name = checkName)]
pub fn check_name(text: &str) -> u32 {
    packed::verdict(HolderName::check(text))
}

/// A postal code's verdict; a country without a rule, also an empty one, takes any.
#[wasm_bindgen(js_name = checkPostalCode)]
pub fn check_postal_code(text: &str, country: &str) -> u32 {
    packed::verdict(PostalCode::check(text, Some(country)))
}

/// The mask of the brands that a number with these first digits can have, above the best one's
/// index and one (5 bits).
#[wasm_bindgen(js_name = detectBrands)]
pub fn detect_brands(prefix: &str) -> u32 {
    // No brand's numbers begin with a letter, or go on with one.
    if prefix.chars().any(|c| Symbol::of(c) == Symbol::Foreign) {
        return 0;
    }
    found(&NumberCheck::of(prefix, BrandSet::ALL))
}

/// What `detectBrands` tells, of the short text that was left.
#[wasm_bindgen(js_name = detectShortBrands)]
pub fn detect_short_brands(length: usize) -> u32 {
    short_text::take(length, detect_brands)
}

fn found(check: &NumberCheck) -> u32 {
    packed::brands(check.brand, check.candidates)
}

fn encode(formatted: &Formatted) -> JsValue {
    object(|object| {
        object.text("text", Some(&formatted.text));
        object.whole("caret", Some(formatted.caret_utf16 as u32));
    })
}

/// A number with its brand's gaps.
#[wasm_bindgen(js_name = formatNumber, unchecked_return_type = "{ text: string; caret: number }")]
pub fn js_format_number(text: &str, caret: usize) -> JsValue {
    scrub::after(|| encode(&format_number(text, caret, Edit::Insert)))
}

/// What `formatNumber` makes of the short text that was left; see `short_text::replace`.
#[wasm_bindgen(js_name = formatShortNumber)]
pub fn format_short_number(length: usize, caret: usize) -> u32 {
    short_text::replace(length, |text| format_number(text, caret, Edit::Insert))
}

/// What `formatExpiry` makes of the short text that was left; see `short_text::replace`.
#[wasm_bindgen(js_name = formatShortExpiry)]
pub fn format_short_expiry(length: usize, caret: usize) -> u32 {
    short_text::replace(length, |text| format_expiry(text, caret, Edit::Insert))
}

/// An expiry as `MM / YY`.
#[wasm_bindgen(js_name = formatExpiry, unchecked_return_type = "{ text: string; caret: number }")]
pub fn js_format_expiry(text: &str, caret: usize) -> JsValue {
    scrub::after(|| encode(&format_expiry(text, caret, Edit::Insert)))
}
