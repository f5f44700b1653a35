//! The billing address: a contact object with the limits of Rebilly's definitions.

use super::fields::{InvalidFields, Object, value_of};
use serde_json::Value;

/// Texts and their longest lengths in characters.
const TEXTS: [(&str, usize); 9] = [
    ("firstName", 45),
    ("lastName", 45),
    ("organization", 255),
    ("address", 60),
    ("address2", 60),
    ("city", 45),
    ("region", 45),
    ("postalCode", 10),
    ("jobTitle", 255),
];
/// Lists of `{label, value, primary}` and the longest value of each.
const LISTS: [(&str, usize); 2] = [("phoneNumbers", 50), ("emails", 255)];
const LONGEST_LABEL: usize = 45;
/// Texts that are passed on as they are.
const UNCHECKED: [&str; 1] = ["dob"];

/// Reads a contact; unknown fields are passed over and not kept.
pub(super) fn read(request: &Object, name: &str, invalid: &mut InvalidFields) -> Option<Value> {
    let contact = match value_of(request, name)? {
        Value::Object(contact) => contact,
        _ => {
            invalid.push(name, "must be an object");
            return None;
        }
    };
    for (field, longest) in TEXTS {
        check_text(contact, field, longest, &format!("{name}.{field}"), invalid);
    }
    check_patterns(contact, name, invalid);
    for (field, longest) in LISTS {
        check_list(contact, field, longest, &format!("{name}.{field}"), invalid);
    }
    let texts = TEXTS.iter().chain(&LISTS).map(|(field, _)| *field);
    let known: Vec<_> = texts.chain(UNCHECKED).chain(["country"]).collect();
    let kept = contact.iter().filter(|(field, _)| known.contains(&field.as_str()));
    Some(Value::Object(kept.map(|(field, value)| (field.clone(), value.clone())).collect()))
}

fn check_text(
    object: &Object,
    name: &str,
    longest: usize,
    field: &str,
    invalid: &mut InvalidFields,
) {
    match value_of(object, name) {
        Some(Value::String(text)) if text.chars().count() > longest => {
            invalid.push(field, "is too long");
        }
        None | Some(Value::String(_)) => {}
        Some(_) => invalid.push(field, "must be a string"),
    }
}

fn check_patterns(contact: &Object, name: &str, invalid: &mut InvalidFields) {
    let text = |field| value_of(contact, field).and_then(Value::as_str);
    let is_postal = |c: char| c.is_alphanumeric() || c.is_whitespace() || c == '_' || c == '-';
    if text("postalCode").is_some_and(|code| code.is_empty() || !code.chars().all(is_postal)) {
        invalid.push(format!("{name}.postalCode"), "must be letters, digits, blanks and dashes");
    }
    let is_country = |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if value_of(contact, "country").is_some_and(|code| !code.as_str().is_some_and(is_country)) {
        invalid.push(format!("{name}.country"), "must be two capital letters");
    }
}

fn check_list(
    contact: &Object,
    name: &str,
    longest: usize,
    field: &str,
    invalid: &mut InvalidFields,
) {
    let items = match value_of(contact, name) {
        None => return,
        Some(Value::Array(items)) => items,
        Some(_) => return invalid.push(field, "must be an array"),
    };
    for (index, item) in items.iter().enumerate() {
        match item {
            Value::Object(item) => {
                check_text(
                    item,
                    "label",
                    LONGEST_LABEL,
                    &format!("{field}.{index}.label"),
                    invalid,
                );
                check_text(item, "value", longest, &format!("{field}.{index}.value"), invalid);
            }
            _ => invalid.push(format!("{field}.{index}"), "must be an object"),
        }
    }
}
