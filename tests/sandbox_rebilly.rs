//! The sandbox's Rebilly after the token: instruments, transactions, subscriptions.
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
use cardlet::sandbox::keys::REBILLY;
use serde_json::{Value, json};
use support::{Reply, advance, get, order, post, sandbox, send};

const BASE: &str = "/rebilly/organizations/cardlet-demo";
const SERVER: [(&str, &str); 1] = [("reb-apikey", REBILLY.secret_key)];
const VISA: &str = "4111111111111111";
const DAY: u64 = 24 * 3_600_000;

async fn token_of(sandbox: &Sandbox, card: Value) -> String {
    let body = json!({ "method": "payment-card", "paymentInstrument": card });
    let key = [("authorization", REBILLY.publishable_key)];
    let reply = post(sandbox.api(), &format!("{BASE}/tokens"), &key, &body).await;
    reply.json()["id"].as_str().unwrap_or_else(|| panic!("{}", reply.text)).to_owned()
}

async fn token(sandbox: &Sandbox) -> String {
    token_of(sandbox, json!({ "pan": VISA, "cvv": "123", "expMonth": 12, "expYear": 2030 })).await
}

async fn call(sandbox: &Sandbox, path: &str, body: Value) -> Reply {
    post(sandbox.api(), &format!("{BASE}/{path}"), &SERVER, &body).await
}

async fn attach(sandbox: &Sandbox, token: &str) -> Reply {
    let body = json!({ "customerId": "customer_demo", "token": token });
    call(sandbox, "payment-instruments", body).await
}

async fn instrument(sandbox: &Sandbox) -> String {
    let token = token(sandbox).await;
    attach(sandbox, &token).await.json()["id"].as_str().unwrap().to_owned()
}

async fn pay(sandbox: &Sandbox, instruction: Value) -> Reply {
    let body = json!({ "customerId": "customer_demo", "amount": 10.5, "currency": "USD",
        "paymentInstruction": instruction });
    call(sandbox, "transactions", body).await
}

async fn patch(sandbox: &Sandbox, id: &str, body: Value) -> Reply {
    let path = format!("{BASE}/payment-instruments/{id}");
    send(sandbox.api(), (Method::PATCH, &path), &SERVER, body.to_string()).await
}

fn invalid_field(reply: &Reply) -> Value {
    assert_eq!(reply.status, 422, "{}", reply.text);
    reply.json()["invalidFields"][0]["field"].clone()
}

#[tokio::test]
async fn a_transaction_uses_a_token_up() {
    let sandbox = sandbox();
    let token = token(&sandbox).await;
    let paid = pay(&sandbox, json!({ "token": token })).await;
    assert_eq!((paid.status, &paid.json()["result"]), (201, &json!("approved")), "{}", paid.text);
    assert_eq!(paid.json()["amount"], 10.5);
    let again = pay(&sandbox, json!({ "token": token })).await;
    assert_eq!(invalid_field(&again), "paymentInstruction.token");
    assert_eq!(invalid_field(&attach(&sandbox, &token).await), "token");
    let late = self::token(&sandbox).await;
    advance(&sandbox, 30 * 60_000).await;
    let refused = pay(&sandbox, json!({ "token": late })).await;
    assert_eq!(refused.json()["detail"], "the token has expired");
}

#[tokio::test]
async fn the_published_test_data_is_declined_when_it_pays() {
    let sandbox = sandbox();
    for (card, result) in [
        (json!({ "pan": VISA, "cvv": "000", "expMonth": 12, "expYear": 2030 }), "declined"),
        (
            json!({ "pan": "378282246310005", "cvv": "0000", "expMonth": 12, "expYear": 2030 }),
            "declined",
        ),
        (json!({ "pan": VISA, "cvv": "123", "expMonth": 10, "expYear": 2051 }), "declined"),
        (json!({ "pan": VISA, "cvv": "123", "expMonth": 11, "expYear": 2051 }), "approved"),
        (json!({ "pan": VISA, "expMonth": 12, "expYear": 2030 }), "approved"),
    ] {
        let token = token_of(&sandbox, card.clone()).await;
        let paid = pay(&sandbox, json!({ "token": token })).await;
        assert_eq!(paid.json()["result"], result, "{card}");
    }
}

