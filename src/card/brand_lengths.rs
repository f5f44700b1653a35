//! The brands' lengths turned round: which brands have numbers of so many digits.
//!
//! Data worked out from the brands' facts while this is compiled, so that a set of brands is
//! asked in one step, however many it holds.

use super::brand_data::FACTS;
use super::{Brand, BrandFacts, BrandSet};

/// One more than the longest number's digits.
const COUNTS: usize = 20;

const OF_LENGTH: [BrandSet; COUNTS] = by_count(false);
const LONGER_THAN: [BrandSet; COUNTS] = by_count(true);

impl Brand {
    /// How many digits the shortest number of any brand has, or of none.
    pub(super) const SHORTEST: usize = 12;
}

impl BrandSet {
    /// Those that have numbers of so many digits.
    pub(super) fn of_length(self, count: usize) -> Self {
        OF_LENGTH.get(count).map_or(Self::NONE, |brands| self.and(*brands))
    }

    /// Those that have numbers of more digits.
    pub(super) fn longer_than(self, count: usize) -> Self {
        LONGER_THAN.get(count).map_or(Self::NONE, |brands| self.and(*brands))
    }

    /// How many digits their longest number has; `None` of no brand.
    pub(super) fn longest(self) -> Option<usize> {
        OF_LENGTH.iter().rposition(|brands| !self.and(*brands).is_empty())
    }
}

const fn by_count(is_longer: bool) -> [BrandSet; COUNTS] {
    let mut sets = [BrandSet::NONE; COUNTS];
    let mut rest: &mut [_] = &mut sets;
    let mut count = 0;
    while let [set, following @ ..] = rest {
        *set = BrandSet::from_bits(bits(count, is_longer));
        count += 1;
        rest = following;
    }
    sets
}

const fn bits(count: u8, is_longer: bool) -> u32 {
    let mut bits = 0;
    let mut bit = 1;
    let mut rest: &[BrandFacts] = &FACTS;
    while let [facts, following @ ..] = rest {
        if has(facts.lengths, count, is_longer) {
            bits |= bit;
        }
        bit <<= 1;
        rest = following;
    }
    bits
}

const fn has(lengths: &[u8], count: u8, is_longer: bool) -> bool {
    let mut rest = lengths;
    while let [length, following @ ..] = rest {
        let is_one = if is_longer { *length > count } else { *length == count };
        if is_one {
            return true;
        }
        rest = following;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_asked_for_lengths_as_its_brands_are_one_by_one() {
        for brand in Brand::ALL {
            let (one, lengths) = (BrandSet::only(*brand), brand.facts().lengths);
            for count in 0..=COUNTS {
                let has = |test: &dyn Fn(usize) -> bool| {
                    lengths.iter().any(|length| test(usize::from(*length)))
                };
                assert_eq!(!one.of_length(count).is_empty(), has(&|length| length == count));
                assert_eq!(!one.longer_than(count).is_empty(), has(&|length| length > count));
            }
            assert_eq!(one.longest(), lengths.last().map(|length| usize::from(*length)));
        }
        assert_eq!(OF_LENGTH.iter().position(|set| !set.is_empty()), Some(Brand::SHORTEST));
        assert_eq!(Brand::unknown_facts().lengths.first(), Some(&(Brand::SHORTEST as u8)));
        let both = BrandSet::only(Brand::Rupay).or(BrandSet::only(Brand::Unionpay));
        assert_eq!(both.of_length(16), both);
        assert_eq!(both.of_length(19), BrandSet::only(Brand::Unionpay));
        assert_eq!((both.longest(), BrandSet::NONE.longest()), (Some(19), None));
    }
}
