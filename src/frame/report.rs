//! What the frame tells the page.

use super::reader::Reader;
use super::{Envelope, PlainText, State};
use crate::card::{Brand, BrandFacts, Field, FieldCode};
use crate::token::{Json, Moment, Token};

/// The longest message that a page looks at, in bytes.
const LONGEST: usize = 64 * 1024;

/// A message to the page. None has a place for what was typed.
pub enum Report<'a> {
    /// The fields are live. The texts, by code, are what people read in them.
    Ready {
        /// Texts by field code or other key.
        texts: Vec<(String, PlainText)>,
    },
    /// What people read is in another language, or in other words.
    Texts {
        /// Texts as of [`Report::Ready`].
        texts: Vec<(String, PlainText)>,
    },
    /// Something in the state has changed.
    State(&'a State),
    /// A token: an answer to a call, or news for all.
    Token {
        /// The call that it answers.
        call: Option<u32>,
        /// Counts the tokens: two can have one id.
        serial: u32,
        /// Would the next call hand it out again?
        is_reusable: bool,
        /// The token, which is free of the card.
        token: &'a Token,
        /// Must nothing be told of the card behind it?
        hides_card: bool,
        /// When this is said.
        now: Moment,
    },
    /// Why no token came back.
    Failure {
        /// The call that it answers.
        call: Option<u32>,
        /// The reason.
        failure: Failure,
    },
    /// Enter was pressed in a field.
    Enter,
    /// Asks the page for the token of one submission, which its server gets.
    FetchSubmissionToken {
        /// Counts the questions.
        ask: u32,
        /// Where the submission ends when it went well.
        success_url: &'a str,
        /// Where it ends when it did not.
        failure_url: &'a str,
    },
    /// Asks the page for a token's JSON, which only its server may read.
    FetchToken {
        /// Counts the questions.
        ask: u32,
        /// The token.
        id: &'a str,
    },
}

/// An error's facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    kind: String,
    code: String,
    message: PlainText,
    field: Option<Field>,
    option: Option<String>,
    is_retryable: bool,
    is_certain: bool,
    status: Option<u32>,
    provider_code: Option<String>,
    request_id: Option<String>,
    retry_after_ms: Option<u32>,
    action: Json,
}

impl Failure {
    /// Reads what the shell's error says of itself. A text that is too long to be told is left out.
    pub fn read(json: &Json) -> Option<Self> {
        let mut reader = Reader::new(json);
        let field = |value: &Json| Field::from_name(value.as_text()?);
        Some(Self {
            kind: reader.value("type").as_text().filter(|kind| is_word(kind))?.to_owned(),
            code: reader.value("code").as_text().filter(|code| is_word(code))?.to_owned(),
            message: PlainText::new(reader.value("message").as_text()?)?,
            field: reader.optional("field", field)?,
            option: reader.text("option", 64).flatten(),
            is_retryable: reader.flag("retryable")?,
            is_certain: reader.flag("certain")?,
            status: reader.whole("status", 999)?,
            provider_code: reader.text("providerCode", 200).flatten(),
            request_id: reader.text("requestId", 200).flatten(),
            retry_after_ms: reader.whole("retryAfterMs", 3_600_000)?,
            action: reader.value("action").clone(),
        })
    }

    fn to_json(&self) -> Json {
        Json::of([
            ("type", Json::of_text(Some(&self.kind))),
            ("code", Json::of_text(Some(&self.code))),
            ("message", Json::of_text(Some(self.message.as_str()))),
            ("field", Json::of_text(self.field.map(Field::name))),
            ("option", Json::of_text(self.option.as_deref())),
            ("retryable", Json::Bool(self.is_retryable)),
            ("certain", Json::Bool(self.is_certain)),
            ("status", Json::of_whole(self.status)),
            ("providerCode", Json::of_text(self.provider_code.as_deref())),
            ("requestId", Json::of_text(self.request_id.as_deref())),
            ("retryAfterMs", Json::of_whole(self.retry_after_ms)),
            ("action", self.action.clone()),
        ])
    }
}

