//! JSON, which every message and every reply is read through.

use cardlet::token::Json;
use serde_json::Value;

/// JSON: read as serde_json reads it, and the same once it is written and read again.
pub fn json(data: &[u8]) {
    let read = Json::parse_bytes(data);
    let other = serde_json::from_slice::<Value>(data);
    match (&read, &other) {
        (Some(ours), Ok(theirs)) => {
            assert!(is_same(ours, theirs), "{ours:?}");
            let mut text = String::new();
            ours.write(&mut text);
            assert_eq!(Json::parse(&text).as_ref(), Some(ours));
            assert!(is_same(ours, &serde_json::from_str(&text).unwrap()), "{text}");
        }
        (None, Err(_)) => {}
        // A number is kept as it is written, also where no double can hold it.
        (Some(_), Err(error)) => assert!(error.to_string().starts_with("number out of range")),
        (None, Ok(theirs)) => panic!("not read: {theirs}"),
    }
}

/// Of names that come twice ours keeps both and theirs the last.
fn is_same(ours: &Json, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(ours), Value::Bool(theirs)) => ours == theirs,
        (Json::Number(ours), Value::Number(theirs)) => {
            // Theirs is a fast reader of fractions, which may be wrong in the last bit.
            let (ours, theirs): (f64, _) = (ours.parse().unwrap(), theirs.as_f64().unwrap());
            (ours - theirs).abs() <= ours.abs() * 4.0 * f64::EPSILON
        }
        (Json::Text(ours), Value::String(theirs)) => ours == theirs,
        (Json::List(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Json::Object(ours), Value::Object(theirs)) => {
            ours.iter().all(|(name, _)| theirs.contains_key(name))
                && theirs.iter().all(|(name, theirs)| {
                    let last = ours.iter().rev().find(|(known, _)| known == name);
                    last.is_some_and(|(_, ours)| is_same(ours, theirs))
                })
        }
        _ => false,
    }
}
