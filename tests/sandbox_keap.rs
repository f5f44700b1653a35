//! The sandbox's Keap, called in process.
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
use cardlet::sandbox::keys::KEAP;
use serde_json::{Value, json};
use support::{
    Fixtures, Reply, advance, get, limit_rate, order, post, sandbox, send, without_random,
};

const FIXTURES: Fixtures = Fixtures("keap");
const ID: &str = "tok_bcdfghjkmnpqrstvbcdfghjk";
const SUCCESS: &str = "http://localhost:4280/return.html?outcome=success";
const FAILURE: &str = "http://localhost:4280/return.html?outcome=failure";
const MINUTE: u64 = 60_000;

async fn new_token(sandbox: &Sandbox) -> String {
    let body = json!({ "successUrl": SUCCESS, "failureUrl": FAILURE });
    let reply = post(sandbox.merchant(), "/submission-tokens", &[], &body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["token"].as_str().unwrap().to_owned()
}

/// Sends the request of a fixture, with another token in it: a form, or a call.
async fn send_fixture(sandbox: &Sandbox, name: &str, token: &str) -> Reply {
    let request = &FIXTURES.read(name)["request"];
    let headers = request["headers"].as_object().unwrap();
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
    let body = match &request["body"] {
        Value::Array(entries) => {
            let pair = |entry: &Value| {
                let part = |index: usize| entry[index].as_str().unwrap().replace(' ', "+");
                format!("{}={}", part(0), part(1))
            };
            entries.iter().map(pair).collect::<Vec<_>>().join("&")
        }
        text => text.as_str().unwrap().to_owned(),
    };
    let path = format!("/keap{}", request["path"].as_str().unwrap());
    send(sandbox.api(), (Method::POST, &path), &headers, body.replace(ID, token)).await
}

async fn check(sandbox: &Sandbox, name: &str, token: &str) {
    let expected = &FIXTURES.read(name)["response"];
    let reply = send_fixture(sandbox, name, token).await;
    assert_eq!(reply.status, expected["status"], "{name}: {}", reply.text);
    for (header, value) in expected["headers"].as_object().unwrap() {
        assert_eq!(reply.header(header), value, "{name}: {header}");
    }
    match &expected["body"] {
        // What the return page makes of the redirect.
        Value::Object(_) if reply.status == 302 => {}
        Value::String(text) => assert_eq!(without_random(&reply.text), without_random(text)),
        body => assert_eq!(&reply.json(), body, "{name}"),
    }
}

#[tokio::test]
async fn a_token_is_given_with_and_without_the_key_that_nobody_reads() {
    for name in ["submission-token", "submission-token-without-key"] {
        check(&sandbox(), name, ID).await;
    }
}

#[tokio::test]
async fn each_form_goes_on_to_where_the_fixture_says() {
    let sandbox = sandbox();
    for name in [
        "card-added",
        "number-missing",
        "number-invalid",
        "month-invalid",
        "year-invalid",
        "card-expired",
        "code-invalid",
        "card-type-unknown",
    ] {
        check(&sandbox, name, &new_token(&sandbox).await).await;
    }
    let log = get(sandbox.api(), "/_sandbox/log", &[]).await;
    assert!(log.text.contains("cardNumber=[16 digits]"), "{}", log.text);
    assert!(!log.text.contains("1111111") && !log.text.contains("Code=123"), "{}", log.text);
}

#[tokio::test]
async fn a_token_is_for_one_submission_within_half_an_hour() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    check(&sandbox, "card-added", &token).await;
    check(&sandbox, "token-used", &token).await;
    let failed = new_token(&sandbox).await;
    check(&sandbox, "code-invalid", &failed).await;
    check(&sandbox, "token-used", &failed).await;
    let (early, late) = (new_token(&sandbox).await, new_token(&sandbox).await);
    advance(&sandbox, 30 * MINUTE - 1).await;
    check(&sandbox, "card-added", &early).await;
    advance(&sandbox, 1).await;
    check(&sandbox, "token-expired", &late).await;
    let unknown = send_fixture(&sandbox, "card-added", "tok_of_nobody").await;
    assert_eq!((unknown.status, unknown.header("location")), (404, ""));
}

