//! The PaymentsAI dialect against the fixtures that the sandbox's relay answers with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken fixture should stop the test"
)]

#[path = "support/dialect.rs"]
mod dialect;

use cardlet::card::{Field, FieldCode};
use cardlet::provider::{ConfigCode, Options, ProviderCode, RawOptions, Rejection, Spent, explain};
use cardlet::token::{ExpirationSource, ProviderId};
use dialect::{Case, body_of, fixture, response, response_of, value};
use serde_json::{Value, json};

const API: &str = "http://127.0.0.1:4282/paymentsai";

fn raw_options() -> RawOptions {
    RawOptions {
        provider: Some("paymentsai".to_owned()),
        organization: Some("cardlet-demo".to_owned()),
        endpoint: Some(format!("{API}/relay")),
        ..RawOptions::default()
    }
}

fn case() -> Case {
    Case::new(raw_options())
}

#[test]
fn the_request_is_the_documented_one_without_any_key() {
    let address = json!({ "line1": "1 Test St", "line2": "not on this wire", "city": "London",
        "state": "London", "postalCode": "W1T 4TJ", "country": "GB" });
    let request =
        case().holder("Test Holder").config(&json!({ "billingAddress": address })).request();
    let expected = &fixture("paymentsai", "token-created")["request"];
    assert_eq!(request.method, expected["method"]);
    assert_eq!(request.url, format!("{API}{}", expected["path"].as_str().unwrap()));
    assert_eq!(body_of(&request), expected["body"]);
    let headers: Value =
        request.headers.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
    assert_eq!(headers, expected["headers"]);
    let with_device = case().config(&json!({ "device": { "fingerprint": "f" } })).request();
    assert_eq!(body_of(&with_device)["riskMetadata"], json!({ "fingerprint": "f" }));
}

#[test]
fn a_token_lives_as_long_as_the_reply_says_or_without_end() {
    for (name, length, source) in [
        ("token-created", Some(1_800_000.0), ExpirationSource::Provider),
        ("token-created-without-expiry", None, ExpirationSource::None),
    ] {
        let token = case().answer(&response_of("paymentsai", name)).unwrap();
        assert_eq!(token.id, "tok_bcdfghjkmnpqrstvbcdfghjk");
        assert_eq!((token.life.length_ms, token.life.source), (length, source), "{name}");
        assert_eq!(token.created.unwrap().to_string(), "2026-11-21T09:30:00Z");
        // The life's fields, as the source lists them.
        for field in ["id", "createdTime", "expirationTime"] {
            assert!(token.raw.at(field).is_some(), "{name}: {field}");
        }
        assert_eq!(token.card.unwrap().last4, "1111");
    }
}

#[test]
fn the_stage_systems_shape_is_read_too() {
    let data = json!({ "id": "tok1", "createdAt": "2026-11-21T09:30:00Z",
        "expiratedAt": "2026-11-21T09:45:00Z" });
    let token = case().answer(&response(201, &json!({ "type": "token", "data": data }))).unwrap();
    assert_eq!((token.id.as_str(), token.life.length_ms), ("tok1", Some(900_000.0)));
    assert_eq!(value(token.raw.at("data")), data);
}

#[test]
fn refusals_have_our_codes_and_their_own() {
    let number = ProviderCode::Field(Field::Number, FieldCode::InvalidNumber);
    for (name, code, own) in [
        ("invalid-fields", number, "BAD_REQUEST"),
        ("unauthorized", ProviderCode::InvalidPublicKey, "UNAUTHORIZED"),
        ("organization-unknown", ProviderCode::Forbidden, "FORBIDDEN"),
        ("rate-limited", ProviderCode::RateLimited, "TOO_MANY_REQUESTS"),
    ] {
        let error = case().answer(&response_of("paymentsai", name)).unwrap_err();
        assert_eq!((error.code, error.provider_code.as_deref()), (code, Some(own)), "{name}");
    }
    let wait = case().answer(&response_of("paymentsai", "rate-limited")).unwrap_err();
    assert_eq!(wait.retry_after_ms, Some(60_000));
    for (status, body, code) in [
        (400, json!({ "message": "Bad request" }), ProviderCode::ProviderRejected),
        (400, json!({ "details": "free text" }), ProviderCode::ProviderRejected),
        (413, json!({ "statusCode": 413 }), ProviderCode::ProviderRejected),
        (500, json!({}), ProviderCode::ProviderUnavailable),
        (201, json!({ "data": { "createdAt": "x" } }), ProviderCode::UnexpectedResponse),
        (201, json!({ "id": "4111111111111111" }), ProviderCode::UnexpectedResponse),
        (202, json!({ "id": "tok1" }), ProviderCode::UnexpectedResponse),
    ] {
        assert_eq!(case().answer(&response(status, &body)).unwrap_err().code, code, "{body}");
    }
    // A code that repeats the card is not passed on.
    let echo = json!({ "errorCode": "E-4111111111111111" });
    assert_eq!(case().answer(&response(400, &echo)).unwrap_err().provider_code, None);
}

#[test]
fn a_refused_attach_is_told_apart_by_what_is_known_of_the_token() {
    let id = Some("tok_bcdfghjkmnpqrstvbcdfghjk");
    let fresh = Spent { id, ..Spent::default() };
    let alive = Spent { is_over: Some(false), ..fresh };
    for (name, spent, code, certain) in [
        ("token-used", Spent { is_consumed: true, ..alive }, ProviderCode::TokenConsumed, true),
        ("token-expired", Spent { is_over: Some(true), ..fresh }, ProviderCode::TokenExpired, true),
        ("token-unknown", alive, ProviderCode::TokenRevoked, false),
        ("token-unknown", Spent { id: Some("a b"), ..fresh }, ProviderCode::TokenMalformed, true),
        ("token-used", fresh, ProviderCode::TokenExpired, false),
    ] {
        let expected = &fixture("paymentsai", name)["response"];
        let (status, body) = (expected["status"].as_u64().unwrap(), expected["body"].to_string());
        let rejection = Rejection { status: status as u16, body: &body, spent };
        let error = explain(ProviderId::PaymentsAi, &rejection).unwrap();
        assert_eq!((error.code, error.certain), (code, certain), "{name} {spent:?}");
        assert_eq!(error.provider_code.as_deref(), expected["body"]["errorCode"].as_str());
    }
    let rejection = Rejection { status: 401, body: "", spent: fresh };
    let error = explain(ProviderId::PaymentsAi, &rejection).unwrap();
    // The server's own key: no public one was in its call.
    assert_eq!((error.code, error.certain), (ProviderCode::SessionExpired, false));
}

#[test]
fn the_relay_must_be_named_and_the_key_must_stay_on_it() {
    for (raw, code, option) in [
        (RawOptions { endpoint: None, ..raw_options() }, ConfigCode::MissingOption, "endpoint"),
        (
            RawOptions { organization: None, ..raw_options() },
            ConfigCode::MissingOption,
            "organization",
        ),
        (
            RawOptions { public_key: Some("ApiKey a_b_c".into()), ..raw_options() },
            ConfigCode::SecretKeyRefused,
            "publicKey",
        ),
    ] {
        let error = Options::new(&raw).err().map(|error| (error.code, error.option));
        assert_eq!(error, Some((code, option)));
    }
    assert!(Options::new(&raw_options()).is_ok());
    let refused = case().cvc("123").try_exchange().err().map(|error| error.code);
    assert_eq!(refused, Some(ConfigCode::UnsupportedOperation));
}
