//! The Checkout.com dialect against the fixtures that the sandbox answers with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken fixture should stop the test"
)]

#[path = "support/dialect.rs"]
mod dialect;

use cardlet::card::{Brand, Field, FieldCode};
use cardlet::provider::{
    Call, ConfigCode, Options, ProviderCode, ProviderError, RawOptions, Rejection, Spent, Subject,
    encode, explain,
};
use cardlet::token::{ExpirationSource, Mode, PaymentType, ProviderId, Timestamp, Token};
use dialect::{Case, body_of, fixture, response, response_of, value};
use serde_json::{Value, json};

const BASE: &str = "http://127.0.0.1:4282/checkout";
const NAS: &str = "pk_sbox_cardletsandboxdemopublickey";
const ABC: &str = "pk_test_cardlet0-demo-demo-demo-publickeyabc";

fn raw_options(key: &str) -> RawOptions {
    RawOptions {
        provider: Some("checkout".to_owned()),
        public_key: Some(key.to_owned()),
        endpoint: Some(BASE.to_owned()),
        ..RawOptions::default()
    }
}

fn case() -> Case {
    Case::new(raw_options(NAS))
}

fn answer_of(name: &str) -> Result<Token, ProviderError> {
    case().answer(&response_of("checkout", name))
}

/// What the full fixture's request was configured with.
fn full() -> Value {
    json!({
        "billingAddress": {
            "line1": "1 Test St", "city": "London", "postalCode": "W1T 4TJ", "country": "GB",
        },
        "phone": { "countryCode": "+44", "number": "2071234567" },
        "preferredBrand": "cartes_bancaires",
    })
}

#[test]
fn a_brand_that_is_chosen_is_preferred_to_the_configured_one() {
    let preferable = [Brand::Visa, Brand::Mastercard, Brand::CartesBancaires];
    assert!(raw_options(NAS).preferable().iter().eq(preferable));
    let elsewhere = RawOptions { provider: Some("rebilly".to_owned()), ..raw_options(NAS) };
    assert!(elsewhere.preferable().is_empty());
    assert!(RawOptions::default().preferable().is_empty());

    let card = Subject::Card(dialect::card("4111111111111111", None));
    let mut options = Options::new(&case().config(&full()).options).unwrap();
    let sent = |options: &Options| {
        let call = Call { subject: &card, options, idempotency_key: "", submission_token: None };
        body_of(&encode(&call).unwrap().request)["preferred_scheme"].clone()
    };
    assert_eq!(sent(&options), "cartes_bancaires");
    options.prefer(Brand::Visa);
    assert_eq!(sent(&options), "visa");
}

#[test]
fn the_requests_are_the_documented_ones() {
    let holder = |key| Case::new(raw_options(key)).holder("Test Holder");
    for (name, case) in [
        ("token-created", holder(NAS)),
        ("token-created-abc", holder(ABC)),
        ("token-created-full", holder(NAS).config(&full())),
        ("cvv-token-created", case().cvc("123")),
    ] {
        let request = case.request();
        let expected = &fixture("checkout", name)["request"];
        assert_eq!(request.method, expected["method"], "{name}");
        assert_eq!(request.url, format!("{BASE}{}", expected["path"].as_str().unwrap()), "{name}");
        assert_eq!(body_of(&request), expected["body"], "{name}");
        let headers: Value =
            request.headers.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
        assert_eq!(headers, expected["headers"], "{name}");
    }
}

#[test]
fn what_is_too_long_for_the_wire_is_cut() {
    let long = "é".repeat(255);
    let config = json!({ "billingAddress": { "line1": long, "line2": long, "city": long } });
    let body = body_of(&case().config(&config).request());
    for (name, length) in [("address_line1", 200), ("address_line2", 200), ("city", 50)] {
        assert_eq!(body["billing_address"][name], "é".repeat(length), "{name}");
    }
    assert_eq!(body.get("phone"), None);
}

