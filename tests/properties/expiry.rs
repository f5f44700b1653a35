//! The expiry's formatter and check: digits out are digits in but for a leading zero and for the
//! order, the caret stays behind its digit, and what is written reads the same, and was entered.

use cardlet::card::{Edit, ExpiryCheck, ExpiryRules, Formatted, Symbol, YearMonth, format_expiry};
use proptest::prelude::*;

use crate::any::{self, digits_before, digits_of};

fn is(expected: Symbol) -> impl Fn(char) -> bool {
    move |c| Symbol::of(c) == expected
}

fn is_digit(c: char) -> bool {
    matches!(Symbol::of(c), Symbol::Digit(_))
}

/// The text with a slash for the blank that does its work: behind a `1` alone, or between the only
/// two groups, of one digit and two or four, or of four and one.
fn slashed(text: &str) -> String {
    let groups: Vec<_> =
        text.split(is(Symbol::Blank)).map(digits_of).filter(|group| !group.is_empty()).collect();
    let lengths: Vec<_> = groups.iter().map(String::len).collect();
    let is_parted = matches!(lengths[..], [1, 2 | 4] | [4, 1]) || groups == ["1"];
    let (before, rest) = text.split_at(text.find(is_digit).unwrap_or_default());
    match rest.split_once(is(Symbol::Blank)) {
        Some((group, rest)) if is_parted && !text.contains(is(Symbol::Separator)) => {
            format!("{before}{group}/{rest}")
        }
        _ => text.to_owned(),
    }
}

/// Is it a year of four digits that stands first, alone or with its month behind?
fn has_year_first(text: &str) -> bool {
    let digits = digits_of(text);
    let first = text.split_once(is(Symbol::Separator));
    match first.map(|(first, _)| digits_of(first).len()) {
        Some(4) if digits.starts_with("19") || digits.starts_with("20") => true,
        Some(0..=2) => false,
        _ => {
            let month = digits.get(4..).and_then(|month| month.parse().ok());
            digits.len() == 6 && digits.starts_with("20") && matches!(month, Some(1..=12))
        }
    }
}

/// The digits of a date whose year stands first, with those of the month in front of it; those of a
/// day are the month's, too, where a separator is typed between them.
fn months_and_year(text: &str) -> Vec<String> {
    let groups: Vec<_> = text
        .split(is(Symbol::Separator))
        .map(digits_of)
        .filter(|group| !group.is_empty())
        .collect();
    let digits = digits_of(text);
    let (year, joined) = digits.split_at(4);
    let months = [groups.get(1).map_or("", String::as_str), joined];
    months.map(|month| month.chars().take(2).chain(year.chars()).collect()).into()
}

/// The digits without the one of the month whose place another has taken: before a whole year, where
/// three stand and the caret is among them.
fn typed_over(text: &str, caret: usize) -> Option<String> {
    let (month, year) = text.split_once(is(Symbol::Separator))?;
    let (month, before) = (digits_of(month), digits_before(month, caret).len());
    let is_typed_over = month.len() == 3 && (1..3).contains(&before) && digits_of(year).len() > 1;
    is_typed_over.then(|| {
        let mut digits = digits_of(text);
        digits.remove(before);
        digits
    })
}

/// A month of a year in each spelling that people, pasteboards and password managers use.
fn spellings(date: YearMonth) -> Vec<String> {
    let YearMonth { year, month } = date;
    let short = year % 100;
    let mut all = vec![
        format!("{month}/{short:02}"),
        format!("{month:02}/{short:02}"),
        format!("{month:02} / {short:02}"),
        format!("{month:02}.{year}"),
        format!("{month:02}{short:02}"),
        format!("{month:02}{year}"),
        format!("{year}-{month:02}"),
        format!("{year} – {month}"),
        format!("{year}{month:02}"),
        format!("\u{200e}{month:02}\u{a0}/\u{a0}{short:02}"),
    ];
    if month > 1 && month < 10 {
        all.push(format!("{month}{short:02}"));
    }
    let wide = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(0xFF10 + digit));
    all.push(format!("{month:02}/{short:02}").chars().map(|c| wide(c).unwrap_or(c)).collect());
    all
}

