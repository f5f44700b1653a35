//! What a page needs to ask each provider of the sandbox: the demo's accounts and the vendors'
//! published test cards.

use super::keys::{CHECKOUT, KEAP, PAYMENTS_AI, PROCESSOUT, REBILLY, UNIVAPAY, VAULT};
use super::settings::Origins;
use super::{checkout, hosted, keap, payments_ai, processout, rebilly, univapay, vault};
use serde_json::{Value, json};

/// The numbers that each vendor has published, and what they do.
const TEST_CARDS: &str = include_str!("../../tests/fixtures/test_cards.json");

/// The accounts, as the element's options, and where each provider's frame is.
pub(super) fn providers(origins: &Origins) -> Vec<Value> {
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
    accounts.into_iter().map(|(place, account)| complete(account, origins, place, &cards)).collect()
}

/// Adds what every account has.
fn complete(mut account: Value, origins: &Origins, place: &str, cards: &Value) -> Value {
    let name = account.get("provider").and_then(Value::as_str).unwrap_or_default();
    let cards = cards.get(name).and_then(|vendor| vendor.get("cards")).cloned();
    let frame = hosted::frame(origins, name);
    if let Some(fields) = account.as_object_mut() {
        fields.insert("endpoint".to_owned(), format!("{}{place}", origins.api).into());
        fields.insert("frame".to_owned(), frame.into());
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
