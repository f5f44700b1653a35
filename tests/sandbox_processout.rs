//! ProcessOut's endpoints as the sandbox imitates them.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

#[path = "support/sandbox.rs"]
mod support;

use axum::http::Method;
use cardlet::sandbox::Sandbox;
use cardlet::sandbox::keys::PROCESSOUT;
use serde_json::{Value, json};
use support::{Fixtures, advance, get, limit_rate, order, post, sandbox, send};

const FIXTURES: Fixtures = Fixtures("processout");
/// What the fixtures' requests name.
const CARD: &str = "card_bcdfghjkmnpqrstvbcdfghjkmnpqrstv";
const TOKEN: &str = "tok_bcdfghjkmnpqrstvbcdfghjkmnpqrstv";
const CUSTOMER: &str = "cust_bcdfghjkmnpqrstvbcdfghjkmnpqrstv";
const INVOICE: &str = "iv_bcdfghjkmnpqrstvbcdfghjkmnpqrstv";
const ACTION: &str = "gway_req_bcdfghjkmnpqrstvbcdfghjkmnpqrstv";
const CARDS: &str = "/processout/cards";
const SERVER: [(&str, &str); 1] = [("authorization", PROCESSOUT.authorization)];
/// The project's id and nothing after its colon.
const BROWSER: [(&str, &str); 1] =
    [("authorization", "Basic dGVzdC1wcm9qX0NhcmRsZXRTYW5kYm94RGVtb1Byb2plY3Q6")];

fn card_body(number: &str) -> Value {
    json!({ "number": number, "exp_month": "12", "exp_year": "2030", "cvc2": null })
}

