//! The ProcessOut dialect against the fixtures that the sandbox answers with.
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
    Answer, ConfigCode, ProviderCode, ProviderError, RawOptions, Rejection, Request, Spent,
    Subject, decode, explain,
};
use cardlet::token::{ExpirationSource, Json, Mode, PaymentType, ProviderId, Token, TokenType};
use dialect::{Case, RECEIVED, body_of, fixture, response, response_of};
use serde_json::{Value, json};

const BASE: &str = "http://127.0.0.1:4282/processout";
const PROJECT: &str = "test-proj_CardletSandboxDemoProject";
const ID: &str = "bcdfghjkmnpqrstvbcdfghjkmnpqrstv";

fn raw_options() -> RawOptions {
    RawOptions {
        provider: Some("processout".to_owned()),
        public_key: Some(PROJECT.to_owned()),
        endpoint: Some(BASE.to_owned()),
        ..RawOptions::default()
    }
}

fn case() -> Case {
    let card = dialect::card("4242424242424242", Some("Test Holder"));
    Case::new(raw_options()).subject(Subject::Card(card))
}

fn code_case() -> Case {
    let mut options = raw_options();
    options.update_token = Some(format!("card_{ID}"));
    Case::new(options).cvc("123")
}

fn customer() -> Value {
    let of =
        json!({ "customer": format!("cust_{ID}"), "token": format!("tok_{ID}"), "verify": true });
    json!({ "customerToken": of })
}

fn resumed() -> Case {
    case().config(&customer()).subject(Subject::Resume(format!("gway_req_{ID}")))
}

fn answer_of(name: &str) -> Result<Token, ProviderError> {
    case().answer(&response_of("processout", name))
}

fn assert_is(request: &Request, name: &str) {
    let expected = &fixture("processout", name)["request"];
    assert_eq!(request.method, expected["method"], "{name}");
    assert_eq!(request.url, format!("{BASE}{}", expected["path"].as_str().unwrap()), "{name}");
    assert_eq!(body_of(request), expected["body"], "{name}");
    let headers: Value =
        request.headers.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
    assert_eq!(headers, expected["headers"], "{name}");
}

#[test]
fn the_requests_are_the_documented_ones() {
    let full = json!({
        "billingAddress": {
            "line1": "133 rue Lamarck", "line2": "Cedex 7", "city": "Paris",
            "state": "Ile De France", "postalCode": "75018", "country": "FR",
        },
        "device": {
            "request_origin": "web", "app_color_depth": 24, "app_language": "en-US",
            "app_screen_height": 1080, "app_screen_width": 1920, "app_timezone_offset": -60,
            "app_java_enabled": false,
        },
        "metadata": { "order": "a" },
        "preferredBrand": "cartes_bancaires",
    });
    assert_is(&case().request(), "card-created");
    let request = case().config(&full).request();
    assert_is(&request, "card-created-full");
    // A strict reader takes no `24.0` for an integer.
    let body = String::from_utf8(request.body.bytes().to_vec()).unwrap();
    assert!(body.contains("\"app_color_depth\":24,"), "{body}");
    assert_is(&code_case().request(), "cvc-updated");
    assert_is(&resumed().request(), "customer-resumed");
}

#[test]
fn the_project_is_a_user_without_a_password() {
    for (project, expected) in [
        ("proj_a", "Basic cHJval9hOg=="),
        ("proj_ab", "Basic cHJval9hYjo="),
        ("proj_abc", "Basic cHJval9hYmM6"),
    ] {
        let options = RawOptions { public_key: Some(project.to_owned()), ..raw_options() };
        let request = Case::new(options).request();
        let header = request.headers.iter().find(|(name, _)| name == "authorization");
        assert_eq!(header.map(|(_, value)| value.as_str()), Some(expected));
    }
}

#[test]
fn a_request_without_an_idempotency_key_has_no_such_header() {
    let mut case = case().config(&customer());
    case.idempotency_key = "";
    let next = case.next(&response_of("processout", "card-created"));
    for request in [case.request(), next] {
        assert!(request.headers.iter().all(|(name, _)| name != "idempotency-key"));
    }
    assert!(case.try_exchange().unwrap().is_idempotent);
}

