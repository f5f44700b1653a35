//! What is common to all messages, and what none may be.

use super::reader::Reader;
use crate::token::Json;

/// The version that both sides have to speak.
pub const VERSION: u32 = 1;

/// The longest message that is looked at, in bytes.
pub const LONGEST_BYTES: usize = 32 * 1024;

/// How deep a message may be nested.
const DEEPEST: usize = 8;

/// Names by which a careless reader would reach an object's prototype.
const UNSAFE: &[&str] = &["__proto__", "constructor", "prototype"];

/// A message whose kind is known and whose content is not read yet.
#[derive(Debug, PartialEq)]
pub struct Envelope {
    /// Its `type`.
    pub kind: String,
    content: Json,
}

impl Envelope {
    /// Opens a message of ours of this version; `None` for anything else.
    pub fn open(text: &str) -> Option<Self> {
        if text.len() > LONGEST_BYTES {
            return None;
        }
        let content = Json::parse(text).filter(|content| is_plain(content, DEEPEST))?;
        let is_ours = content.at("cardlet").and_then(Json::as_whole) == Some(VERSION);
        let kind = content.at("type").and_then(Json::as_text)?.to_owned();
        is_ours.then_some(Self { kind, content })
    }

    /// Its content, to be read by name.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader::new(&self.content)
    }

    /// A message's text.
    pub(super) fn seal<const N: usize>(kind: &str, content: [(&str, Json); N]) -> String {
        let head =
            [("cardlet", Json::of_whole(Some(VERSION))), ("type", Json::of_text(Some(kind)))];
        let entries = head.into_iter().chain(content);
        let entries = entries.map(|(name, value)| (name.to_owned(), value)).collect();
        Json::Object(entries).to_json_text()
    }
}

/// No deeper than this, no name twice, and none that is unsafe to copy?
fn is_plain(json: &Json, depth: usize) -> bool {
    let Some(below) = depth.checked_sub(1) else { return false };
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => true,
        Json::List(items) => items.iter().all(|item| is_plain(item, below)),
        Json::Object(entries) => entries.iter().enumerate().all(|(index, (name, value))| {
            let is_first = entries.iter().position(|(other, _)| other == name) == Some(index);
            is_first && !UNSAFE.contains(&name.as_str()) && is_plain(value, below)
        }),
    }
}
