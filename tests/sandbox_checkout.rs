//! Checkout.com's endpoints as the sandbox imitates them.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

#[path = "support/sandbox.rs"]
mod support;

use axum::body::Body;
use axum::http::Method;
use cardlet::sandbox::Sandbox;
use cardlet::sandbox::keys::{CHECKOUT, CHECKOUT_ABC};
use serde_json::{Value, json};
use support::{Fixtures, advance, get, limit_rate, order, post, sandbox, send};

const FIXTURES: Fixtures = Fixtures("checkout");
/// The token that the fixtures' requests name.
const TOKEN: &str = "tok_bcdfghjkmnpqrstvbcdfghjkmn";
const TOKENS: &str = "/checkout/tokens";
const BROWSER: [(&str, &str); 1] = [("authorization", CHECKOUT.public_key)];
const SERVER: [(&str, &str); 1] = [("authorization", CHECKOUT.secret_key)];
const LIFE_MS: u64 = 15 * 60_000;

fn card_body() -> Value {
    FIXTURES.read("token-created")["request"]["body"].clone()
}

async fn tokenize(sandbox: &Sandbox, body: &Value) -> String {
    let reply = post(sandbox.api(), TOKENS, &BROWSER, body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["token"].as_str().unwrap().to_owned()
}

async fn new_token(sandbox: &Sandbox) -> String {
    tokenize(sandbox, &card_body()).await
}

async fn pay(sandbox: &Sandbox, token: &str) -> u16 {
    FIXTURES.send(sandbox, "payment-created", &[(TOKEN, token)]).await.status
}

#[tokio::test]
async fn a_new_sandbox_answers_as_the_fixtures_say() {
    for name in [
        "token-created",
        "token-created-abc",
        "token-created-full",
        "cvv-token-created",
        "invalid-fields",
        "unauthorized",
        "token-unknown",
    ] {
        FIXTURES.check(&sandbox(), name, &[]).await;
    }
}

#[test]
fn every_fixture_is_one_that_a_test_reads() {
    FIXTURES.all_are_in(include_str!("sandbox_checkout.rs"), 14);
}

#[tokio::test]
async fn a_token_is_spent_once_and_in_time() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    FIXTURES.check(&sandbox, "token-metadata", &[(TOKEN, &token)]).await;
    FIXTURES.check(&sandbox, "payment-created", &[(TOKEN, &token)]).await;
    FIXTURES.check(&sandbox, "token-used", &[(TOKEN, &token)]).await;
    let kept = new_token(&sandbox).await;
    FIXTURES.check(&sandbox, "instrument-created", &[(TOKEN, &kept)]).await;
    assert_eq!(pay(&sandbox, &kept).await, 422);
    let late = new_token(&sandbox).await;
    advance(&sandbox, LIFE_MS - 1).await;
    assert_eq!(pay(&sandbox, &late).await, 201);
    // Used stays used, also when the life has ended.
    advance(&sandbox, 1).await;
    FIXTURES.check(&sandbox, "token-used", &[(TOKEN, &late)]).await;
}

#[tokio::test]
async fn a_token_expires_after_a_quarter_of_an_hour() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    advance(&sandbox, LIFE_MS).await;
    FIXTURES.check(&sandbox, "token-expired", &[(TOKEN, &token)]).await;
}

#[tokio::test]
async fn the_published_card_is_declined_when_it_pays() {
    let sandbox = sandbox();
    let mut body = card_body();
    body["number"] = json!("4544249167673670");
    let token = tokenize(&sandbox, &body).await;
    FIXTURES.check(&sandbox, "payment-declined", &[(TOKEN, &token)]).await;
    // The attempt has used it up.
    FIXTURES.check(&sandbox, "token-used", &[(TOKEN, &token)]).await;
}

