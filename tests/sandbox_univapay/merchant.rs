//! The demo merchant's orders.

use super::*;

async fn order(test: &Test, token: &str, more: &Value) -> Reply {
    let mut body = json!({ "provider": "univapay", "paymentToken": token });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    support::order(&test.sandbox, body).await
}

#[tokio::test]
async fn it_charges_waits_for_the_outcome_and_says_what_a_refusal_means() {
    let test = Test::new();
    let token = test.token(&card("one_time", &json!({}), &json!({}))).await;
    let made = order(&test, &token, &json!({})).await;
    assert_eq!((made.status, &made.json()["spent"]["status"]), (201, &json!("successful")));
    let late = test.token(&card("one_time", &json!({}), &json!({}))).await;
    let subscription = test.token(&card("subscription", &json!({}), &json!({}))).await;
    let rejected = card("one_time", &json!({ "card_number": FAILING }), &json!({}));
    let rejected = test.token(&rejected).await;
    let subscribed = order(&test, &subscription, &json!({ "use": "subscription" })).await;
    assert_eq!(subscribed.status, 201, "{}", subscribed.text);
    let refused = order(&test, &rejected, &json!({})).await;
    assert_eq!(refused.status, 402);
    assert_eq!(refused.json()["error"]["explained"]["code"], "card_declined");
    test.advance(300).await;
    for (token, status, code) in [
        (token.as_str(), 400, "token_consumed"),
        (late.as_str(), 400, "token_expired"),
        (TOKEN, 404, "token_unknown"),
        ("tok_b", 404, "token_malformed"),
    ] {
        let refused = order(&test, token, &json!({})).await;
        assert_eq!(refused.status, status, "{}", refused.text);
        let explained = &refused.json()["error"]["explained"];
        assert_eq!((&explained["code"], &explained["certain"]), (&json!(code), &json!(true)));
    }
    let nobody = order(&test, &token, &json!({ "store": "nobody" })).await;
    assert_eq!(nobody.status, 400);
}
