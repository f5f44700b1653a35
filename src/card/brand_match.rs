//! Which brands a number can have: the widest range that holds it tells the best one.

use super::brand_data::{Claim, GROUPS, Group};
use super::brand_table::ExtraRange;
use super::{Brand, BrandSet, BrandTable, brand_index};

/// The brands that a number's first digits allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrandMatch {
    /// The brand of the widest range that holds every number with these digits; `None` while
    /// there is no such range. Of a card with two brands it is the one that is known abroad.
    pub best: Option<Brand>,
    /// Every brand that the digits, or more of them, could belong to.
    pub candidates: BrandSet,
    /// The candidates that have every number with these digits: two or more for a card that
    /// bears two brands, or runs on another brand's network.
    pub complete: BrandSet,
    /// The brands whose mark stands on every card with these digits beside a better known one.
    pub co_badged: BrandSet,
    /// The complete ones whose numbers with these digits need not satisfy Luhn's formula.
    pub without_check_digit: BrandSet,
}

impl BrandMatch {
    /// The candidates, best first: the best brand, then the others in the order of [`Brand::ALL`].
    pub fn ranked(self) -> impl Iterator<Item = Brand> {
        let others = self.candidates.iter().filter(move |brand| Some(*brand) != self.best);
        self.best.into_iter().chain(others)
    }

    /// The brands that a card's holder may choose among; none for a card of one brand.
    ///
    /// ```
    /// use cardlet::card::{Brand, match_brands};
    /// assert!(match_brands(b"4571").choices().iter().eq([Brand::Visa, Brand::Dankort]));
    /// assert!(match_brands(b"4111").choices().is_empty());
    /// // Elo's cards run on Visa's numbers, and bear Elo's mark alone.
    /// assert!(match_brands(b"401178").choices().is_empty());
    /// ```
    pub fn choices(self) -> BrandSet {
        match self.best {
            Some(best) if !self.co_badged.is_empty() => {
                self.co_badged.or(BrandSet::only(best)).unless_single()
            }
            Some(_) | None => BrandSet::NONE,
        }
    }
}

/// Matches ASCII digits against the built-in ranges.
///
/// ```
/// use cardlet::card::{Brand, match_brands};
/// assert_eq!(match_brands(b"4").best, Some(Brand::Visa));
/// assert_eq!(match_brands(b"3").best, None);
/// // A Visa that is also a Dankort.
/// assert!(match_brands(b"4571").ranked().eq([Brand::Visa, Brand::Dankort]));
/// ```
pub fn match_brands(digits: &[u8]) -> BrandMatch {
    BrandTable::BUILT_IN.match_brands(digits)
}

impl BrandTable {
    /// Matches ASCII digits against the table's ranges.
    ///
    /// ```
    /// use cardlet::card::{Brand, BrandRange, BrandTable};
    /// let ours = [BrandRange { brand: "troy", low: "2721", high: "2799" }];
    /// let found = BrandTable::with_ranges(&ours)?.match_brands(b"2750");
    /// assert_eq!(found.best, Some(Brand::Troy));
    /// # Ok::<(), cardlet::card::RangeError>(())
    /// ```
    pub fn match_brands(&self, digits: &[u8]) -> BrandMatch {
        let typed = Typed::of(digits);
        let known = if self.extras.is_empty() { brand_index::find(typed) } else { None };
        known.unwrap_or_else(|| match_ranges(typed, &self.extras))
    }
}

/// Matches against each of the ranges.
pub(super) fn match_ranges(typed: Typed, extras: &[ExtraRange]) -> BrandMatch {
    let mut found = Found::default();
    for group in GROUPS.iter().copied().flatten() {
        if group.first_digits & typed.first_digits != 0 {
            found.add_group(group, typed.prefixes(group.width));
        }
    }
    // The last of an application's ranges wins, so it comes first.
    for extra in extras.iter().rev() {
        let overlap = overlap((extra.low, extra.high), typed.prefixes(extra.width));
        let rank = Rank::Own { width: extra.width, extra: true };
        found.add(extra.brand, rank, overlap, extra.brand.facts().has_check_digit);
    }
    found.finish()
}