#[tokio::test]
async fn published_cards_are_of_their_kind() {
    for (number, scheme, kind, category) in [
        ("4242424242424242", "Visa", "Credit", "Consumer"),
        ("5436031030606378", "Mastercard", "Credit", "Consumer"),
        ("345678901234564", "American Express", "Credit", "Consumer"),
        ("30123456789019", "Diners Club International", "Credit", "Consumer"),
        ("6011111111111117", "Discover", "Credit", "Consumer"),
        ("3530111333300000", "JCB", "Credit", "Consumer"),
        ("4658584090000001", "Visa", "Debit", "Consumer"),
        ("5000186622346654", "Mastercard", "Debit", "Consumer"),
        ("4484070000035519", "Visa", "Credit", "Commercial"),
    ] {
        let mut body = card_body();
        body["number"] = json!(number);
        body["cvv"] = json!(null);
        let reply = post(sandbox().api(), TOKENS, &BROWSER, &body).await.json();
        assert_eq!(reply["scheme"], scheme, "{number}");
        assert_eq!(
            (&reply["card_type"], &reply["card_category"]),
            (&json!(kind), &json!(category))
        );
    }
}

#[tokio::test]
async fn each_key_opens_what_its_kind_may() {
    let (pk, sk) = (CHECKOUT.public_key, CHECKOUT.secret_key);
    let (bearer_pk, bearer_sk) = (format!("Bearer {pk}"), format!("Bearer {sk}"));
    let bearer_abc = format!("Bearer {}", CHECKOUT_ABC.public_key);
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    let metadata = format!("{TOKENS}/{token}/metadata");
    for (method, path, key, status) in [
        (Method::POST, TOKENS, pk, 201),
        (Method::POST, TOKENS, &*bearer_pk, 201),
        (Method::POST, TOKENS, CHECKOUT_ABC.public_key, 201),
        (Method::POST, TOKENS, &*bearer_abc, 201),
        (Method::POST, "/checkout//tokens", pk, 201),
        (Method::GET, &*metadata, sk, 200),
        (Method::GET, &*metadata, &*bearer_sk, 200),
        (Method::GET, &*metadata, CHECKOUT_ABC.secret_key, 200),
        // No key that is known, or one of the wrong kind.
        (Method::POST, TOKENS, "null", 401),
        (Method::POST, TOKENS, "", 401),
        (Method::POST, TOKENS, &*bearer_sk, 401),
        (Method::GET, &*metadata, &*bearer_pk, 401),
        (Method::POST, "/checkout/payments", pk, 401),
        (Method::GET, "/checkout/tokens/tok_none/metadata", sk, 404),
        (Method::GET, TOKENS, sk, 404),
        (Method::GET, "/checkout/payments/pay_none", sk, 404),
    ] {
        let headers = [("authorization", key)];
        let body = card_body().to_string();
        let reply = send(sandbox.api(), (method.clone(), path), &headers, body).await;
        assert_eq!(reply.status, status, "{method} {path} {key}");
        assert_eq!(reply.text.is_empty(), status >= 400, "{}", reply.text);
        assert!(!reply.header("cko-request-id").is_empty());
    }
}

