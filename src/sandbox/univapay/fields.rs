//! Reading a request's fields.

use super::api_error::{ApiError, FieldErrors};
use crate::sandbox::digit_runs;
use crate::sandbox::redact;
use serde_json::{Map, Value};

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// Reads a body as a JSON object.
pub(super) fn object_of(body: &[u8]) -> Result<Object, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(ApiError::bad("INVALID_REQUEST")),
    }
}

/// A field's value; null is the same as absent.
pub(super) fn value_of<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// A text that may be left out.
pub(super) fn text<'a>(
    object: &'a Object,
    name: &str,
    errors: &mut FieldErrors,
) -> Option<&'a str> {
    match value_of(object, name)? {
        Value::String(text) if !text.is_empty() => return Some(text),
        _ => errors.push(name, "INVALID_FORMAT"),
    }
    None
}

/// A text that must be there.
pub(super) fn required_text<'a>(
    object: &'a Object,
    name: &str,
    errors: &mut FieldErrors,
) -> Option<&'a str> {
    match value_of(object, name) {
        Some(Value::String(text)) if !text.is_empty() => return Some(text),
        None | Some(Value::String(_)) => errors.push(name, "REQUIRED_VALUE"),
        Some(_) => errors.push(name, "INVALID_FORMAT"),
    }
    None
}

/// An object that may be left out.
pub(super) fn object<'a>(
    parent: &'a Object,
    name: &str,
    errors: &mut FieldErrors,
) -> Option<&'a Object> {
    let value = value_of(parent, name)?;
    if !value.is_object() {
        errors.push(name, "INVALID_FORMAT");
    }
    value.as_object()
}

/// Is the field `true`?
pub(super) fn is_true(object: &Object, name: &str) -> bool {
    object.get(name) == Some(&Value::Bool(true))
}

/// `{country_code, local_number}`; the code is a number in answers.
pub(super) fn phone_number(phone: &Object, errors: &mut FieldErrors) -> Option<Value> {
    let code = match value_of(phone, "country_code") {
        Some(Value::String(text)) => text.parse::<u16>().ok(),
        Some(value) => value.as_u64().and_then(|code| u16::try_from(code).ok()),
        None => None,
    };
    let local = value_of(phone, "local_number").and_then(Value::as_str);
    let local = local.filter(|local| (1..=15).contains(&local.chars().count()));
    match code.zip(local) {
        Some((code, local)) => {
            Some(serde_json::json!({ "country_code": code, "local_number": local }))
        }
        None => {
            errors.push("phone_number", "INVALID_PHONE_NUMBER");
            None
        }
    }
}

/// The page's own data: one level of texts, numbers and truth values.
pub(super) fn metadata(request: &Object, errors: &mut FieldErrors) -> Option<Value> {
    let metadata = object(request, "metadata", errors)?;
    if metadata.values().any(|value| value.is_object() || value.is_array()) {
        errors.push("metadata", "NESTED_JSON_NOT_ALLOWED");
    }
    Some(without_card_numbers(Value::Object(metadata.clone())))
}

/// An e-mail address that may be left out.
pub(super) fn email(request: &Object, errors: &mut FieldErrors) -> Option<String> {
    let email = text(request, "email", errors)?;
    if !email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) {
        errors.push("email", "INVALID_FORMAT_EMAIL");
    }
    Some(email.to_owned())
}

/// A form that puts the number into a wrong field must not make it kept.
pub(super) fn without_card_numbers(value: Value) -> Value {
    redact::json(value, |text| digit_runs::replace(text, digit_runs::hold_card_number))
}