#[test]
fn projects_tell_their_mode_and_options_are_checked() {
    let of = |key: &str| {
        let options = RawOptions { public_key: Some(key.to_owned()), ..raw_options() };
        Case::new(options).try_exchange().map(|exchange| exchange.sent.mode)
    };
    let code = |key| of(key).map_err(|error| error.code);
    assert_eq!(code("proj_IFCgGTmyClrgTOzsschN1y7GJttHVQ7S"), Ok(Some(Mode::Live)));
    assert_eq!(code(PROJECT), Ok(Some(Mode::Test)));
    for key in ["proj_", "test-proj_", "test_proj_x", "proj_a:b", "x"] {
        assert_eq!(code(key), Err(ConfigCode::InvalidOption), "{key}");
    }
    assert_eq!(code("key_sandbox_x"), Err(ConfigCode::SecretKeyRefused));
    let live = RawOptions { endpoint: None, public_key: Some("proj_a".into()), ..raw_options() };
    assert_eq!(Case::new(live).request().url, "https://api.processout.com/cards");
    let refused = |case: Case| case.try_exchange().err().map(|error| (error.code, error.option));
    let missing = |option| Some((ConfigCode::MissingOption, option));
    assert_eq!(refused(Case::new(raw_options()).cvc("123")), missing("updateToken"));
    let resumed = case().subject(Subject::Resume("gway_req_x".into()));
    assert_eq!(refused(resumed), missing("customerToken"));
    let payment = case().payment(PaymentType::Konbini, &json!({}));
    assert_eq!(refused(payment), Some((ConfigCode::UnsupportedOperation, "provider")));
    let brand = case().config(&json!({ "preferredBrand": "naranja" }));
    assert_eq!(refused(brand), Some((ConfigCode::InvalidOption, "preferredBrand")));
}

#[test]
fn a_preferred_brand_has_the_wires_name() {
    for (brand, scheme) in [
        ("visa", "visa"),
        ("american_express", "american express"),
        ("unionpay", "china union pay"),
        ("diners_club", "diners club"),
        ("mir", "nspk mir"),
    ] {
        let body = body_of(&case().config(&json!({ "preferredBrand": brand })).request());
        assert_eq!(body["preferred_scheme"], scheme);
    }
}

#[test]
fn a_card_is_a_token_without_an_end() {
    let token = answer_of("card-created").unwrap();
    assert_eq!(token.id, format!("card_{ID}"));
    assert_eq!(token.life.source, ExpirationSource::None);
    assert_eq!((token.life.expires, token.life.length_ms), (None, None));
    assert_eq!(token.created.unwrap().to_string(), "2026-11-21T09:30:00Z");
    assert_eq!((token.mode, token.token_type), (Some(Mode::Test), Some(TokenType::OneTime)));
    let card = token.card.unwrap();
    assert_eq!((card.brand, card.bin.as_deref()), (Some(Brand::Visa), Some("424242")));
    // Another code: the card is the reply's.
    let token = code_case().answer(&response_of("processout", "cvc-updated")).unwrap();
    assert_eq!((token.payment_type, token.id), (PaymentType::Cvc, format!("card_{ID}")));
    let card = token.card.unwrap();
    assert_eq!((card.last4.as_str(), card.exp_month, card.exp_year), ("4242", 12, 2030));
}

#[test]
fn a_customers_token_follows_the_card() {
    let case = case().config(&customer());
    let next = case.next(&response_of("processout", "card-created"));
    assert_is(&next, "customer-token-completed");
    let token = case.answer(&response_of("processout", "customer-token-completed")).unwrap();
    assert_eq!(token.id, format!("tok_{ID}"));
    assert_eq!(token.token_type, Some(TokenType::Recurring));
    assert_eq!(token.active.get(), Some(true));
    assert_eq!(token.card.unwrap().bin.as_deref(), Some("424242"));
    // Another code ends there.
    let mut code = code_case();
    code.options.config = dialect::tree(&customer());
    assert!(code.answer(&response_of("processout", "cvc-updated")).is_ok());
}

#[test]
fn a_customers_action_is_an_error_that_can_be_resumed() {
    let asked = case().config(&customer()).answer(&response_of("processout", "customer-action"));
    let error = asked.unwrap_err();
    assert_eq!(error.code, ProviderCode::ActionRequired);
    let action = error.action.unwrap();
    assert_eq!(action.kind, "url");
    assert_eq!(action.url, Some(format!("{BASE}/actions/gway_req_{ID}")));
    let token = resumed().answer(&response_of("processout", "customer-resumed")).unwrap();
    assert_eq!((token.active.get(), token.id), (Some(true), format!("tok_{ID}")));
    assert_eq!(token.card.unwrap().last4, "0101");
    // A value that is no address is for the page to hand on.
    for value in ["eyJhIjoxfQ==", "javascript:alert(1)"] {
        let action = json!({ "type": "challenge-mobile", "value": value, "metadata": { "a": 1 } });
        let reply = response(200, &json!({ "success": true, "customer_action": action }));
        let action = case().answer(&reply).unwrap_err().action.unwrap();
        assert_eq!(action.url, None);
        let payload = json!({ "value": value, "metadata": { "a": 1 } });
        assert_eq!(dialect::value(Some(&action.payload)), payload);
    }
}

