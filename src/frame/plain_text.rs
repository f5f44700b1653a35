//! Text that can travel to the page.

/// A short text without three digits in a row: it can't hold a number or a security code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainText(String);

impl PlainText {
    /// The longest text, in characters.
    pub const LONGEST: usize = 200;

    /// Keeps a text, or refuses it.
    pub fn new(text: &str) -> Option<Self> {
        let is_short = text.chars().take(Self::LONGEST + 1).count() <= Self::LONGEST;
        let mut run = 0;
        let has_run = text.chars().any(|c| {
            run = if c.is_numeric() { run + 1 } else { 0 };
            run == 3
        });
        (is_short && !has_run && !text.chars().any(char::is_control)).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
