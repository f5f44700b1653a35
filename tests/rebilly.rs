//! The Rebilly dialect against the fixtures that the sandbox answers with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken fixture should stop the test"
)]

#[path = "support/dialect.rs"]
mod dialect;

use cardlet::card::{Field, FieldCode};
use cardlet::provider::{ConfigCode, Options, ProviderCode, ProviderError, RawOptions, Response};
use cardlet::token::{ExpirationSource, Mode, Token};
use dialect::{Case, body_of, value};
use serde_json::{Value, json};

const BASE: &str = "http://127.0.0.1:4282/rebilly";

fn raw_options() -> RawOptions {
    RawOptions {
        provider: Some("rebilly".to_owned()),
        public_key: Some("pk_sandbox_CardletDemoPublishableKey".to_owned()),
        organization: Some("cardlet-demo".to_owned()),
        endpoint: Some(BASE.to_owned()),
        ..RawOptions::default()
    }
}

fn case() -> Case {
    Case::new(raw_options())
}

fn answer(response: &Response) -> Result<Token, ProviderError> {
    case().answer(response)
}

fn answer_of(name: &str) -> Result<Token, ProviderError> {
    case().answer(&dialect::response_of("rebilly", name))
}

fn response(status: u16, body: &Value) -> Response {
    dialect::response(status, body)
}

#[test]
fn the_request_is_the_documented_one() {
    let request = case().holder("Test Holder").request();
    let expected = &dialect::fixture("rebilly", "token-created")["request"];

    assert_eq!(request.method, expected["method"]);
    assert_eq!(request.url, format!("{BASE}{}", expected["path"].as_str().unwrap()));
    let body = body_of(&request);
    assert_eq!(body, expected["body"]);
    let headers: Value =
        request.headers.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
    assert_eq!(headers, expected["headers"]);
}

#[test]
fn a_name_is_split_at_its_last_blank_and_cut_at_45_characters() {
    for (name, first, last) in [
        ("Ada King Lovelace", "Ada King", "Lovelace"),
        ("Prince", "Prince", ""),
        (&"é".repeat(60), &"é".repeat(45), ""),
    ] {
        let request = case().holder(name).request();
        let body = body_of(&request);
        assert_eq!(body["billingAddress"], json!({ "firstName": first, "lastName": last }));
    }
}

#[test]
fn a_created_token_carries_its_life_and_its_card() {
    let token = answer_of("token-created").unwrap();
    assert_eq!(token.id, "tok_bcdfghjkmnpqrstvbcdfghjk");
    assert_eq!(token.mode, Some(Mode::Test));
    assert_eq!(token.life.source, ExpirationSource::Provider);
    assert_eq!(token.life.length_ms, Some(1_800_000.0));
    assert_eq!(token.life.expires.unwrap().to_string(), "2026-11-21T10:00:00Z");
    assert_eq!(token.created.unwrap().to_string(), "2026-11-21T09:30:00Z");
    let card = token.card.as_ref().unwrap();
    assert_eq!((card.last4.as_str(), card.exp_month, card.exp_year), ("1111", 12, 2030));
    assert!(token.raw.at("paymentInstrument").is_some() && token.raw.at("_links").is_none());
    assert!(!format!("{token:?}").contains("bcdfghjk"));
}

#[test]
fn a_null_expiration_time_means_no_end() {
    let token = answer_of("token-created-without-expiry").unwrap();
    assert_eq!(token.life.source, ExpirationSource::None);
    assert_eq!((token.life.length_ms, token.life.expires), (None, None));
}

#[test]
fn refusals_have_our_codes() {
    let invalid_number = ProviderCode::Field(Field::Number, FieldCode::InvalidNumber);
    for (name, code, retryable) in [
        ("unauthorized", ProviderCode::InvalidPublicKey, false),
        ("forbidden", ProviderCode::Forbidden, false),
        ("invalid-fields", invalid_number, false),
        ("rate-limited", ProviderCode::RateLimited, true),
    ] {
        let error = answer_of(name).unwrap_err();
        assert_eq!((error.code, error.code.is_retryable()), (code, retryable), "{name}");
    }
    assert_eq!(answer_of("rate-limited").unwrap_err().retry_after_ms, Some(600_000));
}

#[test]
fn each_field_of_the_wire_is_a_field_of_the_form() {
    for (wire, field, code) in [
        ("paymentInstrument.pan", Field::Number, FieldCode::InvalidNumber),
        ("paymentInstrument.expMonth", Field::Expiry, FieldCode::InvalidExpiryMonth),
        ("paymentInstrument.expYear", Field::Expiry, FieldCode::InvalidExpiryYear),
        ("paymentInstrument.cvv", Field::Cvc, FieldCode::InvalidCvc),
        ("billingAddress.firstName", Field::Name, FieldCode::InvalidName),
        ("billingAddress.lastName", Field::Name, FieldCode::InvalidName),
        ("billingAddress.postalCode", Field::PostalCode, FieldCode::InvalidPostalCode),
        ("billingAddress.country", Field::Country, FieldCode::IncompleteCountry),
    ] {
        let body = json!({ "invalidFields": [{ "field": "riskMetadata" }, { "field": wire }] });
        let error = answer(&response(422, &body)).unwrap_err();
        assert_eq!(error.code, ProviderCode::Field(field, code), "{wire}");
    }
    let body = json!({ "invalidFields": [{ "field": "riskMetadata" }] });
    assert_eq!(answer(&response(422, &body)).unwrap_err().code, ProviderCode::ProviderRejected);
}