/// The named fields of a fixture's list are all in a tree, with the fixture's values.
fn assert_fields(list: &str, raw: &Json, body: &Value) {
    let fields = fixture("processout", "fields");
    let names = fields[list].as_array().unwrap();
    assert!(names.len() > 1);
    for name in names.iter().map(|name| name.as_str().unwrap()) {
        assert!(body.get(name).is_some(), "{list}.{name} is in no fixture");
        // A number's first digits are `token.card.bin`, where a page has opted in to them.
        assert_eq!(raw.at(name).is_none(), name == "iin", "{list}.{name}");
        if name == "iin" {
            continue;
        }
        let kept = dialect::value(raw.at(name));
        if name != "card" {
            assert_eq!(kept, body[name], "{list}.{name}");
        }
    }
}

#[test]
fn every_field_of_the_documentation_is_in_a_fixture_and_reaches_raw() {
    let body = |name: &str| fixture("processout", name)["response"]["body"].clone();
    for name in ["card-created", "card-created-full"] {
        let raw = answer_of(name).unwrap().raw;
        assert_fields("card", raw.at("card").unwrap(), &body(name)["card"]);
        assert_fields("checks", raw.at("card.checks").unwrap(), &body(name)["card"]["checks"]);
    }
    for name in [
        "customer-token-pending",
        "customer-token-completed",
        "customer-token-network",
        "customer-token-apm",
    ] {
        let token = case().config(&customer()).answer(&response_of("processout", name)).unwrap();
        assert_fields("token", token.raw.at("token").unwrap(), &body(name)["token"]);
        if let Some(card) = token.raw.at("token.card.id").and(token.raw.at("token.card")) {
            assert_fields("card", card, &body(name)["token"]["card"]);
        }
        if name == "customer-token-network" {
            let network = token.raw.at("token.network_token").unwrap();
            assert_fields("network_token", network, &body(name)["token"]["network_token"]);
        }
    }
}

#[test]
fn a_customers_token_whose_card_failed_its_check_is_none() {
    let mut body = fixture("processout", "customer-token-pending")["response"]["body"].clone();
    body["token"]["verification_status"] = json!("failed");
    let error = case().config(&customer()).answer(&response(200, &body)).unwrap_err();
    assert_eq!(error.code, ProviderCode::CardDeclined);
}

#[test]
fn what_nobody_documents_or_repeats_the_card_is_not_in_raw() {
    let mut body = fixture("processout", "card-created")["response"]["body"].clone();
    body["card"]["number"] = json!("4242424242424242");
    body["card"]["other"] = json!(1);
    body["card"]["bank_name"] = json!("called 123");
    body["card"]["iin"] = json!("42424242");
    let token = case().answer(&response(200, &body)).unwrap();
    for name in ["number", "other", "bank_name", "iin"] {
        assert!(token.raw.at(&format!("card.{name}")).is_none(), "{name}");
    }
    assert_eq!(token.card.unwrap().bin.as_deref(), Some("42424242"));
}

#[test]
fn schemes_are_our_brands() {
    for (scheme, brand) in [
        ("carte bancaire", Brand::CartesBancaires),
        ("china union pay", Brand::Unionpay),
        ("union-pay", Brand::Unionpay),
        ("american-express", Brand::AmericanExpress),
        ("diners club united states & canada", Brand::DinersClub),
        ("diners-club", Brand::DinersClub),
        ("nspk mir", Brand::Mir),
        // Not one of ours: what the number says.
        ("electron", Brand::Visa),
    ] {
        let mut body = fixture("processout", "card-created")["response"]["body"].clone();
        body["card"]["scheme"] = json!(scheme);
        let token = case().answer(&response(200, &body)).unwrap();
        assert_eq!(token.card.unwrap().brand, Some(brand), "{scheme}");
    }
}

