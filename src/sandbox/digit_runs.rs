//! Runs of digits in a text, in any script and with blanks or separators between them, replaced
//! by how many they are.

use crate::card::{BrandSet, CardNumber, Symbol};

/// How many blanks and separators may stand between two digits of one run, as in `4111 - 1111`.
const MAX_GAP: usize = 3;

/// Replaces the runs for which `hides` answers yes, by `[16 digits]` and the like. It is asked
/// with the run's ASCII digits alone.
///
/// The date of an RFC 3339 time is never replaced: it is eight digits, and a number is longer.
pub(crate) fn replace(text: &str, hides: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = Run::default();
    for c in text.chars() {
        match Symbol::of(c) {
            Symbol::Digit(digit) => run.push(c, digit),
            // A colon stands in times of day, which are no number.
            Symbol::Blank | Symbol::Separator if c != ':' && run.can_go_on() => run.gap.push(c),
            Symbol::Blank | Symbol::Separator | Symbol::Foreign => {
                run.write(&mut out, Some(c), &hides);
                out.push(c);
            }
        }
    }
    run.write(&mut out, None, &hides);
    out
}

/// Do these digits hold a card number, alone or among others?
pub(crate) fn hold_card_number(digits: &str) -> bool {
    let is_card = |text: &str| {
        CardNumber::parse(text, BrandSet::ALL).is_ok_and(|number| number.brand().is_some())
    };
    let lengths = 13..=19;
    (0..digits.len())
        .any(|start| lengths.clone().any(|len| digits.get(start..start + len).is_some_and(is_card)))
}

#[derive(Default)]
struct Run {
    /// As written, from the first digit to the last.
    text: String,
    digits: String,
    /// What stands after the last digit and may yet be inside the run.
    gap: String,
}

impl Run {
    fn push(&mut self, c: char, digit: u8) {
        self.text.push_str(&self.gap);
        self.gap.clear();
        self.text.push(c);
        self.digits.push(char::from(digit));
    }

    fn can_go_on(&self) -> bool {
        !self.digits.is_empty() && self.gap.chars().count() < MAX_GAP
    }

    fn write(&mut self, out: &mut String, next: Option<char>, hides: impl Fn(&str) -> bool) {
        let run = std::mem::take(self);
        if run.digits.is_empty() {
            return;
        }
        if !run.is_date(next) && hides(&run.digits) {
            out.push_str(&format!("[{} digits]", run.digits.len()));
        } else {
            out.push_str(&run.text);
        }
        out.push_str(&run.gap);
    }

    fn is_date(&self, next: Option<char>) -> bool {
        self.gap.is_empty()
            && matches!(next, Some('T'))
            && self.text.split('-').map(str::len).eq([4, 2, 2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_through_gaps_and_scripts() {
        for (text, expected) in [
            ("", ""),
            ("no digits - at all", "no digits - at all"),
            ("123456", "123456"),
            ("1234567", "[7 digits]"),
            ("pan 4111 1111 1111 1111, ok", "pan [16 digits], ok"),
            ("4111-1111.1111/1111", "[16 digits]"),
            ("4111 - 1111 - 1111 - 1111!", "[16 digits]!"),
            ("٤١١١١١١١١١١١١١١١", "[16 digits]"),
            ("4\u{200b}1\u{200b}1\u{200b}1\u{200b}1\u{200b}1\u{200b}1", "[7 digits]"),
            ("123    4567", "123    4567"),
            ("12x34x56x78", "12x34x56x78"),
            // Times stay, dates of no time and their like do not.
            ("2026-11-21T09:30:00Z", "2026-11-21T09:30:00Z"),
            ("2026-11-21T09:30:00.125Z", "2026-11-21T09:30:00.125Z"),
            ("2026-11-21", "[8 digits]"),
            ("41111111-1T", "[9 digits]T"),
            ("4111-11-11 T", "[8 digits] T"),
        ] {
            assert_eq!(replace(text, |digits| digits.len() >= 7), expected, "{text}");
        }
    }

    #[test]
    fn a_card_number_is_found_among_other_digits() {
        for (digits, expected) in [
            ("4111111111111111", true),
            ("411111111111111112302030", true),
            ("4111111111111112", false),
            ("15125550100", false),
            ("", false),
        ] {
            assert_eq!(hold_card_number(digits), expected, "{digits}");
        }
    }
}
