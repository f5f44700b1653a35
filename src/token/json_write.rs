//! JSON on its way out, written straight into one text: no tree, no formatter of numbers.
//!
//! A card's digits are copied once, from where they are kept into the text that leaves. Where the
//! text outgrows its room, the allocator wipes the old one.

use super::Json;

/// What is written for a value that is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Not even its name.
    LeftOut,
    /// A null.
    Null,
}

/// An object, or an array in it, that is being written.
pub struct ObjectText {
    text: String,
    missing: Missing,
}

impl ObjectText {
    /// Writes an object by its parts.
    ///
    /// ```
    /// use cardlet::token::{Missing, ObjectText};
    /// let text = ObjectText::of(Missing::LeftOut, |object| {
    ///     object.text("last4", Some("1111"));
    ///     object.text("bin", None);
    ///     object.object("expiry", |expiry| expiry.whole("month", Some(7)));
    /// });
    /// assert_eq!(text, r#"{"last4":"1111","expiry":{"month":7}}"#);
    /// ```
    pub fn of(missing: Missing, write: impl FnOnce(&mut Self)) -> String {
        let mut object = Self { text: "{".to_owned(), missing };
        write(&mut object);
        object.text.push('}');
        object.text
    }

    /// An entry with a text.
    pub fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(out) = self.entry(name, value.is_some()) {
            quote(value.unwrap_or_default(), out);
        }
    }

    /// An entry with a small number.
    pub fn whole(&mut self, name: &str, value: Option<u32>) {
        if let Some(out) = self.entry(name, value.is_some()) {
            digits(value.unwrap_or_default(), out);
        }
    }

    /// An entry with a truth value.
    pub fn truth(&mut self, name: &str, value: bool) {
        if let Some(out) = self.entry(name, true) {
            out.push_str(truth(value));
        }
    }

    /// An entry with a tree.
    pub fn json(&mut self, name: &str, value: Option<&Json>) {
        if let (Some(out), Some(value)) = (self.entry(name, value.is_some()), value) {
            value.write(out);
        }
    }

    /// An entry with an object.
    pub fn object(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.open(name, "{");
        write(self);
        self.text.push('}');
    }

    /// An entry with an array, item by item.
    pub fn list(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.open(name, "[");
        write(self);
        self.text.push(']');
    }

    /// An item of the array with an object.
    pub fn item(&mut self, write: impl FnOnce(&mut Self)) {
        self.comma();
        self.text.push('{');
        write(self);
        self.text.push('}');
    }

    /// An item of the array with a text.
    pub fn text_item(&mut self, text: &str) {
        self.comma();
        quote(text, &mut self.text);
    }

    /// An item of the array with a small number.
    pub fn whole_item(&mut self, number: u8) {
        self.comma();
        digits(number.into(), &mut self.text);
    }

    fn open(&mut self, name: &str, bracket: &str) {
        if let Some(out) = self.entry(name, true) {
            out.push_str(bracket);
        }
    }

    /// A comma, unless it is the first entry or item.
    fn comma(&mut self) {
        if !self.text.ends_with(['{', '[']) {
            self.text.push(',');
        }
    }

    /// Writes the name; the value is to follow where there is one.
    fn entry(&mut self, name: &str, is_there: bool) -> Option<&mut String> {
        if !is_there && self.missing == Missing::LeftOut {
            return None;
        }
        self.comma();
        quote(name, &mut self.text);
        self.text.push(':');
        if !is_there {
            self.text.push_str("null");
            return None;
        }
        Some(&mut self.text)
    }
}

impl Json {
    /// Writes the value behind a text.
    pub fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(truth(*value)),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => quote(text, out),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (place, (name, value)) in entries.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    quote(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Writes a text with its quotes.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.push('\\'),
            '\0'..' ' => {
                out.push_str(if c < '\x10' { "\\u000" } else { "\\u001" });
                out.push(char::from_digit(u32::from(c) & 15, 16).unwrap_or_default());
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out.push('"');
}

/// Writes a number in decimal digits.
fn digits(number: u32, out: &mut String) {
    if number > 9 {
        digits(number / 10, out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// A number in decimal digits.
pub fn decimal(number: u32) -> String {
    let mut text = String::new();
    digits(number, &mut text);
    text
}

/// A number in two decimal digits.
pub fn two_digits(number: u8) -> String {
    let mut text = String::new();
    digits(u32::from(number / 10), &mut text);
    digits(u32::from(number % 10), &mut text);
    text
}