#[tokio::test]
async fn a_token_is_no_instrument() {
    let sandbox = sandbox();
    let token = token(&sandbox).await;
    let refused = pay(&sandbox, json!({ "paymentInstrumentId": token })).await;
    assert_eq!(invalid_field(&refused), "paymentInstruction.paymentInstrumentId");
    let plan = |id: &str| json!({ "customerId": "customer_demo", "paymentInstrumentId": id });
    let refused = call(&sandbox, "subscriptions", plan(&token)).await;
    assert_eq!(invalid_field(&refused), "paymentInstrumentId");
    assert_eq!(refused.json()["detail"], "a token is no payment instrument");
    assert_eq!(invalid_field(&pay(&sandbox, json!({})).await), "paymentInstruction");
    // Refusing it has not used it up.
    let made = attach(&sandbox, &token).await;
    assert_eq!(made.status, 201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(call(&sandbox, "subscriptions", plan(&id)).await.status, 201);
    assert_eq!(pay(&sandbox, json!({ "paymentInstrumentId": id })).await.status, 201);
    let strangers = json!({ "customerId": "somebody", "paymentInstrumentId": id });
    assert_eq!(call(&sandbox, "subscriptions", strangers).await.status, 422);
}

#[tokio::test]
async fn the_same_card_of_the_same_customer_is_one_instrument() {
    let sandbox = sandbox();
    let first = instrument(&sandbox).await;
    let later = json!({ "pan": VISA, "cvv": "123", "expMonth": 1, "expYear": 2032 });
    let again = attach(&sandbox, &token_of(&sandbox, later).await).await;
    let place = format!("{BASE}/payment-instruments/{first}");
    assert_eq!(again.status, 303);
    assert_eq!(again.header("location"), format!("http://127.0.0.1:4282{place}"));
    let renewed = get(sandbox.api(), &place, &SERVER).await.json();
    assert_eq!((&renewed["expMonth"], &renewed["expYear"]), (&json!(1), &json!(2032)));
    // Another card, or another customer, is another instrument.
    let other = json!({ "pan": "5555555555554444", "expMonth": 12, "expYear": 2030 });
    assert_eq!(attach(&sandbox, &token_of(&sandbox, other).await).await.status, 201);
    let body = json!({ "customerId": "somebody", "token": token(&sandbox).await });
    assert_eq!(call(&sandbox, "payment-instruments", body).await.status, 201);
    // The merchant's server goes on to where the instrument is.
    let spent = order(&sandbox, json!({ "paymentToken": token(&sandbox).await })).await;
    assert_eq!((spent.status, &spent.json()["spent"]["id"]), (201, &json!(first)));
}

#[tokio::test]
async fn a_new_token_renews_an_instrument() {
    let sandbox = sandbox();
    let id = instrument(&sandbox).await;
    let later = json!({ "pan": VISA, "cvv": "123", "expMonth": 1, "expYear": 2032 });
    let fresh = token_of(&sandbox, later).await;
    let renewed = patch(&sandbox, &id, json!({ "token": fresh })).await;
    assert_eq!((renewed.status, &renewed.json()["expYear"]), (200, &json!(2032)));
    assert_eq!(invalid_field(&patch(&sandbox, &id, json!({ "token": fresh })).await), "token");
    let other = json!({ "pan": "5555555555554444", "expMonth": 12, "expYear": 2030 });
    let other = token_of(&sandbox, other).await;
    assert_eq!(invalid_field(&patch(&sandbox, &id, json!({ "token": other })).await), "token");
    assert_eq!(attach(&sandbox, &other).await.status, 201, "it was not used up");
    let address = json!({ "billingAddress": { "city": "Austin", "note": VISA } });
    let moved = patch(&sandbox, &id, address).await.json();
    assert_eq!(moved["billingAddress"], json!({ "city": "Austin" }));
    let wrong = json!({ "billingAddress": { "country": "us" } });
    assert_eq!(invalid_field(&patch(&sandbox, &id, wrong).await), "billingAddress.country");
    assert_eq!(patch(&sandbox, "inst_none", json!({})).await.status, 404);
}

#[tokio::test]
async fn an_instrument_that_is_over_does_not_pay() {
    let sandbox = sandbox();
    let state = async |id: &str| {
        let path = format!("{BASE}/payment-instruments/{id}");
        get(sandbox.api(), &path, &SERVER).await.json()["status"].clone()
    };
    let id = instrument(&sandbox).await;
    assert_eq!(state(&id).await, "active");
    let path = format!("payment-instruments/{id}/deactivation");
    assert_eq!(call(&sandbox, &path, json!({})).await.json()["status"], "deactivated");
    let refused = pay(&sandbox, json!({ "paymentInstrumentId": id })).await;
    assert_eq!(invalid_field(&refused), "paymentInstruction.paymentInstrumentId");
    // A new token of the card brings it back.
    assert_eq!(attach(&sandbox, &token(&sandbox).await).await.status, 303);
    assert_eq!(state(&id).await, "active");
    for _ in 0..5 {
        advance(&sandbox, 366 * DAY).await;
    }
    assert_eq!(state(&id).await, "expired");
    assert_eq!(pay(&sandbox, json!({ "paymentInstrumentId": id })).await.status, 422);
}

#[tokio::test]
async fn what_takes_a_secret_key_is_closed_to_a_browser() {
    let sandbox = sandbox();
    let key = [("authorization", REBILLY.publishable_key)];
    for path in ["transactions", "subscriptions", "payment-instruments/i/deactivation"] {
        let reply = post(sandbox.api(), &format!("{BASE}/{path}"), &key, &json!({})).await;
        assert_eq!(reply.status, 403, "{path}");
    }
}
