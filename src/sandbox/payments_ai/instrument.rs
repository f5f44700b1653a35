//! A payment instrument: inactive → active → expired | deactivated.

use super::account::{Organization, PaymentsAi};
use super::refusal::Refusal;
use super::token::CardToken;
use crate::card::YearMonth;
use crate::sandbox::clock::rfc3339_with_offset;
use crate::sandbox::fields::{object_of, text_of};
use crate::sandbox::lock::lock;
use crate::sandbox::random::Random;
use crate::sandbox::token_store::Unspendable;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// What is kept of an instrument.
#[derive(Clone, Debug)]
pub(super) struct Instrument {
    pub(super) id: String,
    pub(super) customer_id: String,
    made_of: CardToken,
    created: OffsetDateTime,
    /// What was last done with it; the card's own end is read from the clock.
    pub(super) mark: Mark,
}

/// What was last done with an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Attached,
    Paid,
    Deactivated,
}

impl Instrument {
    /// The state as the API names it.
    pub(super) fn state(&self, now: OffsetDateTime) -> &'static str {
        let expiry = self.made_of.card.expiry;
        let last = YearMonth { year: expiry.year(), month: expiry.month() };
        match self.mark {
            Mark::Deactivated => "deactivated",
            _ if last < YearMonth::everywhere_reached(now.unix_timestamp()) => "expired",
            Mark::Attached => "inactive",
            Mark::Paid => "active",
        }
    }

    pub(super) fn view(&self, now: OffsetDateTime) -> Value {
        let CardToken { card, billing_address } = &self.made_of;
        json!({
            "id": self.id,
            "type": "payment-card",
            "status": self.state(now),
            "creditCard": {
                "creditCardLastFourDigits": card.last4,
                "brand": card.brand.map(|brand| brand.id()),
                "expireYear": card.expiry.year(),
                "expireMonth": card.expiry.month(),
            },
            "billingAddress": billing_address,
            "createdTime": rfc3339_with_offset(self.created),
        })
    }
}

/// Makes an instrument of a token for a customer: the token is consumed by it.
pub(super) fn attach(
    body: &[u8],
    customer_id: &str,
    system: &PaymentsAi,
    organization: &Organization,
) -> Result<Instrument, Refusal> {
    let request = object_of(body).unwrap_or_default();
    let token = text_of(&request, "token").filter(|token| !token.is_empty());
    let token = token.ok_or(Refusal::bad("BAD_REQUEST", "Bad request: there is no token"))?;
    let spent = organization.tokens.spend(token).map_err(|reason| match reason {
        Unspendable::Unknown => Refusal::bad("TOKEN_NOT_FOUND", "the token was not found"),
        Unspendable::Used => {
            Refusal::bad("TOKEN_CONSUMED", "the token was consumed by another attach")
        }
        Unspendable::Expired => Refusal::bad("TOKEN_EXPIRED", "the token has expired"),
    })?;
    let instrument = Instrument {
        id: uuid(&system.random),
        customer_id: customer_id.to_owned(),
        created: spent.used.unwrap_or(spent.created),
        made_of: spent.content,
        mark: Mark::Attached,
    };
    lock(&organization.instruments).push(instrument.clone());
    Ok(instrument)
}

/// A UUID of the fourth version, made of as many letters as it allows.
fn uuid(random: &Random) -> String {
    // Sixteen letters fold to the four of them that are hexadecimal digits.
    let letters: Vec<char> = random.letters(32).chars().map(folded).collect();
    let part = |range: std::ops::Range<usize>| -> String {
        letters.get(range).unwrap_or_default().iter().collect()
    };
    let (first, second, third) = (part(0..8), part(8..12), part(12..15));
    format!("{first}-{second}-4{third}-a{}-{}", part(15..18), part(18..30))
}

fn folded(letter: char) -> char {
    match u32::from(letter) % 4 {
        0 => 'b',
        1 => 'c',
        2 => 'd',
        _ => 'f',
    }
}
