//! Card brands and the facts that differ between them.

use super::brand_data::{FACTS, UNKNOWN};

macro_rules! brands {
    ($($(#[$doc:meta])* $variant:ident = $id:literal,)*) => {
        /// A card brand, in the order of the packed candidate masks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Brand {
            $($(#[$doc])* $variant,)*
        }

        impl Brand {
            /// Every brand.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable snake_case id, such as `american_express`.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }
        }
    };
}

brands! {
    /// Visa.
    Visa = "visa",
    /// Mastercard.
    Mastercard = "mastercard",
    /// American Express.
    AmericanExpress = "american_express",
    /// Diners Club International.
    DinersClub = "diners_club",
    /// Discover.
    Discover = "discover",
    /// JCB.
    Jcb = "jcb",
    /// UnionPay.
    Unionpay = "unionpay",
    /// Maestro.
    Maestro = "maestro",
    /// Mir, of Russia.
    Mir = "mir",
    /// Elo, of Brazil.
    Elo = "elo",
    /// Hipercard, of Brazil.
    Hipercard = "hipercard",
    /// Hiper, of Brazil.
    Hiper = "hiper",
    /// Troy, of Turkey.
    Troy = "troy",
    /// Verve, of Nigeria.
    Verve = "verve",
    /// RuPay, of India.
    Rupay = "rupay",
    /// Naranja, of Argentina.
    Naranja = "naranja",
    /// UATP, the airlines' card.
    Uatp = "uatp",
    /// Dankort, of Denmark.
    Dankort = "dankort",
    /// Cartes Bancaires, of France.
    CartesBancaires = "cartes_bancaires",
}

/// What people and other systems also call a brand, in lower case and without separators.
const ALIASES: &[(&str, Brand)] = &[
    ("mc", Brand::Mastercard),
    ("master", Brand::Mastercard),
    ("amex", Brand::AmericanExpress),
    ("diners", Brand::DinersClub),
    ("dinersclubinternational", Brand::DinersClub),
    ("cup", Brand::Unionpay),
    ("chinaunionpay", Brand::Unionpay),
    ("unionpayinternational", Brand::Unionpay),
    ("tarjetanaranja", Brand::Naranja),
    ("cb", Brand::CartesBancaires),
    ("cartebancaire", Brand::CartesBancaires),
];

/// What a brand prints on its cards and asks for.
#[derive(Debug)]
pub struct BrandFacts {
    /// The brand's own spelling of its name.
    pub name: &'static str,
    /// The number's possible lengths, ascending.
    pub lengths: &'static [u8],
    /// After how many digits a gap stands.
    pub gaps: &'static [u8],
    /// What the brand calls its security code.
    pub cvc_name: &'static str,
    /// The security code's possible lengths, ascending; 0 when a card may have none.
    pub cvc_lengths: &'static [u8],
    /// Must the number's last digit satisfy Luhn's formula?
    pub has_check_digit: bool,
}

impl Brand {
    /// The brand of an id or of one of its aliases. Case, blanks, dashes and underscores don't
    /// matter: `amex`, `American Express` and `american-express` are one.
    ///
    /// ```
    /// use cardlet::card::Brand;
    /// assert_eq!(Brand::from_id("union-pay"), Some(Brand::Unionpay));
    /// assert_eq!(Brand::from_id("visa electron"), None);
    /// ```
    pub fn from_id(text: &str) -> Option<Self> {
        let aliased = || ALIASES.iter().find(|(alias, _)| has_letters(text, alias));
        let named = Self::ALL.iter().copied().find(|brand| has_letters(text, brand.id()));
        named.or_else(|| aliased().map(|(_, brand)| *brand))
    }

    /// The brand's facts.
    ///
    /// ```
    /// use cardlet::card::Brand;
    /// assert_eq!(Brand::AmericanExpress.id(), "american_express");
    /// assert_eq!(Brand::AmericanExpress.facts().lengths, [15]);
    /// ```
    pub fn facts(self) -> &'static BrandFacts {
        FACTS.get(self as usize).unwrap_or(&UNKNOWN)
    }

    /// The facts that hold for a number of no known brand.
    ///
    /// ```
    /// use cardlet::card::Brand;
    /// assert_eq!(Brand::unknown_facts().lengths, [12, 13, 14, 15, 16, 17, 18, 19]);
    /// ```
    pub fn unknown_facts() -> &'static BrandFacts {
        &UNKNOWN
    }
}

/// Are the letters of both texts the same, whatever their case and what separates them?
fn has_letters(text: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        let letters = text.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' '));
        letters.map(|byte| byte.to_ascii_lowercase())
    }
    letters(text).eq(letters(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_brand_has_facts_and_is_found_by_its_id_and_its_name() {
        for brand in Brand::ALL {
            assert_eq!(Brand::from_id(brand.id()), Some(*brand));
            let facts = brand.facts();
            assert_eq!(Brand::from_id(facts.name), Some(*brand));
            assert!(facts.lengths.is_sorted() && facts.cvc_lengths.is_sorted());
            assert!(facts.lengths.iter().all(|length| (12..=19).contains(length)));
        }
    }

    #[test]
    fn aliases_are_accepted_and_strangers_are_not() {
        for (texts, brand) in [
            ("amex AMEX american-express american_express americanExpress", Brand::AmericanExpress),
            ("diners diners-club diners_club_international dinersclub", Brand::DinersClub),
            ("union-pay UnionPay china_unionpay chinaUnionPay cup", Brand::Unionpay),
            ("mc master master-card MASTERCARD masterCard", Brand::Mastercard),
            ("cb carte-bancaire cartes-bancaires cartesBancaires", Brand::CartesBancaires),
            ("tarjeta-naranja Naranja", Brand::Naranja),
            ("hiper-card", Brand::Hipercard),
        ] {
            for text in texts.split(' ') {
                assert_eq!(Brand::from_id(text), Some(brand), "{text}");
            }
        }
        for stranger in ["visa electron", "", "-", "vis", "visaa", "unknown", "bcmc"] {
            assert_eq!(Brand::from_id(stranger), None, "{stranger}");
        }
    }
}
