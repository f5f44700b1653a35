//! The table against itself: its form, and every range at its ends and beside them.

use super::{Claim, GROUPS, Group};
use crate::card::{Brand, BrandMatch, BrandSet, match_brands};

fn groups() -> impl Iterator<Item = &'static Group> {
    GROUPS.iter().copied().flatten()
}

/// A range by the first eight digits of its lowest and its highest number.
struct Flat {
    brand: Brand,
    claim: Claim,
    width: u8,
    has_check_digit: bool,
    low: u64,
    high: u64,
}

fn flat() -> Vec<Flat> {
    let ranges = groups().flat_map(|group| {
        let unseen = 10u64.pow(8 - u32::from(group.width));
        group.ranges().map(move |(low, high)| Flat {
            brand: group.brand,
            claim: group.claim,
            width: group.width,
            has_check_digit: group.brand.facts().has_check_digit && !group.is_without_check_digit,
            low: u64::from(low) * unseen,
            high: (u64::from(high) + 1) * unseen - 1,
        })
    });
    ranges.collect()
}

/// What the digits should give, by the rules read one by one over a flat list.
fn expected(flat: &[Flat], digits: &str) -> BrandMatch {
    let low: u64 = format!("{digits:0<8}")[..8].parse().unwrap();
    let high: u64 = format!("{digits:9<8}")[..8].parse().unwrap();
    let has_some = |range: &&Flat| range.low <= high && low <= range.high;
    let has_all = |range: &&Flat| range.low <= low && high <= range.high;
    let brands = |test: &dyn Fn(&Flat) -> bool| -> BrandSet {
        flat.iter().filter(|range| test(range)).map(|range| range.brand).collect()
    };

    let own = |range: &&Flat| range.claim == Claim::Own && has_all(range);
    let widest = flat.iter().filter(own).max_by_key(|range| range.width);
    for rival in
        flat.iter().filter(own).filter(|rival| Some(rival.width) == widest.map(|w| w.width))
    {
        assert_eq!(Some(rival.brand), widest.map(|w| w.brand), "{digits} has two of equal right");
    }
    let beside = flat.iter().find(|range| range.claim == Claim::CoBadge && has_all(range));
    if let Some(range) = widest.or(beside) {
        return BrandMatch {
            best: Some(range.brand),
            candidates: brands(&|range| range.claim != Claim::CatchAll && has_some(&range)),
            complete: brands(&|range| range.claim != Claim::CatchAll && has_all(&range)),
            co_badged: brands(&|range| range.claim == Claim::CoBadge && has_all(&range)),
            without_check_digit: brands(&|range| {
                range.claim != Claim::CatchAll && !range.has_check_digit && has_all(&range)
            }),
        };
    }
    let complete = brands(&|range| has_all(&range));
    let has_rival = flat.iter().any(|range| range.claim != Claim::CatchAll && has_some(&range));
    BrandMatch {
        best: complete.first().filter(|_| !has_rival),
        candidates: brands(&|range| has_some(&range)),
        complete,
        co_badged: BrandSet::NONE,
        without_check_digit: brands(&|range| !range.has_check_digit && has_all(&range)),
    }
}

#[test]
fn ranges_ascend_apart_from_each_other_and_are_as_wide_as_their_group_says() {
    for group in groups() {
        let ranges: Vec<_> = group.ranges().collect();
        for (low, high) in &ranges {
            assert!(low <= high);
            for end in [low, high] {
                assert_eq!(end.to_string().len(), usize::from(group.width), "{:?}", group.brand);
            }
        }
        for pair in ranges.windows(2) {
            assert!(pair[0].1 + 1 < pair[1].0, "{pair:?} of {:?} touch", group.brand);
        }
    }
}

#[test]
fn every_range_is_right_at_its_ends_and_beside_them() {
    let flat = flat();
    let mut count = 0;
    for group in groups() {
        let width = usize::from(group.width);
        for (low, high) in group.ranges() {
            for prefix in [low - 1, low, high, high + 1] {
                // As it is typed, and as the beginning of the lowest and the highest number.
                let typed = format!("{prefix:0width$}");
                for digits in [typed.clone(), format!("{typed:0<16}"), format!("{typed:9<16}")] {
                    let found = match_brands(digits.as_bytes());
                    assert_eq!(found, expected(&flat, &digits), "{digits}");
                    count += 1;
                }
            }
            if group.claim != Claim::CatchAll {
                for end in [low, high] {
                    let found = match_brands(end.to_string().as_bytes());
                    assert!(found.complete.contains(group.brand), "{end} of {:?}", group.brand);
                }
            }
        }
    }
    assert_eq!(count, flat.len() * 4 * 3);
}

#[test]
fn digits_beside_ranges_shrink_the_candidates_one_by_one() {
    for range in flat() {
        for number in [range.low - 1, range.low, range.high, range.high + 1] {
            let digits = format!("{number:08}");
            let mut before = match_brands(b"");
            for end in 1..=digits.len() {
                let now = match_brands(&digits.as_bytes()[..end]);
                assert_eq!(now.candidates.and(before.candidates), now.candidates, "{digits} {end}");
                assert!(before.best.is_none() || now.best.is_some(), "{digits} {end}");
                before = now;
            }
        }
    }
}

#[test]
fn only_a_few_brands_ask_for_no_check_digit() {
    let unchecked = Brand::ALL.iter().filter(|brand| !brand.facts().has_check_digit);
    assert!(unchecked.eq(&[Brand::Unionpay, Brand::Hipercard, Brand::Hiper, Brand::Naranja]));
    let maestro = BrandSet::only(Brand::Maestro);
    for bin in [
        501080, 501082, 504997, 505864, 505865, 505874, 505878, 560718, 601030, 601073, 601828,
        601933, 603199,
    ] {
        let found = match_brands(bin.to_string().as_bytes());
        assert_eq!((found.best, found.without_check_digit), (Some(Brand::Maestro), maestro));
    }
    for bin in [
        501079, 501083, 504996, 504998, 505863, 505866, 505873, 505875, 505877, 505879, 560717,
        560719, 601029, 601031, 601072, 601074, 601827, 601829, 601932, 601934, 603198, 603200,
    ] {
        let found = match_brands(bin.to_string().as_bytes());
        assert_eq!((found.best, found.without_check_digit), (Some(Brand::Maestro), BrandSet::NONE));
    }
}

#[test]
fn the_table_is_small_in_the_module() {
    // A group takes 16 bytes there: the pointer and length of its ranges, two bytes of first
    // digits, and four of one byte.
    let bytes = flat().len() * 4 + groups().count() * 16;
    assert!(bytes < 2300, "{bytes}");
}
