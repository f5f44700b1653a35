//! Making, reading, changing and deleting tokens.

use super::*;

#[tokio::test]
async fn every_wrong_value_has_its_code() {
    let bad = |data: Value| card("one_time", &data, &json!({}));
    let beside = |more: Value| card("one_time", &json!({}), &more);
    let pay = |kind: &str, kind_of: &str, data: Value| json!({ "payment_type": kind, "type": kind_of, "data": data });
    let phone = json!({ "country_code": "81", "local_number": "0801234" });
    let konbini = json!({
        "customer_name": "T", "convenience_store": "lawson", "phone_number": phone,
    });
    for (body, refused) in [
        (bad(json!({ "card_number": null })), "VALIDATION_ERROR card_number:REQUIRED_VALUE"),
        (bad(json!({ "card_number": "" })), "VALIDATION_ERROR card_number:REQUIRED_VALUE"),
        (bad(json!({ "card_number": 4 })), "VALIDATION_ERROR card_number:INVALID_FORMAT"),
        (
            bad(json!({ "card_number": "4000 0200 0000 0000" })),
            "VALIDATION_ERROR card_number:INVALID_CARD_NUMBER",
        ),
        (bad(json!({ "exp_month": "13" })), "VALIDATION_ERROR exp_month:INVALID_CARD_EXPIRATION"),
        (
            bad(json!({ "exp_month": 10, "exp_year": 26 })),
            "VALIDATION_ERROR exp_month:INVALID_CARD_EXPIRATION",
        ),
        (bad(json!({ "exp_year": 2025 })), "VALIDATION_ERROR exp_year:INVALID_CARD_EXPIRATION"),
        (bad(json!({ "exp_year": null })), "VALIDATION_ERROR exp_year:REQUIRED_VALUE"),
        (bad(json!({ "cvv": "12" })), "VALIDATION_ERROR cvv:INVALID_CVV"),
        (bad(json!({ "cvv": "1234" })), "VALIDATION_ERROR cvv:INVALID_CVV"),
        (bad(json!({ "cvv": null })), "CVV_REQUIRED"),
        (bad(json!({ "country": "jp" })), "VALIDATION_ERROR country:INVALID_FORMAT_COUNTRY"),
        (bad(json!({ "phone_number": {} })), "VALIDATION_ERROR phone_number:INVALID_PHONE_NUMBER"),
        (bad(json!({ "cvv_authorize": { "enabled": true } })), "NOT_RECURRING_TOKEN"),
        (beside(json!({ "payment_type": "cash" })), "VALIDATION_ERROR payment_type:INVALID_FORMAT"),
        (beside(json!({ "type": "forever" })), "INVALID_TOKEN_TYPE"),
        (beside(json!({ "usage_limit": "daily" })), "USAGE_LIMIT_NOT_APPLICABLE"),
        (beside(json!({ "usage_limit": "hourly" })), "VALIDATION_ERROR usage_limit:INVALID_FORMAT"),
        (beside(json!({ "email": "nobody" })), "VALIDATION_ERROR email:INVALID_FORMAT_EMAIL"),
        (
            beside(json!({ "metadata": { "a": {} } })),
            "VALIDATION_ERROR metadata:NESTED_JSON_NOT_ALLOWED",
        ),
        (beside(json!({ "data": null })), "VALIDATION_ERROR data:REQUIRED_VALUE"),
        (
            pay("qr_scan", "recurring", json!({ "scanned_qr": "x" })),
            "VALIDATION_ERROR type:ONE_TIME_ONLY_ALLOWED",
        ),
        (
            pay("online", "subscription", json!({ "brand": "humo" })),
            "VALIDATION_ERROR type:ONE_TIME_ONLY_ALLOWED",
        ),
        (pay("konbini", "recurring", konbini.clone()), "RECURRING_TOKEN_NOT_ALLOWED"),
        (pay("qr_scan", "one_time", json!({})), "VALIDATION_ERROR scanned_qr:REQUIRED_VALUE"),
        (
            pay("qr_merchant", "one_time", json!({ "brand": "x" })),
            "VALIDATION_ERROR brand:BRAND_NOT_DEFINED",
        ),
        (
            pay("online", "one_time", json!({ "brand": "humo", "os_type": "x" })),
            "VALIDATION_ERROR os_type:INVALID_FORMAT",
        ),
        (
            pay("konbini", "one_time", json!({ "customer_name": "T", "convenience_store": "x" })),
            "VALIDATION_ERROR convenience_store:INVALID_FORMAT phone_number:REQUIRED_VALUE",
        ),
        (
            pay(
                "bank_transfer",
                "one_time",
                json!({ "brand": "bank_test_brand", "expiration_period": "soon" }),
            ),
            "VALIDATION_ERROR expiration_period:EXPIRATION_DATE_OUT_OF_BOUNDS",
        ),
        (
            pay(
                "paidy",
                "one_time",
                json!({ "paidy_token": "t", "shipping_address": { "zip": "1" } }),
            ),
            "VALIDATION_ERROR shipping_address:PAIDY_SHIPPING_ADDRESS_NEEDS_ONE_OPTIONAL_FIELD",
        ),
        (pay("apple_pay", "one_time", json!({})), "VALIDATION_ERROR applepay_token:REQUIRED_VALUE"),
        (json!([]), "INVALID_REQUEST"),
    ] {
        let reply = Test::new().create(&body).await;
        assert_eq!(reply.refused(), (400, refused.to_owned()), "{body}");
    }
    for body in [
        bad(json!({ "exp_year": "26", "exp_month": "11" })),
        bad(json!({ "exp_year": 2051 })),
        beside(json!({ "metadata": null, "email": null })),
        json!({ "payment_type": "card", "data": bad(json!({}))["data"] }),
        pay("konbini", "subscription", konbini),
    ] {
        let reply = Test::new().create(&body).await;
        assert_eq!(reply.status, 201, "{body}: {}", reply.text);
    }
}

