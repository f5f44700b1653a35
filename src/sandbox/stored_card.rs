//! What the sandbox keeps of a card: nothing that could pay.

use super::random::Random;
use crate::card::{Brand, CardNumber, Expiry};

/// A card without its number and security code.
#[derive(Clone, Debug)]
pub(crate) struct StoredCard {
    /// `None` when the number belongs to no brand that is known.
    pub(crate) brand: Option<Brand>,
    /// The first six digits.
    pub(crate) bin: String,
    pub(crate) last4: String,
    pub(crate) expiry: Expiry,
    /// The same for the same number while the process lives.
    pub(crate) fingerprint: String,
}

impl StoredCard {
    pub(crate) fn of(number: &CardNumber, expiry: Expiry, random: &Random) -> Self {
        // Exposed to be cut to six digits and hashed with a key that ends with the process.
        let pan = number.digits().expose().as_str();
        Self {
            brand: number.brand(),
            bin: pan.chars().take(6).collect(),
            last4: number.last4().to_owned(),
            expiry,
            fingerprint: random.fingerprint(pan),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{BrandSet, ExpiryRules, YearMonth};

    #[test]
    fn nothing_of_the_middle_of_the_number_is_kept() {
        let number = CardNumber::parse("4000056655665556", BrandSet::ALL).unwrap();
        let now = YearMonth { year: 2026, month: 11 };
        let expiry = Expiry::parse("12/2030", ExpiryRules::at(now)).unwrap();
        let card = StoredCard::of(&number, expiry, &Random::from_system());
        assert_eq!((card.bin.as_str(), card.last4.as_str()), ("400005", "5556"));
        assert_eq!(card.brand, Some(Brand::Visa));
        assert!(!format!("{card:?}").contains("66556655"));
    }
}
