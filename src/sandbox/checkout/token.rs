//! A token: what is kept of it and how it is shown.

use crate::sandbox::clock::rfc3339;
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::StoredToken;
use serde_json::{Map, Value, json};

/// What is kept with a token.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    Card(Box<KeptCard>),
    /// A security code that came in, and was dropped.
    Cvv,
}

/// A card without its number and security code.
#[derive(Clone, Debug)]
pub(super) struct KeptCard {
    pub(super) card: StoredCard,
    /// What happens at the payment.
    pub(super) outcome: Outcome,
    /// As Checkout.com spells it; `None` when the number belongs to no brand that is known.
    pub(super) scheme: Option<&'static str>,
    pub(super) kind: &'static str,
    pub(super) category: &'static str,
    /// What the request said of the holder, and what it prefers.
    pub(super) sent: Map<String, Value>,
}

/// How a payment with a card ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Approved,
    InsufficientFunds,
}

/// The token as `POST /tokens` shows it.
pub(super) fn view(token: &StoredToken<Kept>) -> Value {
    let mut view = metadata(token);
    view.insert("token".to_owned(), token.id.as_str().into());
    view.insert("expires_on".to_owned(), token.expires.map(rfc3339).into());
    view.into()
}

/// The token as `GET /tokens/{id}/metadata` shows it.
pub(super) fn metadata(token: &StoredToken<Kept>) -> Map<String, Value> {
    match &token.content {
        Kept::Cvv => Map::from_iter([("type".to_owned(), "cvv".into())]),
        Kept::Card(kept) => {
            let mut view = card(kept);
            view.insert("type".to_owned(), "card".into());
            view
        }
    }
}

/// The card's own fields, the same in a token, an instrument and a payment's source.
pub(super) fn card(kept: &KeptCard) -> Map<String, Value> {
    let KeptCard { card, scheme, kind, category, sent, .. } = kept;
    let fields = json!({
        "expiry_month": card.expiry.month(),
        "expiry_year": card.expiry.year(),
        "scheme": scheme,
        "last4": card.last4,
        "bin": card.bin,
        "card_type": kind,
        "card_category": category,
        "issuer": "TEST BANK",
        "issuer_country": "GB",
        "product_id": "F",
        "product_type": "CLASSIC",
    });
    let mut view = sent.clone();
    view.extend(fields.as_object().cloned().unwrap_or_default());
    if sent.get("preferred_scheme").is_some_and(|scheme| scheme == "cartes_bancaires") {
        view.insert("scheme_local".to_owned(), "cartes_bancaires".into());
    }
    view
}