#[tokio::test]
async fn lasting_tokens_are_listed_read_and_deleted() {
    let test = Test::new();
    test.token(&card("one_time", &json!({}), &json!({}))).await;
    let first = test.token(&card("subscription", &json!({}), &json!({}))).await;
    let second = test.token(&recurring(&json!({}), &json!({}))).await;
    for path in ["/tokens".to_owned(), store("tokens")] {
        let list = test.server(Method::GET, &path, &Value::Null).await.json();
        let ids: Vec<_> =
            list["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
        assert_eq!(ids, [second.as_str(), first.as_str()]);
    }
    let path = store(&format!("tokens/{second}"));
    let gone = test.server(Method::DELETE, &path, &Value::Null).await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(test.server(method, &path, &Value::Null).await.refused().0, 404);
    }
    assert_eq!(test.charge(&second, &json!({})).await.refused(), (404, "NOT_FOUND".to_owned()));
}

#[tokio::test]
async fn a_token_is_confirmed_and_renewed() {
    let test = Test::new();
    let body = recurring(&json!({}), &json!({ "use_confirmation": true, "email": "a@b.example" }));
    let token = test.token(&body).await;
    let must = (400, "TOKEN_MUST_BE_CONFIRMED".to_owned());
    assert_eq!(test.charge(&token, &json!({})).await.refused(), must);
    let path = store(&format!("tokens/{token}/confirm"));
    let confirm = |code: &str| json!({ "confirmation_code": code });
    let wrong = test.server(Method::POST, &path, &confirm("9999")).await;
    assert_eq!(wrong.refused(), (400, "WRONG_CONFIRMATION_CODE".to_owned()));
    let right = test.server(Method::POST, &path, &confirm("1234")).await;
    assert_eq!(right.json()["confirmed"], true);
    let card = json!({ "data": { "card_number": "5555555555554444", "exp_month": 1, "exp_year": 2031, "cvv": "999" } });
    let renewed = test.server(Method::POST, &store(&format!("tokens/{token}/renew")), &card).await;
    let renewed = renewed.json();
    assert_eq!((&renewed["previous_id"], &renewed["type"]), (&json!(token), &json!("recurring")));
    assert_eq!(renewed["data"]["card"]["brand"], "mastercard");
    assert_eq!(test.charge(renewed["id"].as_str().unwrap(), &json!({})).await.status, 201);
}

