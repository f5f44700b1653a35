//! A token: the body that makes one, and what is shown of it.

use super::refusal::Refusal;
use crate::sandbox::card_check::{self, CardProblem, WireCard};
use crate::sandbox::clock::rfc3339_with_offset;
use crate::sandbox::fields::{Object, integer_of, object_of, text_of, value_of};
use crate::sandbox::random::Random;
use crate::sandbox::redact;
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::StoredToken;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// What is kept with a token.
#[derive(Clone, Debug)]
pub(super) struct CardToken {
    pub(super) card: StoredCard,
    pub(super) billing_address: Option<Value>,
}

/// Reads the body of `POST /tokens`.
///
/// # Errors
/// 400, with every field that is wrong in `details`.
pub(super) fn read(
    body: &[u8],
    now: OffsetDateTime,
    random: &Random,
) -> Result<CardToken, Refusal> {
    let request = object_of(body)
        .ok_or(Refusal::bad("BAD_REQUEST", "Bad request: the body is no JSON object"))?;
    if text_of(&request, "method") != Some("payment-card") {
        let details = json!([{ "field": "method", "message": "must be payment-card" }]);
        return Err(Refusal::fields(details));
    }
    let nothing = Object::new();
    let instrument = value_of(&request, "paymentInstrument").and_then(Value::as_object);
    let instrument = instrument.unwrap_or(&nothing);
    let card = WireCard {
        number: text_of(instrument, "pan"),
        month: integer_of(instrument, "expMonth"),
        year: integer_of(instrument, "expYear"),
        code: text_of(instrument, "cvv"),
    };
    let (number, expiry) = card_check::check(&card, now)
        .map_err(|problems| Refusal::fields(problems.into_iter().map(detail).collect::<Value>()))?;
    let billing_address = value_of(&request, "billingAddress").cloned();
    Ok(CardToken {
        card: StoredCard::of(&number, expiry, random),
        billing_address: billing_address.map(redact::without_card_numbers),
    })
}

fn detail(problem: CardProblem) -> Value {
    let (field, message) = match problem {
        CardProblem::NumberMissing => ("pan", "is required"),
        CardProblem::NumberInvalid => ("pan", "is not a card number"),
        CardProblem::MonthMissing => ("expMonth", "is required"),
        CardProblem::MonthInvalid => ("expMonth", "must be 1 to 12"),
        CardProblem::YearMissing => ("expYear", "is required"),
        CardProblem::YearInvalid => ("expYear", "is not a year of a card"),
        CardProblem::Past => ("expYear", "is in the past"),
        CardProblem::CodeInvalid => ("cvv", "is not a security code of this card"),
    };
    json!({ "field": format!("paymentInstrument.{field}"), "message": message })
}

/// The token as the API shows it.
pub(super) fn view(token: &StoredToken<CardToken>) -> Value {
    json!({
        "id": token.id,
        "createdTime": rfc3339_with_offset(token.created),
        "expirationTime": token.expires.map(rfc3339_with_offset),
    })
}