#[test]
fn keys_of_both_generations_tell_their_mode() {
    let (live, test) = (Ok(Some(Mode::Live)), Ok(Some(Mode::Test)));
    let invalid = Err(ConfigCode::InvalidOption);
    for (key, expected) in [
        (NAS, test),
        ("pk_cardletsandboxdemopublicke=", live),
        ("pk_cardletsandboxdemopublickey", live),
        ("pk_cardletsandboxdemopublicke%", invalid),
        ("pk_sbox_cardletsandboxdemopublicke$", test),
        ("pk_sbox_cardletsandboxdemopublicke", invalid),
        ("pk_sbox_cardletsandboxdemopublickeyz", invalid),
        ("pk_sbox_Cardletsandboxdemopublickey", invalid),
        ("pk_sbox_cardletsandboxdem0publickey", invalid),
        (ABC, test),
        ("pk_cardlet0-demo-demo-demo-publickeyabc", live),
        ("pk_test_cardlet0-demo-demo-publickeyabc", invalid),
        ("pk_test_cardlet0-demo-demo-demo-publickeyab", invalid),
        ("pk_test_cardlet0-demo-dem+-demo-publickeyabc", invalid),
        ("pk_", invalid),
        ("abc", invalid),
        ("sk_sbox_cardletsandboxdemosecretkey", Err(ConfigCode::SecretKeyRefused)),
        ("Bearer sk_test_cardlet0-demo-demo-demo-secretkeyabc", Err(ConfigCode::SecretKeyRefused)),
    ] {
        let case = Case::new(raw_options(key));
        let mode = case.try_exchange().map(|exchange| exchange.sent.mode);
        assert_eq!(mode.map_err(|error| error.code), expected, "{key}");
    }
}

#[test]
fn an_account_has_hosts_of_its_own() {
    for (key, organization, url) in [
        (NAS, None, "https://api.sandbox.checkout.com/tokens"),
        (NAS, Some("abcd1234"), "https://abcd1234.api.sandbox.checkout.com/tokens"),
        (NAS, Some("pl-abcd1234"), "https://pl-abcd1234.api.sandbox.checkout.com/tokens"),
        (
            "pk_cardletsandboxdemopublickey",
            Some("abcd1234"),
            "https://abcd1234.api.checkout.com/tokens",
        ),
        ("pk_cardlet0-demo-demo-demo-publickeyabc", None, "https://api.checkout.com/tokens"),
    ] {
        let options = RawOptions {
            organization: organization.map(str::to_owned),
            endpoint: None,
            ..raw_options(key)
        };
        assert_eq!(Case::new(options).request().url, url);
    }
}

#[test]
fn options_that_cannot_be_used_are_named() {
    let refused = |change: fn(&mut RawOptions)| {
        let mut raw = raw_options(NAS);
        change(&mut raw);
        Options::new(&raw).err().map(|error| (error.code, error.option))
    };
    let invalid = |option| Some((ConfigCode::InvalidOption, option));
    assert_eq!(refused(|raw| raw.organization = Some("Abcd".into())), invalid("organization"));
    assert_eq!(refused(|raw| raw.organization = Some("a_b".into())), invalid("organization"));
    let elsewhere = refused(|raw| raw.endpoint = Some("https://api.checkout.com".into()));
    assert_eq!(elsewhere, Some((ConfigCode::ModeMismatch, "endpoint")));
    let mut raw = raw_options(NAS);
    raw.config = dialect::tree(&json!({ "preferredBrand": "maestro" }));
    let error = Options::new(&raw).err().unwrap();
    assert_eq!((error.code, error.option), (ConfigCode::InvalidOption, "preferredBrand"));
}

#[test]
fn a_created_token_carries_its_life_and_its_card() {
    for name in ["token-created", "token-created-abc", "token-created-full"] {
        let token = answer_of(name).unwrap();
        assert_eq!(token.id, "tok_bcdfghjkmnpqrstvbcdfghjkmn");
        assert_eq!((token.mode, token.payment_type), (Some(Mode::Test), PaymentType::Card));
        // The fixtures have no `Date`, as a browser would not show it.
        assert_eq!(token.life.source, ExpirationSource::Published);
        assert_eq!(token.life.length_ms, Some(900_000.0));
        assert_eq!(token.life.expires.unwrap().to_string(), "2026-11-21T09:45:00Z");
        assert_eq!(token.created, None);
        let card = token.card.as_ref().unwrap();
        assert_eq!((card.brand, card.bin.as_deref()), (Some(Brand::Visa), Some("411111")));
        assert_eq!((card.last4.as_str(), card.exp_month, card.exp_year), ("1111", 12, 2030));
    }
    let token = case().cvc("123").answer(&response_of("checkout", "cvv-token-created")).unwrap();
    assert_eq!((token.payment_type, token.life.length_ms), (PaymentType::Cvc, Some(900_000.0)));
    assert!(token.card.is_none());
}

