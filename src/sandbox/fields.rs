//! Reading a request's fields, for dialects that name what is wrong by a code.

use super::card_check::Integer;
use serde_json::{Map, Value};

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// A body as an object; `None` when it is none.
pub(crate) fn object_of(body: &[u8]) -> Option<Object> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// A field's value; null is the same as absent.
pub(crate) fn value_of<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// A field's text; a value of another type is an empty one.
pub(crate) fn text_of<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    value_of(object, name).map(|value| value.as_str().unwrap_or_default())
}

/// A field's integer, written as a number or as text.
pub(crate) fn integer_of(object: &Object, name: &str) -> Option<Integer> {
    let value = value_of(object, name)?;
    Some(value.as_u64().or_else(|| value.as_str()?.parse().ok()))
}
