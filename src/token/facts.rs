//! What a page is told of a token.

use super::{CvvAuthorize, Json, Timestamp, Token, TokenCard};
use crate::card::Brand;

impl Token {
    /// What never changes about the token, by the names that pages read it by.
    pub fn facts(&self) -> Json {
        let time =
            |time: Option<Timestamp>| Json::of_text(time.map(|time| time.to_string()).as_deref());
        Json::of([
            ("id", Json::of_text(Some(&self.id))),
            ("provider", Json::of_text(Some(self.provider.name()))),
            ("paymentType", Json::of_text(Some(self.payment_type.name()))),
            ("createdTime", time(self.created)),
            ("expirationTime", time(self.life.expires)),
            ("expirationSource", Json::of_text(Some(self.life.source.name()))),
            ("type", Json::of_text(self.token_type.map(|kind| kind.name()))),
            ("usageLimit", Json::of_text(self.usage_limit.as_deref())),
            ("mode", Json::of_text(self.mode.map(|mode| mode.name()))),
            ("card", self.card.as_ref().map_or(Json::Null, card)),
            ("data", self.data.clone()),
            ("raw", self.raw.clone()),
        ])
    }

    /// How far the check of its security code is; null where none was asked for.
    pub fn cvv_authorize_facts(&self) -> Json {
        self.cvv_authorize.borrow().as_ref().map_or(Json::Null, cvv_authorize)
    }
}

fn card(card: &TokenCard) -> Json {
    Json::of([
        ("brand", Json::of_text(Some(card.brand.map_or("unknown", Brand::id)))),
        ("last4", Json::of_text(Some(&card.last4))),
        ("expMonth", Json::of_whole(Some(card.exp_month))),
        ("expYear", Json::of_whole(Some(card.exp_year))),
        ("bin", Json::of_text(card.bin.as_deref())),
        ("holder", Json::of_text(card.holder.as_deref())),
    ])
}

fn cvv_authorize(check: &CvvAuthorize) -> Json {
    Json::of([
        ("status", Json::of_text(Some(check.status.name()))),
        ("chargeId", Json::of_text(check.charge_id.as_deref())),
        ("currency", Json::of_text(check.currency.as_deref())),
    ])
}
