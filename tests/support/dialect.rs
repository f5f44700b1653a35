//! What the tests of all dialects share: a card, its exchange, and answers from fixtures.
#![allow(dead_code, unreachable_pub, reason = "no test of a dialect uses all of it")]

use std::fs;
use std::path::Path;

use cardlet::card::{
    BrandSet, CardData, CardNumber, Cvc, Expiry, ExpiryRules, HolderName, YearMonth,
};
use cardlet::provider::{
    Answer, Call, ConfigError, CvcUpdate, Exchange, Options, Payment, ProviderError,
    RESPONSE_HEADERS, RawOptions, Received, Request, Response, Subject, decode, encode,
};
use cardlet::token::{Json, Moment, PaymentType, Token};
use serde_json::Value;

/// 2026-11-21T09:30:00Z, when the fixtures were made.
pub const NOW: Moment = Moment { monotonic_ms: 0.0, wall_ms: 1_795_253_400_000.0 };
pub const RECEIVED: Received = Received { sent: NOW, now: NOW };

/// A fixture of `tests/fixtures/<provider>/<name>.json`.
pub fn fixture(provider: &str, name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(provider);
    let path = folder.join(name).with_extension("json");
    let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap()
}

/// Our tree as a test's; null where there is none.
pub fn value(tree: Option<&Json>) -> Value {
    let mut text = String::new();
    tree.unwrap_or(&Json::Null).write(&mut text);
    serde_json::from_str(&text).unwrap()
}

/// A test's tree as ours.
pub fn tree(value: &Value) -> Json {
    Json::parse(&value.to_string()).unwrap()
}

pub fn response(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), body: serde_json::to_vec(body).unwrap() }
}

/// The `response` of a fixture, with those of its headers that a browser may read.
pub fn response_of(provider: &str, name: &str) -> Response {
    let fixture = &fixture(provider, name)["response"];
    let mut response = response(fixture["status"].as_u64().unwrap() as u16, &fixture["body"]);
    if fixture["body"].is_null() {
        response.body.clear();
    }
    for header in RESPONSE_HEADERS {
        if let Some(value) = fixture["headers"][*header].as_str() {
            response.headers.push((header, value.to_owned()));
        }
    }
    response
}

/// A request's body, where it is JSON.
pub fn body_of(request: &Request) -> Value {
    serde_json::from_slice(request.body.bytes()).unwrap()
}

/// One attempt in the making.
pub struct Case {
    pub options: RawOptions,
    pub subject: Subject,
    pub idempotency_key: &'static str,
    pub submission_token: Option<&'static str>,
}

impl Case {
    /// A Visa test card without a holder.
    pub fn new(options: RawOptions) -> Self {
        Self {
            // As much as a page may opt in to.
            options: RawOptions { bin: Some("8".to_owned()), ..options },
            subject: Subject::Card(card("4111111111111111", None)),
            idempotency_key: "key-1",
            submission_token: None,
        }
    }

    pub fn holder(self, name: &str) -> Self {
        self.subject(Subject::Card(card("4111111111111111", Some(name))))
    }

    /// Another security code for a card that the provider has.
    pub fn cvc(self, cvc: &str) -> Self {
        let cvc = Cvc::parse(cvc, None).unwrap().unwrap();
        self.subject(Subject::Cvc(CvcUpdate { cvc, brand: None }))
    }

    pub fn payment(self, payment_type: PaymentType, data: &Value) -> Self {
        self.subject(Subject::Payment(Payment { payment_type, data: tree(data) }))
    }

    pub fn subject(self, subject: Subject) -> Self {
        Self { subject, ..self }
    }

    /// Sets what `configure()` is given.
    pub fn config(mut self, config: &Value) -> Self {
        self.options.config = tree(config);
        self
    }

    pub fn try_exchange(&self) -> Result<Exchange, ConfigError> {
        let options = Options::new(&self.options)?;
        encode(&Call {
            subject: &self.subject,
            options: &options,
            idempotency_key: self.idempotency_key,
            submission_token: self.submission_token,
        })
    }

    pub fn request(&self) -> Request {
        self.try_exchange().unwrap().request
    }

    /// The token that an answer brings.
    pub fn answer(&self, response: &Response) -> Result<Token, ProviderError> {
        let sent = self.try_exchange().unwrap().sent;
        match decode(response, &sent, RECEIVED)? {
            Answer::Token(token) => Ok(*token),
            Answer::Next(next) => panic!("another request: {next:?}"),
        }
    }

    /// The request that an answer asks for before there is a token.
    pub fn next(&self, response: &Response) -> Request {
        let sent = self.try_exchange().unwrap().sent;
        match decode(response, &sent, RECEIVED) {
            Ok(Answer::Next(next)) => next,
            Ok(Answer::Token(_)) => panic!("a token already"),
            Err(error) => panic!("{error:?}"),
        }
    }
}

pub fn card(number: &str, holder: Option<&str>) -> CardData {
    let rules = ExpiryRules::at(YearMonth { year: 2026, month: 11 });
    let number = CardNumber::parse(number, BrandSet::ALL).unwrap();
    CardData {
        cvc: Cvc::parse("123", number.brand()).unwrap(),
        expiry: Expiry::parse("12/30", rules).unwrap(),
        holder: holder.map(|name| HolderName::parse(name).unwrap()),
        number,
    }
}
