//! The Keap dialect: a form goes out, and what the return page reports comes back.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken fixture should stop the test"
)]

#[path = "support/dialect.rs"]
mod dialect;

use cardlet::card::{Field, FieldCode};
use cardlet::provider::{
    Body, ConfigCode, ProviderCode, RawOptions, Rejection, Request, Spent, Subject, explain,
};
use cardlet::token::{ExpirationSource, ProviderId};
use dialect::{Case, card, fixture, response};
use serde_json::{Value, json};

const TOKEN: &str = "tok_bcdfghjkmnpqrstvbcdfghjk";

fn case() -> Case {
    let mut case = Case::new(RawOptions {
        provider: Some("keap".to_owned()),
        organization: Some("ab123".to_owned()),
        ..RawOptions::default()
    });
    case.submission_token = Some(TOKEN);
    case
}

/// A form's entries in their order.
fn entries(request: &Request) -> Value {
    match &request.body {
        Body::Form(entries) => {
            entries.iter().map(|(name, value)| json!([name, value.expose()])).collect()
        }
        Body::Bytes(_) => panic!("no form"),
    }
}

fn report(name: &str) -> cardlet::provider::Response {
    // The return page answers for the redirect, with 200.
    response(200, &fixture("keap", name)["response"]["body"])
}

#[test]
fn the_form_goes_to_the_app_with_the_token_and_the_card() {
    let config = json!({ "email": "a@example.com", "billingAddress": { "city": "Austin" } });
    let request = case().holder("Test Holder").config(&config).request();
    let expected = &fixture("keap", "card-added")["request"];
    assert_eq!(request.method, "POST");
    let path = expected["path"].as_str().unwrap();
    assert_eq!(request.url, format!("https://ab123.infusionsoft.com{path}"));
    assert!(request.headers.is_empty() && request.body.bytes().is_empty());
    assert_eq!(entries(&request), expected["body"]);
}

#[test]
fn the_fields_names_are_the_pages_to_change() {
    let map = json!({ "number": "CreditCard0CardNumber", "brand": null, "submissionToken": "t" });
    let request = case().config(&json!({ "fieldMap": map })).request();
    let expected = json!([
        ["t", TOKEN],
        ["CreditCard0CardNumber", "4111111111111111"],
        ["verificationCode", "123"],
        ["expirationMonth", "12"],
        ["expirationYear", "2030"],
    ]);
    assert_eq!(entries(&request), expected);
    let wrong = case().config(&json!({ "fieldMap": { "iban": "x" } })).try_exchange();
    assert_eq!(wrong.err().map(|error| error.option), Some("fieldMap"));
}

#[test]
fn brands_are_spelled_as_keaps_card_table_does() {
    for (number, name) in [
        ("4111111111111111", "Visa"),
        ("5555555555554444", "MasterCard"),
        ("378282246310005", "American Express"),
        ("6011111111111117", "Discover"),
    ] {
        let mut card = card("4111111111111111", None);
        let brands = cardlet::card::BrandSet::ALL;
        card.number = cardlet::card::CardNumber::parse(number, brands).unwrap();
        let request = case().subject(Subject::Card(card)).request();
        let entries = entries(&request);
        let sent = entries.as_array().unwrap().iter().find(|entry| entry[0] == "cardType");
        assert_eq!(sent.unwrap()[1], name);
    }
}

#[test]
fn without_a_submission_token_nothing_is_sent() {
    let mut case = case();
    case.submission_token = None;
    let error = case.try_exchange().err().map(|error| (error.code, error.option));
    assert_eq!(error, Some((ConfigCode::MissingOption, "fetchSubmissionToken")));
    assert!(cardlet::provider::Options::new(&case.options).unwrap().needs_submission_token());
}

#[test]
fn the_submission_token_is_the_token_and_lives_half_an_hour() {
    let token = case().answer(&report("card-added")).unwrap();
    assert_eq!(token.id, TOKEN);
    assert_eq!(token.life.length_ms, Some(1_800_000.0));
    assert_eq!(token.life.source, ExpirationSource::Published);
    assert_eq!(token.card.unwrap().last4, "1111");
}

