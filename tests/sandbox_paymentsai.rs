//! The sandbox's PaymentsAI, called in process.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

#[path = "support/sandbox.rs"]
mod support;

use cardlet::sandbox::Sandbox;
use cardlet::sandbox::keys::PAYMENTS_AI;
use serde_json::{Value, json};
use support::{Fixtures, Reply, advance, get, limit_rate, order, post, sandbox};

const FIXTURES: Fixtures = Fixtures("paymentsai");
const ID: &str = "tok_bcdfghjkmnpqrstvbcdfghjk";
const ORGANIZATION: &str = "/paymentsai/v1/public-api/organizations/cardlet-demo";
const MINUTE: u64 = 60_000;

fn key() -> String {
    format!("ApiKey {}", PAYMENTS_AI[0].api_key)
}

async fn new_token(sandbox: &Sandbox) -> String {
    let reply = FIXTURES.send(sandbox, "token-created", &[]).await;
    reply.json()["id"].as_str().unwrap().to_owned()
}

async fn server(sandbox: &Sandbox, path: &str, body: Value) -> Reply {
    let path = format!("{ORGANIZATION}{path}");
    post(sandbox.api(), &path, &[("authorization", &key())], &body).await
}

async fn attach(sandbox: &Sandbox, token: &str) -> Reply {
    let path = "/customers/customer_demo/payment-instruments";
    server(sandbox, path, json!({ "token": token })).await
}

async fn new_instrument(sandbox: &Sandbox) -> String {
    let token = new_token(sandbox).await;
    attach(sandbox, &token).await.json()["id"].as_str().unwrap().to_owned()
}

async fn state(sandbox: &Sandbox, instrument: &str) -> Value {
    let path = format!("{ORGANIZATION}/payment-instruments/{instrument}");
    get(sandbox.api(), &path, &[("authorization", &key())]).await.json()["status"].clone()
}

#[tokio::test]
async fn the_relay_answers_as_the_fixtures_say() {
    for name in [
        "token-created",
        "token-created-without-expiry",
        "invalid-fields",
        "unauthorized",
        "organization-unknown",
    ] {
        FIXTURES.check(&sandbox(), name, &[]).await;
    }
    let limited = sandbox();
    limit_rate(&limited, 1).await;
    new_token(&limited).await;
    FIXTURES.check(&limited, "rate-limited", &[]).await;
    advance(&limited, MINUTE).await;
    assert_eq!(FIXTURES.send(&limited, "token-created", &[]).await.status, 201);
}

#[tokio::test]
async fn a_token_is_attached_once_and_in_time() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    let made = FIXTURES.send(&sandbox, "instrument-created", &[(ID, &token)]).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let mut expected = FIXTURES.read("instrument-created")["response"]["body"].clone();
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let lengths: Vec<_> = id.split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
    expected["id"] = json!(id);
    assert_eq!(made.json(), expected);
    FIXTURES.check(&sandbox, "token-used", &[(ID, &token)]).await;

    let late = new_token(&sandbox).await;
    advance(&sandbox, 30 * MINUTE).await;
    FIXTURES.check(&sandbox, "token-expired", &[(ID, &late)]).await;
    FIXTURES.check(&sandbox, "token-unknown", &[(ID, "tok_of_nobody")]).await;
}

#[tokio::test]
async fn a_token_without_a_time_never_expires() {
    let sandbox = sandbox();
    let reply = FIXTURES.send(&sandbox, "token-created-without-expiry", &[]).await;
    advance(&sandbox, 24 * 60 * MINUTE).await;
    let spend = json!({ "provider": "paymentsai", "paymentToken": reply.json()["id"],
        "organization": "cardlet-demo-no-expiry" });
    assert_eq!(order(&sandbox, spend.clone()).await.status, 201);
    assert_eq!(order(&sandbox, spend).await.status, 400);
}

#[tokio::test]
async fn the_merchant_attaches_and_is_told_why_not() {
    let sandbox = sandbox();
    let spend = json!({ "provider": "paymentsai", "paymentToken": new_token(&sandbox).await });
    let first = order(&sandbox, spend.clone()).await;
    assert_eq!((first.status, &first.json()["spent"]["status"]), (201, &json!("inactive")));
    let second = order(&sandbox, spend).await.json();
    assert_eq!(second["error"]["body"]["errorCode"], "TOKEN_CONSUMED");
    assert_eq!(second["error"]["explained"]["providerCode"], "TOKEN_CONSUMED");
    assert_eq!(second["error"]["explained"]["certain"], true);
}

