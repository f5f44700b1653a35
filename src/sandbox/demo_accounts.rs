//! What a page needs to ask each provider of the sandbox: the demo's accounts and the vendors'
//! published test cards.

use super::keys::{CHECKOUT, KEAP, PAYMENTS_AI, PROCESSOUT, REBILLY, UNIVAPAY, VAULT};
use super::{checkout, keap, payments_ai, processout, rebilly, univapay, vault};
use serde_json::{Value, json};

/// The numbers that each vendor has published, and what they do.
const TEST_CARDS: &str = include_str!("../../tests/fixtures/test_cards.json");

/// The accounts, as the element's options.
pub(super) fn providers(api: &str) -> Vec<Value> {
    let [payments_ai_demo, ..] = &PAYMENTS_AI;
    let [vault_demo, ..] = &VAULT;
    let accounts = [
        (
            checkout::PREFIX,
            json!({
                "provider": "checkout",
                "label": "Checkout.com",
                "publicKey": CHECKOUT.public_key,
            }),
        ),
        (
            vault::PREFIX,
            json!({
                "provider": "generic",
                "label": "An endpoint of your own",
                "publicKey": vault_demo.public_key,
                "configure": vault_map(),
            }),
        ),
        (
            keap::PREFIX,
            json!({
                "provider": "keap",
                "label": "Keap",
                "organization": KEAP.app,
            }),
        ),
        (
            payments_ai::RELAY,
            json!({
                "provider": "paymentsai",
                "label": "PaymentsAI",
                "organization": payments_ai_demo.id,
            }),
        ),
        (
            processout::PREFIX,
            json!({
                "provider": "processout",
                "label": "ProcessOut",
                "publicKey": PROCESSOUT.project_id,
            }),
        ),
        (
            rebilly::PREFIX,
            json!({
                "provider": "rebilly",
                "label": "Rebilly",
                "publicKey": REBILLY.publishable_key,
                "organization": REBILLY.id,
            }),
        ),
        (
            univapay::PREFIX,
            json!({
                "provider": "univapay",
                "label": "Univapay",
                "publicKey": UNIVAPAY.jwt,
                "tokenTypes": ["one_time", "subscription", "recurring"],
            }),
        ),
    ];
    let cards: Value = serde_json::from_str(TEST_CARDS).unwrap_or_default();
    accounts.into_iter().map(|(place, account)| complete(account, api, place, &cards)).collect()
}

/// Adds what every account has.
fn complete(mut account: Value, api: &str, place: &str, cards: &Value) -> Value {
    let name = account.get("provider").and_then(Value::as_str);
    let cards = name.and_then(|name| cards.get(name)?.get("cards")).cloned();
    if let Some(fields) = account.as_object_mut() {
        fields.insert("endpoint".to_owned(), format!("{api}{place}").into());
        fields.insert("testCards".to_owned(), cards.unwrap_or_else(|| json!([])));
        fields.entry("tokenTypes").or_insert_with(|| json!([]));
    }
    account
}

/// What a page gives `configure()` for the vault, whose every name is its own.
fn vault_map() -> Value {
    json!({
        "path": "/v9/vault/cards",
        "keyHeader": "X-Vault-Key",
        "keyPrefix": "Vault ",
        "fieldMap": {
            "method": null,
            "number": "card.digits",
            "expMonth": null,
            "expYear": null,
            "expMonthText": "card.until.mm",
            "expYearText": "card.until.yyyy",
            "cvc": "card.cvn",
            "name": "card.holder",
            "firstName": null,
            "lastName": null,
            "id": "result.ref",
            "createdTime": "result.born",
            "expirationTime": "result.dies",
            "bin": "result.first",
            "errorCode": "error.code",
            "requestId": "trace",
            "invalidFields": "error.fields",
        },
    })
}
