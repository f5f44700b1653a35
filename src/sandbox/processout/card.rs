//! Cards: made with a number, read, given another security code.

use super::account::ProcessOut;
use super::card_view::view;
use super::published::{Behaviour, behaviour, schemes};
use super::refusal::Refusal;
use crate::card::match_brands;
use crate::sandbox::card_check::{CardProblem, Integer, WireCard, check};
use crate::sandbox::fields::{Object, integer_of, object_of, text_of, value_of};
use crate::sandbox::redact;
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::{StoredToken, Unspendable};
use serde_json::{Map, Value, json};

/// What is kept of a card.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) card: StoredCard,
    pub(super) behaviour: Behaviour,
    pub(super) scheme: Option<&'static str>,
    pub(super) co_scheme: Option<&'static str>,
    pub(super) has_code: bool,
    /// What the request said of the holder, the device and the purpose.
    pub(super) sent: Map<String, Value>,
}

const CONTACT: [&str; 6] = ["address1", "address2", "city", "state", "zip", "country_code"];
const DEVICE: [&str; 6] = [
    "app_color_depth",
    "app_java_enabled",
    "app_language",
    "app_screen_height",
    "app_screen_width",
    "app_timezone_offset",
];

/// Makes a card.
///
/// # Errors
/// 400 with the first thing that is wrong.
pub(super) fn create(body: &[u8], processout: &ProcessOut) -> Result<Value, Refusal> {
    let request = object_of(body).ok_or(Refusal::invalid("request.bad-format"))?;
    let number = text_of(&request, "number");
    let wire = WireCard {
        number,
        month: integer_of(&request, "exp_month"),
        year: integer_of(&request, "exp_year").map(full_year),
        // `cvc2` in browsers, `cvc` in the mobile SDKs.
        code: text_of(&request, "cvc2").or(text_of(&request, "cvc")),
    };
    let checked = check(&wire, processout.clock.now());
    let (parsed, expiry) = checked.map_err(|problems| {
        Refusal::invalid(problems.first().map_or("card.invalid", |problem| code_of(*problem)))
    })?;
    let contact = value_of(&request, "contact");
    if contact.is_some_and(|contact| !contact.is_object()) {
        return Err(Refusal::fields(vec!["contact"]));
    }
    if value_of(&request, "name").is_some_and(|name| !name.is_string()) {
        return Err(Refusal::fields(vec!["name"]));
    }
    let (scheme, co_scheme) = schemes(number.unwrap_or_default(), parsed.brand());
    let kept = Kept {
        card: StoredCard::of(&parsed, expiry, &processout.random),
        behaviour: behaviour(number.unwrap_or_default()),
        scheme,
        co_scheme,
        has_code: wire.code.is_some(),
        sent: sent(&request),
    };
    let made = processout.cards.create(processout.id("card_"), None, kept);
    Ok(json!({ "success": true, "card": view(&made) }))
}

/// Two digits stand for this century.
fn full_year(year: Integer) -> Integer {
    year.map(|year| if year < 100 { year + 2000 } else { year })
}

fn code_of(problem: CardProblem) -> &'static str {
    match problem {
        CardProblem::NumberMissing => "card.missing-number",
        CardProblem::NumberInvalid => "card.invalid-number",
        CardProblem::MonthMissing | CardProblem::YearMissing => "card.missing-expiry",
        CardProblem::MonthInvalid => "card.invalid-expiry-month",
        CardProblem::YearInvalid => "card.invalid-expiry-year",
        CardProblem::Past => "card.expired",
        CardProblem::CodeInvalid => "card.invalid-cvc",
    }
}

/// What the reply repeats, free of card numbers.
fn sent(request: &Object) -> Map<String, Value> {
    let nothing = Object::new();
    let part = |name| value_of(request, name).and_then(Value::as_object).unwrap_or(&nothing);
    let (contact, device) = (part("contact"), part("device"));
    let own = ["name", "metadata", "preferred_scheme", "preferred_card_type"];
    let of = |object: &Object, names: &[&str]| -> Vec<(String, Value)> {
        let there = names.iter().filter_map(|name| Some((*name, value_of(object, name)?.clone())));
        there.map(|(name, value)| (name.to_owned(), redact::without_card_numbers(value))).collect()
    };
    [of(request, &own), of(contact, &CONTACT), of(device, &DEVICE)].into_iter().flatten().collect()
}

/// Shows a card.
///
/// # Errors
/// 404 for an unknown one.
pub(super) fn read(id: &str, processout: &ProcessOut) -> Result<Value, Refusal> {
    let card = processout.cards.find(id).ok_or(Refusal::missing("resource.card.not-found"))?;
    Ok(json!({ "success": true, "card": view(&card) }))
}

/// Takes another security code for a card; it is checked and dropped.
///
/// # Errors
/// 404 for an unknown card, 400 for a wrong code.
pub(super) fn update(id: &str, body: &[u8], processout: &ProcessOut) -> Result<Value, Refusal> {
    let request = object_of(body).ok_or(Refusal::invalid("request.bad-format"))?;
    let card = processout.cards.find(id).ok_or(Refusal::missing("resource.card.not-found"))?;
    let mut view = view(&card);
    if let Some(code) = text_of(&request, "cvc") {
        let brand = card.content.card.brand;
        let lengths = brand.map_or(&[3, 4][..], |brand| brand.facts().cvc_lengths);
        let is_right = code.bytes().all(|byte| byte.is_ascii_digit())
            && lengths.iter().any(|length| usize::from(*length) == code.len());
        if !is_right {
            return Err(Refusal::invalid("card.invalid"));
        }
        set(&mut view, "update_type", "new-cvc2".into());
    }
    if let Some(scheme) = text_of(&request, "preferred_scheme") {
        set(&mut view, "preferred_scheme", scheme.into());
    }
    set(&mut view, "updated_at", processout.now().into());
    Ok(json!({ "success": true, "card": view }))
}

fn set(view: &mut Value, name: &str, value: Value) {
    if let Some(view) = view.as_object_mut() {
        view.insert(name.to_owned(), value);
    }
}

/// Uses a card up.
///
/// # Errors
/// Its one use was before, or it is none.
pub(super) fn spend(id: &str, processout: &ProcessOut) -> Result<StoredToken<Kept>, Refusal> {
    processout.cards.spend(id).map_err(|reason| match reason {
        Unspendable::Unknown | Unspendable::Expired => Refusal::missing("resource.card.not-found"),
        Unspendable::Used => Refusal::invalid("request.source.card-already-used"),
    })
}

/// What is known of the first digits of a number.
///
/// # Errors
/// 400 for fewer than six.
pub(super) fn iin(digits: &str) -> Result<Value, Refusal> {
    if digits.len() < 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::fields(vec!["iin"]));
    }
    let known = match_brands(digits.as_bytes()).ranked().next();
    let (scheme, co_scheme) = schemes("", known);
    let is_business = digits.starts_with("400012");
    Ok(json!({
        "success": true,
        "card_information": {
            "iin": digits.get(..6),
            "scheme": scheme,
            "co_scheme": co_scheme,
            "type": if is_business { "debit" } else { "credit" },
            "bank_name": null,
            "brand": is_business.then_some("visa business"),
            "category": is_business.then_some("commercial"),
            "country": "US",
        },
    }))
}
