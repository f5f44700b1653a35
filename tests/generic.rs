//! The generic dialect: shaped like Rebilly's, or as a map says.
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
use dialect::{Case, body_of, fixture, response, response_of, tree};
use serde_json::{Value, json};

const ENDPOINT: &str = "http://127.0.0.1:4282/generic";

fn raw_options() -> RawOptions {
    RawOptions {
        provider: Some("generic".to_owned()),
        endpoint: Some(ENDPOINT.to_owned()),
        ..RawOptions::default()
    }
}

fn case() -> Case {
    Case::new(raw_options())
}

/// What a page gives `configure()` for the sandbox's vault.
fn vault() -> Value {
    json!({
        "path": "/v9/vault/cards",
        "keyHeader": "X-Vault-Key",
        "keyPrefix": "Vault ",
        "metadata": { "order": 12 },
        "fieldMap": {
            "method": null,
            "number": "card.digits",
            "expMonth": null,
            "expYear": null,
            "expMonthText": "card.until.mm",
            "expYearText": "card.until.yyyy",
            "cvc": "card.cvn",
            "name": "card.holder",
            "firstName": null,
            "lastName": null,
            "metadata": "shop",
            "id": "result.ref",
            "createdTime": "result.born",
            "expirationTime": "result.dies",
            "bin": "result.first",
            "errorCode": "error.code",
            "requestId": "trace",
            "invalidFields": "error.fields",
        },
    })
}

fn vault_case() -> Case {
    let key = Some("gpk_CardletDemoVaultKey".to_owned());
    Case::new(RawOptions { public_key: key, ..raw_options() })
        .holder("Test Holder")
        .config(&vault())
}

#[test]
fn without_a_map_the_request_is_rebillys() {
    let request = Case::new(RawOptions {
        public_key: Some("pk_sandbox_CardletDemoPublishableKey".to_owned()),
        ..raw_options()
    })
    .holder("Test Holder")
    .request();
    let rebilly = &fixture("rebilly", "token-created")["request"];
    assert_eq!(request.url, format!("{ENDPOINT}/tokens"));
    assert_eq!(body_of(&request), rebilly["body"]);
    let headers: Value =
        request.headers.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
    assert_eq!(headers, rebilly["headers"]);
    // Without a key there is no header for it.
    assert!(case().request().headers.iter().all(|(name, _)| name != "authorization"));
}

#[test]
fn a_map_moves_every_part_and_null_leaves_it_out() {
    let request = vault_case().request();
    let expected = &fixture("generic", "token-created")["request"];
    assert_eq!(request.url, format!("{ENDPOINT}{}", expected["path"].as_str().unwrap()));
    assert_eq!(body_of(&request), expected["body"]);
    let headers: Value =
        request.headers.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
    assert_eq!(headers, expected["headers"]);
}

#[test]
fn every_part_of_the_request_can_be_mapped() {
    let address = json!({ "line1": "1 St", "line2": "b", "city": "c", "state": "s",
        "postalCode": "1", "country": "US" });
    let names = [
        "method",
        "number",
        "expMonth",
        "expYear",
        "expMonthText",
        "expYearText",
        "cvc",
        "brand",
        "name",
        "firstName",
        "lastName",
        "email",
        "phone",
        "line1",
        "line2",
        "city",
        "state",
        "postalCode",
        "country",
        "metadata",
        "device",
        "organization",
    ];
    let map: Value =
        names.iter().map(|name| ((*name).to_owned(), json!(format!("x.{name}")))).collect();
    let config = json!({
        "billingAddress": address,
        "email": "a@example.com",
        "phone": { "countryCode": "+1", "number": "555 0100" },
        "metadata": { "n": 0.5 },
        "device": { "f": "1" },
        "fieldMap": map,
    });
    let raw = RawOptions { organization: Some("shop-1".to_owned()), ..raw_options() };
    let body = body_of(&Case::new(raw).holder("Ada King Lovelace").config(&config).request());
    let expected = json!({ "x": {
        "method": "payment-card", "number": "4111111111111111", "expMonth": 12, "expYear": 2030,
        "expMonthText": "12", "expYearText": "2030", "cvc": "123", "brand": "visa",
        "name": "Ada King Lovelace", "firstName": "Ada King", "lastName": "Lovelace",
        "email": "a@example.com", "phone": "+1 555 0100", "line1": "1 St", "line2": "b",
        "city": "c", "state": "s", "postalCode": "1", "country": "US", "metadata": { "n": 0.5 },
        "device": { "f": "1" }, "organization": "shop-1",
    } });
    assert_eq!(body, expected);
}