#[test]
fn waits_are_read_in_every_form_and_never_longer_than_an_hour() {
    let date = ("date", "Sat, 21 Nov 2026 09:20:00 GMT");
    for (headers, wait) in [
        (vec![("retry-after", "7")], Some(7_000)),
        (vec![("retry-after", "99999")], Some(3_600_000)),
        (vec![("retry-after", "Sat, 21 Nov 2026 09:30:05 GMT")], Some(5_000)),
        (vec![("retry-after", "soon")], None),
        (vec![("x-ratelimit-retry-after", "1795253460")], Some(60_000)),
        (vec![("x-ratelimit-retry-after", "1")], Some(0)),
        // Our clock is ten minutes ahead of the server's.
        (vec![("x-ratelimit-retry-after", "1795253460"), date], Some(660_000)),
        (vec![], None),
    ] {
        let mut response = response(429, &json!({}));
        response.headers =
            headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        assert_eq!(answer(&response).unwrap_err().retry_after_ms, wait, "{headers:?}");
    }
}

#[test]
fn answers_that_nobody_documents_are_typed_errors() {
    let id = |id: Value| json!({ "id": id });
    for (status, body, code) in [
        (201, b"<html>".to_vec(), ProviderCode::UnexpectedResponse),
        (201, Vec::new(), ProviderCode::UnexpectedResponse),
        (201, b"[]".to_vec(), ProviderCode::UnexpectedResponse),
        (201, b"{}".to_vec(), ProviderCode::UnexpectedResponse),
        (201, vec![0xff, 0xfe], ProviderCode::UnexpectedResponse),
        (201, b"[".repeat(60_000), ProviderCode::UnexpectedResponse),
        (201, id(json!(7)).to_string().into(), ProviderCode::UnexpectedResponse),
        (201, id(json!("")).to_string().into(), ProviderCode::UnexpectedResponse),
        (201, id(json!("x".repeat(600))).to_string().into(), ProviderCode::UnexpectedResponse),
        (201, id(json!("t-4111111-x")).to_string().into(), ProviderCode::UnexpectedResponse),
        (204, Vec::new(), ProviderCode::UnexpectedResponse),
        (302, Vec::new(), ProviderCode::UnexpectedResponse),
        (404, b"<html>".to_vec(), ProviderCode::UnexpectedResponse),
        (404, b"{}".to_vec(), ProviderCode::ProviderRejected),
        (500, b"<html>".to_vec(), ProviderCode::ProviderUnavailable),
        (503, Vec::new(), ProviderCode::ProviderUnavailable),
    ] {
        let shown = String::from_utf8_lossy(&body).chars().take(40).collect::<String>();
        let answer = answer(&Response { status, headers: Vec::new(), body });
        assert_eq!(answer.unwrap_err().code, code, "{status} {shown}");
    }
}

#[test]
fn what_a_server_repeats_of_the_card_is_taken_out() {
    let body = json!({
        "id": "tok-1",
        "createdTime": "not a time",
        "paymentInstrument": {
            "pan": "4111111111111111",
            "number": 4_111_111_111_111_111u64,
            "cvv": "123",
            "bin": "411111",
            "iin": 411_111,
            "masked": "4111 11** **** 1111",
            "last4": "1111",
            "expYear": 2030,
            "note": "called 4111 on 123",
            "list": ["x4111111x", "fine"],
        },
    });
    let token = answer(&response(201, &body)).unwrap();
    let kept = json!({ "last4": "1111", "expYear": 2030, "list": ["fine"] });
    assert_eq!(value(token.raw.at("paymentInstrument")), kept);
    assert_eq!(token.created, None);
}

#[test]
fn options_that_cannot_be_used_are_named() {
    type Change = fn(&mut RawOptions);
    let rows: &[(Change, ConfigCode, &str)] = &[
        (|raw| raw.provider = None, ConfigCode::MissingOption, "provider"),
        (|raw| raw.provider = Some("stripe".into()), ConfigCode::UnknownProvider, "provider"),
        (|raw| raw.public_key = Some(" ".into()), ConfigCode::MissingOption, "publicKey"),
        (|raw| raw.public_key = Some("abc".into()), ConfigCode::InvalidOption, "publicKey"),
        (|raw| raw.public_key = Some("pk_sandbox_".into()), ConfigCode::InvalidOption, "publicKey"),
        (|raw| raw.organization = None, ConfigCode::MissingOption, "organization"),
        (|raw| raw.organization = Some("a/b".into()), ConfigCode::InvalidOption, "organization"),
        (|raw| raw.endpoint = Some("nowhere".into()), ConfigCode::InvalidOption, "endpoint"),
        (
            |raw| raw.endpoint = Some("http://api.example.com".into()),
            ConfigCode::InsecureEndpoint,
            "endpoint",
        ),
        (
            |raw| raw.endpoint = Some("https://api.rebilly.com".into()),
            ConfigCode::ModeMismatch,
            "endpoint",
        ),
        (
            |raw| raw.public_key = Some("sk_sandbox_x".into()),
            ConfigCode::SecretKeyRefused,
            "publicKey",
        ),
        (
            |raw| raw.public_key = Some("secret.eyJh.eyJi.c2ln".into()),
            ConfigCode::SecretKeyRefused,
            "publicKey",
        ),
        (
            |raw| raw.organization = Some("ApiKey a_b_c".into()),
            ConfigCode::SecretKeyRefused,
            "organization",
        ),
    ];
    for (change, code, option) in rows {
        let mut raw = raw_options();
        change(&mut raw);
        let error = Options::new(&raw).err().map(|error| (error.code, error.option));
        assert_eq!(error, Some((*code, *option)));
    }
    let codes: Vec<_> = ConfigCode::ALL.iter().map(|code| code.code()).collect();
    for (_, code, _) in rows {
        assert!(codes.contains(&code.code()));
    }
    assert!(Options::new(&raw_options()).is_ok());
}
