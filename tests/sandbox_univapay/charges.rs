//! Charges of a token, and what becomes of them.

use super::*;

async fn one_time(test: &Test, data: &Value, more: &Value) -> String {
    test.token(&card("one_time", data, more)).await
}

fn id_of(reply: &Reply) -> String {
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["id"].as_str().unwrap().to_owned()
}

async fn status_of(test: &Test, charge: &str, query: &str) -> Value {
    test.read(&format!("charges/{charge}{query}")).await.json()["status"].clone()
}

#[tokio::test]
async fn a_charge_settles_by_the_clock_or_for_who_waits() {
    let test = Test::new();
    let token = one_time(&test, &json!({}), &json!({})).await;
    let charge = id_of(&test.charge(&token, &json!({ "metadata": { "a": 1 } })).await);
    assert_eq!(status_of(&test, &charge, "").await, "pending");
    test.advance(2).await;
    assert_eq!(status_of(&test, &charge, "").await, "successful");
    let token = one_time(&test, &json!({}), &json!({})).await;
    let waited = id_of(&test.charge(&token, &json!({})).await);
    assert_eq!(status_of(&test, &waited, "?polling=true").await, "successful");
    let list = test.server(Method::GET, "/charges", &Value::Null).await.json();
    assert_eq!(
        (&list["items"][0]["id"], &list["items"][1]["id"]),
        (&json!(waited), &json!(charge))
    );
    assert_eq!(list["items"][1]["metadata"], json!({ "a": 1 }));
}

#[tokio::test]
async fn published_cards_and_addresses_fail_as_published() {
    let number = |number: &str| json!({ "card_number": number });
    let email = |code: &str| json!({ "email": format!("x+charge-failure-{code}@example.com") });
    for (data, more, code) in [
        (number("4000020000000000"), json!({}), json!(null)),
        (number("4242424242424242"), json!({}), json!(null)),
        (number("5555555555554444"), json!({}), json!(null)),
        (number("4111111111111111"), json!({}), json!(306)),
        (json!({}), email("309"), json!(309)),
        (json!({}), email("401"), json!(null)),
        (json!({}), email("x"), json!(null)),
    ] {
        let test = Test::new();
        let token = one_time(&test, &data, &more).await;
        let charge = id_of(&test.charge(&token, &json!({})).await);
        let charge = test.read(&format!("charges/{charge}?polling=true")).await.json();
        assert_eq!(charge["error"].get("code").cloned().unwrap_or_default(), code, "{data} {more}");
        let expected = if code.is_null() { "successful" } else { "failed" };
        assert_eq!(charge["status"], expected);
    }
}

#[tokio::test]
async fn money_is_taken_later_once_and_never_more_than_authorized() {
    let test = Test::new();
    let token = one_time(&test, &json!({}), &json!({})).await;
    let charge = id_of(&test.charge(&token, &json!({ "capture": false })).await);
    let path = store(&format!("charges/{charge}/capture"));
    let capture = |amount: u64, currency: &str| {
        let body = json!({ "amount": amount, "currency": currency });
        let (test, path) = (&test, &path);
        async move { test.server(Method::POST, path, &body).await }
    };
    assert_eq!(capture(1000, "JPY").await.refused().1, "ALREADY_CAPTURED");
    test.advance(600).await;
    assert_eq!(status_of(&test, &charge, "").await, "authorized");
    assert_eq!(capture(1001, "JPY").await.refused().1, "CAPTURE_AMOUNT_TOO_LARGE");
    assert_eq!(capture(900, "USD").await.refused().1, "CURRENCY_MUST_MATCH_CHARGE");
    assert_eq!(capture(900, "JPY").await.status, 204);
    assert_eq!(capture(100, "JPY").await.refused().1, "ALREADY_CAPTURED");
    let charge = test.read(&format!("charges/{charge}")).await.json();
    assert_eq!((&charge["status"], &charge["charged_amount"]), (&json!("successful"), &json!(900)));
}

#[tokio::test]
async fn money_is_taken_on_its_day() {
    let test = Test::new();
    let token = one_time(&test, &json!({}), &json!({})).await;
    let past = test.charge(&token, &json!({ "capture_at": "2026-11-21T09:30:00Z" })).await;
    assert_eq!(past.refused().1, "INVALID_SCHEDULED_CAPTURE_DATE");
    let day = json!({ "capture_at": "2026-11-22T09:30:00Z" });
    let charge = id_of(&test.charge(&token, &day).await);
    test.advance(24 * 3600 - 1).await;
    assert_eq!(status_of(&test, &charge, "").await, "authorized");
    test.advance(1).await;
    assert_eq!(status_of(&test, &charge, "").await, "successful");
}

#[tokio::test]
async fn a_recurring_token_pays_once_in_each_of_its_periods() {
    for (limit, days) in [("daily", 1), ("weekly", 7), ("monthly", 30), ("annually", 365)] {
        let test = Test::new();
        let token = test.token(&recurring(&json!({}), &json!({ "usage_limit": limit }))).await;
        id_of(&test.charge(&token, &json!({})).await);
        test.advance(days * 24 * 3600 - 1).await;
        let second = test.charge(&token, &json!({})).await;
        assert_eq!(second.refused().1, "TRANSACTION_ALREADY_PROCESSED", "{limit}");
        test.advance(1).await;
        id_of(&test.charge(&token, &json!({})).await);
    }
    // Without a limit only half a minute has to pass.
    let test = Test::new();
    let token = test.token(&recurring(&json!({}), &json!({}))).await;
    id_of(&test.charge(&token, &json!({})).await);
    assert_eq!(test.charge(&token, &json!({})).await.refused().1, "CHARGE_TOO_QUICK");
    test.advance(30).await;
    id_of(&test.charge(&token, &json!({})).await);
}

#[tokio::test]
async fn other_methods_wait_for_their_customer_and_are_not_captured_later() {
    let test = Test::new();
    let body = json!({ "payment_type": "qr_merchant", "data": { "brand": "pay_pay" } });
    let token = test.token(&body).await;
    let later = test.charge(&token, &json!({ "capture": false })).await;
    assert_eq!(later.refused().1, "CAPTURE_ONLY_FOR_CARD_PAYMENT");
    let charge = id_of(&test.charge(&token, &json!({})).await);
    assert_eq!(status_of(&test, &charge, "?polling=true").await, "awaiting");
}

#[tokio::test]
async fn a_charge_needs_an_amount_and_a_currency() {
    let test = Test::new();
    let token = one_time(&test, &json!({}), &json!({})).await;
    for (more, reason) in [
        (json!({ "amount": null }), "amount:REQUIRED_VALUE"),
        (json!({ "amount": 0 }), "amount:INVALID_FORMAT"),
        (json!({ "amount": "1000" }), "amount:INVALID_FORMAT"),
        (json!({ "currency": null }), "currency:REQUIRED_VALUE"),
        (json!({ "currency": "yen!" }), "currency:INVALID_FORMAT"),
        (json!({ "transaction_token_id": null }), "transaction_token_id:REQUIRED_VALUE"),
        (json!({ "capture_at": "soon" }), "capture_at:INVALID_FORMAT"),
    ] {
        let reply = test.charge(&token, &more).await;
        assert_eq!(reply.refused(), (400, format!("VALIDATION_ERROR {reason}")));
    }
    // None of these has used the token up.
    id_of(&test.charge(&token, &json!({})).await);
}
