//! The ranges of the brands of one country or one trade: data only.
//!
//! A card of theirs that is also a Visa, a Mastercard or a JCB shows that brand first: its holder
//! looks for the network that is printed on it everywhere. A card that only runs on another
//! network's numbers, as Elo's, Troy's and RuPay's do on Discover's, shows its own brand.

use super::group::{Group, pack};
use crate::card::Brand;

#[rustfmt::skip]
pub(super) const GROUPS: &[Group] = &[
    // CCT PAY EV CZ.
    Group::own(Brand::Mir, 4, &pack([(2200, 2204)])),

    // CCT PAY EV, and RPI in part; 636369 PAY; 636298, 650057–650081 and 651680–651704 AM, from
    // Elo's own table. Without 650923, which CCT gives to Troy and Elo's table does not have.
    Group::own(Brand::Elo, 6, &pack([
        (401178, 401179), (431274, 431274), (438935, 438935), (451416, 451416), (457393, 457393),
        (457631, 457632), (504175, 504175), (506699, 506778), (509000, 509999), (627780, 627780),
        (636297, 636298), (636368, 636369), (650031, 650033), (650035, 650051), (650057, 650081),
        (650405, 650439), (650485, 650538), (650541, 650598), (650700, 650718), (650720, 650727),
        (650901, 650922), (650924, 650978), (651652, 651704), (655000, 655019), (655021, 655058),
    ])),
    Group::co_badge(Brand::Elo, 6, &pack([(650923, 650923)])),

    // 606282: CCT PAY EV RPI AM. 384100, 384140 and 384160, old cards: PAY RPI AM. PAY and RPI
    // have all of 60 as well, which others share.
    Group::own(Brand::Hipercard, 6, &pack([
        (384100, 384100), (384140, 384140), (384160, 384160), (606282, 606282),
    ])),
    // Hiper's numbers, which PAY, RPI and AM call Hipercard.
    Group::co_badge(Brand::Hipercard, 6, &pack([
        (637095, 637095), (637568, 637568), (637599, 637599), (637609, 637609), (637612, 637612),
    ])),
    // CCT EV.
    Group::own(Brand::Hiper, 6, &pack([
        (637095, 637095), (637568, 637568), (637599, 637599), (637609, 637609), (637612, 637612),
    ])),
    Group::own(Brand::Hiper, 8, &pack([
        (63737423, 63737423), (63743358, 63743358),
    ])),

    // CCT.
    Group::own(Brand::Verve, 6, &pack([
        (506099, 506127), (506129, 506129), (506133, 506150), (506158, 506163), (506166, 506166),
        (506168, 506168), (506170, 506170), (506173, 506173), (506176, 506180), (506184, 506184),
        (506187, 506188), (506191, 506191), (506195, 506195), (506197, 506197), (507865, 507866),
        (507868, 507877), (507880, 507888), (507900, 507900), (507941, 507941),
    ])),

    // EV HS; 81 from 8172 on: EV. HS and CZ call that UnionPay's: such a number may be either's.
    Group::own(Brand::Rupay, 2, &pack([(82, 82)])),
    Group::own(Brand::Rupay, 4, &pack([(8172, 8199)])),
    // HS; 652150–653149 also EV.
    Group::own(Brand::Rupay, 6, &pack([
        (508227, 508227), (508500, 508999), (603741, 603741), (606985, 607984), (608001, 608500),
        (652150, 653149),
    ])),
    // The rest of 508 and 6521: EV. Cards that are also JCB's: HS.
    Group::co_badge(Brand::Rupay, 3, &pack([(508, 508)])),
    Group::co_badge(Brand::Rupay, 6, &pack([(353800, 353800), (652100, 652149)])),
    // EV, where HS lists ranges.
    Group::catch_all(Brand::Rupay, 2, &pack([(60, 60)])),

    // CCT AM.
    Group::own(Brand::Naranja, 6, &pack([(589562, 589562)])),
    // CCT: cards that are a Visa and a Mastercard.
    Group::co_badge(Brand::Naranja, 6, &pack([(402918, 402918), (527572, 527572)])),

    // All of 1: CC EV CZ. Without 1946, which is Indonesia's GPN with 16, 18 or 19 digits (PCN):
    // of no known brand it has all of these lengths.
    Group::own(Brand::Uatp, 3, &pack([(100, 193), (195, 199)])),
    Group::own(Brand::Uatp, 4, &pack([(1940, 1945), (1947, 1949)])),

    // PAY CC CZ AM. Visa/Dankort: 4571 CZ and a test number of ProcessOut's; 4175 CZ alone.
    Group::own(Brand::Dankort, 4, &pack([(5019, 5019)])),
    Group::co_badge(Brand::Dankort, 4, &pack([(4175, 4175), (4571, 4571)])),
];
