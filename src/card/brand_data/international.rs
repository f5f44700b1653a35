//! The ranges of the brands that are taken all over the world: data only.

use super::group::{Group, pack};
use crate::card::Brand;

#[rustfmt::skip]
pub(super) const GROUPS: &[Group] = &[
    // All sources.
    Group::own(Brand::Visa, 1, &pack([(4, 4)])),

    // All sources. PAY and RPI have holes in the second series, of 2016; CC and CZ round it to
    // 2220–2799.
    Group::own(Brand::Mastercard, 2, &pack([(51, 55)])),
    Group::own(Brand::Mastercard, 4, &pack([(2221, 2720)])),
    // Maestro and Hipercard numbers that Mastercard's rules count as its own (AM), 677189
    // (PAY RPI), 670686 (BL), and 500018, a published test number of Checkout.com's for
    // Mastercard. The rest of 50, in W14, are Maestro's in every rule.
    Group::co_badge(Brand::Mastercard, 6, &pack([
        (500018, 500018), (605272, 605272), (606282, 606282), (637095, 637095), (637568, 637568),
        (637599, 637600), (637609, 637609), (670686, 670686), (677189, 677189),
    ])),

    // All sources.
    Group::own(Brand::AmericanExpress, 2, &pack([(34, 34), (37, 37)])),

    // All sources; 39 not in PAY, CC, RPI and AM; 3095 in EV, and with all of 309 in CZ. W14
    // gives 54 and 55 to Diners Club: those cards are Mastercards in every rule.
    Group::own(Brand::DinersClub, 2, &pack([(36, 36), (38, 39)])),
    Group::own(Brand::DinersClub, 3, &pack([(300, 305)])),
    Group::own(Brand::DinersClub, 4, &pack([(3095, 3095)])),

    // All sources, CC with gaps in 6011.
    Group::own(Brand::Discover, 2, &pack([(65, 65)])),
    Group::own(Brand::Discover, 3, &pack([(644, 649)])),
    Group::own(Brand::Discover, 4, &pack([(6011, 6011)])),
    // UnionPay cards that Discover takes: published as 622126–622925 (HS), and rounded to 622 by
    // PAY, EV and RPI.
    Group::co_badge(Brand::Discover, 3, &pack([(622, 622)])),

    // 3528–3589 in all sources, all of 35 in PAY, CC, RPI and CZ: nobody else has the rest.
    Group::own(Brand::Jcb, 2, &pack([(35, 35)])),
    // 1800 and 2131: CCT EV CZ. The others, which Discover takes as well: PAY EV AM.
    Group::own(Brand::Jcb, 4, &pack([
        (1800, 1800), (2131, 2131), (3088, 3094), (3096, 3102), (3112, 3120), (3158, 3159),
        (3337, 3349),
    ])),

    // All of 62: PAY RPI CZ HS. CCT, EV, CC and AM list parts of it, each another.
    // 8100–8171: CCT EV AM, and all of 81 in HS and CZ, though RuPay has the rest. 88: W14, which
    // nobody else has: without it such a card, having no check digit, is refused everywhere.
    Group::own(Brand::Unionpay, 2, &pack([(62, 62), (88, 88)])),
    Group::own(Brand::Unionpay, 4, &pack([(8100, 8171)])),
    Group::co_badge(Brand::Unionpay, 2, &pack([(81, 81)])),

    // 50 and 56–59: CCT CC PAY, CZ without 59. 63 and 67: CCT CC, CZ in part.
    Group::own(Brand::Maestro, 2, &pack([(50, 50), (56, 59), (63, 63), (67, 67)])),
    // Among Visa's numbers: CCT EV.
    Group::own(Brand::Maestro, 6, &pack([(493698, 493698)])),
    // South American cards without a check digit: AM, which calls those after 501082
    // Alia (504997, 505874, 505878), Sodexo (505864, 505865) and Confiable (560718), and has them
    // with 16 digits alone.
    Group::own(Brand::Maestro, 6, &pack([
        (501080, 501082), (504997, 504997), (505864, 505865), (505874, 505874), (505878, 505878),
        (560718, 560718),
    ])).without_check_digit(),
    // Among UnionPay's numbers: 6220 PAY HS, 627741 HS.
    Group::co_badge(Brand::Maestro, 4, &pack([(6220, 6220)])),
    Group::co_badge(Brand::Maestro, 6, &pack([(627741, 627741)])),
    // CCT CC. The published ranges are scattered over 60, 61, 66 and 69 (EV HS AM). 0604, of W14,
    // is left out: Mastercard's list (AM) has no such range, 0 begins no bank's cards, and a
    // number of no known brand is held to the same lengths and check digit as a Maestro's.
    Group::catch_all(Brand::Maestro, 1, &pack([(6, 6)])),
    // Among them, more of those cards: Alia (601030, 601073), Tarjeta D (601828), Creditel (601933,
    // whose check digit has a formula of its own) and Anda (603199).
    Group::catch_all(Brand::Maestro, 6, &pack([
        (601030, 601030), (601073, 601073), (601828, 601828), (601933, 601933), (603199, 603199),
    ])).without_check_digit(),
];
