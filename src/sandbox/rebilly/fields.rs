//! Reading a request's fields, and the list of those that are wrong.

use crate::sandbox::problem::Problem;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// The fields that are wrong so far, each with a text for a developer.
#[derive(Debug, Default)]
pub(super) struct InvalidFields(Vec<(String, &'static str)>);

impl InvalidFields {
    /// Notes a field by its dotted path.
    pub(super) fn push(&mut self, field: impl Into<String>, message: &'static str) {
        self.0.push((field.into(), message));
    }

    /// One wrong field and what to say of the request.
    pub(super) fn only(field: &str, message: &'static str) -> Problem {
        let mut invalid = Self::default();
        invalid.push(field, message);
        invalid.into_problem(message)
    }

    /// Passes on what was read, unless a field of it is wrong.
    pub(super) fn check<T>(self, read: Option<T>) -> Result<T, Problem> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            _ => Err(self.into_problem("the request has invalid fields")),
        }
    }

    fn into_problem(self, detail: &str) -> Problem {
        let fields: Vec<_> = self
            .0
            .into_iter()
            .map(|(field, message)| json!({ "field": field, "message": message }))
            .collect();
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail).with("invalidFields", fields.into())
    }
}

/// Reads a body as a JSON object.
pub(super) fn object_of(body: &[u8]) -> Result<Object, Problem> {
    let problem = |detail| Problem::new(StatusCode::BAD_REQUEST, detail);
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(problem("the body is no JSON object")),
        Err(_) => Err(problem("the body is no JSON")),
    }
}

/// A field's value; null is the same as absent.
pub(super) fn value_of<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// A required text that is not empty; notes the field when it is not that.
pub(super) fn required_text<'a>(
    object: &'a Object,
    name: &str,
    field: &str,
    invalid: &mut InvalidFields,
) -> Option<&'a str> {
    match value_of(object, name) {
        Some(Value::String(text)) if !text.is_empty() => return Some(text),
        None | Some(Value::String(_)) => invalid.push(field, "is required"),
        Some(_) => invalid.push(field, "must be a string"),
    }
    None
}