proptest! {
    #[test]
    fn digits_out_are_digits_in_behind_at_most_one_zero(
        text in prop_oneof![any::text(), any::date()], caret in any::caret(),
    ) {
        let read = digits_of(&text);
        let with_slash = slashed(&text);
        let behind_month =
            if has_year_first(&with_slash) { months_and_year(&with_slash) } else { Vec::new() };
        for edit in [Edit::Insert, Edit::Delete] {
            let typed_over = typed_over(&text, caret).filter(|_| edit == Edit::Insert);
            let read = typed_over.as_ref().unwrap_or(&read);
            let formatted = format_expiry(&text, caret, edit).text;
            let written = digits_of(&formatted);
            let is_from = |digits: &String| {
                let unpadded = written.strip_prefix('0').filter(|_| edit == Edit::Insert);
                digits.starts_with(&written) || unpadded.is_some_and(|rest| digits.starts_with(rest))
            };
            prop_assert!(is_from(read) || behind_month.iter().any(is_from), "{written}");
            // Of another date only the month is left.
            let least = if edit == Edit::Insert && formatted.ends_with(" / ") { 1 } else { 2 };
            prop_assert!(written.len() >= read.len().min(least), "{written}");
            prop_assert!(written.len() <= 6, "{written}");
        }
    }

    #[test]
    fn the_caret_stays_behind_the_same_digit(
        text in prop_oneof![any::text(), any::date()], caret in any::caret(),
    ) {
        let Formatted { text: written, caret_utf16 } = format_expiry(&text, caret, Edit::Insert);
        let text = slashed(&text);
        let (read, digits) = (digits_of(&text), digits_of(&written));
        let last = text.chars().rev().map(Symbol::of).find(|symbol| *symbol != Symbol::Blank);
        let behind_separator = last == Some(Symbol::Separator) && caret >= text.encode_utf16().count();
        if has_year_first(&text) || behind_separator {
            prop_assert_eq!(caret_utf16, written.len());
        } else {
            let is_padded = digits.starts_with('0') && !read.starts_with('0');
            let before = match digits_before(&text, caret).len() {
                0 => 0,
                count => (count + usize::from(is_padded)).min(digits.len()),
            };
            prop_assert_eq!(digits_of(&written[..caret_utf16]).len(), before);
            // Or behind the separator of a year that is not written.
            let is_behind_digit = written[..caret_utf16].ends_with(|c: char| c.is_ascii_digit());
            let is_behind_all = written.ends_with(" / ") && caret_utf16 == written.len();
            prop_assert!(is_behind_digit || is_behind_all || before == 0);
        }
    }

    #[test]
    fn formatting_twice_changes_nothing(
        text in prop_oneof![any::text(), any::date()], caret in any::caret(),
    ) {
        for edit in [Edit::Insert, Edit::Delete] {
            let once = format_expiry(&text, caret, edit);
            prop_assert_eq!(&format_expiry(&once.text, once.caret_utf16, edit), &once, "{:?}", edit);
        }
    }

    #[test]
    fn what_is_valid_reads_the_same_once_formatted(text in any::text(), now in any::now()) {
        let check = ExpiryCheck::of(&text, ExpiryRules::at(now));
        if check.verdict.is_valid() {
            let written = format_expiry(&text, text.encode_utf16().count(), Edit::Insert).text;
            let again = ExpiryCheck::of(&written, ExpiryRules::at(now));
            prop_assert!(again.verdict.is_valid());
            prop_assert_eq!((again.month, again.year), (check.month, check.year));
        }
    }

    /// Whatever is pasted or filled. There are two exceptions. Letters are left out, as when they are
    /// typed. And digits right behind the year, in its own group behind a separator, are not written:
    /// the year ends by itself.
    #[test]
    fn what_formatting_makes_valid_was_entered(
        text in prop_oneof![any::text(), any::date()], now in any::now(),
    ) {
        let rules = ExpiryRules::at(now);
        let written = format_expiry(&text, text.encode_utf16().count(), Edit::Insert).text;
        let check = ExpiryCheck::of(&written, rules);
        if check.verdict.is_valid() {
            let entered = slashed(&text.replace(is(Symbol::Foreign), ""));
            let entered = entered.trim_end_matches(|c| !is_digit(c));
            let group = entered.chars().rev().take_while(|c| is_digit(*c)).count();
            let beyond = if entered.contains(is(Symbol::Separator)) { group } else { 1 };
            let is_date = |text: &str| {
                let entered = ExpiryCheck::of(text, rules);
                entered.verdict.is_valid() && (entered.month, entered.year) == (check.month, check.year)
            };
            let count = entered.chars().count();
            let without = |beyond| entered.chars().take(count - beyond).collect::<String>();
            let was_entered = is_date(&text) || (0..beyond).any(|beyond| is_date(&without(beyond)));
            prop_assert!(was_entered, "{}", written);
        }
    }

    #[test]
    fn a_date_is_read_in_every_spelling(now in any::now(), year in 2010..2100u16, month in 1..=12u8) {
        let date = YearMonth { year, month };
        for text in spellings(date) {
            let check = ExpiryCheck::of(&text, ExpiryRules::at(now));
            prop_assert_eq!((check.month, check.year), (Some(month), Some(year)), "{}", &text);
            let is_good = now <= date && year <= now.year + 20;
            prop_assert_eq!(check.verdict.is_valid(), is_good, "{}", text);
        }
    }
}