async fn new_card_of(sandbox: &Sandbox, number: &str) -> String {
    let reply = post(sandbox.api(), CARDS, &BROWSER, &card_body(number)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()["card"]["id"].as_str().unwrap().to_owned()
}

async fn fixture_card(sandbox: &Sandbox) -> String {
    let body = &FIXTURES.read("card-created")["request"]["body"];
    let reply = post(sandbox.api(), CARDS, &BROWSER, body).await;
    reply.json()["card"]["id"].as_str().unwrap().to_owned()
}

async fn new_customer(sandbox: &Sandbox) -> String {
    let reply = post(sandbox.api(), "/processout/customers", &SERVER, &json!({})).await;
    reply.json()["customer"]["id"].as_str().unwrap().to_owned()
}

async fn new_invoice(sandbox: &Sandbox) -> String {
    let body = json!({ "name": "ORDER", "amount": "10.00", "currency": "EUR" });
    let reply = post(sandbox.api(), "/processout/invoices", &SERVER, &body).await;
    reply.json()["invoice"]["id"].as_str().unwrap().to_owned()
}

async fn pay(sandbox: &Sandbox, source: &str) -> (u16, Value) {
    let path = format!("/processout/invoices/{}/capture", new_invoice(sandbox).await);
    let reply = post(sandbox.api(), &path, &SERVER, &json!({ "source": source })).await;
    (reply.status, reply.json()["error_type"].clone())
}

#[tokio::test]
async fn a_new_sandbox_answers_as_the_fixtures_say() {
    for name in [
        "card-created",
        "card-created-full",
        "invalid-number",
        "missing-number",
        "invalid-fields",
        "unauthorized",
    ] {
        FIXTURES.check(&sandbox(), name, &[]).await;
    }
}

#[test]
fn every_fixture_is_one_that_a_test_reads() {
    let tests = [include_str!("sandbox_processout.rs"), include_str!("processout.rs")].concat();
    FIXTURES.all_are_in(&tests, 20);
}

#[tokio::test]
async fn a_card_is_paid_with_once_and_has_no_end() {
    let sandbox = sandbox();
    let card = fixture_card(&sandbox).await;
    let invoice = new_invoice(&sandbox).await;
    advance(&sandbox, 365 * 24 * 3_600_000).await;
    let replaced = [(CARD, &*card), (INVOICE, &*invoice)];
    let reply = FIXTURES.send(&sandbox, "invoice-captured", &replaced).await;
    let mut transaction = reply.json();
    transaction["transaction"]["created_at"] = json!("2026-11-21T09:30:00Z");
    let expected = &FIXTURES.read("invoice-captured")["response"]["body"];
    assert_eq!(
        support::without_random(&transaction.to_string()),
        support::without_random(&expected.to_string())
    );
    let invoice = new_invoice(&sandbox).await;
    let replaced = [(CARD, &*card), (INVOICE, &*invoice)];
    FIXTURES.check(&sandbox, "card-already-used", &replaced).await;
    FIXTURES.check(&sandbox, "card-unknown", &[(INVOICE, &*invoice)]).await;
}

#[tokio::test]
async fn a_card_takes_another_code() {
    let sandbox = sandbox();
    let card = fixture_card(&sandbox).await;
    FIXTURES.check(&sandbox, "cvc-updated", &[(CARD, &card)]).await;
    let headers = BROWSER;
    let path = format!("{CARDS}/{card}");
    for (cvc, status) in [("12", 400), ("1234", 400), ("12a", 400), ("321", 200)] {
        let body = json!({ "cvc": cvc }).to_string();
        let reply = send(sandbox.api(), (Method::PUT, &path), &headers, body).await;
        assert_eq!(reply.status, status, "{cvc}");
    }
    let other = support::sandbox();
    let card = fixture_card(&other).await;
    FIXTURES.check(&other, "cvc-refused", &[(CARD, &card)]).await;
}

#[tokio::test]
async fn a_customers_token_is_completed_and_paid_with_again_and_again() {
    let sandbox = sandbox();
    let (card, customer) = (fixture_card(&sandbox).await, new_customer(&sandbox).await);
    let made = FIXTURES.check(&sandbox, "customer-token-pending", &[(CUSTOMER, &customer)]).await;
    let token = made["token"]["id"].as_str().unwrap();
    // Nothing to pay with yet.
    assert_eq!(pay(&sandbox, token).await, (400, json!("request.source.invalid")));
    let replaced = [(CARD, &*card), (CUSTOMER, &customer), (TOKEN, token)];
    let reply = FIXTURES.check(&sandbox, "customer-token-completed", &replaced).await;
    for _ in 0..2 {
        assert_eq!(pay(&sandbox, token).await, (200, Value::Null));
    }
    assert_eq!(pay(&sandbox, &customer).await, (200, Value::Null));
    assert_eq!(pay(&sandbox, &card).await, (400, json!("request.source.card-already-used")));
    let path = format!("/processout/customers/{customer}/tokens/{token}");
    let read = get(sandbox.api(), &path, &SERVER).await.json();
    assert_eq!(read, reply);
}

#[tokio::test]
async fn the_merchant_makes_tokens_of_cards_and_of_other_methods() {
    let sandbox = sandbox();
    let (card, customer) = (fixture_card(&sandbox).await, new_customer(&sandbox).await);
    let replaced = [(CARD, &*card), (CUSTOMER, &*customer)];
    FIXTURES.check(&sandbox, "customer-token-network", &replaced).await;
    let made = FIXTURES.check(&sandbox, "customer-token-apm", &[(CUSTOMER, &customer)]).await;
    assert_eq!(pay(&sandbox, made["token"]["id"].as_str().unwrap()).await.0, 200);
}

#[tokio::test]
async fn a_verification_waits_for_the_customer_and_ends_well_or_not() {
    for (number, succeeds) in [("4000000000000101", true), ("4000000000003220", false)] {
        let sandbox = sandbox();
        let customer = new_customer(&sandbox).await;
        let mut body = FIXTURES.read("card-created")["request"]["body"].clone();
        body["number"] = json!(number);
        let card = post(sandbox.api(), CARDS, &BROWSER, &body).await.json()["card"]["id"].clone();
        let made =
            FIXTURES.send(&sandbox, "customer-token-pending", &[(CUSTOMER, &customer)]).await;
        let token = made.json()["token"]["id"].as_str().unwrap().to_owned();
        let replaced = [(CARD, card.as_str().unwrap()), (CUSTOMER, &customer), (TOKEN, &token)];
        let asked = FIXTURES.check(&sandbox, "customer-action", &replaced).await;
        let place = asked["customer_action"]["value"].as_str().unwrap();
        let path = format!("/processout/customers/{customer}/tokens/{token}");
        let state = || async {
            let token = get(sandbox.api(), &path, &SERVER).await.json()["token"].clone();
            (token["verification_status"].clone(), token["is_chargeable"].clone())
        };
        assert_eq!(state().await, (json!("pending"), json!(false)));
        let place = place.strip_prefix("http://127.0.0.1:4282").unwrap();
        let source = get(sandbox.api(), place, &[]).await.json()["source"].clone();
        let replaced =
            [(ACTION, source.as_str().unwrap()), (CUSTOMER, &*customer), (TOKEN, &*token)];
        if succeeds {
            FIXTURES.check(&sandbox, "customer-resumed", &replaced).await;
            assert_eq!(state().await, (json!("success"), json!(true)));
        } else {
            let refused = FIXTURES.send(&sandbox, "customer-resumed", &replaced).await;
            assert_eq!(refused.json()["error_type"], "card.failed-3ds");
            assert_eq!(state().await, (json!("failed"), json!(false)));
        }
    }
}

#[tokio::test]
async fn published_cards_do_what_they_are_published_for() {
    let ok = Value::Null;
    for (number, status, code) in [
        ("4242424242424242", 200, ok.clone()),
        ("378282246310005", 200, ok.clone()),
        ("4556620000000005", 200, ok.clone()),
        ("4000000000002180", 400, json!("card.do-not-honor")),
        ("4000000000002230", 400, json!("card.failed-cvc")),
        ("4000000000000002", 400, json!("card.declined")),
        ("4000000000000010", 400, json!("gateway.declined")),
        ("4000000000001216", 400, json!("payment.declined")),
        // Not published: a token and no payment.
        ("4111111111111111", 400, json!("card.declined")),
    ] {
        let sandbox = sandbox();
        let card = new_card_of(&sandbox, number).await;
        assert_eq!(pay(&sandbox, &card).await, (status, code), "{number}");
    }
    let sandbox = sandbox();
    for (number, cvc, avs) in
        [("4000000000000028", "failed", "passed"), ("4000000000000085", "passed", "failed-postal")]
    {
        let path = format!("{CARDS}/{}", new_card_of(&sandbox, number).await);
        let card = get(sandbox.api(), &path, &SERVER).await.json()["card"].clone();
        assert_eq!((&card["cvc_check"], &card["avs_check"]), (&json!(cvc), &json!(avs)));
    }
}

#[tokio::test]
async fn an_invoice_is_authorized_first_and_captured_once() {
    let sandbox = sandbox();
    let card = new_card_of(&sandbox, "4242424242424242").await;
    let invoice = format!("/processout/invoices/{}", new_invoice(&sandbox).await);
    let source = json!({ "source": card });
    for (end, body, status) in [
        ("capture", json!({}), 400),
        ("authorize", source, 200),
        ("authorize", json!({}), 400),
        ("capture", json!({}), 200),
        ("capture", json!({}), 400),
    ] {
        let reply = post(sandbox.api(), &format!("{invoice}/{end}"), &SERVER, &body).await;
        assert_eq!(reply.status, status, "{end} {}", reply.text);
    }
}

#[tokio::test]
async fn each_caller_may_do_what_is_its_own() {
    let sandbox = sandbox();
    let project = BROWSER[0].1;
    let query =
        format!("{CARDS}?legacyrequest=true&x-Authorization={}", project.replace(' ', "%20"));
    for (path, key, status) in [
        (CARDS, project, 200),
        (CARDS, PROCESSOUT.authorization, 200),
        ("/processout//cards", project, 200),
        (&*query, "", 200),
        (CARDS, "", 401),
        (CARDS, "Bearer x", 401),
        (CARDS, "Basic !", 401),
        ("/processout/customers", project, 401),
        ("/processout/invoices", project, 401),
        ("/processout/nothing", project, 404),
    ] {
        let headers = [("authorization", key)];
        let headers = if key.is_empty() { &[][..] } else { &headers[..] };
        let body = card_body("4242424242424242");
        let reply = post(sandbox.api(), path, headers, &body).await;
        assert_eq!(reply.status, status, "{path} {key}: {}", reply.text);
        assert_eq!(reply.json()["success"], status == 200);
    }
}

#[tokio::test]
async fn every_wrong_field_has_its_code() {
    for (name, value, code) in [
        ("number", json!(null), "card.missing-number"),
        ("number", json!("4242 4242"), "card.invalid-number"),
        ("exp_month", json!(null), "card.missing-expiry"),
        ("exp_month", json!("13"), "card.invalid-expiry-month"),
        ("exp_year", json!("x"), "card.invalid-expiry-year"),
        ("exp_year", json!("2020"), "card.expired"),
        ("cvc2", json!("1"), "card.invalid-cvc"),
        ("cvc", json!("1"), "card.invalid-cvc"),
        ("contact", json!([]), "request.validation.error"),
    ] {
        let mut body = card_body("4242424242424242");
        body[name] = value.clone();
        let reply = post(sandbox().api(), CARDS, &BROWSER, &body).await;
        assert_eq!(
            (reply.status, &reply.json()["error_type"]),
            (400, &json!(code)),
            "{name} {value}"
        );
    }
    // Numbers, and years of two digits.
    for (month, year, shown) in [(json!(7), json!(40), 2040), (json!("7"), json!("2030"), 2030)] {
        let mut body = card_body("4242424242424242");
        body["exp_month"] = month;
        body["exp_year"] = year;
        let reply = post(sandbox().api(), CARDS, &BROWSER, &body).await.json();
        assert_eq!(reply["card"]["exp_year"], shown);
    }
}

#[tokio::test]
async fn a_request_is_answered_the_same_under_its_key() {
    let sandbox = sandbox();
    let first = FIXTURES.send(&sandbox, "card-created", &[]).await.json();
    assert_eq!(FIXTURES.send(&sandbox, "card-created", &[]).await.json(), first);
    FIXTURES.check(&sandbox, "idempotency-conflict", &[]).await;
    // No key, another card.
    assert_ne!(fixture_card(&sandbox).await, first["card"]["id"].as_str().unwrap());
}

#[tokio::test]
async fn too_many_requests_are_refused_until_the_window_ends() {
    let sandbox = sandbox();
    limit_rate(&sandbox, 0).await;
    FIXTURES.check(&sandbox, "rate-limited", &[]).await;
    assert_eq!(get(sandbox.api(), "/processout/iins/424242", &BROWSER).await.status, 200);
    limit_rate(&sandbox, 1).await;
    assert_eq!(FIXTURES.send(&sandbox, "rate-limited", &[]).await.status, 200);
}

#[tokio::test]
async fn the_first_digits_tell_the_scheme() {
    let sandbox = sandbox();
    let reply = get(sandbox.api(), "/processout/iins/400012", &BROWSER).await.json();
    let card = &reply["card_information"];
    assert_eq!(
        (&card["scheme"], &card["brand"], &card["category"], &card["type"]),
        (&json!("visa"), &json!("visa business"), &json!("commercial"), &json!("debit"))
    );
    let amex = get(sandbox.api(), "/processout/iins/378282", &BROWSER).await.json();
    assert_eq!(amex["card_information"]["scheme"], "american express");
    assert_eq!(get(sandbox.api(), "/processout/iins/4", &BROWSER).await.status, 400);
}

#[tokio::test]
async fn the_merchant_pays_and_is_told_why_not() {
    let sandbox = sandbox();
    let card = new_card_of(&sandbox, "4242424242424242").await;
    let pay = json!({ "provider": "processout", "paymentToken": card });
    let paid = order(&sandbox, pay.clone()).await;
    assert_eq!(
        (paid.status, &paid.json()["spent"]["transaction"]["status"]),
        (201, &json!("completed"))
    );
    let again = order(&sandbox, pay).await;
    assert_eq!(
        (again.status, &again.json()["error"]["explained"]["code"]),
        (400, &json!("token_consumed"))
    );
    for (token, code) in [("card_none", "token_unknown"), ("x", "token_malformed")] {
        let body = json!({ "provider": "processout", "paymentToken": token });
        let reply = order(&sandbox, body).await.json();
        assert_eq!(reply["error"]["explained"]["code"], code, "{token}");
    }
}

#[tokio::test]
async fn nothing_that_is_a_card_number_is_kept() {
    let sandbox = sandbox();
    let mut body = card_body("4242424242424242");
    body["name"] = json!("x 4242424242424242");
    body["metadata"] = json!({ "pan": "4242424242424242" });
    body["cvc2"] = json!("123");
    let reply = post(sandbox.api(), CARDS, &BROWSER, &body).await;
    assert!(!reply.text.contains("4242424"), "{}", reply.text);
    let log = get(sandbox.api(), "/_sandbox/log", &[]).await;
    assert!(!log.text.contains("4242424") && log.text.contains("[3 digits]"), "{}", log.text);
}
