//! Brands: what first digits tell, and what a list of accepted brands does. Only published test
//! numbers, and where nobody publishes one a row of digits that no card has.

use cardlet::card::{Brand, BrandSet, FieldCode, Verdict};

use Brand::*;
use FieldCode::{IncompleteNumber, InvalidNumber, UnsupportedBrand};
use Verdict::{Invalid, Unfinished, Valid};

/// First digits, the best brand, and the candidates, best first.
pub(crate) type PrefixRow = (&'static str, Option<Brand>, &'static [Brand]);

#[rustfmt::skip]
pub(crate) const PREFIXES: &[PrefixRow] = &[
    // Every brand for nothing, none for what nobody has.
    ("", None, Brand::ALL),
    ("0", None, &[]),
    ("7", None, &[]),
    ("2721", None, &[]),
    ("31", None, &[Jcb]),
    // One digit is enough for a Visa, whatever shares its first digit.
    ("4", Some(Visa), &[Visa, Maestro, Elo, Naranja, Dankort, CartesBancaires]),
    ("41", Some(Visa), &[Visa, Dankort, CartesBancaires]),
    ("4111", Some(Visa), &[Visa]),
    // The widest range wins.
    ("401178", Some(Elo), &[Elo, Visa]),
    ("493698", Some(Maestro), &[Maestro, Visa]),
    ("1800", Some(Jcb), &[Jcb, Uatp]),
    ("384100", Some(Hipercard), &[Hipercard, DinersClub]),
    ("50", Some(Maestro), &[Maestro, Mastercard, Elo, Verve, Rupay, Dankort, CartesBancaires]),
    ("5019", Some(Dankort), &[Dankort, Maestro]),
    ("506099", Some(Verve), &[Verve, Maestro]),
    ("508500", Some(Rupay), &[Rupay, Maestro]),
    ("509", Some(Elo), &[Elo, Maestro]),
    ("589562", Some(Naranja), &[Naranja, Maestro]),
    ("627780", Some(Elo), &[Elo, Unionpay]),
    ("63737423", Some(Hiper), &[Hiper, Maestro]),
    ("650031", Some(Elo), &[Elo, Discover]),
    ("65083700", Some(Troy), &[Troy, Discover]),
    ("65083705", Some(Discover), &[Discover]),
    ("652150", Some(Rupay), &[Rupay, Discover]),
    // A range is complete once all that can follow is in it.
    ("22", None, &[Mastercard, Mir]),
    ("222", None, &[Mastercard]),
    ("2221", Some(Mastercard), &[Mastercard]),
    ("23", Some(Mastercard), &[Mastercard]),
    ("27", None, &[Mastercard]),
    ("2720", Some(Mastercard), &[Mastercard]),
    ("30", None, &[DinersClub, Jcb]),
    ("305", Some(DinersClub), &[DinersClub]),
    ("3095", Some(DinersClub), &[DinersClub]),
    ("3096", Some(Jcb), &[Jcb]),
    // All of 1 but 1946, which is Indonesia's GPN.
    ("1", None, &[Jcb, Uatp]),
    ("10", Some(Uatp), &[Uatp]),
    ("18", Some(Uatp), &[Uatp, Jcb]),
    ("19", None, &[Uatp]),
    ("193", Some(Uatp), &[Uatp]),
    ("194", None, &[Uatp]),
    ("1945", Some(Uatp), &[Uatp]),
    ("1946", None, &[]),
    ("1947", Some(Uatp), &[Uatp]),
    ("195", Some(Uatp), &[Uatp]),
    // Two brands on a card: the one that is known abroad comes first.
    ("4571", Some(Visa), &[Visa, Dankort]),
    ("497", Some(Visa), &[Visa, CartesBancaires]),
    ("513000", Some(Mastercard), &[Mastercard, CartesBancaires]),
    ("581700", Some(Maestro), &[Maestro, CartesBancaires]),
    ("402918", Some(Visa), &[Visa, Naranja]),
    ("353800", Some(Jcb), &[Jcb, Rupay]),
    ("508", Some(Maestro), &[Maestro, Rupay]),
    ("622126", Some(Unionpay), &[Unionpay, Discover]),
    ("6220", Some(Unionpay), &[Unionpay, Discover, Maestro]),
    ("637095", Some(Hiper), &[Hiper, Mastercard, Maestro, Hipercard]),
    ("8172", Some(Rupay), &[Rupay, Unionpay]),
    ("87", None, &[]),
    ("88", Some(Unionpay), &[Unionpay]),
    ("89", None, &[]),
    // What is left of 6 is Maestro's, once nobody else can have it.
    ("6", None, &[Mastercard, Discover, Unionpay, Maestro, Elo, Hipercard, Hiper, Troy, Rupay]),
    ("60", None, &[Mastercard, Discover, Maestro, Hipercard, Rupay]),
    ("601", None, &[Discover, Maestro, Rupay]),
    ("6011", Some(Discover), &[Discover]),
    ("6012", Some(Maestro), &[Maestro, Rupay]),
    ("64", None, &[Discover, Maestro]),
    ("640", Some(Maestro), &[Maestro]),
    ("66", Some(Maestro), &[Maestro]),
];

