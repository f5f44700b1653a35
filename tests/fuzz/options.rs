//! What a page configures, and the request that it makes of it.

use cardlet::frame::Embedders;
use cardlet::provider::{Options, RawOptions};
use cardlet::token::Json;

use super::exchange;

/// Options: no card goes anywhere but over `https:` or to this machine, no option breaks out of
/// its place in the request, and no secret key passes.
pub fn options(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // The frame's configuration has options too.
    let _ = Embedders::read(text);
    let Some(tree) = Json::parse(text) else { return };
    let raw = RawOptions::read(&tree);
    let Ok(options) = Options::new(&raw) else { return };
    for key in [&raw.public_key, &raw.organization, &raw.endpoint, &raw.update_token] {
        assert!(!key.as_deref().unwrap_or_default().trim().starts_with("sk_"));
    }
    let Ok(exchange) = exchange(&options) else { return };
    let request = exchange.request;
    assert!(matches!(request.method, "POST" | "PUT" | "PATCH"));
    let (scheme, rest) = request.url.split_once("://").unwrap();
    let (authority, path) = rest.split_once('/').unwrap();
    let is_local = ["localhost", "127.", "[::1]"].iter().any(|host| authority.starts_with(host))
        || authority.contains(".localhost");
    assert!(scheme == "https" || scheme == "http" && is_local, "{}", request.url);
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/:[]".contains(&b);
    assert!(authority.bytes().chain(path.bytes()).all(is_plain), "{}", request.url);
    assert!(!path.split('/').any(|part| part == ".."), "{}", request.url);
    for (name, value) in &request.headers {
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        assert!(value.bytes().all(|b| matches!(b, b' '..=b'~')), "{name}: {value:?}");
    }
    let body = request.body.bytes();
    assert!(body.is_empty() || Json::parse_bytes(body).is_some());
}