#[tokio::test]
async fn every_wrong_field_has_its_code() {
    let long = |length: usize| json!("x".repeat(length));
    for (pointer, value, codes) in [
        ("/type", json!(null), vec!["token_type_required"]),
        ("/type", json!("iban"), vec!["token_type_invalid"]),
        ("/number", json!(null), vec!["card_number_required"]),
        ("/number", json!(""), vec!["card_number_required"]),
        ("/number", json!("4111111111111112"), vec!["card_number_invalid"]),
        ("/number", json!("4111 1111 1111 1111"), vec!["card_number_invalid"]),
        ("/expiry_month", json!(null), vec!["card_expiry_month_required"]),
        ("/expiry_month", json!(13), vec!["card_expiry_month_invalid"]),
        ("/expiry_month", json!("x"), vec!["card_expiry_month_invalid"]),
        ("/expiry_year", json!(null), vec!["card_expiry_year_required"]),
        ("/expiry_year", json!(30), vec!["card_expiry_year_invalid"]),
        ("/expiry_year", json!(2025), vec!["card_expired"]),
        ("/cvv", json!("12"), vec!["cvv_invalid"]),
        ("/cvv", json!(123), vec!["cvv_invalid"]),
        ("/name", json!(7), vec!["card_holder_invalid"]),
        ("/billing_address", json!("x"), vec!["address_invalid"]),
        ("/billing_address/address_line1", long(201), vec!["address_invalid"]),
        ("/billing_address/city", long(51), vec!["city_invalid"]),
        ("/billing_address/zip", long(51), vec!["zip_invalid"]),
        ("/billing_address/country", json!("GBR"), vec!["country_address_invalid"]),
        ("/phone", json!([]), vec!["phone_number_invalid"]),
        ("/phone/country_code", json!("+4444444"), vec!["country_phone_code_length_invalid"]),
        ("/phone/number", json!("12345"), vec!["phone_number_length_invalid"]),
        ("/preferred_scheme", json!("maestro"), vec!["parameter_invalid"]),
        // Nothing wrong; one of the vendor's clients sends month and year as text.
        ("/expiry_month", json!("12"), vec![]),
        ("/expiry_year", json!("2030"), vec![]),
        ("/cvv", json!(null), vec![]),
        ("/phone", json!(null), vec![]),
    ] {
        let mut body = FIXTURES.read("token-created-full")["request"]["body"].clone();
        *body.pointer_mut(pointer).unwrap() = value.clone();
        let reply = post(sandbox().api(), TOKENS, &BROWSER, &body).await;
        let status = if codes.is_empty() { 201 } else { 422 };
        assert_eq!(reply.status, status, "{pointer} {value}: {}", reply.text);
        if status == 422 {
            assert_eq!(reply.json()["error_codes"], json!(codes), "{pointer} {value}");
            assert_eq!(reply.json()["error_type"], "request_invalid");
        }
    }
    for body in ["", "{", "[]"] {
        let reply = send(sandbox().api(), (Method::POST, TOKENS), &BROWSER, body).await;
        assert_eq!((reply.status, &reply.json()["error_type"]), (400, &json!("request_malformed")));
    }
    let cvv = json!({ "type": "cvv", "token_data": { "cvv": "1" } });
    let reply = post(sandbox().api(), TOKENS, &BROWSER, &cvv).await;
    assert_eq!(reply.json()["error_codes"], json!(["cvv_invalid"]));
}

#[tokio::test]
async fn too_many_requests_are_refused_until_the_window_ends() {
    let sandbox = sandbox();
    limit_rate(&sandbox, 1).await;
    let token = new_token(&sandbox).await;
    FIXTURES.check(&sandbox, "rate-limited", &[]).await;
    assert_eq!(pay(&sandbox, &token).await, 429);
    let path = format!("{TOKENS}/{token}/metadata");
    assert_eq!(get(sandbox.api(), &path, &SERVER).await.status, 200);
    advance(&sandbox, 10 * 60_000).await;
    assert_eq!(pay(&sandbox, &token).await, 201);
}

#[tokio::test]
async fn a_payment_is_repeated_under_its_idempotency_key() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    let headers = [SERVER[0], ("cko-idempotency-key", "k-1")];
    let source = json!({ "type": "token", "token": token });
    let mut body = json!({ "source": source, "amount": 1000, "currency": "GBP" });
    let first = post(sandbox.api(), "/checkout/payments", &headers, &body).await;
    let again = post(sandbox.api(), "/checkout/payments", &headers, &body).await;
    assert_eq!((first.status, again.status, first.json()), (201, 201, again.json()));
    body["amount"] = json!(2000);
    assert_eq!(post(sandbox.api(), "/checkout/payments", &headers, &body).await.status, 409);
}

#[tokio::test]
async fn an_authorized_payment_is_captured_or_voided_once() {
    let sandbox = sandbox();
    for (end, status) in [("captures", "Captured"), ("voids", "Voided")] {
        let order = order(
            &sandbox,
            json!({ "provider": "checkout", "paymentToken": new_token(&sandbox).await, "spend": "authorize" }),
        );
        let id = order.await.json()["spent"]["id"].as_str().unwrap().to_owned();
        let payment = format!("/checkout/payments/{id}");
        assert_eq!(get(sandbox.api(), &payment, &SERVER).await.json()["status"], "Authorized");
        let path = format!("{payment}/{end}");
        let (first, again) = (
            post(sandbox.api(), &path, &SERVER, &json!({})).await,
            post(sandbox.api(), &path, &SERVER, &json!({})).await,
        );
        assert_eq!((first.status, again.status), (202, 403));
        assert_eq!(get(sandbox.api(), &payment, &SERVER).await.json()["status"], status);
    }
}

