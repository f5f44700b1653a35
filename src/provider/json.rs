//! Reading replies: one JSON tree, read by path, every string capped.

use crate::token::{Echo, Json, Timestamp};

/// The longest string that is taken from a reply.
const LONGEST: usize = 512;

/// A reply's body as a tree.
pub(super) struct Reply(Json);

impl Reply {
    /// Reads a body that is a JSON object; anything else is `None`.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        Json::parse_bytes(body).filter(Json::is_object).map(Self)
    }

    /// The value at a dotted path such as `paymentInstrument.last4`.
    pub(super) fn at(&self, path: &str) -> Option<&Json> {
        self.0.at(path)
    }

    /// The items of an array at a path; none for anything else.
    pub(super) fn items(&self, path: &str) -> &[Json] {
        self.at(path).map(Json::items).unwrap_or_default()
    }

    /// The text at a path, unless it is empty or too long.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        let text = self.at(path)?.as_text()?;
        (!text.is_empty() && text.len() <= LONGEST).then_some(text)
    }

    /// The same as a text of its own.
    pub(super) fn owned(&self, path: &str) -> Option<String> {
        self.text(path).map(str::to_owned)
    }

    /// The first digits of a card's number at a path: six to eight of them.
    pub(super) fn bin(&self, path: &str) -> Option<String> {
        let is_bin =
            |text: &&str| (6..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        self.text(path).filter(is_bin).map(str::to_owned)
    }

    /// The time at a path.
    pub(super) fn time(&self, path: &str) -> Option<Timestamp> {
        Timestamp::parse(self.text(path)?)
    }

    /// Is there this truth value at a path?
    pub(super) fn is(&self, path: &str, truth: bool) -> bool {
        self.at(path).is_some_and(|value| value.is(truth))
    }

    /// An object of the fields that a list names, without what repeats the card.
    pub(super) fn allow(self, names: &str, echo: &Echo) -> Json {
        self.allow_where(&|name| lists(names, name), echo)
    }

    /// An object of the fields whose names are right, without what repeats the card.
    pub(super) fn allow_where(mut self, is_right: &dyn Fn(&str) -> bool, echo: &Echo) -> Json {
        if let Json::Object(fields) = &mut self.0 {
            fields.retain(|(name, _)| is_right(name));
        }
        echo.scrub(&mut self.0);
        self.0
    }
}

/// Does a list, of names with blanks between them, have this one?
pub(super) fn lists(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// At most so many characters.
pub(super) fn cut(text: &str, longest: usize) -> &str {
    text.char_indices().nth(longest).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}