#[tokio::test]
async fn a_token_is_no_payment_instrument() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    for name in ["token-as-instrument-of-transaction", "token-as-instrument-of-subscription"] {
        FIXTURES.check(&sandbox, name, &[(ID, &token)]).await;
    }
    for body in [json!({ "token": token }), json!({ "paymentInstruction": { "token": token } })] {
        let reply = server(&sandbox, "/transactions", body).await;
        assert_eq!(reply.json()["errorCode"], "PAYMENT_INSTRUMENT_REQUIRED");
    }
    // Refusing it has not used it up.
    assert_eq!(attach(&sandbox, &token).await.status, 201);
}

#[tokio::test]
async fn an_instrument_is_inactive_then_active_then_over() {
    let sandbox = sandbox();
    let instrument = new_instrument(&sandbox).await;
    assert_eq!(state(&sandbox, &instrument).await, "inactive");
    let payment = json!({ "paymentInstrumentId": instrument, "amount": 1000, "currency": "USD",
        "idempotencyKey": "k-1" });
    let paid = server(&sandbox, "/transactions", payment.clone()).await;
    assert_eq!((paid.status, &paid.json()["status"]), (201, &json!("approved")));
    assert_eq!(state(&sandbox, &instrument).await, "active");
    // The same key: the same transaction, unless the request is another.
    let again = server(&sandbox, "/transactions", payment.clone()).await;
    assert_eq!(again.json(), paid.json());
    let mut changed = payment.clone();
    changed["amount"] = json!(1);
    let conflict = server(&sandbox, "/transactions", changed).await;
    assert_eq!(conflict.json()["errorCode"], "IDEMPOTENCY_CONFLICT");

    let plan = json!({ "paymentInstrumentId": instrument });
    assert_eq!(server(&sandbox, "/subscriptions", plan.clone()).await.status, 201);
    let strangers = json!({ "paymentInstrumentId": instrument, "customerId": "somebody" });
    assert_eq!(server(&sandbox, "/subscriptions", strangers).await.status, 400);
    let path = format!("/payment-instruments/{instrument}/deactivate");
    assert_eq!(server(&sandbox, &path, json!({})).await.json()["status"], "deactivated");
    let refused = server(&sandbox, "/subscriptions", plan).await.json();
    assert_eq!(refused["errorCode"], "PAYMENT_INSTRUMENT_UNUSABLE");

    let other = new_instrument(&sandbox).await;
    for _ in 0..5 {
        advance(&sandbox, 366 * 24 * 60 * MINUTE).await;
    }
    assert_eq!(state(&sandbox, &other).await, "expired");
}

#[tokio::test]
async fn only_a_key_of_the_organization_opens_it() {
    let sandbox = sandbox();
    let token = new_token(&sandbox).await;
    let (own, other) = (key(), format!("ApiKey {}", PAYMENTS_AI[1].api_key));
    let organization = ("x-organization-id", "cardlet-demo");
    for (path, headers, status) in [
        ("/paymentsai/tokens", vec![("authorization", own.as_str()), organization], 200),
        (&*format!("/paymentsai/tokens/{token}"), vec![("authorization", &own), organization], 200),
        ("/paymentsai/tokens/none", vec![("authorization", &own), organization], 404),
        ("/paymentsai/tokens", vec![("authorization", &own)], 403),
        ("/paymentsai/tokens", vec![("authorization", &other), organization], 403),
        ("/paymentsai/tokens", vec![organization], 401),
        ("/paymentsai/tokens", vec![("authorization", PAYMENTS_AI[0].api_key), organization], 401),
        (&*format!("{ORGANIZATION}/nothing"), vec![("authorization", &own)], 404),
    ] {
        let reply = get(sandbox.api(), path, &headers).await;
        assert_eq!(reply.status, status, "{path} {headers:?}: {}", reply.text);
        if status >= 400 {
            assert_eq!(reply.json()["statusCode"], status);
        }
    }
}

#[tokio::test]
async fn no_number_is_kept_and_a_page_may_call_the_relay() {
    let sandbox = sandbox();
    new_token(&sandbox).await;
    let log = get(sandbox.api(), "/_sandbox/log", &[]).await;
    assert!(log.text.contains("/paymentsai/relay/tokens"));
    assert!(!log.text.contains("1111111") && !log.text.contains("\"123\""), "{}", log.text);
    let preflight = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,x-organization-id"),
    ];
    let method = axum::http::Method::OPTIONS;
    let reply = support::send(sandbox.api(), (method, "/paymentsai/relay/tokens"), &preflight, "");
    let allowed = reply.await.header("access-control-allow-headers").to_owned();
    assert!(allowed.contains("x-organization-id"), "{allowed}");
}

#[test]
fn every_fixture_is_one_that_a_test_reads() {
    FIXTURES.all_are_in(include_str!("sandbox_paymentsai.rs"), 12);
}