#[test]
fn a_failures_message_becomes_a_code() {
    let field = ProviderCode::Field;
    let failed = ProviderCode::SubmissionTokenFailed;
    for (name, code, certain) in [
        ("token-expired", ProviderCode::SubmissionTokenExpired, true),
        ("token-used", failed, false),
        ("card-type-unknown", failed, false),
        ("number-missing", field(Field::Number, FieldCode::InvalidNumber), false),
        ("number-invalid", field(Field::Number, FieldCode::InvalidNumber), false),
        ("month-invalid", field(Field::Expiry, FieldCode::InvalidExpiryMonth), false),
        ("year-invalid", field(Field::Expiry, FieldCode::InvalidExpiryYear), false),
        ("card-expired", field(Field::Expiry, FieldCode::InvalidExpiryYearPast), false),
        ("code-invalid", field(Field::Cvc, FieldCode::InvalidCvc), false),
    ] {
        let error = case().answer(&report(name)).unwrap_err();
        assert_eq!((error.code, error.certain), (code, certain), "{name}");
        let message = &fixture("keap", name)["response"]["body"]["message"];
        assert_eq!(error.provider_code.as_deref(), message.as_str());
    }
}

#[test]
fn the_end_of_a_submission_token_is_known_in_each_of_its_spellings() {
    for message in ["Token expired.", "Token Expired", " token expired. "] {
        let body = json!({ "outcome": "failure", "message": message });
        let error = case().answer(&response(200, &body)).unwrap_err();
        let expected = (ProviderCode::SubmissionTokenExpired, true);
        assert_eq!((error.code, error.certain), expected, "{message}");
    }
}

#[test]
fn messages_are_cut_and_never_repeat_the_card() {
    let failure = |message: &str| {
        let body = json!({ "outcome": "failure", "message": message });
        case().answer(&response(200, &body)).unwrap_err()
    };
    assert_eq!(failure(&"é".repeat(300)).provider_code.unwrap().chars().count(), 127);
    for message in ["4111111111111111 was refused", "the code 123 was refused", ""] {
        let error = failure(message);
        assert_eq!(error.provider_code, None, "{message}");
        assert_eq!(error.code, ProviderCode::SubmissionTokenFailed);
    }
    // Two fields are named: which of them is wrong?
    let both = failure("The card number or the security code is wrong.");
    assert_eq!(both.code, ProviderCode::SubmissionTokenFailed);
    for body in [json!({}), json!({ "outcome": "maybe" }), json!([])] {
        let error = case().answer(&response(200, &body)).unwrap_err();
        assert_eq!(error.code, ProviderCode::UnexpectedResponse, "{body}");
    }
}

#[test]
fn what_the_merchants_calls_are_told_names_the_credential_that_is_over() {
    let spent = Spent { id: Some(TOKEN), ..Spent::default() };
    let used = Spent { is_consumed: true, ..spent };
    let over = Spent { is_over: Some(true), ..spent };
    for (name, spent, code, certain) in [
        ("access-expired", spent, ProviderCode::SessionExpired, true),
        ("invalid-key", spent, ProviderCode::SessionExpired, false),
        ("throttled", spent, ProviderCode::RateLimited, true),
        ("card-id-of-an-unused-token", spent, ProviderCode::SubmissionTokenFailed, false),
        ("card-id-of-an-unused-token", used, ProviderCode::TokenConsumed, true),
        ("invoice-paid-already", used, ProviderCode::TokenConsumed, false),
        ("card-id-of-an-unused-token", over, ProviderCode::SubmissionTokenExpired, false),
    ] {
        let expected = &fixture("keap", name)["response"];
        let body = expected["body"].as_str().map_or(expected["body"].to_string(), str::to_owned);
        let status = expected["status"].as_u64().unwrap() as u16;
        let error = explain(ProviderId::Keap, &Rejection { status, body: &body, spent }).unwrap();
        assert_eq!((error.code, error.certain), (code, certain), "{name}");
    }
}
