//! The body of `POST /tokens`, checked field by field.

use super::account::Checkout;
use super::refusal::Refusal;
use super::token::{Kept, KeptCard, Outcome};
use crate::card::Brand;
use crate::sandbox::card_check::{CardProblem, WireCard, check};
use crate::sandbox::fields::{Object, integer_of, object_of, text_of, value_of};
use crate::sandbox::redact;
use crate::sandbox::stored_card::StoredCard;
use serde_json::{Map, Value};

/// Published test cards that are no consumer's credit card: number, scheme, type, category.
const KINDS: [(&str, &str, &str, &str); 3] = [
    ("4658584090000001", "Visa", "Debit", "Consumer"),
    ("5000186622346654", "Mastercard", "Debit", "Consumer"),
    ("4484070000035519", "Visa", "Credit", "Commercial"),
];
/// The published test card that is declined when it pays, not before.
const DECLINED: &str = "4544249167673670";
/// What the reply repeats.
const ECHOED: [&str; 4] = ["name", "billing_address", "phone", "preferred_scheme"];

/// Reads a body into what is kept of it.
///
/// # Errors
/// 400 for a body that is no JSON object, 422 with every code.
pub(super) fn read(body: &[u8], checkout: &Checkout) -> Result<Kept, Refusal> {
    let request = object_of(body).ok_or_else(Refusal::malformed)?;
    match text_of(&request, "type") {
        Some("card") => card(&request, checkout).map(|card| Kept::Card(Box::new(card))),
        Some("cvv") => cvv(&request),
        Some(_) => Err(Refusal::invalid(vec!["token_type_invalid"])),
        None => Err(Refusal::invalid(vec!["token_type_required"])),
    }
}

fn cvv(request: &Object) -> Result<Kept, Refusal> {
    let data = value_of(request, "token_data").and_then(Value::as_object);
    let data = data.ok_or_else(|| Refusal::invalid(vec!["token_data_invalid"]))?;
    let code = text_of(data, "cvv").unwrap_or_default();
    let is_code = matches!(code.len(), 3 | 4) && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { Ok(Kept::Cvv) } else { Err(Refusal::invalid(vec!["cvv_invalid"])) }
}

fn card(request: &Object, checkout: &Checkout) -> Result<KeptCard, Refusal> {
    let number = text_of(request, "number");
    let wire = WireCard {
        number,
        month: integer_of(request, "expiry_month"),
        year: integer_of(request, "expiry_year"),
        code: text_of(request, "cvv"),
    };
    let checked = check(&wire, checkout.clock.now());
    let problems = checked.as_ref().err().into_iter().flatten();
    let codes: Vec<_> = problems.map(|problem| code_of(*problem)).chain(details(request)).collect();
    let (Ok((parsed, expiry)), []) = (checked, codes.as_slice()) else {
        return Err(Refusal::invalid(codes));
    };
    let published = KINDS.iter().find(|(published, ..)| Some(*published) == number);
    let (scheme, kind, category) = match published {
        Some((_, scheme, kind, category)) => (Some(*scheme), *kind, *category),
        None => (parsed.brand().map(scheme_of), "Credit", "Consumer"),
    };
    let is_declined = number == Some(DECLINED);
    Ok(KeptCard {
        card: StoredCard::of(&parsed, expiry, &checkout.random),
        outcome: if is_declined { Outcome::InsufficientFunds } else { Outcome::Approved },
        scheme,
        kind,
        category,
        sent: echoed(request),
    })
}

/// The brand in Checkout.com's spelling, where that differs from the brand's own.
fn scheme_of(brand: Brand) -> &'static str {
    match brand {
        Brand::DinersClub => "Diners Club International",
        other => other.facts().name,
    }
}

fn code_of(problem: CardProblem) -> &'static str {
    match problem {
        CardProblem::NumberMissing => "card_number_required",
        CardProblem::NumberInvalid => "card_number_invalid",
        CardProblem::MonthMissing => "card_expiry_month_required",
        CardProblem::MonthInvalid => "card_expiry_month_invalid",
        CardProblem::YearMissing => "card_expiry_year_required",
        CardProblem::YearInvalid => "card_expiry_year_invalid",
        CardProblem::Past => "card_expired",
        CardProblem::CodeInvalid => "cvv_invalid",
    }
}

/// A form that puts the number into a wrong field must not make it kept.
fn echoed(request: &Object) -> Map<String, Value> {
    let sent = ECHOED.iter().filter_map(|name| Some((*name, value_of(request, name)?.clone())));
    sent.map(|(name, value)| (name.to_owned(), redact::without_card_numbers(value))).collect()
}

/// What is wrong beside the card: lengths and forms of the published schema.
fn details(request: &Object) -> Vec<&'static str> {
    let nothing = Object::new();
    let object = |name| value_of(request, name).map(|value| value.as_object());
    let mut codes = Vec::new();
    let mut require = |holds: bool, code| {
        if !holds && !codes.contains(&code) {
            codes.push(code);
        }
    };
    require(value_of(request, "name").is_none_or(Value::is_string), "card_holder_invalid");
    let address = object("billing_address");
    require(address != Some(None), "address_invalid");
    let address = address.flatten().unwrap_or(&nothing);
    let fits = |object: &Object, name, longest| {
        value_of(object, name)
            .is_none_or(|value| value.as_str().is_some_and(|text| text.chars().count() <= longest))
    };
    require(fits(address, "address_line1", 200), "address_invalid");
    require(fits(address, "address_line2", 200), "address_invalid");
    require(fits(address, "city", 50), "city_invalid");
    require(fits(address, "zip", 50), "zip_invalid");
    let is_country = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    require(text_of(address, "country").is_none_or(is_country), "country_address_invalid");
    let phone = object("phone");
    require(phone != Some(None), "phone_number_invalid");
    let phone = phone.flatten().unwrap_or(&nothing);
    let is_long = |name, lengths: std::ops::RangeInclusive<usize>| {
        text_of(phone, name).is_none_or(|text| lengths.contains(&text.len()))
    };
    require(is_long("country_code", 1..=7), "country_phone_code_length_invalid");
    require(is_long("number", 6..=25), "phone_number_length_invalid");
    let is_scheme = |text: &str| matches!(text, "visa" | "mastercard" | "cartes_bancaires");
    require(text_of(request, "preferred_scheme").is_none_or(is_scheme), "parameter_invalid");
    codes
}
