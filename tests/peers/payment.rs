//! `payment`: validity, and its inputs that format while one types.

use cardlet::card::{
    Brand, BrandSet, Cvc, Edit, ExpiryCheck, Formatted, NumberCheck, Symbol, format_expiry,
    format_number, match_brands,
};
use serde_json::{Value, json};

use crate::case::{Answer, Case};

pub(crate) fn answer(case: &Case<'_>) -> Answer {
    match case.function() {
        "fns.validateCardNumber" => {
            Ok(json!(NumberCheck::of(case.text()?, BrandSet::ALL).verdict.is_valid()))
        }
        "fns.validateCardCVC" => {
            let brand = case.arg().and_then(Value::as_str).and_then(Brand::from_id);
            Ok(json!(Cvc::check(case.text()?, brand).is_valid()))
        }
        "fns.cardType" => Ok(json!(match_brands(&digits(case.text()?)).best.map(name))),
        "fns.validateCardExpiry" => {
            Ok(json!(ExpiryCheck::of(&date(case)?, case.rules()).verdict.is_valid()))
        }
        "fns.cardExpiryVal" => {
            let check = ExpiryCheck::of(&date(case)?, case.rules());
            Ok(json!({ "month": check.month, "year": check.year }))
        }
        "dom.formatCardNumber" => typed(case, format_number),
        "dom.formatCardExpiry" => typed(case, format_expiry),
        "dom.formatCardCVC" => typed(case, |text, caret, _| Cvc::format(text, caret)),
        "dom.formatCardExpiryMultiple" => Err("month and year are one input"),
        function => panic!("{function} is new"),
    }
}

fn name(brand: Brand) -> String {
    match brand {
        Brand::AmericanExpress => "amex".to_owned(),
        _ => brand.id().replace('_', ""),
    }
}

fn digits(text: &str) -> Vec<u8> {
    let digits = text.chars().filter_map(|c| match Symbol::of(c) {
        Symbol::Digit(digit) => Some(digit),
        Symbol::Blank | Symbol::Separator | Symbol::Foreign => None,
    });
    digits.collect()
}

/// Month and year as a person types them.
fn date(case: &Case<'_>) -> Result<String, &'static str> {
    let plain = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err("no month or no year at all"),
    };
    let month = plain(case.input())?;
    Ok(match case.arg() {
        None => month,
        Some(year) => format!("{month}/{}", plain(year)?),
    })
}

/// An input after an event: the browser's own change first, then ours.
fn typed(case: &Case<'_>, format: impl Fn(&str, usize, Edit) -> Formatted) -> Answer {
    let event = case.arg().expect("an event");
    if event.get("maxLength").is_some() {
        return Err("a length of the page's own is no option");
    }
    if event.get("role").is_some() {
        return Err("month and year are one input");
    }
    let value = case.input()["value"].as_str().expect("a text");
    let caret = case.input()["start"].as_u64().and_then(|start| usize::try_from(start).ok());
    let (before, after) = value.split_at(caret.expect("a caret"));
    let (before, edit) = match event["event"].as_str() {
        Some("keypress") => {
            (format!("{before}{}", event["char"].as_str().expect("a key")), Edit::Insert)
        }
        Some("keydown") => backspaced(before),
        _ => (before.to_owned(), Edit::Insert),
    };
    let formatted = format(&format!("{before}{after}"), before.len(), edit);
    let caret = formatted.caret_utf16;
    let mut ours = json!({ "value": formatted.text, "start": caret, "end": caret });
    if case.expected().get("classes").is_some() {
        let brand = match_brands(&digits(&formatted.text)).best;
        let classes = brand.map_or("unknown".to_owned(), |brand| name(brand) + " identified");
        ours["classes"] = json!(classes);
    }
    Ok(ours)
}

fn backspaced(before: &str) -> (String, Edit) {
    let mut before = before.to_owned();
    let gone = before.pop().map(Symbol::of);
    let edit = match gone {
        Some(Symbol::Digit(_)) => Edit::Delete,
        _ => Edit::BackspaceOnGap,
    };
    (before, edit)
}
