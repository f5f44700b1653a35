//! Of which numbers a page may be told the ends.

use crate::card::Brand;

/// The length of each brand's first number that was sent from the fields.
///
/// A page may ask for a token at every key, and each names the last digits of what has been typed
/// so far. Visa numbers are valid with 13, 16, 18 and 19 digits, UnionPay's with any from 14 on, so
/// a second token of one card, some keys later, would tell what stands between. That is why a token
/// tells of its card only when the number is as long as the brand's first: ends that stand in the
/// same place add nothing. Another brand is surely another card. Emptied fields forget nothing: the
/// page can empty them, and would be typed the same card again. Honest pages lose the last digits of
/// a card of the same brand and another length, which is rare; its token works all the same.
///
/// ```
/// use cardlet::card::Brand;
/// use cardlet::frame::Lengths;
/// let mut lengths = Lengths::default();
/// assert!(lengths.admit(Some(Brand::Visa), 13) && lengths.is_even());
/// assert!(!lengths.admit(Some(Brand::Visa), 16) && !lengths.is_even());
/// assert!(lengths.admit(Some(Brand::AmericanExpress), 15) && lengths.admit(None, 12));
/// assert!(lengths.admit(Some(Brand::Visa), 13) && !lengths.admit(None, 13));
/// ```
#[derive(Debug, Default)]
pub struct Lengths {
    /// By brand, 0 where there was none; numbers of no known brand stand last.
    first: [usize; Brand::ALL.len() + 1],
    is_uneven: bool,
}

impl Lengths {
    /// Takes a number that is sent. May its token tell of it?
    pub fn admit(&mut self, brand: Option<Brand>, length: usize) -> bool {
        let index = brand.map_or(Brand::ALL.len(), |brand| brand as usize);
        let Some(first) = self.first.get_mut(index) else { return false };
        if *first == 0 {
            *first = length;
        }
        let is_told = *first == length;
        self.is_uneven |= !is_told;
        is_told
    }

    /// Had all numbers of each brand one length? If not, nothing may be told of a card that was
    /// sent before, when a customer's action has finished its token.
    pub fn is_even(&self) -> bool {
        !self.is_uneven
    }
}
