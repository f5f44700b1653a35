//! Keys that must never be in a browser, told by their looks.

use crate::token::Json;

/// Does any text of the tree look like a secret key?
pub(super) fn holds_secret(json: &Json) -> bool {
    match json {
        Json::Text(text) => looks_secret(text),
        Json::List(items) => items.iter().any(holds_secret),
        Json::Object(entries) => entries.iter().any(|(_, value)| holds_secret(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Keys that the systems call secret: `sk_…`, an `ApiKey`, a JWT with its secret in front.
pub(super) fn looks_secret(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("Bearer ").unwrap_or(text);
    let parts_of_jwt = text.split('.').collect::<Vec<_>>();
    text.starts_with("sk_")
        || text.starts_with("key_")
        || text.starts_with("ApiKey ")
        || matches!(parts_of_jwt.as_slice(), [secret, header, _, _]
            if !secret.is_empty() && header.starts_with("ey"))
}
