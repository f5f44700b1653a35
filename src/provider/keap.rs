//! Keap, once Infusionsoft: a form posted to
//! `https://{app}.infusionsoft.com/app/creditCardSubmission/addCreditCard`, answered by a redirect.
//!
//! There is no key in the browser: the merchant's server asks for a one-time submission token
//! (XML-RPC `CreditCardSubmissionService.requestSubmissionToken`) that lives for 30 minutes. The
//! redirect's target reports what came, `{"outcome": "success"}` or `{"outcome": "failure",
//! "message": …}`, as the answer's body. No source names the form's fields: `TABLE` is a guess by
//! the columns of Keap's card table, which `fieldMap` overrides.

use super::http::{Body, Request, Response};
use super::json::Reply;
use super::wire_names::{Table, WireNames, parts};
use super::{
    Answer, Call, ConfigCode, ConfigError, Dialect, Need, Options, ProviderCode, ProviderError,
    Received, Rejection, Sent, Subject,
};
use crate::card::{Brand, CardData, Field, FieldCode, Secret};
use crate::token::{Json, Life, LifeFacts};

pub(super) const DIALECT: Dialect = Dialect {
    public_key: Need::Optional,
    key_mode: |_| Some(None),
    organization: Need::Required,
    base_url: |_, app| Some(["https://", app, ".infusionsoft.com"].concat()),
    token_types: &[],
    is_idempotent: false,
    needs_submission_token: true,
    preferred: |_| None,
    check,
    encode,
    decode,
    observe: |_, _| {},
    explain,
};

const TABLE: &Table = &[
    ("submissionToken", "token"),
    ("number", "cardNumber"),
    ("expMonth", "expirationMonth"),
    ("expYear", "expirationYear"),
    ("cvc", "verificationCode"),
    ("brand", "cardType"),
    ("name", "nameOnCard"),
    ("firstName", "firstName"),
    ("lastName", "lastName"),
    ("email", "email"),
    ("phone", "phoneNumber"),
    ("line1", "billAddress1"),
    ("line2", "billAddress2"),
    ("city", "billCity"),
    ("state", "billState"),
    ("postalCode", "billZip"),
    ("country", "billCountry"),
];

/// From the request of a submission token to its end.
const LIFE_MS: i64 = 30 * 60_000;
/// The most of a message that is passed on, in bytes.
const LONGEST_MESSAGE: usize = 255;

fn check(options: &Options) -> Result<(), ConfigError> {
    WireNames { table: TABLE, changes: options.config.field_map() }.check()
}

fn encode(call: &Call<'_>) -> Result<Request, ConfigError> {
    let Subject::Card(card) = call.subject else {
        return Err(ConfigError::new(ConfigCode::UnsupportedOperation, "provider"));
    };
    let token = call.submission_token;
    let token = token.ok_or(ConfigError::new(ConfigCode::MissingOption, "fetchSubmissionToken"))?;
    let names = WireNames { table: TABLE, changes: call.options.config.field_map() };
    let mut entries = Vec::new();
    let mut push = |name, text: String| {
        if let Some(wire) = names.wire(name) {
            entries.push((wire.to_owned(), Secret::new(text)));
        }
    };
    push("submissionToken", token.to_owned());
    for (name, value) in parts(card, &call.options.config) {
        match (name, value) {
            ("brand", _) => push(name, card_type(card)),
            // The wire has `07` and `2030`.
            ("expMonthText", Json::Text(month)) => push("expMonth", month),
            ("expYearText", Json::Text(year)) => push("expYear", year),
            (_, Json::Text(text)) => push(name, text),
            _ => {}
        }
    }
    let base = call.options.endpoint.as_str();
    let url = [base, "/app/creditCardSubmission/addCreditCard"].concat();
    Ok(Request { method: "POST", url, headers: Vec::new(), body: Body::Form(entries.into()) })
}

/// The brand in the spelling of Keap's card table.
fn card_type(card: &CardData) -> String {
    let name = match card.number.brand() {
        Some(Brand::Mastercard) => "MasterCard",
        Some(brand) => brand.facts().name,
        None => "",
    };
    name.to_owned()
}