#[test]
fn refusals_have_our_codes() {
    use FieldCode::*;
    let field = ProviderCode::Field;
    for (name, code) in [
        ("invalid-number", field(Field::Number, InvalidNumber)),
        ("missing-number", field(Field::Number, IncompleteNumber)),
        ("invalid-fields", field(Field::Name, InvalidName)),
        ("unauthorized", ProviderCode::InvalidPublicKey),
        ("rate-limited", ProviderCode::RateLimited),
        ("idempotency-conflict", ProviderCode::IdempotencyConflict),
    ] {
        let error = answer_of(name).unwrap_err();
        let word = &fixture("processout", name)["response"]["body"]["error_type"];
        assert_eq!((error.code, json!(error.provider_code)), (code, word.clone()), "{name}");
    }
    let refused = code_case().answer(&response_of("processout", "cvc-refused")).unwrap_err();
    assert_eq!(refused.code, field(Field::Cvc, InvalidCvc));
    for (word, code) in [
        ("card.invalid-expiry-month", field(Field::Expiry, InvalidExpiryMonth)),
        ("card.invalid-month", field(Field::Expiry, InvalidExpiryMonth)),
        ("card.invalid-expiry-year", field(Field::Expiry, InvalidExpiryYear)),
        ("card.invalid-year", field(Field::Expiry, InvalidExpiryYear)),
        ("card.invalid-expiry-date", field(Field::Expiry, InvalidExpiryMonthPast)),
        ("card.invalid-date", field(Field::Expiry, InvalidExpiryMonthPast)),
        ("card.expired", field(Field::Expiry, InvalidExpiryYearPast)),
        ("card.missing-expiry", field(Field::Expiry, IncompleteExpiry)),
        ("card.missing-cvc", field(Field::Cvc, IncompleteCvc)),
        ("card.failed-cvc", field(Field::Cvc, InvalidCvc)),
        ("card.missing-cardholder-name", field(Field::Name, IncompleteName)),
        ("card.not-supported", ProviderCode::CardNotSupported),
        ("card.do-not-honor", ProviderCode::CardDeclined),
        ("card.invalid", ProviderCode::CardDeclined),
        ("card.something-new", ProviderCode::CardDeclined),
        ("payment.declined", ProviderCode::CardDeclined),
        ("gateway.timeout", ProviderCode::ProviderUnavailable),
        ("request.still-processing", ProviderCode::ProviderUnavailable),
        ("request.source.card-already-used", ProviderCode::TokenConsumed),
        ("resource.token.not-found", ProviderCode::TokenUnknown),
        ("request.validation.invalid-metadata", ProviderCode::ProviderRejected),
    ] {
        // The body is what counts, not the status.
        for status in [200, 400] {
            let body = json!({ "success": false, "error_type": word });
            let error = case().answer(&response(status, &body)).unwrap_err();
            assert_eq!(
                (error.code, error.provider_code.as_deref()),
                (code, Some(word)),
                "{status}"
            );
        }
    }
}

#[test]
fn answers_that_nobody_documents_are_typed_errors() {
    use ProviderCode::*;
    for (status, body, code) in [
        (200, json!({}), UnexpectedResponse),
        (200, json!([]), UnexpectedResponse),
        (200, json!({ "success": true, "card": {} }), UnexpectedResponse),
        (200, json!({ "success": true, "card": { "id": "card_4242424" } }), UnexpectedResponse),
        (200, json!({ "success": true, "token": { "id": 7 } }), UnexpectedResponse),
        (200, json!({ "success": false }), UnexpectedResponse),
        (302, json!({ "card": { "id": "card_a" } }), UnexpectedResponse),
        (400, json!({ "error_type": "x".repeat(65) }), ProviderRejected),
        (500, json!({ "error_type": "card.invalid-number" }), ProviderUnavailable),
    ] {
        let answer =
            decode(&response(status, &body), &case().try_exchange().unwrap().sent, RECEIVED);
        let error = match answer {
            Ok(Answer::Token(_) | Answer::Next(_)) => panic!("an answer: {body}"),
            Err(error) => error,
        };
        assert_eq!(error.code, code, "{status} {body}");
    }
}

#[test]
fn what_a_merchants_server_was_told_is_explained() {
    use ProviderCode::*;
    let body = |word: &str| json!({ "success": false, "error_type": word }).to_string();
    let of = |name: &str| fixture("processout", name)["response"]["body"].to_string();
    let spent = Spent { id: Some("card_a"), ..Spent::default() };
    let odd = Spent { id: Some("4242"), ..Spent::default() };
    for (status, text, spent, expected) in [
        (400, of("card-already-used"), spent, (TokenConsumed, true)),
        (404, of("card-unknown"), spent, (TokenUnknown, true)),
        (404, body("resource.token.not-found"), spent, (TokenUnknown, true)),
        (404, body("resource.customer.not-found"), spent, (ProviderRejected, true)),
        (400, body("request.source.invalid"), spent, (TokenMalformed, false)),
        (400, body("request.source.invalid"), odd, (TokenMalformed, true)),
        (400, body("card.no-money"), spent, (CardDeclined, true)),
        (401, body("request.authentication.invalid"), spent, (SessionExpired, false)),
        (500, String::new(), spent, (ProviderUnavailable, true)),
    ] {
        let rejection = Rejection { status, body: &text, spent };
        let error = explain(ProviderId::ProcessOut, &rejection).unwrap();
        assert_eq!((error.code, error.certain), expected, "{text}");
    }
}
