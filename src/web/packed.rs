//! Verdicts as integers: bits 0 to 2 tell empty, valid and potentially valid; bits 8 to 15 are the
//! code's index and one. `www/packed.ts` reads them.

use crate::card::{Brand, BrandSet, FieldCode, Verdict};

const EMPTY: u32 = 1;
const VALID: u32 = 1 << 1;
pub(super) const POTENTIALLY_VALID: u32 = 1 << 2;

/// A verdict in 16 bits.
pub(super) fn verdict(verdict: Verdict) -> u32 {
    let flags = match verdict {
        Verdict::Empty(_) => EMPTY | POTENTIALLY_VALID,
        Verdict::NotNeeded => EMPTY | VALID | POTENTIALLY_VALID,
        Verdict::Unfinished(_) => POTENTIALLY_VALID,
        Verdict::Invalid(_) => 0,
        Verdict::Valid => VALID | POTENTIALLY_VALID,
    };
    flags | code(verdict.code()) << 8
}

/// A code's index and one; 0 for none.
pub(super) fn code(code: Option<FieldCode>) -> u32 {
    code.map_or(0, |code| code as u32 + 1)
}

/// A brand's index and one; 0 for none.
pub(super) fn brand(brand: Option<Brand>) -> u32 {
    brand.map_or(0, |brand| brand as u32 + 1)
}

/// A brand's index and one, and above its 5 bits the mask of a set.
pub(super) fn brands(one: Option<Brand>, set: BrandSet) -> u32 {
    brand(one) | set.bits() << 5
}

/// Two integers in one number: JavaScript's are exact to 53 bits.
pub(super) fn pair(low16: u32, high: u32) -> f64 {
    f64::from(high) * 65_536.0 + f64::from(low16)
}