#[tokio::test]
async fn the_card_that_came_in_is_found_and_charged_once() {
    let sandbox = sandbox();
    let body = FIXTURES.read("submission-token")["request"]["body"].clone();
    let reply = send_fixture(&sandbox, "submission-token", ID).await;
    assert!(body.as_str().unwrap().contains("<int>12</int>"));
    let start = reply.text.find("tok_").unwrap();
    let token = &reply.text[start..start + ID.len()];
    check(&sandbox, "card-id-of-an-unused-token", token).await;
    assert_eq!(send_fixture(&sandbox, "card-added", token).await.status, 302);
    check(&sandbox, "card-id", token).await;
    check(&sandbox, "invoice-charged", token).await;
    check(&sandbox, "invoice-paid-already", token).await;
}

#[tokio::test]
async fn the_merchant_spends_a_submitted_token_once() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    let spend = json!({ "provider": "keap", "paymentToken": token });
    let unused = order(&sandbox, spend.clone()).await;
    assert_eq!(unused.status, 422, "{}", unused.text);
    assert_eq!(unused.json()["error"]["explained"]["code"], "submission_token_failed");
    check(&sandbox, "card-added", &token).await;
    // The card stays, long after its token has ended.
    advance(&sandbox, 60 * MINUTE).await;
    let spent = order(&sandbox, spend.clone()).await;
    assert_eq!((spent.status, &spent.json()["spent"]["creditCardId"]), (201, &json!(1)));
    assert_eq!(order(&sandbox, spend).await.status, 422);
    let relative = json!({ "successUrl": "/ok", "failureUrl": FAILURE });
    let refused = post(sandbox.merchant(), "/submission-tokens", &[], &relative).await;
    assert_eq!(refused.status, 502);
}

#[tokio::test]
async fn access_ends_after_a_day_and_is_granted_again() {
    let sandbox = sandbox();
    check(&sandbox, "invalid-key", ID).await;
    advance(&sandbox, 24 * 60 * MINUTE).await;
    check(&sandbox, "access-expired", ID).await;
    // The key of the merchant's server has no end.
    new_token(&sandbox).await;
    let path = "/keap/token";
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!("grant_type=refresh_token&refresh_token={}", KEAP.refresh_token);
    let granted = send(sandbox.api(), (Method::POST, path), &form, body).await.json();
    assert_eq!(granted["expires_in"], 86_400);
    let bearer = format!("Bearer {}", granted["access_token"].as_str().unwrap());
    let rpc = "/keap/crm/xmlrpc/v1";
    let call = "<methodCall><methodName>none</methodName></methodCall>";
    for (headers, status, expected) in [
        (vec![("authorization", bearer.as_str())], 200, "[NoSuchMethod]"),
        (vec![("authorization", "Bearer nobody")], 200, "[InvalidKey]"),
        (vec![], 401, "invalid_access_token"),
    ] {
        let reply = send(sandbox.api(), (Method::POST, rpc), &headers, call).await;
        assert_eq!(reply.status, status);
        assert!(reply.text.contains(expected), "{}", reply.text);
    }
    let wrong = send(sandbox.api(), (Method::POST, path), &form, "grant_type=password").await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn too_many_calls_are_throttled() {
    let sandbox = sandbox();
    limit_rate(&sandbox, 0).await;
    check(&sandbox, "throttled", ID).await;
}

#[test]
fn every_fixture_is_one_that_a_test_reads() {
    FIXTURES.all_are_in(include_str!("sandbox_keap.rs"), 19);
}

#[tokio::test]
async fn a_contact_keeps_its_number_and_an_unknown_one_is_refused() {
    let sandbox = sandbox();
    let contact = post(sandbox.merchant(), "/contacts", &[], &json!({ "name": "Zoë" })).await;
    assert_eq!(contact.status, 201);
    let id = contact.json()["contactId"].as_i64().unwrap();
    let ask = async |contact: Value| {
        let body = json!({ "contactId": contact, "successUrl": SUCCESS, "failureUrl": FAILURE });
        post(sandbox.merchant(), "/submission-tokens", &[], &body).await
    };
    let token = ask(json!(id)).await.json()["token"].as_str().unwrap().to_owned();
    check(&sandbox, "card-added", &token).await;
    let paid = order(&sandbox, json!({ "provider": "keap", "paymentToken": token })).await;
    assert_eq!(paid.json()["spent"]["invoiceId"], id, "{}", paid.text);
    for unknown in [json!(id + 1), json!(0), json!("1"), json!(null)] {
        assert_eq!(ask(unknown.clone()).await.status, 422, "{unknown}");
    }
}
