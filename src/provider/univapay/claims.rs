//! What an app token says of itself. Nobody checks its signature here: it only saves a request
//! that would be refused, and names the store.

use crate::token::{Json, Mode};

/// The mode of a key; `None` when it is no JWT. A key of the whole merchant names none.
pub(super) fn mode(key: &str) -> Option<Option<Mode>> {
    let claims = read(key)?;
    Some(claims.at("mode").and_then(Json::as_text).and_then(mode_of))
}

/// The store of a key, fit to stand in a path.
pub(super) fn store(key: &str) -> Option<String> {
    let claims = read(key)?;
    let store = claims.at("store_id")?.as_text()?;
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    (!store.is_empty() && store.bytes().all(is_plain)).then(|| store.to_owned())
}

/// The mode of the wire's name for it.
pub(super) fn mode_of(name: &str) -> Option<Mode> {
    match name {
        "live" => Some(Mode::Live),
        "test" | "live_test" => Some(Mode::Test),
        _ => None,
    }
}

/// The payload of three parts that can all be decoded.
fn read(key: &str) -> Option<Json> {
    let mut parts = key.split('.').map(base64url);
    let (Some(_), Some(payload), Some(_), None) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next())
    else {
        return None;
    };
    Json::parse_bytes(&payload).filter(Json::is_object)
}

fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_parts_are_decoded_and_nothing_else() {
        // {"mode":"live","store_id":"a-1"}, then {"mode":"live_test","store_id":"a/b"}, {}, []
        let live = "e30.eyJtb2RlIjoibGl2ZSIsInN0b3JlX2lkIjoiYS0xIn0.c2ln";
        assert_eq!((mode(live), store(live)), (Some(Some(Mode::Live)), Some("a-1".to_owned())));
        let other = "e30.eyJtb2RlIjoibGl2ZV90ZXN0Iiwic3RvcmVfaWQiOiJhL2IifQ.c2ln";
        assert_eq!((mode(other), store(other)), (Some(Some(Mode::Test)), None));
        assert_eq!((mode("e30.e30.c2ln"), store("e30.e30.c2ln")), (Some(None), None));
        for text in
            ["", "abc", "e30.e30", "e30..c2ln", "e30.e30.c2ln.x", "e30.W10.c2ln", "e30.+/=.x"]
        {
            assert_eq!(mode(text), None, "{text}");
        }
    }
}
