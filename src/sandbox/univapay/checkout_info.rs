//! What a page may know of the store that it sells for.

use super::account::Store;
use super::transaction_token::CODE_THRESHOLD;
use serde_json::{Value, json};

/// The store's settings.
pub(super) fn view(store: &Store) -> Value {
    json!({
        "name": "Cardlet's demo store",
        "store_id": store.known.store_id,
        "mode": store.mode(),
        "recurring_token_privilege": "infinite",
        "recurring_token_cvv_confirmation": {
            "enabled": true,
            "threshold": [{ "amount": CODE_THRESHOLD, "currency": "JPY" }],
        },
        "card_configuration": {
            "enabled": true,
            "allow_direct_token_creation": store.known.takes_cards_directly,
            "allow_empty_cvv": false,
            "three_ds_required": false,
        },
        "supported_brands": [
            "visa", "mastercard", "american_express", "diners_club", "discover", "jcb", "unionpay",
            "maestro",
        ],
    })
}
