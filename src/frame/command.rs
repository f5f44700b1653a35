//! What the page may ask of the frame.

use super::reader::Reader;
use super::{Embedder, Envelope, Settings, Start, Style};
use crate::card::{BinLength, BrandSet, Field, FieldCode};
use crate::token::Json;

/// Why a field is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// For a reason that has a code.
    Code(FieldCode),
    /// In the page's own words.
    Words(String),
}

/// A message to the frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Shows the fields; once.
    Start(Box<Start>),
    /// Changes the options that may change.
    Set(Settings),
    /// Changes the looks.
    Style(Style),
    /// Asks for a token; the answer names the call.
    Tokenize {
        /// Counted by the page.
        call: u32,
        /// What a customer's action has brought.
        resume: Option<String>,
    },
    /// Ends the wait of a call.
    Abort {
        /// The call.
        call: u32,
    },
    /// Shows what is wrong in every field.
    Validate,
    /// Empties the fields and forgets the token.
    Clear,
    /// The page's server has used the token.
    Consumed,
    /// Shows an error in a field.
    Refuse(Field, Refused),
    /// Focuses a field, or the first.
    Focus(Option<Field>),
    /// Takes the focus away.
    Blur,
    /// What the page's server has said to a question.
    Fetched {
        /// The question, by its number.
        ask: u32,
        /// The answer; none when the page could not get any.
        value: Option<String>,
    },
}

/// The longest words of a page's own, in bytes; a page cuts them at a quarter of it, in characters.
const LONGEST_WORDS: usize = 2000;
/// The longest answer of a page's server, in bytes.
const LONGEST_ANSWER: usize = 32 * 1024;
/// The longest result of a customer's action, in bytes; a page refuses what has more than a quarter
/// of it, in characters.
const LONGEST_RESUME: usize = 16 * 1024;

impl Command {
    /// Reads a message that came on the port; `None` for what is none of ours.
    pub fn read(text: &str, embedder: &Embedder) -> Option<Self> {
        let envelope = Envelope::open(text)?;
        let mut reader = envelope.reader();
        let command = match envelope.kind.as_str() {
            "start" => Self::Start(Box::new(Start::read(&mut reader, embedder)?)),
            "set" => Self::Set(Settings::read(&mut reader, embedder)?),
            "style" => Self::Style(Style::read(reader.value("style"), embedder)),
            "tokenize" => Self::Tokenize {
                call: call(&mut reader)?,
                resume: reader.text("resume", LONGEST_RESUME)?,
            },
            "abort" => Self::Abort { call: call(&mut reader)? },
            "validate" => Self::Validate,
            "clear" => Self::Clear,
            "consumed" => Self::Consumed,
            "error" => refusal(&mut reader)?,
            "focus" => Self::Focus(reader.optional("field", field)?),
            "blur" => Self::Blur,
            "fetched" => Self::Fetched {
                ask: reader.whole("ask", u32::MAX)??,
                value: reader.text("value", LONGEST_ANSWER)?,
            },
            _ => return None,
        };
        reader.end()?;
        Some(command)
    }

    /// The command as the frame's shell takes it.
    pub fn to_json(&self) -> Json {
        let plain = |kind| Json::of([("type", Json::of_text(Some(kind)))]);
        match self {
            Self::Start(start) => Json::of([
                ("type", Json::of_text(Some("start"))),
                ("fields", Json::of_texts(start.fields.iter().map(|field| field.name()))),
                ("brands", accepted(start.accepted)),
                ("bin", Json::of_text(start.bin.map(BinLength::name))),
                ("settings", settings(&start.settings)),
                ("style", start.style.to_json()),
            ]),
            Self::Set(changed) => {
                Json::of([("type", Json::of_text(Some("set"))), ("settings", settings(changed))])
            }
            Self::Style(style) => {
                Json::of([("type", Json::of_text(Some("style"))), ("style", style.to_json())])
            }
            Self::Tokenize { call, resume } => Json::of([
                ("type", Json::of_text(Some("tokenize"))),
                ("call", Json::of_whole(Some(*call))),
                ("resume", Json::of_text(resume.as_deref())),
            ]),
            Self::Abort { call } => Json::of([
                ("type", Json::of_text(Some("abort"))),
                ("call", Json::of_whole(Some(*call))),
            ]),
            Self::Validate => plain("validate"),
            Self::Clear => plain("clear"),
            Self::Consumed => plain("consumed"),
            Self::Refuse(field, why) => {
                let why = match why {
                    Refused::Code(code) => code.code(),
                    Refused::Words(words) => words,
                };
                Json::of([
                    ("type", Json::of_text(Some("error"))),
                    ("field", Json::of_text(Some(field.name()))),
                    ("words", Json::of_text(Some(why))),
                ])
            }
            Self::Focus(field) => Json::of([
                ("type", Json::of_text(Some("focus"))),
                ("field", Json::of_text(field.map(Field::name))),
            ]),
            Self::Blur => plain("blur"),
            Self::Fetched { ask, value } => Json::of([
                ("type", Json::of_text(Some("fetched"))),
                ("ask", Json::of_whole(Some(*ask))),
                ("value", Json::of_text(value.as_deref())),
            ]),
        }
    }
}

fn call(reader: &mut Reader<'_>) -> Option<u32> {
    reader.whole("call", u32::MAX)?
}

fn field(value: &Json) -> Option<Field> {
    Field::from_name(value.as_text()?)
}

/// Either `code` or `words`.
fn refusal(reader: &mut Reader<'_>) -> Option<Command> {
    let field = reader.optional("field", field)??;
    let code = reader.optional("code", |value| {
        let code = value.as_text()?;
        FieldCode::ALL.iter().copied().find(|known| known.code() == code)
    })?;
    let why = match (code, reader.text("words", LONGEST_WORDS)?) {
        (Some(code), None) => Refused::Code(code),
        (None, Some(words)) => Refused::Words(words),
        (Some(_), Some(_)) | (None, None) => return None,
    };
    Some(Command::Refuse(field, why))
}

/// The brands as the element's attribute takes them, which names them all when it is empty.
fn accepted(brands: BrandSet) -> Json {
    let ids: Vec<_> = brands.iter().map(crate::card::Brand::id).collect();
    let attribute = match (brands == BrandSet::ALL, ids.is_empty()) {
        (true, _) => String::new(),
        (false, true) => "none".to_owned(),
        (false, false) => ids.join(" "),
    };
    Json::Text(attribute)
}

fn settings(settings: &Settings) -> Json {
    Json::of([
        ("tokenType", Json::of_text(settings.token_type.as_deref())),
        ("updateToken", Json::of_text(settings.update_token.as_deref())),
        ("cardBrand", Json::of_text(settings.card_brand.as_deref())),
        ("timeoutMs", Json::of_whole(Some(settings.timeout_ms))),
        ("minValidityMs", Json::of_whole(Some(settings.min_validity_ms))),
        ("locale", Json::of_text(settings.locale.as_deref())),
        ("required", Json::Bool(settings.required)),
        ("disabled", Json::Bool(settings.disabled)),
        ("fetchesSubmissionToken", Json::Bool(settings.fetches_submission_token)),
        ("fetchesToken", Json::Bool(settings.fetches_token)),
        ("configure", Json::Object(settings.configure.clone())),
    ])
}