#[test]
fn the_servers_clock_is_worth_more_than_the_published_life() {
    let mut response = response_of("checkout", "token-created");
    response.headers.push(("date", "Sat, 21 Nov 2026 09:35:00 GMT".to_owned()));
    let token = case().answer(&response).unwrap();
    assert_eq!(token.life.source, ExpirationSource::Provider);
    assert_eq!(token.life.length_ms, Some(600_000.0));
    // A reply without an end still has the published one, by our clock.
    let mut body = fixture("checkout", "token-created")["response"]["body"].clone();
    body["expires_on"] = json!(null);
    let token = case().answer(&dialect::response(201, &body)).unwrap();
    assert_eq!(token.life.source, ExpirationSource::Published);
    assert_eq!(token.life.expires, Timestamp::parse("2026-11-21T09:45:00Z"));
}

/// All fields that the reference, the testing pages and the browser client's types list, but the
/// number's first digits: those are `token.card.bin`, where a page has opted in to them.
const FIELDS: [&str; 19] = [
    "type",
    "token",
    "expires_on",
    "expiry_month",
    "expiry_year",
    "scheme",
    "scheme_local",
    "preferred_scheme",
    "last4",
    "card_type",
    "card_category",
    "issuer",
    "issuer_country",
    "product_id",
    "product_type",
    "billing_address",
    "phone",
    "name",
    "token_format",
];

#[test]
fn every_documented_field_of_the_reply_is_in_raw() {
    let mut body = fixture("checkout", "token-created-full")["response"]["body"].clone();
    // Listed in types only; what its values look like is not published.
    body["token_format"] = json!("a");
    body["cvv"] = json!("123");
    body["unknown"] = json!("x");
    let token = case().answer(&response(201, &body)).unwrap();
    for field in FIELDS {
        assert!(token.raw.at(field).is_some(), "{field}");
        assert_eq!(value(token.raw.at(field)), body[field], "{field}");
    }
    assert!(token.raw.at("unknown").is_none() && token.raw.at("cvv").is_none());
}

#[test]
fn a_bin_is_as_long_as_the_page_has_opted_in_to_and_as_the_number_allows() {
    let visa = "4111111111111111";
    let diners = "30123456789019";
    for (opted_in, number, told, expected) in [
        (None, visa, json!("411111"), None),
        (Some("none"), visa, json!("411111"), None),
        (Some("6"), visa, json!("41111111"), Some("411111")),
        (Some("6"), visa, json!(null), Some("411111")),
        (Some("8"), visa, json!("411111"), Some("411111")),
        (Some("8"), visa, json!(null), Some("41111111")),
        // Of fourteen digits six first ones may be told beside four last ones.
        (Some("8"), diners, json!("30123456"), Some("301234")),
        (Some("8"), diners, json!(null), Some("301234")),
    ] {
        let mut case = case().subject(Subject::Card(dialect::card(number, None)));
        case.options.bin = opted_in.map(str::to_owned);
        let mut body = fixture("checkout", "token-created")["response"]["body"].clone();
        body["bin"] = told.clone();
        let token = case.answer(&response(201, &body)).unwrap();
        assert_eq!(token.card.unwrap().bin.as_deref(), expected, "{opted_in:?} {number} {told}");
    }
    let wrong = RawOptions { bin: Some("7".to_owned()), ..raw_options(NAS) };
    let error = Options::new(&wrong).err().unwrap();
    assert_eq!((error.code, error.option), (ConfigCode::InvalidOption, "bin"));
}

