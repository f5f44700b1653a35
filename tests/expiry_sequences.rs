//! Typed and pasted expiries, key by key, as the controller hands them to the formatter.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a broken row should stop the test")]

use cardlet::card::{Edit, ExpiryCheck, ExpiryRules, Formatted, YearMonth, format_expiry};

const SEQUENCES: &str = include_str!("tables/expiry_sequences.txt");

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// What stands in the field after one key at its end.
fn press(before: &str, key: char) -> String {
    let caret = |text: &str| text.encode_utf16().count();
    let Formatted { text, .. } = if key == '<' {
        // The browser takes the last character away; the controller sees whether it was a digit.
        let mut left = before.to_owned();
        left.pop();
        let on_gap = digits(&left) == digits(before);
        let edit = if on_gap { Edit::BackspaceOnGap } else { Edit::Delete };
        format_expiry(&left, caret(&left), edit)
    } else {
        let typed = format!("{before}{key}");
        format_expiry(&typed, caret(&typed), Edit::Insert)
    };
    text
}

/// Replaces `\uXXXX` by the character.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(4);
        plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        plain.push_str(rest);
    }
    plain
}

#[test]
fn each_sequence_leaves_its_text() {
    let rows: Vec<_> = SEQUENCES.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(rows.len() >= 180, "{} rows", rows.len());
    for row in rows {
        let mut parts = row.splitn(3, " | ");
        let (how, what, expected) =
            (parts.next().unwrap(), unescape(parts.next().unwrap()), parts.next().unwrap());
        let text = match how {
            "type" => what.chars().fold(String::new(), |text, key| press(&text, key)),
            "paste" => format_expiry(&what, what.encode_utf16().count(), Edit::Insert).text,
            other => panic!("{other}?"),
        };
        assert_eq!(text, expected, "{row}");
        // What is written reads the same as what was entered, when it was entered at once.
        if how == "paste" {
            let rules = ExpiryRules::at(YearMonth { year: 2026, month: 11 });
            let (entered, written) = (ExpiryCheck::of(&what, rules), ExpiryCheck::of(&text, rules));
            assert_eq!((entered.month, entered.year), (written.month, written.year), "{row}");
        }
    }
}
