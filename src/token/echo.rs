//! Keeps what a server sent back free of the card that we sent it.

use super::Json;
use crate::card::{BinLength, CardData, Cvc, Secret};

/// What a reply must not repeat: any seven digits of the number in a row, or the security code.
#[derive(Debug, Default)]
pub struct Echo {
    number: Option<Secret<String>>,
    cvc: Option<Secret<String>>,
}

impl Echo {
    const RUN: usize = 7;
    const LONG_ID: usize = 20;

    /// The echo of a card.
    pub fn of(card: &CardData) -> Self {
        // Copies, since the reply comes when the card itself is already dropped.
        let number = card.number.digits().expose().as_str().to_owned();
        let cvc = card.cvc.as_ref().and_then(|cvc| Self::of_cvc(cvc).cvc);
        Self { number: Some(Secret::new(number)), cvc }
    }

    /// The echo of a security code alone.
    pub fn of_cvc(cvc: &Cvc) -> Self {
        Self { number: None, cvc: Some(Secret::new(cvc.digits().expose().clone())) }
    }

    /// Does the text repeat seven digits of the number, with blanks or dashes between them or not?
    pub fn holds_number(&self, text: &str) -> bool {
        let number = self.number();
        runs(text).any(|run| {
            run.windows(Self::RUN).any(|seen| number.windows(Self::RUN).any(|sent| sent == seen))
        })
    }

    /// Does the text or number show the first six digits of the card's number?
    pub fn shows_bin(&self, json: &Json) -> bool {
        let (Json::Text(text) | Json::Number(text)) = json else { return false };
        let Some(bin) = self.number().get(..BinLength::SHORTEST) else { return false };
        runs(text).any(|run| run.windows(bin.len()).any(|seen| seen == bin))
    }

    fn number(&self) -> &[u8] {
        // Compared here and nowhere kept.
        self.number.as_ref().map_or(&[][..], |number| number.expose().as_bytes())
    }

    /// Does the text repeat seven digits of the number, or the security code as a run of its own?
    /// In a long id three digits in a row are chance.
    pub fn is_in(&self, text: &str) -> bool {
        let cvc = self.cvc.as_ref().map(|cvc| cvc.expose().as_str());
        let is_id_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let words = text.split(|c| !is_id_part(c)).filter(|word| word.len() < Self::LONG_ID);
        let mut runs = words.flat_map(|word| word.split(|c: char| !c.is_ascii_digit()));
        self.holds_number(text) || cvc.is_some_and(|cvc| runs.any(|run| run == cvc))
    }

    /// Removes from a tree every string or number that repeats the card.
    pub fn scrub(&self, json: &mut Json) {
        json.retain(&|name, value| !self.is_in(name) && !self.is_leaf(value));
    }

    fn is_leaf(&self, json: &Json) -> bool {
        match json {
            Json::Text(text) => self.is_in(text),
            // A year may equal a security code, but no year has seven digits.
            Json::Number(number) => self.holds_number(number),
            Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => false,
        }
    }
}

/// Each run of digits, with blanks or dashes between them or not.
fn runs(text: &str) -> impl Iterator<Item = Vec<u8>> {
    text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-'))
        .map(|part| part.bytes().filter(u8::is_ascii_digit).collect())
}