#[test]
fn a_bin_is_six_to_eight_digits_and_is_not_in_raw() {
    for (bin, expected) in [
        (json!("41111111"), Some("41111111")),
        (json!("411111"), Some("411111")),
        // What is no bin is as if there were none: then it is what was typed.
        (json!("4111"), Some("41111111")),
        (json!("4111111111111111"), Some("41111111")),
        (json!("x11111"), Some("41111111")),
        (json!(null), Some("41111111")),
    ] {
        let mut body = fixture("checkout", "token-created")["response"]["body"].clone();
        body["bin"] = bin.clone();
        let token = case().answer(&response(201, &body)).unwrap();
        assert_eq!(token.card.as_ref().unwrap().bin.as_deref(), expected, "{bin}");
        assert!(token.raw.at("bin").is_none(), "{bin}");
    }
}

#[test]
fn a_brand_that_we_do_not_know_is_the_replys() {
    for (scheme, brand) in [
        ("Diners Club International", Some(Brand::DinersClub)),
        ("AMERICAN EXPRESS", Some(Brand::AmericanExpress)),
        ("Mada", None),
    ] {
        let mut body = fixture("checkout", "token-created")["response"]["body"].clone();
        body["scheme"] = json!(scheme);
        let unknown = cardlet::provider::Subject::Card(dialect::card("9999999999999995", None));
        let token = case().subject(unknown).answer(&response(201, &body)).unwrap();
        assert_eq!(token.card.unwrap().brand, brand, "{scheme}");
    }
}

#[test]
fn refusals_have_our_codes() {
    for (name, code, word) in [
        (
            "invalid-fields",
            ProviderCode::Field(Field::Number, FieldCode::InvalidNumber),
            Some("card_number_invalid"),
        ),
        ("unauthorized", ProviderCode::InvalidPublicKey, None),
        ("rate-limited", ProviderCode::RateLimited, Some("api_calls_quota_exceeded")),
    ] {
        let error = answer_of(name).unwrap_err();
        assert_eq!((error.code, error.provider_code.as_deref()), (code, word), "{name}");
        assert_eq!(error.request_id.as_deref(), Some("bcdfghjkmnpqrstvbcdfghjkmn"), "{name}");
    }
}

#[test]
fn each_code_of_the_wire_has_ours() {
    use FieldCode::*;
    let field = ProviderCode::Field;
    for (word, code) in [
        ("card_number_invalid", field(Field::Number, InvalidNumber)),
        ("card_number_required", field(Field::Number, IncompleteNumber)),
        ("card_expiry_month_invalid", field(Field::Expiry, InvalidExpiryMonth)),
        ("card_expiry_month_required", field(Field::Expiry, IncompleteExpiry)),
        ("card_expiry_year_invalid", field(Field::Expiry, InvalidExpiryYear)),
        ("card_expiry_year_required", field(Field::Expiry, IncompleteExpiry)),
        ("expiry_date_format_invalid", field(Field::Expiry, IncompleteExpiry)),
        ("card_expired", field(Field::Expiry, InvalidExpiryYearPast)),
        ("cvv_invalid", field(Field::Cvc, InvalidCvc)),
        ("card_holder_invalid", field(Field::Name, InvalidName)),
        ("card_disabled", ProviderCode::CardDeclined),
        ("card_authorization_failed", ProviderCode::CardDeclined),
        ("payment_method_invalid", ProviderCode::CardNotSupported),
        ("api_calls_quota_exceeded", ProviderCode::RateLimited),
        ("server_api_not_allowed", ProviderCode::DirectTokenizationDisabled),
        ("service_unavailable", ProviderCode::ProviderUnavailable),
        ("issuer_network_unavailable", ProviderCode::ProviderUnavailable),
        // Nothing of the card: the word itself is kept.
        ("city_invalid", ProviderCode::ProviderRejected),
        ("token_data_invalid", ProviderCode::ProviderRejected),
        ("next_years_code", ProviderCode::ProviderRejected),
    ] {
        let body = json!({ "error_type": "request_invalid", "error_codes": [word] });
        let error = case().answer(&response(422, &body)).unwrap_err();
        assert_eq!((error.code, error.provider_code.as_deref()), (code, Some(word)));
    }
    // The first field wins over what stands before it; the first word is kept.
    let body = json!({ "request_id": "r", "error_codes": ["city_invalid", "card_disabled", "cvv_invalid"] });
    let error = case().answer(&response(422, &body)).unwrap_err();
    assert_eq!(error.code, field(Field::Cvc, InvalidCvc));
    assert_eq!(error.provider_code.as_deref(), Some("city_invalid"));
    // The data of a security code's token is the code.
    let body = json!({ "error_codes": ["token_data_invalid"] });
    let error = case().cvc("123").answer(&response(422, &body)).unwrap_err();
    assert_eq!(error.code, field(Field::Cvc, InvalidCvc));
}

