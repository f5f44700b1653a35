//! The built-in ranges cut into segments, so that most numbers need one binary search.
//!
//! No range begins or ends inside a segment: all numbers of a segment get the same answer, and so
//! do first digits whose numbers all lie in one. What reaches over segments, as one digit or two
//! do, is matched against the ranges themselves. Built at the first question, from the ranges.

use std::sync::OnceLock;

use super::BrandTable;
use super::brand_data::GROUPS;
use super::brand_match::{BrandMatch, Typed, match_ranges};

static SEGMENTS: OnceLock<Vec<Segment>> = OnceLock::new();

struct Segment {
    /// The first eight digits of its lowest number.
    low: u32,
    found: BrandMatch,
}

/// The answer for these numbers, if they all lie in one segment.
pub(super) fn find(typed: Typed) -> Option<BrandMatch> {
    let segments = SEGMENTS.get_or_init(build).as_slice();
    let following = segments.partition_point(|segment| segment.low <= typed.low);
    let ends_inside = segments.get(following).is_none_or(|next| typed.high < next.low);
    let segment = segments.get(following.checked_sub(1)?)?;
    ends_inside.then_some(segment.found)
}

fn build() -> Vec<Segment> {
    let mut segments = vec![segment(0)];
    for group in GROUPS.iter().copied().flatten() {
        let scale = 10u32.pow(BrandTable::MAX_WIDTH as u32 - u32::from(group.width));
        for low in group.ranges().flat_map(|(low, high)| [low * scale, (high + 1) * scale]) {
            // Inserted in place: a sort of the library's would weigh 2 KB.
            let place = segments.partition_point(|segment| segment.low < low);
            if segments.get(place).is_none_or(|next| next.low != low) {
                segments.insert(place, segment(low));
            }
        }
    }
    segments.dedup_by(|next, segment| next.found == segment.found);
    segments
}

fn segment(low: u32) -> Segment {
    Segment { low, found: match_ranges(Typed::whole(low), &[]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_gives_the_answer_of_the_ranges() {
        let segments = SEGMENTS.get_or_init(build);
        assert!(segments.is_sorted_by(|a, b| a.low < b.low));
        let ends = segments.iter().flat_map(|segment| [segment.low, segment.low.saturating_sub(1)]);
        for number in ends.chain((0..100_000_000).step_by(9_973)).filter(|n| *n < 100_000_000) {
            let digits = format!("{number:08}");
            for end in 0..=digits.len() {
                let typed = Typed::of(&digits.as_bytes()[..end]);
                if let Some(found) = find(typed) {
                    assert_eq!(found, match_ranges(typed, &[]), "{}", &digits[..end]);
                }
            }
            assert!(find(Typed::whole(number)).is_some());
        }
    }
}
