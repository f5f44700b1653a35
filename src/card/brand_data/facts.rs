//! What the brands print on their cards and ask for: data only. Sources: see the module above.
//!
//! Decisions, where the sources disagree:
//!
//! - Visa has 13, 16, 18 or 19 digits: 13 only in PAY, CC, HS and AM, old cards that may still be
//!   tested with. 14 and 15 are in HS alone and in no rule of Visa's.
//! - Discover has 16 to 19 (AM) and Diners Club 14 to 19 (HS CC AM). CCT, EV and RPI know some of
//!   these lengths, PAY and CZ the shortest alone.
//! - JCB has 16 to 19, and 15 in its oldest ranges, `1800` and `2131` (CZ).
//! - American Express has 15; 14 is in HS alone. Its code has four digits: EV alone takes three,
//!   as the code on the back has, which is not the one that shops ask for.
//! - Hipercard's old cards had 14 to 19 digits (PAY); the others know 16.
//! - A Cartes Bancaires card has the number of the network that it shares: 16. HS has 16 to 19.
//! - UATP prints no code on its cards (EV), while some systems ask for three digits (CC): the
//!   field may stay empty. Maestro's code may not, though AM asks for none: a Maestro card that
//!   pays online has one. It has three digits: four are in HS alone, which takes three or four,
//!   and Maestro's code is Mastercard's, which all sources know with three. No card has four that
//!   would be refused, and a fourth digit typed by mistake is kept out.
//! - UnionPay's numbers need no check digit (PAY CC EV, and CCT if one wants); nor do Hipercard's
//!   and Hiper's (AM), nor those of some South American cards among Maestro's (AM), which stand
//!   beside its ranges; Naranja's have one of another formula, modulo 11 (AM). For all of them some
//!   other source asks for Luhn's: their cards that satisfy it are valid all the same. Nobody says
//!   so of Verve, whose published test numbers all satisfy it.

use crate::card::{Brand, BrandFacts};

const FOURS: &[u8] = &[4, 8, 12, 16];

const fn facts(
    name: &'static str,
    lengths: &'static [u8],
    gaps: &'static [u8],
    cvc_name: &'static str,
    cvc_lengths: &'static [u8],
) -> BrandFacts {
    BrandFacts { name, lengths, gaps, cvc_name, cvc_lengths, has_check_digit: true }
}

impl BrandFacts {
    const fn without_check_digit(self) -> Self {
        Self { has_check_digit: false, ..self }
    }
}

/// One row a brand, in the order of [`Brand::ALL`].
#[rustfmt::skip]
pub(in crate::card) const FACTS: [BrandFacts; Brand::ALL.len()] = [
    facts("Visa", &[13, 16, 18, 19], FOURS, "CVV", &[3]),
    facts("Mastercard", &[16], FOURS, "CVC", &[3]),
    facts("American Express", &[15], &[4, 10], "CID", &[4]),
    facts("Diners Club", &[14, 15, 16, 17, 18, 19], &[4, 10], "CVV", &[3]),
    facts("Discover", &[16, 17, 18, 19], FOURS, "CID", &[3]),
    facts("JCB", &[15, 16, 17, 18, 19], FOURS, "CVV", &[3]),
    facts("UnionPay", &[14, 15, 16, 17, 18, 19], FOURS, "CVN", &[3]).without_check_digit(),
    facts("Maestro", &[12, 13, 14, 15, 16, 17, 18, 19], FOURS, "CVC", &[3]),
    facts("Mir", &[16, 17, 18, 19], FOURS, "CVP2", &[3]),
    facts("Elo", &[16], FOURS, "CVE", &[3]),
    facts("Hipercard", &[14, 15, 16, 17, 18, 19], FOURS, "CVC", &[3]).without_check_digit(),
    facts("Hiper", &[16], FOURS, "CVC", &[3]).without_check_digit(),
    facts("Troy", &[16], FOURS, "CVV", &[3]),
    facts("Verve", &[16, 18, 19], FOURS, "CVV", &[3]),
    facts("RuPay", &[16], FOURS, "CVV", &[3]),
    facts("Naranja", &[16], FOURS, "CVV", &[3]).without_check_digit(),
    facts("UATP", &[15], &[4, 9], "CVV", &[0, 3]),
    facts("Dankort", &[16], FOURS, "CVV", &[3]),
    facts("Cartes Bancaires", &[16], FOURS, "CVV", &[3]),
];

/// What holds for a number of no known brand: the server decides.
pub(in crate::card) const UNKNOWN: BrandFacts =
    facts("", &[12, 13, 14, 15, 16, 17, 18, 19], FOURS, "CVC", &[3, 4]);