/// A text, the ids of the accepted brands, and what comes of it.
pub(crate) type AcceptedRow = (&'static str, &'static str, Verdict, Option<Brand>);

#[rustfmt::skip]
pub(crate) const ACCEPTED: &[AcceptedRow] = &[
    ("4111111111111111", "visa", Valid, Some(Visa)),
    ("4111111111111111", "visa mastercard", Valid, Some(Visa)),
    // Refused as soon as no candidate is accepted.
    ("4", "mastercard", Invalid(UnsupportedBrand), Some(Visa)),
    ("4111111111111111", "mastercard", Invalid(UnsupportedBrand), Some(Visa)),
    ("5", "mastercard", Unfinished(IncompleteNumber), None),
    ("5555555555554444", "mastercard", Valid, Some(Mastercard)),
    ("5555555555554445", "mastercard", Invalid(InvalidNumber), Some(Mastercard)),
    // While an accepted brand is possible another one is not shown.
    ("4", "elo", Unfinished(IncompleteNumber), None),
    ("41", "elo", Invalid(UnsupportedBrand), Some(Visa)),
    ("5066991111111118", "elo", Valid, Some(Elo)),
    // A card with two brands is taken for either, and is of the accepted one.
    ("4556620000000005", "visa", Valid, Some(Visa)),
    ("4556620000000005", "cartes_bancaires", Valid, Some(CartesBancaires)),
    ("4556620000000005", "visa cartes_bancaires", Valid, Some(Visa)),
    ("4556620000000005", "dankort", Invalid(UnsupportedBrand), Some(Visa)),
    ("4571730000000003", "dankort", Valid, Some(Dankort)),
    ("6516794250726603", "discover", Valid, Some(Discover)),
    ("6221260000000000", "discover", Valid, Some(Discover)),
    ("5000186622346654", "mastercard", Valid, Some(Mastercard)),
    // It is held to the rules of the accepted one: UnionPay's, Maestro's and Discover's longer
    // numbers are none of RuPay's, Dankort's or Elo's.
    ("8180123450000000001", "unionpay", Valid, Some(Unionpay)),
    ("8180123450000000001", "rupay", Invalid(InvalidNumber), Some(Rupay)),
    ("8180123450000000001", "rupay unionpay", Valid, Some(Unionpay)),
    ("5019000000000000005", "maestro", Valid, Some(Maestro)),
    ("5019000000000000005", "dankort", Invalid(InvalidNumber), Some(Dankort)),
    ("6370950000000000001", "hipercard", Valid, Some(Hipercard)),
    ("6370950000000000001", "hiper", Invalid(InvalidNumber), Some(Hiper)),
    ("6500350000000000009", "discover", Valid, Some(Discover)),
    ("6500350000000000009", "elo", Invalid(InvalidNumber), Some(Elo)),
    ("6771890000000000003", "mastercard", Invalid(InvalidNumber), Some(Mastercard)),
    ("6771890000000000003", "maestro", Valid, Some(Maestro)),
    ("62212600000001", "discover", Unfinished(IncompleteNumber), Some(Discover)),
    ("62212600000001", "unionpay", Valid, Some(Unionpay)),
    ("4970000000000000000", "cartes_bancaires", Invalid(InvalidNumber), Some(CartesBancaires)),
    // And to theirs on the check digit: Discover's have one among UnionPay's.
    ("6221260000000001", "discover", Unfinished(InvalidNumber), Some(Discover)),
    ("6221260000000001", "unionpay discover", Valid, Some(Unionpay)),
    // A number of no known brand is of none that is accepted, unless all are.
    ("9", "visa", Invalid(UnsupportedBrand), None),
    ("9999999999999995", "visa troy", Invalid(UnsupportedBrand), None),
    ("9", "troy", Unfinished(IncompleteNumber), None),
];

/// The brands of these ids.
pub(crate) fn set(ids: &str) -> BrandSet {
    ids.split(' ').map(|id| Brand::from_id(id).expect("an id")).collect()
}
