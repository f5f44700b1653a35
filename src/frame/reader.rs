//! Reads a message's content by name; a message with one wrong value is wrong as a whole.

use crate::token::Json;

/// An object that is read name by name. What is read is `None` when the value breaks its rule;
/// [`Reader::end`] refuses what nobody has asked for.
pub(super) struct Reader<'a> {
    entries: &'a [(String, Json)],
    known: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(json: &'a Json) -> Self {
        let entries = match json {
            Json::Object(entries) => &entries[..],
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => &[],
        };
        Self { entries, known: vec!["cardlet", "type"] }
    }

    /// The value of a name, null where it is missing.
    pub(super) fn value(&mut self, name: &'static str) -> &'a Json {
        self.known.push(name);
        let found = self.entries.iter().find(|(entry, _)| entry == name);
        found.map_or(&Json::Null, |(_, value)| value)
    }

    /// What `read` makes of the value, `Some(None)` where there is none.
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.value(name) {
            Json::Null => Some(None),
            value => read(value).map(Some),
        }
    }

    /// A whole number of this range.
    pub(super) fn whole(&mut self, name: &'static str, longest: u32) -> Option<Option<u32>> {
        self.optional(name, |value| whole(value, longest))
    }

    /// A text of at most so many bytes.
    pub(super) fn text(&mut self, name: &'static str, longest: usize) -> Option<Option<String>> {
        self.optional(name, |value| {
            value.as_text().filter(|text| text.len() <= longest).map(str::to_owned)
        })
    }

    /// True, false, or not there, which is false.
    pub(super) fn flag(&mut self, name: &'static str) -> Option<bool> {
        self.optional(name, as_flag).map(Option::unwrap_or_default)
    }

    /// Is there nothing else?
    pub(super) fn end(self) -> Option<()> {
        let is_known = |name: &String| self.known.contains(&name.as_str());
        self.entries.iter().all(|(name, _)| is_known(name)).then_some(())
    }
}

fn as_flag(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(flag) => Some(*flag),
        Json::Null | Json::Number(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => None,
    }
}

fn whole(value: &Json, longest: u32) -> Option<u32> {
    value.as_whole().filter(|number| *number <= longest)
}
