//! The requests and answers that the dialect is tested with too.

use super::*;

#[tokio::test]
async fn a_new_sandbox_answers_as_they_say() {
    for name in [
        "token-created",
        "token-created-recurring",
        "token-created-subscription",
        "token-awaiting-three-ds",
        "qr-scan-created",
        "qr-merchant-created",
        "online-created",
        "konbini-created",
        "bank-transfer-created",
        "paidy-created",
        "apple-pay-created",
        "invalid-fields",
        "missing-number",
        "key-missing",
        "key-unknown",
        "key-expired",
        "key-of-merchant",
        "origin-refused",
        "direct-disabled",
        "test-card-in-live-mode",
        "charge-unknown",
    ] {
        Test::new().check(name, TOKEN, CHARGE).await;
    }
}

#[tokio::test]
async fn a_token_pays_once_and_within_five_minutes() {
    let test = Test::new();
    let token = test.token(&card("one_time", &json!({}), &json!({}))).await;
    let late = test.token(&card("one_time", &json!({}), &json!({}))).await;
    test.check("charge-created", &token, CHARGE).await;
    test.check("charge-used", &token, CHARGE).await;
    let last = test.token(&card("one_time", &json!({}), &json!({}))).await;
    test.advance(299).await;
    assert_eq!(test.charge(&last, &json!({})).await.status, 201);
    test.advance(1).await;
    test.check("charge-expired", &late, CHARGE).await;
    // Used stays used, also when the life has ended.
    test.check("charge-used", &token, CHARGE).await;
}

#[tokio::test]
async fn a_check_of_the_security_code_takes_its_time() {
    let test = Test::new();
    let check = json!({ "cvv_authorize": { "enabled": true, "currency": "JPY" } });
    let body = recurring(&check, &json!({ "usage_limit": "monthly" }));
    let token = test.token(&body).await;
    test.check("charge-cvv-pending", &token, CHARGE).await;
    test.check("cvv-updated", &token, CHARGE).await;
    test.advance(3).await;
    test.check("token-read", &token, CHARGE).await;
    let reply = test.charge(&token, &json!({})).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
}

#[tokio::test]
async fn a_late_code_is_asked_for_again_above_the_threshold() {
    let test = Test::new();
    let token = test.token(&recurring(&json!({}), &json!({}))).await;
    test.advance(300).await;
    assert_eq!(test.charge(&token, &json!({ "amount": 10_000 })).await.status, 201);
    test.advance(30).await;
    test.check("charge-cvc-late", &token, CHARGE).await;
}

#[tokio::test]
async fn one_card_is_rejected_when_it_is_charged() {
    let test = Test::new();
    let body = card("one_time", &json!({ "card_number": FAILING }), &json!({}));
    let token = test.token(&body).await;
    let charge = test.charge(&token, &json!({})).await.json();
    test.check("charge-failed", &token, charge["id"].as_str().unwrap()).await;
}

#[tokio::test]
async fn a_key_for_repeats_gives_one_answer() {
    let test = Test::new();
    let request = FIXTURES.read("rate-limited")["request"].clone();
    let key = bearer(&UNIVAPAY);
    let headers = [("authorization", key.as_str()), ("idempotency-key", "key-1")];
    let send = || {
        let body = request["body"].to_string();
        test.send(Method::POST, "/univapay/tokens", &headers, body)
    };
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, &first.text), (second.status, &second.text));
    assert_eq!(first.header("idempotency-status"), "successfully_stored");
    assert_eq!(second.header("idempotency-status"), "retrieved_idempotent");
    test.check("idempotency-conflict", TOKEN, CHARGE).await;
    // Another store's keys are its own, and a day later the key is free.
    let other = bearer(&UNIVAPAY_ELSEWHERE);
    let headers = [("authorization", other.as_str()), ("idempotency-key", "key-1")];
    let body = card("one_time", &json!({}), &json!({})).to_string();
    let reply = test.send(Method::POST, "/univapay/tokens", &headers, body).await;
    assert_eq!(reply.header("idempotency-status"), "successfully_stored");
    test.advance(24 * 3600).await;
    assert_ne!(send().await.text, first.text);
}

#[tokio::test]
async fn too_many_requests_have_an_empty_answer_until_the_minute_is_over() {
    let test = Test::new();
    support::limit_rate(&test.sandbox, 1).await;
    let body = card("one_time", &json!({}), &json!({}));
    assert_eq!(test.create(&body).await.header("x-remaining-requests-exact"), "0");
    test.check("rate-limited", TOKEN, CHARGE).await;
    test.advance(60).await;
    assert_eq!(test.create(&body).await.status, 201);
}

#[test]
fn every_file_is_one_that_both_tests_may_read() {
    let tests = [include_str!("../univapay.rs"), include_str!("fixtures.rs")];
    for file in std::fs::read_dir(FIXTURES.folder()).unwrap() {
        let name = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        assert_eq!(FIXTURES.read(&name)["name"], name.as_str());
        let is_read = tests.map(|test| test.contains(&format!("\"{name}\"")));
        // A charge that was made is no business of the dialect's.
        assert_eq!(is_read, [name != "charge-created", true], "{name}");
    }
}
