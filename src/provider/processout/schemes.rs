//! ProcessOut's names of the brands: with blanks over the API, with hyphens in its own scripts.

use crate::card::Brand;

/// The names that are not the brand's id with blanks.
const NAMES: &[(Brand, &str)] = &[
    (Brand::Unionpay, "china union pay"),
    (Brand::CartesBancaires, "carte bancaire"),
    (Brand::Mir, "nspk mir"),
    (Brand::AmericanExpress, "american express"),
    (Brand::DinersClub, "diners club"),
];

/// The brand's name over the API; `None` where ProcessOut has none.
pub(super) fn name(brand: Brand) -> Option<&'static str> {
    match brand {
        Brand::Hiper | Brand::Naranja | Brand::Uatp => None,
        _ => {
            let named = NAMES.iter().find(|(known, _)| *known == brand);
            Some(named.map_or(brand.id(), |(_, name)| name))
        }
    }
}

/// The brand of a name, in any of its forms: Diners Club has one a region.
pub(super) fn brand(name: &str) -> Option<Brand> {
    if name.starts_with("diners") {
        return Some(Brand::DinersClub);
    }
    let named = NAMES.iter().find(|(_, known)| *known == name).map(|(brand, _)| *brand);
    named.or_else(|| Brand::from_id(name))
}