impl Report<'_> {
    /// The message's text. What would make it too long for the page is left out: a token's reply, or
    /// what a customer has to do.
    pub fn write(&self) -> String {
        match self {
            Self::Ready { texts } => {
                Envelope::seal("ready", [("texts", plain(texts)), ("brands", brand_tables())])
            }
            Self::Texts { texts } => Envelope::seal("texts", [("texts", plain(texts))]),
            Self::State(state) => Envelope::seal("state", state.entries()),
            Self::Token { call, serial, is_reusable, token, hides_card, now } => {
                let seal = |facts| {
                    let cvc_left = token.cvc_life.and_then(|life| life.left_ms(*now));
                    Envelope::seal(
                        "token",
                        [
                            ("call", Json::of_whole(*call)),
                            ("serial", Json::of_whole(Some(*serial))),
                            ("reusable", Json::Bool(*is_reusable)),
                            ("facts", facts),
                            ("status", Json::of_text(Some(token.status(*now).name()))),
                            ("leftMs", whole_ms(token.life.left_ms(*now))),
                            ("cvcLeftMs", whole_ms(cvc_left)),
                            ("cvvAuthorize", token.cvv_authorize_facts()),
                        ],
                    )
                };
                let facts = token.facts();
                let facts = if *hides_card {
                    let facts = replaced(facts, "raw", Json::Object(Vec::new()));
                    replaced(facts, "card", Json::Null)
                } else {
                    facts
                };
                fitting(facts, ("raw", Json::Object(Vec::new())), seal)
            }
            Self::Failure { call, failure } => {
                fitting(failure.to_json(), ("action", Json::Null), |failure| {
                    let call = Json::of_whole(*call);
                    Envelope::seal("failure", [("call", call), ("failure", failure)])
                })
            }
            Self::Enter => Envelope::seal("enter", []),
            Self::FetchSubmissionToken { ask, success_url, failure_url } => Envelope::seal(
                "fetchSubmissionToken",
                [
                    ("ask", Json::of_whole(Some(*ask))),
                    ("successUrl", Json::of_text(Some(success_url))),
                    ("failureUrl", Json::of_text(Some(failure_url))),
                ],
            ),
            Self::FetchToken { ask, id } => Envelope::seal(
                "fetchToken",
                [("ask", Json::of_whole(Some(*ask))), ("id", Json::of_text(Some(id)))],
            ),
        }
    }

    /// The texts of a tree that may travel: by field codes, or by keys such as `status.busy`.
    pub fn texts(tree: &Json) -> Vec<(String, PlainText)> {
        let Json::Object(entries) = tree else { return Vec::new() };
        let is_key = |key: &str| {
            key.starts_with("status.") || FieldCode::ALL.iter().any(|code| code.code() == key)
        };
        let texts = entries.iter().filter(|(key, _)| is_key(key));
        texts
            .filter_map(|(key, text)| Some((key.clone(), PlainText::new(text.as_text()?)?)))
            .collect()
    }
}

/// Seals the facts; if that is too long, with another value of the one name that can be so long.
fn fitting(facts: Json, (name, short): (&str, Json), seal: impl Fn(Json) -> String) -> String {
    let text = seal(facts.clone());
    if text.len() <= LONGEST { text } else { seal(replaced(facts, name, short)) }
}

/// An object with another value of a name.
fn replaced(mut object: Json, name: &str, value: Json) -> Json {
    if let Json::Object(entries) = &mut object {
        entries.retain(|(other, _)| other != name);
        entries.push((name.to_owned(), value));
    }
    object
}

fn plain(texts: &[(String, PlainText)]) -> Json {
    let entries = texts.iter();
    let entries = entries.map(|(key, text)| (key.clone(), Json::of_text(Some(text.as_str()))));
    Json::Object(entries.collect())
}

/// Rounded down, so that no token is told to live longer than it does.
fn whole_ms(ms: Option<f64>) -> Json {
    Json::of_whole(ms.map(|ms| ms as u64))
}

fn is_word(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn brand_tables() -> Json {
    let known = Brand::ALL.iter().map(|brand| brand_table(brand.id(), brand.facts()));
    Json::List(known.chain([brand_table("unknown", Brand::unknown_facts())]).collect())
}

fn brand_table(id: &str, facts: &BrandFacts) -> Json {
    let numbers = |numbers: &[u8]| {
        Json::List(numbers.iter().map(|number| Json::of_whole(Some(*number))).collect())
    };
    let cvc = Json::of([
        ("name", Json::of_text(Some(facts.cvc_name))),
        ("lengths", numbers(facts.cvc_lengths)),
    ]);
    Json::of([
        ("id", Json::of_text(Some(id))),
        ("name", Json::of_text(Some(facts.name))),
        ("lengths", numbers(facts.lengths)),
        ("gaps", numbers(facts.gaps)),
        ("cvc", cvc),
    ])
}
