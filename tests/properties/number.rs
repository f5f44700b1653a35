//! The number's formatter: digits out are digits in, and the caret stays behind its digit.

use cardlet::card::{Brand, Edit, Formatted, format_number, match_brands};
use proptest::prelude::*;

use crate::any::{self, digits_before, digits_of};

const EDITS: [Edit; 4] = [Edit::Insert, Edit::Delete, Edit::BackspaceOnGap, Edit::DeleteOnGap];

/// The digits that an edit leaves, and how many of them stand before the caret.
fn left_by(edit: Edit, text: &str, caret: usize) -> (String, usize) {
    let (mut digits, before) = (digits_of(text), digits_before(text, caret).len());
    let erased = match edit {
        Edit::Insert | Edit::Delete => None,
        Edit::BackspaceOnGap => before.checked_sub(1),
        Edit::DeleteOnGap => Some(before).filter(|index| *index < digits.len()),
    };
    if let Some(index) = erased {
        digits.remove(index);
    }
    (digits, before - usize::from(erased.is_some() && edit == Edit::BackspaceOnGap))
}

/// The digits that the brand has at most, and its gaps.
fn shape(digits: &str) -> (usize, &'static [u8]) {
    let best = match_brands(digits.as_bytes()).best;
    let facts = best.map_or_else(Brand::unknown_facts, Brand::facts);
    (facts.lengths.iter().copied().max().map_or(0, usize::from), facts.gaps)
}

proptest! {
    #[test]
    fn digits_out_are_digits_in_up_to_the_brands_longest_number(
        text in any::text(), caret in any::caret(),
    ) {
        for edit in EDITS {
            let (digits, _) = left_by(edit, &text, caret);
            let written = format_number(&text, caret, edit).text;
            let (longest, gaps) = shape(&digits);
            let expected = digits.get(..longest).unwrap_or(&digits);
            prop_assert_eq!(&written.replace(' ', ""), expected, "{:?}", edit);
            // A blank stands at the brand's gaps and nowhere else.
            let mut groups = written.split(' ').map(str::len);
            let mut end = groups.next().unwrap_or_default();
            for length in groups {
                prop_assert!(length > 0 && gaps.contains(&u8::try_from(end).expect("few digits")));
                end += length;
            }
            let passed = gaps.iter().filter(|gap| usize::from(**gap) < expected.len()).count();
            prop_assert_eq!(written.matches(' ').count(), passed);
        }
    }

    #[test]
    fn the_caret_stays_behind_the_same_digit(text in any::text(), caret in any::caret()) {
        for edit in EDITS {
            let (_, before) = left_by(edit, &text, caret);
            let Formatted { text: written, caret_utf16 } = format_number(&text, caret, edit);
            let kept = before.min(digits_of(&written).len());
            prop_assert_eq!(digits_of(&written[..caret_utf16]).len(), kept, "{:?}", edit);
            // Right behind it, not behind the gap that follows.
            prop_assert!(!written[..caret_utf16].ends_with(' '), "{:?}", edit);
        }
    }

    #[test]
    fn formatting_twice_changes_nothing(text in any::text(), caret in any::caret()) {
        for edit in EDITS {
            let once = format_number(&text, caret, edit);
            for again in [Edit::Insert, Edit::Delete] {
                prop_assert_eq!(&format_number(&once.text, once.caret_utf16, again), &once);
            }
        }
    }
}
