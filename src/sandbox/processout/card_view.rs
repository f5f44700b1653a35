//! A card as the API shows it.

use super::card::Kept;
use super::published::Behaviour;
use crate::sandbox::clock::rfc3339;
use crate::sandbox::keys::PROCESSOUT;
use crate::sandbox::token_store::StoredToken;
use serde_json::{Map, Value, json};

/// Fields that are null unless a request says more.
const NULL: [&str; 24] = [
    "preferred_scheme",
    "bank_name",
    "brand",
    "category",
    "token_type",
    "name",
    "address1",
    "address2",
    "city",
    "state",
    "country_code",
    "zip",
    "user_agent",
    "header_referer",
    "app_color_depth",
    "app_java_enabled",
    "app_language",
    "app_screen_height",
    "app_screen_width",
    "app_timezone_offset",
    "tokenization_method",
    "payment_source_detail",
    "update_type",
    "update_reason_code",
];

/// The card as the API shows it: every field, most of them null.
pub(super) fn view(card: &StoredToken<Kept>) -> Value {
    let StoredToken { id, created, used, content, .. } = card;
    let Kept { card, scheme, co_scheme, has_code, behaviour, sent } = content;
    let (cvc, avs) = match behaviour {
        Behaviour::Checks { cvc, avs } => (*cvc, *avs),
        _ => ("unavailable", "unavailable"),
    };
    let known = json!({
        "id": id,
        "project_id": PROCESSOUT.project_id,
        "scheme": scheme,
        "co_scheme": co_scheme,
        "type": "credit",
        "iin": card.bin,
        "last_4_digits": card.last4,
        "fingerprint": card.fingerprint,
        "exp_month": card.expiry.month(),
        "exp_year": card.expiry.year(),
        "cvc_check": cvc,
        "avs_check": avs,
        "checks": checks(cvc, avs),
        "ip_address": "127.0.0.1",
        "header_accept": "*/*",
        "expires_soon": false,
        "metadata": {},
        "used": used.map(|_| true),
        "sandbox": true,
        "created_at": rfc3339(*created),
        "updated_at": rfc3339(used.unwrap_or(*created)),
        "cvc_tokenized": has_code,
    });
    let mut view: Map<_, _> = NULL.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    view.extend(known.as_object().cloned().unwrap_or_default());
    view.extend(sent.clone());
    view.into()
}

fn checks(cvc: &str, avs: &str) -> Value {
    json!({
        "cvc_check": cvc,
        "cvc_check_reason": null,
        "avs_check": avs,
        "avs_postal_check": "unavailable",
        "avs_postal_check_reason": null,
        "avs_street_check": "unavailable",
        "avs_street_check_reason": null,
        "avs_name_check": "unavailable",
        "avs_name_check_reason": null,
    })
}
