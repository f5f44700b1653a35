//! The body of `POST /tokens`, checked field by field.

use super::card_token::CardToken;
use super::contact;
use super::fields::{InvalidFields, Object, object_of, required_text, value_of};
use crate::card::{Brand, BrandSet, CardNumber, Cvc, Expiry, ExpiryRules, FieldCode, YearMonth};
use crate::sandbox::problem::Problem;
use crate::sandbox::random::Random;
use crate::sandbox::redact;
use crate::sandbox::stored_card::StoredCard;
use serde_json::Value;
use time::OffsetDateTime;

/// A published test card expires in 2051, so the year may be far ahead.
const MAX_YEARS_AHEAD: u16 = 50;

/// Reads a body into what is kept of it.
///
/// # Errors
/// 400 for a body that is no JSON object, 422 with every field that is wrong.
pub(super) fn read(
    body: &[u8],
    now: OffsetDateTime,
    random: &Random,
) -> Result<CardToken, Problem> {
    let request = object_of(body)?;
    let mut invalid = InvalidFields::default();
    match required_text(&request, "method", "method", &mut invalid) {
        None | Some("payment-card") => {}
        Some(_) => invalid.push("method", "must be payment-card"),
    }
    let nothing = Object::new();
    let instrument = match value_of(&request, "paymentInstrument") {
        Some(Value::Object(instrument)) => instrument,
        Some(_) => {
            invalid.push("paymentInstrument", "must be an object");
            &nothing
        }
        None => &nothing,
    };
    let number = number(instrument, &mut invalid);
    let expiry = expiry(instrument, now, &mut invalid);
    let brand = number.as_ref().and_then(CardNumber::brand);
    let has_code = code(instrument, brand, &mut invalid);
    let billing_address = contact::read(&request, "billingAddress", &mut invalid);
    let risk_metadata = risk_metadata(&request, &mut invalid);
    let card = number.zip(expiry).map(|(number, expiry)| StoredCard::of(&number, expiry, random));
    Ok(CardToken {
        card: invalid.check(card)?,
        is_declined: is_declined(instrument),
        encrypted_cvv: has_code.then(|| random.letters(64) + &random.letters(64)),
        billing_address: billing_address.map(redact::without_card_numbers),
        risk_metadata: risk_metadata.map(redact::without_card_numbers),
    })
}

fn number(instrument: &Object, invalid: &mut InvalidFields) -> Option<CardNumber> {
    const FIELD: &str = "paymentInstrument.pan";
    let text = required_text(instrument, "pan", FIELD, invalid)?;
    // The wire has digits; the widget's tolerance for blanks ends before it.
    let parsed = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        CardNumber::parse(text, BrandSet::ALL)
    } else {
        Err(FieldCode::InvalidNumber)
    };
    match parsed {
        Ok(number) => return Some(number),
        Err(FieldCode::IncompleteNumber) => invalid.push(FIELD, "is too short"),
        Err(_) => invalid.push(FIELD, "is not a card number"),
    }
    None
}

fn expiry(instrument: &Object, now: OffsetDateTime, invalid: &mut InvalidFields) -> Option<Expiry> {
    let month = integer(instrument, "expMonth", "paymentInstrument.expMonth", invalid);
    let year = integer(instrument, "expYear", "paymentInstrument.expYear", invalid);
    let good_month = month.filter(|month| (1..=12).contains(month));
    if month.is_some() && good_month.is_none() {
        invalid.push("paymentInstrument.expMonth", "must be 1 to 12");
    }
    let year = year?;
    let now = YearMonth::everywhere_reached(now.unix_timestamp());
    let rules = ExpiryRules { max_years_ahead: MAX_YEARS_AHEAD, ..ExpiryRules::at(now) };
    // Without a month the year is judged by its last one.
    let text = format!("{:02}/{year:04}", good_month.unwrap_or(12));
    match Expiry::parse(&text, rules) {
        Ok(expiry) => return good_month.map(|_| expiry),
        Err(FieldCode::InvalidExpiryMonthPast | FieldCode::InvalidExpiryYearPast) => {
            invalid.push("paymentInstrument.expYear", "is in the past");
        }
        Err(_) => invalid.push("paymentInstrument.expYear", "is not a year of a card"),
    }
    None
}

fn integer(
    instrument: &Object,
    name: &str,
    field: &str,
    invalid: &mut InvalidFields,
) -> Option<u64> {
    match value_of(instrument, name) {
        None => invalid.push(field, "is required"),
        Some(value) => match value.as_u64() {
            Some(number) => return Some(number),
            None => invalid.push(field, "must be an integer"),
        },
    }
    None
}

/// Did a security code come in, in the clear or as this API once returned it?
fn code(instrument: &Object, brand: Option<Brand>, invalid: &mut InvalidFields) -> bool {
    const FIELD: &str = "paymentInstrument.cvv";
    match (value_of(instrument, "cvv"), value_of(instrument, "encryptedCvv")) {
        (Some(Value::String(text)), _) => {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
            if !is_plain || !matches!(Cvc::parse(text, brand), Ok(Some(_))) {
                invalid.push(FIELD, "is not a security code of this card");
            }
        }
        (Some(_), _) => invalid.push(FIELD, "must be a string"),
        (None, Some(Value::String(text))) if (100..=255).contains(&text.len()) => {}
        (None, Some(_)) => {
            invalid.push("paymentInstrument.encryptedCvv", "must be 100 to 255 characters");
        }
        (None, None) => return false,
    }
    true
}

/// The published test data: a code of zeros and an expiry of 10/2051 are declined when paying.
fn is_declined(instrument: &Object) -> bool {
    let has_code = |code: &str| value_of(instrument, "cvv").and_then(Value::as_str) == Some(code);
    let has = |name, number: u64| value_of(instrument, name) == Some(&number.into());
    has_code("000") || has_code("0000") || has("expMonth", 10) && has("expYear", 2051)
}

fn risk_metadata(request: &Object, invalid: &mut InvalidFields) -> Option<Value> {
    let value = value_of(request, "riskMetadata")?;
    if !value.is_object() {
        invalid.push("riskMetadata", "must be an object");
    }
    Some(value.clone())
}
