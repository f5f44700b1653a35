//! `creditcards` and its types: parse, format, validity, codes, expiry.

use cardlet::card::{
    Brand, BrandSet, CardNumber, Cvc, Edit, ExpiryCheck, FieldCode, NumberCheck, format_number,
    match_brands,
};
use serde_json::{Value, json};

use crate::case::{Answer, Case};

const NO_SUCH_BRAND: &str = "a brand that has no id here";

pub(crate) fn answer(case: &Case<'_>) -> Answer {
    match case.function() {
        "card.parse" => parse(case),
        "card.format" if case.arg().is_some() => Err("gaps are always blanks"),
        "card.format" => Ok(json!(formatted(case.text()?))),
        "card.type" => name(case),
        "card.luhn" => Err("the checksum alone is no function here"),
        "card.isValid" => is_valid(case, named(case)?),
        "withTypes(Visa).card.isValid" => is_valid(case, Some(Brand::Visa)),
        "withTypes(American Express).card.isValid" => is_valid(case, Some(Brand::AmericanExpress)),
        "cvc.isValid" => code_is_valid(case, named(case)?),
        "withTypes(Visa).cvc.isValid" if case.arg().is_some() => {
            Err("a brand outside of the list is no error here")
        }
        "withTypes(Visa).cvc.isValid" => code_is_valid(case, Some(Brand::Visa)),
        "type.test" => is_of_type(case),
        "type.group" => Ok(groups(case.text()?)),
        "expiration.isPast" => is_past(case),
        "expiration.month.parse" => Ok(json!(ExpiryCheck::of(case.text()?, case.rules()).month)),
        "expiration.year.isPast" => year_is_past(case),
        "expiration.year.format" | "expiration.year.isValid" => Err("a year alone is no text here"),
        function => panic!("{function} is new"),
    }
}

fn named(case: &Case<'_>) -> Result<Option<Brand>, &'static str> {
    let name = case.arg().and_then(Value::as_str);
    name.map(|name| Brand::from_id(name).ok_or(NO_SUCH_BRAND)).transpose()
}

fn formatted(text: &str) -> String {
    format_number(text, text.len(), Edit::Insert).text
}

fn groups(text: &str) -> Value {
    let formatted = formatted(text);
    json!(formatted.split_whitespace().collect::<Vec<_>>())
}

fn parse(case: &Case<'_>) -> Answer {
    let number = CardNumber::parse(case.text()?, BrandSet::ALL);
    // A published test number, read back to compare it.
    Ok(json!(
        number
            .map_or_else(|_| String::new(), |number| number.digits().expose().as_str().to_owned())
    ))
}

fn name(case: &Case<'_>) -> Answer {
    let text = case.text()?;
    let is_eager = case.arg() == Some(&json!(true));
    let is_whole = NumberCheck::of(text, BrandSet::ALL).verdict.is_valid();
    let best = match_brands(text.as_bytes()).best.filter(|_| is_eager || is_whole);
    Ok(json!(best.map(|brand| brand.facts().name)))
}

fn is_valid(case: &Case<'_>, brand: Option<Brand>) -> Answer {
    let accepted = brand.map_or(BrandSet::ALL, BrandSet::only);
    Ok(json!(NumberCheck::of(case.text()?, accepted).verdict.is_valid()))
}

fn code_is_valid(case: &Case<'_>, brand: Option<Brand>) -> Answer {
    Ok(json!(Cvc::check(case.text()?, brand).is_valid()))
}

/// Would a form that accepts this brand alone take the number, or, eagerly, more of it?
fn is_of_type(case: &Case<'_>) -> Answer {
    let brand = case.brand().and_then(Brand::from_id).ok_or(NO_SUCH_BRAND)?;
    let verdict = NumberCheck::of(case.text()?, BrandSet::only(brand)).verdict;
    let is_eager = case.arg() == Some(&json!(true));
    Ok(json!(if is_eager { verdict.is_potentially_valid() } else { verdict.is_valid() }))
}

fn is_past(case: &Case<'_>) -> Answer {
    let year = case.arg().expect("a year");
    let code = ExpiryCheck::of(&format!("{}/{year}", case.input()), case.rules()).verdict.code();
    Ok(json!(matches!(
        code,
        Some(FieldCode::InvalidExpiryMonthPast | FieldCode::InvalidExpiryYearPast)
    )))
}

fn year_is_past(case: &Case<'_>) -> Answer {
    let year = case.input().as_u64().ok_or("no year at all")?;
    let code = ExpiryCheck::of(&format!("12/{year}"), case.rules()).verdict.code();
    Ok(json!(code == Some(FieldCode::InvalidExpiryYearPast)))
}
