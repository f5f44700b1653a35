//! What a request or an answer looks like in the log: no card number, no security code, no key.

use super::{digit_runs, form};
use serde_json::{Map, Value};

/// The fewest digits in a row that are hidden.
const MIN_DIGITS: usize = 7;
/// The same in a body that is no JSON, where a security code has no name to be known by.
const MIN_DIGITS_OF_UNKNOWN: usize = 3;
/// How much of a key is shown: enough to tell which it is.
const KEY_START: usize = 14;
/// The providers' names for the security code, in small letters.
const CODE_NAMES: [&str; 8] = [
    "cvv",
    "cvc",
    "cvc2",
    "cvv2",
    "cvn",
    "encryptedcvv",
    "verificationcode",
    "cardverificationvalue",
];

/// A body as text.
pub(crate) fn body(bytes: &[u8]) -> String {
    match serde_json::from_slice(bytes) {
        Ok(value) => json(value, line).to_string(),
        Err(_) => long_runs(&String::from_utf8_lossy(bytes), MIN_DIGITS_OF_UNKNOWN),
    }
}

/// A path, an origin or another short text.
pub(crate) fn line(text: &str) -> String {
    keys(&long_runs(text, MIN_DIGITS))
}

/// A key: its start, or all of it when it is short.
pub(crate) fn key(text: &str) -> String {
    // First the digits, or a number in a key's place would show fourteen of them.
    shorten(&long_runs(text, MIN_DIGITS))
}

/// A tree with every text and number rewritten, and every security code replaced.
pub(crate) fn json(value: Value, rewrite: fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(rewrite(&text)),
        Value::Number(number) => {
            let text = rewrite(&number.to_string());
            if text == number.to_string() { Value::Number(number) } else { Value::String(text) }
        }
        Value::Array(items) => items.into_iter().map(|item| json(item, rewrite)).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let value = if is_code_name(&name) { code(value) } else { json(value, rewrite) };
                (rewrite(&name), value)
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Null | Value::Bool(_) => value,
    }
}

/// A tree that may be kept: a form that puts the number into a wrong field must not make it so.
pub(crate) fn without_card_numbers(value: Value) -> Value {
    json(value, |text| digit_runs::replace(text, digit_runs::hold_card_number))
}

fn is_code_name(name: &str) -> bool {
    CODE_NAMES.contains(&name.to_ascii_lowercase().as_str())
}

fn code(value: Value) -> Value {
    let text = match value {
        Value::String(text) => text,
        Value::Null => return value,
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    let kind = if text.bytes().all(|byte| byte.is_ascii_digit()) { "digits" } else { "characters" };
    Value::String(format!("[{} {kind}]", text.chars().count()))
}

fn long_runs(text: &str, min_digits: usize) -> String {
    let hide = |text: &str| digit_runs::replace(text, |digits| digits.len() >= min_digits);
    // `4111%201111` and `4111+1111` only show what they are once decoded.
    let decoded = form::percent_decode(&text.replace('+', " "));
    let hidden = hide(&decoded);
    if hidden == decoded { hide(text) } else { hidden }
}

fn keys(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.split_inclusive(|c| !is_part(c))
        .map(|piece| {
            let word = piece.trim_end_matches(|c| !is_part(c));
            let end = piece.strip_prefix(word).unwrap_or_default();
            let is_key = ["pk_", "sk_"].iter().any(|start| word.starts_with(start));
            if is_key { shorten(word) + end } else { piece.to_owned() }
        })
        .collect()
}

fn shorten(key: &str) -> String {
    let start: String = key.chars().take(KEY_START).collect();
    if start.len() < key.len() { start + "…" } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_lose_numbers_codes_and_keys() {
        for (text, expected) in [
            // JSON: by digits and by name.
            (r#"{"pan":"4111 1111 1111 1111"}"#, r#"{"pan":"[16 digits]"}"#),
            (r#"{"pan":4111111111111111}"#, r#"{"pan":"[16 digits]"}"#),
            (r#"{"pan":"\u0034111111111111111"}"#, r#"{"pan":"[16 digits]"}"#),
            (r#"{"4111111111111111":1}"#, r#"{"[16 digits]":1}"#),
            (r#"[{"cvv":"123"},{"CVC":123}]"#, r#"[{"cvv":"[3 digits]"},{"CVC":"[3 digits]"}]"#),
            (r#"{"cvc2":"12a","cvv":null}"#, r#"{"cvc2":"[3 characters]","cvv":null}"#),
            (r#"{"key":"sk_sandbox_SecretOfTheDemo"}"#, r#"{"key":"sk_sandbox_Sec…"}"#),
            // What is no secret stays.
            (r#"{"expMonth":12,"expYear":2030}"#, r#"{"expMonth":12,"expYear":2030}"#),
            (r#"{"t":"2026-11-21T09:30:00+00:00"}"#, r#"{"t":"2026-11-21T09:30:00+00:00"}"#),
            // No JSON: shorter runs are hidden too, decoded or not.
            ("", ""),
            (
                r#"{"pan":"4111111111111111","cvv":"123""#,
                r#"{"pan":"[16 digits]","cvv":"[3 digits]""#,
            ),
            ("pan=4111+1111+1111+1111&cvv=123", "pan=[16 digits]&cvv=[3 digits]"),
            ("pan=%34111%201111%201111%201111", "pan=[16 digits]"),
            ("paymentToken=tok_bcd", "paymentToken=tok_bcd"),
        ] {
            assert_eq!(body(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn lines_and_keys_lose_numbers_too() {
        for (text, expected) in [
            ("/rebilly/tokens?pan=4111%201111%201111%201111", "/rebilly/tokens?pan=[16 digits]"),
            ("/tokens?key=pk_sandbox_CardletDemo&x=1", "/tokens?key=pk_sandbox_Car…&x=1"),
            ("http://localhost:4280", "http://localhost:4280"),
            ("http://127.0.0.1:4282", "http://127.0.0.1:4282"),
        ] {
            assert_eq!(line(text), expected, "{text}");
        }
        assert_eq!(key("pk_sandbox_CardletDemo"), "pk_sandbox_Car…");
        assert_eq!(key("4111111111111111"), "[16 digits]");
        assert_eq!(key("pk_short"), "pk_short");
    }
}
