//! How ranges are kept: in groups of one brand and width, four bytes a range.

use crate::card::Brand;

/// How strongly a brand claims a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::card) enum Claim {
    /// The range is the brand's: of those that hold a number the widest tells its best brand.
    Own,
    /// The brand stands on these cards beside another, or shares the range with it. It is a
    /// candidate, and the best brand only where no other has the range.
    CoBadge,
    /// What is left of a first digit that nobody else has, or a part of that: a candidate until a
    /// range of another kind is complete, and the best brand once none of them can be.
    CatchAll,
}

/// Ranges of one brand that are equally wide: ascending, and apart from each other.
pub(in crate::card) struct Group {
    pub(in crate::card) brand: Brand,
    pub(in crate::card) claim: Claim,
    /// How many digits the ends of the ranges have: 1 to 8.
    pub(in crate::card) width: u8,
    /// Have these numbers no check digit though the brand's others have one?
    pub(in crate::card) is_without_check_digit: bool,
    /// The digits that the ranges start with, one bit each.
    pub(in crate::card) first_digits: u16,
    ranges: &'static [u32],
}

impl Group {
    /// Ranges of the brand's own.
    pub(super) const fn own(brand: Brand, width: u8, ranges: &'static [u32]) -> Self {
        Self::new(brand, Claim::Own, width, ranges)
    }

    /// Ranges that the brand shares with a better known one.
    pub(super) const fn co_badge(brand: Brand, width: u8, ranges: &'static [u32]) -> Self {
        Self::new(brand, Claim::CoBadge, width, ranges)
    }

    /// Ranges that the brand has where nobody else does.
    pub(super) const fn catch_all(brand: Brand, width: u8, ranges: &'static [u32]) -> Self {
        Self::new(brand, Claim::CatchAll, width, ranges)
    }

    /// The same ranges, for numbers that have no check digit though the brand's others do.
    pub(super) const fn without_check_digit(self) -> Self {
        Self { is_without_check_digit: true, ..self }
    }

    const fn new(brand: Brand, claim: Claim, width: u8, ranges: &'static [u32]) -> Self {
        let mut first_digits = 0;
        let mut rest = ranges;
        while let [range, following @ ..] = rest {
            let (low, high) = unpack(*range, width);
            let scale = 10u32.pow(width as u32 - 1);
            let mut digit = low / scale;
            while digit <= high / scale {
                first_digits |= 1 << digit;
                digit += 1;
            }
            rest = following;
        }
        Self { brand, claim, width, is_without_check_digit: false, first_digits, ranges }
    }

    /// The lowest range that ends at a prefix of this width or above it, as its two ends.
    pub(in crate::card) fn range_from(&self, prefix: u32) -> Option<(u32, u32)> {
        let below = self.ranges.partition_point(|range| unpack(*range, self.width).1 < prefix);
        self.ranges.get(below).map(|range| unpack(*range, self.width))
    }

    /// The ranges as pairs of their ends.
    pub(in crate::card) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> {
        self.ranges.iter().map(|range| unpack(*range, self.width))
    }
}

/// Packs pairs of a range's ends, each with the lower end above the bits of [`span_bits`].
pub(super) const fn pack<const N: usize>(ends: [(u32, u32); N]) -> [u32; N] {
    let mut packed = [0; N];
    let (mut from, mut to): (&[_], &mut [_]) = (&ends, &mut packed);
    while let ([(low, high), pairs @ ..], [slot, slots @ ..]) = (from, to) {
        let bits = if *low < 1_000_000 { span_bits(6) } else { span_bits(8) };
        assert!(*low <= *high && *high - *low < 1 << bits, "no range, or one that is too long");
        *slot = *low << bits | (*high - *low);
        (from, to) = (pairs, slots);
    }
    packed
}

const fn unpack(packed: u32, width: u8) -> (u32, u32) {
    let bits = span_bits(width);
    let low = packed >> bits;
    (low, low + (packed & ((1 << bits) - 1)))
}

/// How many of the 32 bits hold a range's length: six digits need 20 of them and eight need 27.
const fn span_bits(width: u8) -> u32 {
    if width > 6 { 5 } else { 12 }
}
