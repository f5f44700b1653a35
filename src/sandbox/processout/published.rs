//! The published test cards, and what each of them does.

use crate::card::Brand;

/// A card is declined with this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Problem(pub(super) &'static str);

/// What a published card does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// It is paid with.
    Pays,
    /// Its customer has to do something before its verification succeeds, or fails.
    Asks { succeeds: bool },
    /// It is declined.
    Declined(Problem),
    /// It can be authorized and not captured.
    NoCapture,
    /// It is verified and not paid with.
    OnlyVerified,
    /// It is paid with, and these two checks say so.
    Checks { cvc: &'static str, avs: &'static str },
}

const DECLINED: [(&str, &str); 9] = [
    ("4000000000002180", "card.do-not-honor"),
    ("4000000000002198", "card.possible-fraud"),
    ("4000000000002206", "card.no-money"),
    ("4000000000002214", "card.expired"),
    ("4000000000002222", "card.stolen"),
    ("4000000000002230", "card.failed-cvc"),
    ("4000000000002248", "card.failed-avs"),
    ("4000000000002255", "card.not-authorized"),
    ("4000000000000002", "card.declined"),
];
const CHECKS: [(&str, &str, &str); 5] = [
    ("4000000000000028", "failed", "passed"),
    ("4000000000000036", "passed", "failed"),
    ("4000000000000044", "failed", "failed"),
    ("4000000000000085", "passed", "failed-postal"),
    ("4000000000000093", "passed", "failed-address"),
];
/// Those that do nothing special where no disputes, refunds and exemptions are imitated.
const PLAIN: [&str; 25] = [
    "4242424242424242",
    "5555555555554444",
    "378282246310005",
    "30123456789019",
    "3530111333300000",
    "6011111111111117",
    "4977830000000001",
    "4556620000000005",
    "4658580000000008",
    "4571730000000003",
    "4023600000000002",
    "4338300000000009",
    "4835910000000003",
    "4000000000000119",
    "4000000000003055",
    "4000000000003063",
    "4000000000003253",
    "4000000000003246",
    "4000000000003238",
    "4000000000000259",
    "4000000000000069",
    "4000000000000077",
    "4000000000000200",
    "4000000000000309",
    "4000000000004004",
];

/// What a card does; any that is not published can be made a token and not be paid with.
pub(super) fn behaviour(number: &str) -> Behaviour {
    let declined = DECLINED.iter().find(|(known, _)| *known == number);
    let checks = CHECKS.iter().find(|(known, ..)| *known == number);
    match (number, declined, checks) {
        (_, Some((_, code)), _) => Behaviour::Declined(Problem(code)),
        (_, _, Some((_, cvc, avs))) => Behaviour::Checks { cvc, avs },
        ("4000000000000101", ..) => Behaviour::Asks { succeeds: true },
        ("4000000000003220", ..) => Behaviour::Asks { succeeds: false },
        ("4000000000000010", ..) => Behaviour::NoCapture,
        ("4000000000001216", ..) => Behaviour::OnlyVerified,
        _ if PLAIN.contains(&number) => Behaviour::Pays,
        _ => Behaviour::Declined(Problem("card.declined")),
    }
}

/// Scheme and second scheme: one published card is co-badged, and the SDKs' tests have another.
pub(super) fn schemes(
    number: &str,
    brand: Option<Brand>,
) -> (Option<&'static str>, Option<&'static str>) {
    match number {
        "4556620000000005" | "5341026607460971" => (brand.map(scheme), Some("carte bancaire")),
        _ => (brand.map(scheme), None),
    }
}

/// The brand's name over the API.
fn scheme(brand: Brand) -> &'static str {
    match brand {
        Brand::AmericanExpress => "american express",
        Brand::DinersClub => "diners club",
        Brand::Unionpay => "china union pay",
        Brand::CartesBancaires => "carte bancaire",
        Brand::Mir => "nspk mir",
        other => other.id(),
    }
}
