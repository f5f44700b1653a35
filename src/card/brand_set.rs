//! Sets of brands, small enough to be packed into an answer.

use super::Brand;

/// A set of brands, as one bit each in the order of [`Brand::ALL`].
///
/// ```
/// use cardlet::card::{Brand, BrandSet};
/// let mut accepted = BrandSet::only(Brand::Jcb);
/// accepted.insert(Brand::Visa);
/// assert!(accepted.contains(Brand::Visa) && !accepted.contains(Brand::Mir));
/// assert!(accepted.iter().eq([Brand::Visa, Brand::Jcb]));
/// assert_eq!(BrandSet::from_bits(accepted.bits()), accepted);
/// let mir = BrandSet::only(Brand::Mir);
/// assert!(accepted.and(mir).is_empty());
/// assert_eq!(accepted.or(mir).first(), Some(Brand::Visa));
/// assert!(mir.unless_single().is_empty() && !accepted.unless_single().is_empty());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrandSet(u32);

impl BrandSet {
    /// No brand.
    pub const NONE: Self = Self(0);
    /// Every brand.
    pub const ALL: Self = Self((1 << Brand::ALL.len()) - 1);

    /// One brand.
    pub const fn only(brand: Brand) -> Self {
        Self(1 << brand as u32)
    }

    /// Adds a brand.
    pub fn insert(&mut self, brand: Brand) {
        self.0 |= Self::only(brand).0;
    }

    /// Is the brand in the set?
    pub fn contains(self, brand: Brand) -> bool {
        self.0 & Self::only(brand).0 != 0
    }

    /// Are there none?
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The brands that are in both sets.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The brands that are in either set.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set, or none where it leaves nothing to choose.
    pub fn unless_single(self) -> Self {
        if self.0.is_power_of_two() { Self::NONE } else { self }
    }

    /// The first brand in the order of [`Brand::ALL`].
    pub fn first(self) -> Option<Brand> {
        Brand::ALL.get(self.0.trailing_zeros() as usize).copied()
    }

    /// The brands in the order of [`Brand::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Brand> {
        Brand::ALL.iter().copied().filter(move |brand| self.contains(*brand))
    }

    /// The bits, lowest first in the order of [`Brand::ALL`].
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The set of these bits; bits of no brand are dropped.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits & Self::ALL.0)
    }
}

impl FromIterator<Brand> for BrandSet {
    fn from_iter<I: IntoIterator<Item = Brand>>(brands: I) -> Self {
        brands.into_iter().fold(Self::NONE, |set, brand| set.or(Self::only(brand)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let mut set: BrandSet = [Brand::Jcb, Brand::Visa].into_iter().collect();
        assert!(set.contains(Brand::Jcb) && !set.contains(Brand::Mir));
        set.insert(Brand::CartesBancaires);
        assert_eq!(set.first(), Some(Brand::Visa));
        assert!(set.iter().eq([Brand::Visa, Brand::Jcb, Brand::CartesBancaires]));
        assert_eq!(set.and(BrandSet::only(Brand::Jcb)), BrandSet::only(Brand::Jcb));
        assert_eq!(BrandSet::from_bits(u32::MAX), BrandSet::ALL);
        assert_eq!(BrandSet::NONE.first(), None);
        assert_eq!(set.unless_single(), set);
        assert_eq!(BrandSet::only(Brand::Mir).unless_single(), BrandSet::NONE);
    }

    #[test]
    fn a_mask_and_the_best_brand_fit_a_packed_answer() {
        // 16 bits of verdict, 5 of the best brand's index and one, and the mask: a JavaScript
        // number is exact to 53.
        assert!(Brand::ALL.len() < 1 << 5);
        assert!(16 + 5 + Brand::ALL.len() <= 53 && 5 + Brand::ALL.len() <= 32);
    }
}
