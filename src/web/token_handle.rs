//! The shell's hold on a token: facts that never change, and the life that does.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::clock::BrowserTimer;
use super::js::object;
use crate::card::Brand;
use crate::client::Timer;
use crate::provider::observe;
use crate::token::{ObjectText, Timestamp, Token, TokenCard};

/// A token, shared with the controller that minted it.
#[wasm_bindgen]
pub struct TokenHandle(Rc<Token>);

impl TokenHandle {
    pub(super) fn new(token: Rc<Token>) -> Self {
        Self(token)
    }

    /// The token itself.
    #[cfg(feature = "frame")]
    pub(super) fn token(&self) -> &Token {
        &self.0
    }
}

#[wasm_bindgen]
impl TokenHandle {
    /// What never changes about the token.
    #[wasm_bindgen(unchecked_return_type = "TokenFacts")]
    pub fn facts(&self) -> JsValue {
        let token = &self.0;
        let time = |time: Option<Timestamp>| time.map(Timestamp::rfc3339);
        object(|facts| {
            facts.text("id", Some(&token.id));
            facts.text("provider", Some(token.provider.name()));
            facts.text("paymentType", Some(token.payment_type.name()));
            facts.text("createdTime", time(token.created).as_deref());
            facts.text("expirationTime", time(token.life.expires).as_deref());
            facts.text("expirationSource", Some(token.life.source.name()));
            facts.text("type", token.token_type.map(|kind| kind.name()));
            facts.text("usageLimit", token.usage_limit.as_deref());
            facts.text("mode", token.mode.map(|mode| mode.name()));
            match &token.card {
                None => facts.json("card", None),
                Some(card) => facts.object("card", |object| write_card(object, card)),
            }
            facts.json("data", Some(&token.data));
            facts.json("raw", Some(&token.raw));
        })
    }

    /// Do both hold one token? Two can have one id: a provider keeps it when a security code is
    /// entered again.
    #[wasm_bindgen(js_name = isSame)]
    pub fn is_same(&self, other: &TokenHandle) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Milliseconds left, 0 once over, `undefined` when there is no end.
    #[wasm_bindgen(js_name = timeLeft)]
    pub fn time_left(&self) -> Option<f64> {
        self.0.life.left_ms(BrowserTimer.now())
    }

    /// Milliseconds that are left of the security code's life, 0 once over; `undefined` when it has
    /// none of its own.
    #[wasm_bindgen(js_name = cvcTimeLeft)]
    pub fn cvc_time_left(&self) -> Option<f64> {
        self.0.cvc_life.and_then(|life| life.left_ms(BrowserTimer.now()))
    }

    /// Where the token is in its life.
    #[wasm_bindgen(unchecked_return_type = "TokenStatus")]
    pub fn status(&self) -> String {
        self.0.status(BrowserTimer.now()).name().to_owned()
    }

    /// How far the check of a recurring token's security code is; null without one.
    #[wasm_bindgen(js_name = cvvAuthorize, unchecked_return_type = "CvvAuthorize | null")]
    pub fn cvv_authorize(&self) -> JsValue {
        match &*self.0.cvv_authorize.borrow() {
            None => JsValue::NULL,
            Some(check) => object(|object| {
                object.text("status", Some(check.status.name()));
                object.text("chargeId", check.charge_id.as_deref());
                object.text("currency", check.currency.as_deref());
            }),
        }
    }

    /// Takes over what the merchant's server has read of the token since, a JSON text.
    pub fn observe(&self, json: &str) {
        observe(&self.0, json.as_bytes());
    }
}

fn write_card(object: &mut ObjectText, card: &TokenCard) {
    object.text("brand", Some(card.brand.map_or("unknown", Brand::id)));
    object.text("last4", Some(&card.last4));
    object.whole("expMonth", Some(card.exp_month.into()));
    object.whole("expYear", Some(card.exp_year.into()));
    object.text("bin", card.bin.as_deref());
    object.text("holder", card.holder.as_deref());
}