/// The numbers that start with the typed digits, by their first eight.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub(super) low: u32,
    pub(super) high: u32,
    first_digits: u16,
}

impl Typed {
    pub(super) fn of(digits: &[u8]) -> Self {
        let mut low = 0;
        let mut unseen = 100_000_000;
        for digit in digits.iter().take(BrandTable::MAX_WIDTH) {
            unseen /= 10;
            // The low half of an ASCII digit is its value.
            low += u32::from(digit & 15) * unseen;
        }
        let first_digits = digits.first().map_or(u16::MAX, |first| 1 << (first & 15));
        Self { low, high: low + (unseen - 1), first_digits }
    }

    /// The numbers with these first eight digits.
    pub(super) fn whole(digits: u32) -> Self {
        Self { low: digits, high: digits, first_digits: 1 << (digits / 10_000_000).min(15) }
    }

    fn prefixes(&self, width: u8) -> (u32, u32) {
        // The width is at most eight, so that nothing is subtracted below zero.
        let unseen = 10u32.pow((BrandTable::MAX_WIDTH as u32).saturating_sub(u32::from(width)));
        (self.low / unseen, self.high / unseen)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Overlap {
    None,
    /// The range holds some of the numbers.
    Partial,
    /// The range holds all of them.
    Complete,
}

fn overlap((low, high): (u32, u32), (lowest, highest): (u32, u32)) -> Overlap {
    if lowest > high || highest < low {
        Overlap::None
    } else if low <= lowest && highest <= high {
        Overlap::Complete
    } else {
        Overlap::Partial
    }
}

/// Which of two complete ranges tells the brand: the greater one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    CatchAll,
    CoBadge,
    Own { width: u8, extra: bool },
}

#[derive(Default)]
struct Found {
    best: Option<(Rank, Brand)>,
    candidates: BrandSet,
    complete: BrandSet,
    co_badged: BrandSet,
    catch_all: BrandSet,
    catch_all_complete: BrandSet,
    without_check_digit: BrandSet,
}

impl Found {
    fn add_group(&mut self, group: &Group, prefixes: (u32, u32)) {
        let Some(range) = group.range_from(prefixes.0) else { return };
        let rank = match group.claim {
            Claim::Own => Rank::Own { width: group.width, extra: false },
            Claim::CoBadge => Rank::CoBadge,
            Claim::CatchAll => Rank::CatchAll,
        };
        let has_check_digit = group.brand.facts().has_check_digit && !group.is_without_check_digit;
        self.add(group.brand, rank, overlap(range, prefixes), has_check_digit);
    }

    fn add(&mut self, brand: Brand, rank: Rank, overlap: Overlap, has_check_digit: bool) {
        if overlap == Overlap::None {
            return;
        }
        let is_complete = overlap == Overlap::Complete;
        let (candidates, complete) = match rank {
            Rank::CatchAll => (&mut self.catch_all, &mut self.catch_all_complete),
            Rank::CoBadge | Rank::Own { .. } => (&mut self.candidates, &mut self.complete),
        };
        candidates.insert(brand);
        if is_complete {
            complete.insert(brand);
            if rank == Rank::CoBadge {
                self.co_badged.insert(brand);
            }
            if !has_check_digit {
                self.without_check_digit.insert(brand);
            }
        }
        if is_complete && rank > Rank::CatchAll && self.best.is_none_or(|(best, _)| best < rank) {
            self.best = Some((rank, brand));
        }
    }

    fn finish(self) -> BrandMatch {
        if let Some((_, brand)) = self.best {
            let Self { candidates, complete, co_badged, .. } = self;
            let without_check_digit = self.without_check_digit.and(complete);
            let best = Some(brand);
            return BrandMatch { best, candidates, complete, co_badged, without_check_digit };
        }
        // No brand yet by a range of its own: one that takes what is left is told as soon as
        // there is nothing else.
        let best = self.catch_all_complete.first().filter(|_| self.candidates.is_empty());
        BrandMatch {
            best,
            candidates: self.candidates.or(self.catch_all),
            complete: self.complete.or(self.catch_all_complete),
            co_badged: BrandSet::NONE,
            without_check_digit: self.without_check_digit,
        }
    }
}