#[tokio::test]
async fn a_payment_that_asks_for_3ds_waits_for_the_customer() {
    let sandbox = sandbox();
    let source = json!({ "type": "token", "token": new_token(&sandbox).await });
    let body = json!({
        "source": source, "amount": 1, "currency": "GBP", "3ds": { "enabled": true },
    });
    let reply = post(sandbox.api(), "/checkout/payments", &SERVER, &body).await;
    assert_eq!((reply.status, &reply.json()["status"]), (202, &json!("Pending")));
    let place = reply.json()["_links"]["redirect"]["href"].as_str().unwrap().to_owned();
    assert!(place.starts_with("http://127.0.0.1:4282/checkout/payments/pay_"), "{place}");
}

#[tokio::test]
async fn a_wrong_payment_uses_no_token_up() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    let source = json!({ "type": "token", "token": token });
    for (body, codes) in [
        (json!({}), vec!["amount_invalid", "currency_required", "payment_source_required"]),
        (json!({ "source": source, "amount": 1 }), vec!["currency_required"]),
        (json!({ "source": source, "amount": 0.5, "currency": "GBP" }), vec!["amount_invalid"]),
        (json!({ "source": source, "amount": 1, "currency": "gb" }), vec!["currency_invalid"]),
        (json!({ "source": {}, "amount": 1, "currency": "GBP" }), vec!["source_type_required"]),
        (
            json!({ "source": { "type": "token" }, "amount": 1, "currency": "GBP" }),
            vec!["source_token_required"],
        ),
        (
            json!({ "source": { "type": "id", "id": "x" }, "amount": 1, "currency": "GBP" }),
            vec!["source_id_unknown"],
        ),
    ] {
        let reply = post(sandbox.api(), "/checkout/payments", &SERVER, &body).await;
        assert_eq!(reply.json()["error_codes"], json!(codes), "{body}");
    }
    assert_eq!(pay(&sandbox, &token).await, 201);
}

#[tokio::test]
async fn the_merchant_spends_and_is_told_why_not() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    let pay = json!({ "provider": "checkout", "paymentToken": token });
    assert_eq!(order(&sandbox, pay.clone()).await.json()["spent"]["approved"], true);
    let again = order(&sandbox, pay).await;
    assert_eq!(
        (again.status, &again.json()["error"]["explained"]["code"]),
        (422, &json!("token_consumed"))
    );
    let unknown = json!({ "provider": "checkout", "paymentToken": "x" });
    let unknown = order(&sandbox, unknown).await.json();
    assert_eq!(unknown["error"]["explained"]["code"], "token_malformed");
    // A security code's token, beside the instrument that it belongs to.
    let kept = json!({ "provider": "checkout", "paymentToken": new_token(&sandbox).await, "spend": "instrument" });
    let instrument = order(&sandbox, kept).await.json()["spent"]["id"].clone();
    let path = format!("/checkout/instruments/{}", instrument.as_str().unwrap());
    assert_eq!(get(sandbox.api(), &path, &SERVER).await.json()["last4"], "1111");
    let cvv = tokenize(&sandbox, &json!({ "type": "cvv", "token_data": { "cvv": "123" } })).await;
    let alone = json!({ "provider": "checkout", "paymentToken": cvv });
    assert_eq!(order(&sandbox, alone).await.status, 422);
    let beside = json!({ "provider": "checkout", "paymentToken": cvv, "instrument": instrument });
    assert_eq!(order(&sandbox, beside.clone()).await.status, 201);
    assert_eq!(
        order(&sandbox, beside).await.json()["error"]["body"]["error_codes"],
        json!(["token_used"])
    );
}

#[tokio::test]
async fn nothing_that_is_a_card_number_is_kept() {
    let sandbox = sandbox();
    let mut body = card_body();
    body["name"] = json!("x 4111111111111111");
    body["note"] = json!("4111111111111111");
    let reply = post(sandbox.api(), TOKENS, &BROWSER, &body).await;
    assert_eq!(reply.json()["name"], "x [16 digits]");
    assert!(!reply.text.contains("1111111"), "{}", reply.text);
    let log = send(sandbox.api(), (Method::GET, "/_sandbox/log"), &[], Body::empty()).await;
    assert!(!log.text.contains("1111111") && log.text.contains("[3 digits]"), "{}", log.text);
}
