//! Form bodies and query strings.

/// The fields of an `application/x-www-form-urlencoded` text, in their order.
pub(crate) fn fields(text: &str) -> Vec<(String, String)> {
    let decode = |part: &str| percent_decode(&part.replace('+', " "));
    text.split('&')
        .filter(|field| !field.is_empty())
        .map(|field| field.split_once('=').unwrap_or((field, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// Replaces `%41` by the byte that it names; what is no escape stays, what is no UTF-8 is marked.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = match (first, tail) {
            (b'%', [high, low, after @ ..]) => byte_of(*high, *low).map(|byte| (byte, after)),
            _ => None,
        };
        let (byte, after) = escaped.unwrap_or((first, tail));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn byte_of(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_split_then_decoded() {
        for (text, expected) in [
            ("", vec![]),
            ("a=1&b=2", vec![("a", "1"), ("b", "2")]),
            ("a=1&a=2", vec![("a", "1"), ("a", "2")]),
            ("name=J%C3%BCrgen+Test&x=%26%3D", vec![("name", "Jürgen Test"), ("x", "&=")]),
            ("a&=b&&", vec![("a", ""), ("", "b")]),
            ("a=100%&b=%zz&c=%+1", vec![("a", "100%"), ("b", "%zz"), ("c", "% 1")]),
            ("a=%ff", vec![("a", "\u{fffd}")]),
        ] {
            let fields = fields(text);
            let read: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}