fn decode(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    let unexpected = || ProviderError::unexpected(response.status);
    let reply = reply.ok_or_else(unexpected)?;
    match reply.text("outcome") {
        Some("success") => {
            let id = sent.submission_token.clone().ok_or_else(unexpected)?;
            let facts = LifeFacts { published_ms: Some(LIFE_MS), ..LifeFacts::default() };
            Ok(Answer::Token(sent.token(id, Life::new(facts, received.sent))))
        }
        Some("failure") => Err(failure(reply.at("message").and_then(Json::as_text))),
        _ => Err(unexpected()),
    }
}

/// The one message that is known for sure.
const EXPIRED: &str = "Token expired";

/// What a message is about, by words that are hard to mistake: only where all of them that it has
/// mean one field is that field wrong.
const WORDS: &[(&str, Field, FieldCode)] = &[
    ("card number", Field::Number, FieldCode::InvalidNumber),
    ("expiration month", Field::Expiry, FieldCode::InvalidExpiryMonth),
    ("expiration year", Field::Expiry, FieldCode::InvalidExpiryYear),
    ("expiration date", Field::Expiry, FieldCode::InvalidExpiryMonth),
    ("card has expired", Field::Expiry, FieldCode::InvalidExpiryYearPast),
    ("card is expired", Field::Expiry, FieldCode::InvalidExpiryYearPast),
    ("verification code", Field::Cvc, FieldCode::InvalidCvc),
    ("security code", Field::Cvc, FieldCode::InvalidCvc),
    ("cvv", Field::Cvc, FieldCode::InvalidCvc),
    ("cvc", Field::Cvc, FieldCode::InvalidCvc),
];

fn failure(message: Option<&str>) -> ProviderError {
    let message = message.unwrap_or_default();
    let (code, certain) = if is_expired(message) {
        (ProviderCode::SubmissionTokenExpired, true)
    } else {
        match field(message) {
            Some((field, code)) => (ProviderCode::Field(field, code), false),
            // Also a decline may come in words that nobody publishes.
            None => (ProviderCode::SubmissionTokenFailed, false),
        }
    };
    // No page can read the status of a redirect.
    let status = 0;
    ProviderError {
        certain,
        provider_code: (!message.is_empty()).then(|| cut(message).to_owned()),
        ..ProviderError::new(code, status)
    }
}

/// The source spells it with and without capitals and full stop.
fn is_expired(message: &str) -> bool {
    message.trim().trim_end_matches('.').eq_ignore_ascii_case(EXPIRED)
}

fn field(message: &str) -> Option<(Field, FieldCode)> {
    let message = message.to_ascii_lowercase();
    let mut named = WORDS.iter().filter(|(words, ..)| holds(&message, words));
    let (_, field, code) = named.next()?;
    named.all(|(_, other, _)| other == field).then_some((*field, *code))
}

fn cut(message: &str) -> &str {
    message.get(..message.floor_char_boundary(LONGEST_MESSAGE)).unwrap_or_default()
}

/// Are the words in a text? The library's search, made for long ones, would weigh 6 KB.
fn holds(text: &str, words: &str) -> bool {
    text.as_bytes().windows(words.len()).any(|part| part == words.as_bytes())
}

/// What the answers to the merchant's XML-RPC calls hold. Faults come with status 200.
const FAULTS: &[(&str, ProviderCode, bool)] = &[
    ("ThrottlingException", ProviderCode::RateLimited, true),
    // The 24 hours of the merchant's own access to the API, not the 30 minutes of a form.
    ("access_token_expired", ProviderCode::SessionExpired, true),
    ("[InvalidKey]", ProviderCode::SessionExpired, false),
    ("DECLINED", ProviderCode::CardDeclined, false),
    (EXPIRED, ProviderCode::SubmissionTokenExpired, true),
];

fn explain(rejection: &Rejection<'_>, _: Option<&Reply>) -> ProviderError {
    let known = FAULTS.iter().find(|(words, ..)| holds(rejection.body, words));
    let is_fault = holds(rejection.body, "<fault>");
    rejection.error(match (known, rejection.status) {
        (Some((_, code, certain)), _) => (*code, *certain),
        (None, 401) => (ProviderCode::SessionExpired, false),
        // Also where the refusal is an answer of the merchant's own making, such as 422.
        (None, ..500) if rejection.spent.is_consumed => (ProviderCode::TokenConsumed, is_fault),
        (None, 200) if is_fault && rejection.spent.is_over == Some(true) => {
            (ProviderCode::SubmissionTokenExpired, false)
        }
        (None, 200) if is_fault => (ProviderCode::SubmissionTokenFailed, false),
        (None, status) => (ProviderCode::of_status(status, false), true),
    })
}
