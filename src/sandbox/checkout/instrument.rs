//! An instrument: a card that is kept to pay with, made of a token.

use super::account::Checkout;
use super::payment::spend_card;
use super::refusal::Refusal;
use super::token::{self, KeptCard};
use crate::sandbox::fields::{object_of, text_of};
use crate::sandbox::lock::lock;
use serde_json::Value;

/// What is kept of an instrument.
#[derive(Clone, Debug)]
pub(super) struct Instrument {
    pub(super) id: String,
    pub(super) card: KeptCard,
}

impl Instrument {
    pub(super) fn of(card: KeptCard, checkout: &Checkout) -> Self {
        Self { id: checkout.id("src_"), card }
    }
}

/// Makes an instrument of a token, which is used up by it.
///
/// # Errors
/// 422 with the codes.
pub(super) fn create(body: &[u8], checkout: &Checkout) -> Result<Value, Refusal> {
    let request = object_of(body).ok_or_else(Refusal::malformed)?;
    if text_of(&request, "type") != Some("token") {
        return Err(Refusal::invalid(vec!["source_type_required"]));
    }
    let token = text_of(&request, "token").filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| Refusal::invalid(vec!["token_required"]))?;
    let made = Instrument::of(spend_card(token, checkout)?, checkout);
    let view = view(&made);
    lock(&checkout.instruments).push(made);
    Ok(view)
}

/// The instrument as the API shows it.
pub(super) fn view(instrument: &Instrument) -> Value {
    let mut view = token::card(&instrument.card);
    view.insert("type".to_owned(), "card".into());
    view.insert("id".to_owned(), instrument.id.as_str().into());
    view.insert("fingerprint".to_owned(), instrument.card.card.fingerprint.as_str().into());
    view.into()
}