#[test]
fn answers_that_nobody_documents_are_typed_errors() {
    for (status, body, code, word) in [
        (201, json!({}), ProviderCode::UnexpectedResponse, None),
        (201, json!({ "token": 7 }), ProviderCode::UnexpectedResponse, None),
        (201, json!({ "token": "t-4111111-x" }), ProviderCode::UnexpectedResponse, None),
        (201, json!([]), ProviderCode::UnexpectedResponse, None),
        (202, json!({ "token": "tok" }), ProviderCode::UnexpectedResponse, None),
        (
            400,
            json!({ "error_type": "request_malformed" }),
            ProviderCode::ProviderRejected,
            Some("request_malformed"),
        ),
        (422, json!({ "error_codes": "cvv_invalid" }), ProviderCode::ProviderRejected, None),
        (422, json!({ "error_codes": [7, null] }), ProviderCode::ProviderRejected, None),
        (422, json!({ "error_codes": ["x".repeat(65)] }), ProviderCode::ProviderRejected, None),
        (403, json!({}), ProviderCode::Forbidden, None),
        (
            502,
            json!({ "error_codes": ["cvv_invalid"] }),
            ProviderCode::ProviderUnavailable,
            Some("cvv_invalid"),
        ),
    ] {
        let error = case().answer(&response(status, &body)).unwrap_err();
        assert_eq!((error.code, error.provider_code.as_deref()), (code, word), "{status} {body}");
    }
}

#[test]
fn what_a_merchants_server_was_told_is_explained() {
    use ProviderCode::*;
    const ID: &str = "tok_bcdfghjkmnpqrstvbcdfghjkmn";
    let body = |word: &str| json!({ "request_id": "r", "error_codes": [word] });
    let of = |name: &str| fixture("checkout", name)["response"]["body"].clone();
    let spent = |id, is_over, is_consumed| Spent { id: Some(id), is_over, is_consumed };
    let fresh = spent(ID, None, false);
    for (status, body, spent, expected) in [
        (422, of("token-used"), fresh, (TokenConsumed, true)),
        (422, of("token-expired"), fresh, (TokenExpired, true)),
        (422, body("token_in_use"), fresh, (TokenConsumed, false)),
        // One word for three causes.
        (422, of("token-unknown"), fresh, (TokenExpired, false)),
        (422, body("source_token_invalid"), spent(ID, Some(true), false), (TokenExpired, true)),
        (422, body("token_invalid"), spent(ID, Some(false), false), (TokenRevoked, false)),
        (422, body("token_invalid"), spent(ID, Some(false), true), (TokenConsumed, true)),
        (422, body("token_invalid"), spent(ID, Some(true), true), (TokenConsumed, false)),
        (422, body("token_invalid"), spent("tok_x", None, false), (TokenMalformed, true)),
        (422, body("token_invalid"), spent(&ID[4..], None, false), (TokenMalformed, true)),
        (
            422,
            body("token_invalid"),
            spent("card_tok_bcdfghjkmnpq", None, false),
            (TokenExpired, false),
        ),
        // What is not the token's fault.
        (201, of("payment-declined"), fresh, (CardDeclined, true)),
        (422, body("amount_invalid"), fresh, (ProviderRejected, true)),
        (401, json!(null), fresh, (SessionExpired, false)),
        (429, json!(null), fresh, (RateLimited, true)),
        (500, json!(null), fresh, (ProviderUnavailable, true)),
    ] {
        let text = body.to_string();
        let error =
            explain(ProviderId::Checkout, &Rejection { status, body: &text, spent }).unwrap();
        assert_eq!((error.code, error.certain), expected, "{status} {text}");
    }
    let text = of("payment-declined").to_string();
    let declined = Rejection { status: 201, body: &text, spent: fresh };
    let declined = explain(ProviderId::Checkout, &declined).unwrap();
    assert_eq!(declined.provider_code.as_deref(), Some("20051"));
}