#[tokio::test]
async fn a_new_security_code_is_fresh_for_five_minutes() {
    let test = Test::new();
    let token = test.token(&recurring(&json!({}), &json!({}))).await;
    let much = json!({ "amount": 20_000 });
    test.advance(300).await;
    let late = (400, "RECURRING_USAGE_REQUIRES_CVV".to_owned());
    assert_eq!(test.charge(&token, &much).await.refused(), late);
    let path = store(&format!("tokens/{token}"));
    for (data, reason) in
        [(json!({ "cvv": "12" }), "cvv:INVALID_CVV"), (json!("x"), "data:INVALID_FORMAT")]
    {
        let reply = test.server(Method::PATCH, &path, &json!({ "data": data })).await;
        assert_eq!(reply.refused(), (400, format!("VALIDATION_ERROR {reason}")));
    }
    assert_eq!(test.charge(&token, &much).await.refused(), late);
    let code = json!({ "data": { "cvv": "321" } });
    let updated = test.server(Method::PATCH, &path, &code).await.json();
    assert_eq!(updated["updated_on"], "2026-11-21T09:35:00Z");
    test.advance(299).await;
    assert_eq!(test.charge(&token, &much).await.status, 201);
    test.advance(30).await;
    assert_eq!(test.charge(&token, &much).await.refused(), late);
    let unknown = store("tokens/none");
    assert_eq!(test.server(Method::PATCH, &unknown, &code).await.refused().0, 404);
}

#[tokio::test]
async fn the_check_fails_with_its_card_and_ends_with_its_provider() {
    let test = Test::new();
    let check = json!({ "cvv_authorize": { "enabled": true } });
    let fails = json!({ "email": "x+charge-failure-309@example.com" });
    let token = test.token(&recurring(&check, &fails)).await;
    assert_eq!(test.check_of(&token).await, "pending");
    test.advance(3).await;
    assert_eq!(test.check_of(&token).await, "failed");
    let refused = (400, "CVV_AUTHORIZATION_NOT_COMPLETED".to_owned());
    assert_eq!(test.charge(&token, &json!({})).await.refused(), refused);
    // Another code starts it again.
    let path = store(&format!("tokens/{token}"));
    let again = json!({ "email": "x@example.com", "data": { "cvv": "321" } });
    assert_eq!(test.server(Method::PATCH, &path, &again).await.status, 200);
    assert_eq!(test.check_of(&token).await, "pending");
    test.advance(3).await;
    assert_eq!(test.check_of(&token).await, "current");
    test.send(Method::POST, "/_sandbox/univapay/unlink", &[], "").await;
    assert_eq!(test.check_of(&token).await, "inactive");
    assert_eq!(test.charge(&token, &json!({})).await.refused(), refused);
    let code = json!({ "data": { "cvv": "321" } });
    test.server(Method::PATCH, &path, &code).await;
    test.advance(3).await;
    assert_eq!(test.charge(&token, &json!({})).await.status, 201);
}

#[tokio::test]
async fn nothing_that_is_unknown_or_a_card_number_is_kept() {
    let test = Test::new();
    let data =
        json!({ "cardholder": format!("x {PAN}"), "line1": "4000 0200 0000 0000", "pan": PAN });
    let more = json!({ "metadata": { "note": PAN, "cvv": "123" }, "number": PAN });
    let reply = test.create(&recurring(&data, &more)).await;
    let token = reply.json();
    assert_eq!(token["data"]["card"]["cardholder"], "x [16 digits]");
    assert_eq!(token["metadata"], json!({ "note": "[16 digits]", "cvv": "[3 digits]" }));
    assert!(!reply.text.contains("0200000"), "{}", reply.text);
    let log = test.send(Method::GET, "/_sandbox/log", &[], "").await;
    assert!(!log.text.contains("0200000") && !log.text.contains(UNIVAPAY.jwt), "{}", log.text);
}

#[tokio::test]
async fn a_store_tells_what_it_takes() {
    let test = Test::new();
    let reply = test.server(Method::GET, "/checkout_info", &Value::Null).await;
    let info = reply.json();
    assert_eq!(info["recurring_token_privilege"], "infinite");
    assert_eq!(info["card_configuration"]["allow_direct_token_creation"], true);
    assert_eq!(reply.header("x-requests-per-minute-exact"), "3000");
}

#[tokio::test]
async fn a_token_that_waits_for_its_customer_names_the_next_step() {
    let test = Test::new();
    let body = card("one_time", &json!({ "three_ds": { "enabled": true } }), &json!({}));
    let token = test.token(&body).await;
    let step = test.read(&format!("tokens/{token}/three_ds/issuer_token")).await.json();
    assert_eq!(step["call_method"], "http_post");
    let payload = json!({ "resource_id": token, "resource_type": "transaction_token" });
    assert_eq!(step["payload"], payload);
    let plain = test.token(&card("one_time", &json!({}), &json!({}))).await;
    let none = test.read(&format!("tokens/{plain}/three_ds/issuer_token")).await;
    assert_eq!(none.refused().0, 404);
}
