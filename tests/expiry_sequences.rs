//! Typed and pasted expiries, key by key, as the controller hands them to the formatter.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a broken row should stop the test")]

use cardlet::card::{Edit, ExpiryCheck, ExpiryRules, Formatted, YearMonth, format_expiry};

const SEQUENCES: &str = include_str!("tables/expiry_sequences.txt");

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// A field of ASCII text: what is selected stands between two carets, which may be one.
struct Input {
    before: String,
    selected: String,
    after: String,
}

impl Input {
    /// Reads `[12] / 29`; without brackets the caret is at the end.
    fn read(text: &str) -> Self {
        let (before, rest) = text.split_once('[').unwrap_or((text, "]"));
        let (selected, after) = rest.split_once(']').unwrap();
        Self { before: before.into(), selected: selected.into(), after: after.into() }
    }

    fn text(&self) -> String {
        format!("{}{}{}", self.before, self.selected, self.after)
    }

    /// The field after one key.
    fn press(mut self, key: char) -> Self {
        let old = self.text();
        let edit = if key == '<' {
            if self.selected.is_empty() {
                self.before.pop();
            }
            // The browser takes the character away; the controller sees whether it was a digit.
            let left = format!("{}{}", self.before, self.after);
            if digits(&left) == digits(&old) { Edit::BackspaceOnGap } else { Edit::Delete }
        } else {
            self.before.push(key);
            Edit::Insert
        };
        let text = format!("{}{}", self.before, self.after);
        let Formatted { text, caret_utf16 } = format_expiry(&text, self.before.len(), edit);
        let (before, after) = text.split_at(caret_utf16);
        Self { before: before.into(), selected: String::new(), after: after.into() }
    }
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
            "type" => what.chars().fold(Input::read(""), Input::press).text(),
            "edit" => {
                let (field, keys) = what.split_once(" + ").unwrap();
                keys.chars().fold(Input::read(field), Input::press).text()
            }
            "paste" => format_expiry(&what, what.encode_utf16().count(), Edit::Insert).text,
            other => panic!("{other}?"),
        };
        assert_eq!(text, expected, "{row}");
        // What is written reads the same as what was entered, when it was entered at once; but what
        // was another date is left without a year.
        if how == "paste" {
            let rules = ExpiryRules::at(YearMonth { year: 2026, month: 11 });
            let (entered, written) = (ExpiryCheck::of(&what, rules), ExpiryCheck::of(&text, rules));
            assert_eq!(entered.verdict.is_valid(), written.verdict.is_valid(), "{row}");
            if written.year.is_some() {
                assert_eq!((entered.month, entered.year), (written.month, written.year), "{row}");
            }
        }
    }
}
