//! Subscriptions of a token.

use super::*;

async fn subscribe(test: &Test, token: &str, more: &Value) -> Reply {
    let mut body = json!({
        "transaction_token_id": token, "amount": 1000, "currency": "JPY", "period": "weekly",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    test.server(Method::POST, "/subscriptions", &body).await
}

async fn token(test: &Test) -> String {
    test.token(&card("subscription", &json!({}), &json!({}))).await
}

async fn paid(test: &Test, id: &str) -> (usize, usize) {
    let list = test.read(&format!("subscriptions/{id}/payments")).await.json();
    let items = list["items"].as_array().unwrap();
    (items.iter().filter(|item| item["is_paid"] == true).count(), items.len())
}

#[tokio::test]
async fn a_subscription_pays_by_the_clock_until_it_is_cancelled() {
    let test = Test::new();
    let token = token(&test).await;
    let first = json!({ "initial_amount": 300 });
    let made = subscribe(&test, &token, &first).await.json();
    let id = made["id"].as_str().unwrap();
    assert_eq!((&made["status"], &made["period"]), (&json!("current"), &json!("weekly")));
    assert_eq!(made["next_payment"]["due_date"], "2026-11-28T09:30:00Z");
    assert_eq!(paid(&test, id).await, (1, 2));
    test.advance(14 * 24 * 3600).await;
    assert_eq!(paid(&test, id).await, (3, 4));
    let list = test.read(&format!("subscriptions/{id}/payments")).await.json();
    assert_eq!(
        (&list["items"][0]["amount"], &list["items"][1]["amount"]),
        (&json!(300), &json!(1000))
    );
    let path = store(&format!("subscriptions/{id}"));
    assert_eq!(test.server(Method::DELETE, &path, &Value::Null).await.status, 204);
    let again = test.server(Method::DELETE, &path, &Value::Null).await;
    assert_eq!(again.refused().1, "SUBSCRIPTION_ALREADY_CANCELED");
    test.advance(14 * 24 * 3600).await;
    assert_eq!(paid(&test, id).await, (3, 3));
    assert_eq!(test.read(&format!("subscriptions/{id}")).await.json()["status"], "canceled");
    let used = subscribe(&test, &token, &json!({})).await;
    assert_eq!(used.refused().1, "TRANSACTION_ALREADY_PROCESSED");
}

#[tokio::test]
async fn an_instalment_plan_ends_with_its_last_payment() {
    let test = Test::new();
    let plan = |kind: &str, cycles: u32| json!({ "installment_plan": { "plan_type": kind, "fixed_cycles": cycles } });
    let token = token(&test).await;
    for (plan, code) in [
        (plan("fixed_cycles", 1), "INSTALLMENT_INVALID_CYCLES_COUNT"),
        (plan("whenever", 3), "INSTALLMENT_INVALID_PLAN_TYPE"),
        (json!({ "period": "hourly" }), "INVALID_SUBSCRIPTION_PERIOD"),
    ] {
        assert_eq!(subscribe(&test, &token, &plan).await.refused().1, code);
    }
    let made = subscribe(&test, &token, &plan("fixed_cycles", 3)).await.json();
    let id = made["id"].as_str().unwrap();
    assert_eq!((&made["cycles_left"], paid(&test, id).await), (&json!(2), (1, 3)));
    test.advance(90 * 24 * 3600).await;
    let read = test.read(&format!("subscriptions/{id}")).await.json();
    assert_eq!((&read["status"], &read["cycles_left"]), (&json!("completed"), &json!(0)));
    assert_eq!(paid(&test, id).await, (3, 3));
}

#[tokio::test]
async fn each_token_serves_its_own_purpose_and_time() {
    let test = Test::new();
    let once = test.token(&card("one_time", &json!({}), &json!({}))).await;
    let reply = subscribe(&test, &once, &json!({})).await;
    assert_eq!(reply.refused(), (400, "NOT_SUBSCRIPTION_TOKEN".to_owned()));
    let token = token(&test).await;
    let reply = test.charge(&token, &json!({})).await;
    assert_eq!(reply.refused(), (400, "NON_SUBSCRIPTION_PAYMENT".to_owned()));
    test.advance(300).await;
    let late = subscribe(&test, &token, &json!({})).await;
    assert_eq!(late.refused().1, "TRANSACTION_TOKEN_EXPIRED");
    let body = card("subscription", &json!({ "card_number": FAILING }), &json!({}));
    let failing = test.token(&body).await;
    let unpaid = subscribe(&test, &failing, &json!({})).await.json();
    assert_eq!(unpaid["status"], "unpaid");
}
