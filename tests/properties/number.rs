//! The number's formatter: digits out are digits in, and the caret stays behind its digit.

use cardlet::card::{Brand, Digits, Edit, Formatted, format_number, match_brands};
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

/// The digits that a number of one of its brands has at most, and the best brand's gaps.
fn shape(digits: &str) -> (usize, &'static [u8]) {
    let found = match_brands(digits.as_bytes());
    let gaps = found.best.map_or_else(Brand::unknown_facts, Brand::facts).gaps;
    let lengths = found.complete.iter().flat_map(|brand| brand.facts().lengths);
    (lengths.copied().max().map_or(Digits::MAX, usize::from), gaps)
}

proptest! {
    #[test]
    fn digits_out_are_digits_in_up_to_the_longest_number(
        text in any::text(), caret in any::caret(),
    ) {
        for edit in EDITS {
            let (digits, _) = left_by(edit, &text, caret);
            let written = format_number(&text, caret, edit).text;
            let (longest, gaps) = shape(&digits);
            let expected = digits.get(..longest).unwrap_or(&digits);
            prop_assert_eq!(&written.replace(' ', ""), expected, "{:?}", edit);
            // A blank stands at the best brand's gaps and nowhere else.
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