#[test]
fn a_life_is_read_from_the_best_of_three_clocks() {
    let created = vault_case().answer(&response_of("generic", "token-created")).unwrap();
    assert_eq!(created.id, "gen_bcdfghjkmnpqrstvbcdfghjk");
    assert_eq!(created.card.as_ref().unwrap().bin.as_deref(), Some("411111"));
    assert!(created.raw.at("result.last").is_some() && created.raw.at("trace").is_none());
    let source = |token: &cardlet::token::Token| (token.life.length_ms, token.life.source);
    assert_eq!(source(&created), (Some(600_000.0), ExpirationSource::Provider));

    let mut unborn = response_of("generic", "token-created-without-birth");
    // The server's clock is two minutes behind ours.
    unborn.headers = vec![("date", "Sat, 21 Nov 2026 09:28:00 GMT".to_owned())];
    let token = vault_case().answer(&unborn).unwrap();
    assert_eq!(source(&token), (Some(720_000.0), ExpirationSource::Provider));
    unborn.headers.clear();
    let token = vault_case().answer(&unborn).unwrap();
    assert_eq!(source(&token), (Some(600_000.0), ExpirationSource::ClientClock));

    let bare = case().answer(&response(200, &json!({ "id": "t" }))).unwrap();
    assert_eq!(source(&bare), (None, ExpirationSource::None));
}

#[test]
fn refusals_are_read_where_the_map_says() {
    let error = vault_case().answer(&response_of("generic", "invalid-fields")).unwrap_err();
    assert_eq!(error.code, ProviderCode::Field(Field::Number, FieldCode::InvalidNumber));
    assert_eq!(error.provider_code.as_deref(), Some("E_FIELDS"));
    assert_eq!(error.request_id.as_deref(), Some("trace_bcdfghjkmnpqrstvbcdfghjk"));
    let error = vault_case().answer(&response_of("generic", "unauthorized")).unwrap_err();
    assert_eq!(error.code, ProviderCode::InvalidPublicKey);
    for (wire, field, code) in [
        ("card.until.mm", Field::Expiry, FieldCode::InvalidExpiryMonth),
        ("card.until.yyyy", Field::Expiry, FieldCode::InvalidExpiryYear),
        ("card.cvn", Field::Cvc, FieldCode::InvalidCvc),
        ("card.holder", Field::Name, FieldCode::InvalidName),
    ] {
        let body = json!({ "error": { "fields": ["other", wire] } });
        let error = vault_case().answer(&response(406, &body)).unwrap_err();
        assert_eq!(error.code, ProviderCode::Field(field, code), "{wire}");
    }
    // Rebilly's own shape, without a map.
    let error = case().answer(&response_of("rebilly", "invalid-fields")).unwrap_err();
    assert_eq!(error.code, ProviderCode::Field(Field::Number, FieldCode::InvalidNumber));
    for (status, body, code) in [
        (422, json!({ "invalidFields": [{ "field": 7 }, 8] }), ProviderCode::ProviderRejected),
        (429, json!({}), ProviderCode::RateLimited),
        (
            500,
            json!({ "invalidFields": ["paymentInstrument.pan"] }),
            ProviderCode::ProviderUnavailable,
        ),
        (204, json!({}), ProviderCode::UnexpectedResponse),
        (302, json!({ "id": "t" }), ProviderCode::UnexpectedResponse),
        (200, json!({ "id": "x4111111x" }), ProviderCode::UnexpectedResponse),
    ] {
        let error = case().answer(&response(status, &body)).unwrap_err();
        assert_eq!(error.code, code, "{status} {body}");
    }
}

#[test]
fn a_refused_charge_is_told_apart_by_what_is_known_of_the_token() {
    let alive = Spent { id: Some("gen_b"), is_over: Some(false), is_consumed: false };
    for (name, spent, code, certain) in [
        ("token-used", Spent { is_consumed: true, ..alive }, ProviderCode::TokenConsumed, true),
        ("token-expired", Spent { is_over: Some(true), ..alive }, ProviderCode::TokenExpired, true),
        ("token-unknown", alive, ProviderCode::TokenRevoked, false),
    ] {
        let expected = &fixture("generic", name)["response"];
        let (status, body) = (expected["status"].as_u64().unwrap(), expected["body"].to_string());
        let rejection = Rejection { status: status as u16, body: &body, spent };
        let error = explain(ProviderId::Generic, &rejection).unwrap();
        assert_eq!((error.code, error.certain), (code, certain), "{name}");
        assert_eq!(error.provider_code.as_deref(), expected["body"]["error"]["code"].as_str());
    }
}

#[test]
fn options_that_cannot_be_used_are_named() {
    for (config, option) in [
        (json!({ "fieldMap": { "pan": "x" } }), "fieldMap"),
        (json!({ "fieldMap": { "number": "x..y" } }), "fieldMap"),
        (json!({ "fieldMap": { "number": "" } }), "fieldMap"),
        (json!({ "fieldMap": { "number": 7 } }), "fieldMap"),
        (json!({ "fieldMap": [] }), "fieldMap"),
        (json!({ "path": "//evil.example" }), "path"),
        (json!({ "keyHeader": "a b" }), "keyHeader"),
    ] {
        let raw = RawOptions { config: tree(&config), ..raw_options() };
        let error = Options::new(&raw).err().map(|error| (error.code, error.option));
        assert_eq!(error, Some((ConfigCode::InvalidOption, option)), "{config}");
    }
    let raw = RawOptions { endpoint: None, ..raw_options() };
    let error = Options::new(&raw).err().map(|error| (error.code, error.option));
    assert_eq!(error, Some((ConfigCode::MissingOption, "endpoint")));
}
