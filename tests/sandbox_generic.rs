//! The sandbox's endpoint of nobody's, called in process.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

#[path = "support/sandbox.rs"]
mod support;

use cardlet::sandbox::Sandbox;
use cardlet::sandbox::keys::VAULT;
use serde_json::{Value, json};
use support::{Fixtures, advance, get, limit_rate, order, post, sandbox};

const FIXTURES: Fixtures = Fixtures("generic");
const ID: &str = "gen_bcdfghjkmnpqrstvbcdfghjk";
const LIFE_MS: u64 = 10 * 60_000;

async fn new_card(sandbox: &Sandbox) -> String {
    let reply = FIXTURES.send(sandbox, "token-created", &[]).await;
    reply.json()["result"]["ref"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn it_answers_as_the_fixtures_say() {
    for name in ["token-created", "token-created-without-birth", "invalid-fields", "unauthorized"] {
        FIXTURES.check(&sandbox(), name, &[]).await;
    }
}

#[tokio::test]
async fn a_reference_is_charged_once_and_in_time() {
    let sandbox = sandbox();
    let card = new_card(&sandbox).await;
    FIXTURES.check(&sandbox, "charge-created", &[(ID, &card)]).await;
    FIXTURES.check(&sandbox, "token-used", &[(ID, &card)]).await;
    let late = new_card(&sandbox).await;
    advance(&sandbox, LIFE_MS).await;
    FIXTURES.check(&sandbox, "token-expired", &[(ID, &late)]).await;
    FIXTURES.check(&sandbox, "token-unknown", &[]).await;
}

#[tokio::test]
async fn the_merchant_charges_with_the_key_of_the_account() {
    let sandbox = sandbox();
    let spend = json!({ "provider": "generic", "paymentToken": new_card(&sandbox).await });
    assert_eq!(order(&sandbox, spend.clone()).await.status, 201);
    let again = order(&sandbox, spend).await;
    assert_eq!(
        (again.status, &again.json()["error"]["body"]["error"]["code"]),
        (409, &json!("E_SPENT"))
    );
    let reply = FIXTURES.send(&sandbox, "token-created-without-birth", &[]).await.json();
    for (key, status) in
        [("gpk_nobody", 400), (VAULT[0].public_key, 404), (VAULT[1].public_key, 201)]
    {
        let spend = json!({ "provider": "generic", "paymentToken": reply["result"]["ref"],
            "publicKey": key });
        assert_eq!(order(&sandbox, spend).await.status, status, "{key}");
    }
}

#[tokio::test]
async fn keys_rights_and_rates_are_told_apart() {
    let sandbox = sandbox();
    let (public, secret) =
        (format!("Vault {}", VAULT[0].public_key), format!("Vault {}", VAULT[0].secret_key));
    let charges = "/generic/v9/vault/charges";
    for (path, key, status, code) in [
        (charges, public.as_str(), 403, "E_RIGHTS"),
        (charges, &secret, 404, "E_UNKNOWN"),
        (charges, VAULT[0].secret_key, 401, "E_KEY"),
        ("/generic/v9/vault/cards", &secret, 406, "E_FIELDS"),
        ("/generic/nothing", &secret, 404, "E_PATH"),
    ] {
        let reply = post(sandbox.api(), path, &[("x-vault-key", key)], &json!({})).await;
        assert_eq!(
            (reply.status, &reply.json()["error"]["code"]),
            (status, &json!(code)),
            "{path}"
        );
    }
    limit_rate(&sandbox, 1).await;
    new_card(&sandbox).await;
    let limited = FIXTURES.send(&sandbox, "token-created", &[]).await;
    assert_eq!((limited.status, &limited.json()["error"]["code"]), (429, &json!("E_RATE")));
}

#[tokio::test]
async fn no_number_is_kept() {
    let sandbox = sandbox();
    new_card(&sandbox).await;
    let log = get(sandbox.api(), "/_sandbox/log", &[]).await;
    assert!(log.text.contains("/generic/v9/vault/cards"), "{}", log.text);
    assert!(!log.text.contains("1111111"), "{}", log.text);
    let body: Value = serde_json::from_str(log.json()[0]["requestBody"].as_str().unwrap()).unwrap();
    assert_eq!(body["card"]["digits"], "[16 digits]");
    assert_eq!(body["card"]["cvn"], "[3 digits]");
}

#[test]
fn every_fixture_is_one_that_a_test_reads() {
    FIXTURES.all_are_in(include_str!("sandbox_generic.rs"), 8);
}
