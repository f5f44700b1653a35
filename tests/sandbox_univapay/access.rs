//! Which key opens what.

use super::*;

#[tokio::test]
async fn each_key_opens_what_its_kind_may() {
    let test = Test::new();
    let token = test.token(&recurring(&json!({}), &json!({}))).await;
    let path = format!("/univapay{}", store(&format!("tokens/{token}")));
    let (tokens, charges) = ("/univapay/tokens", "/univapay/charges");
    let code = json!({ "data": { "cvv": "321" } });
    let body = card("one_time", &json!({}), &json!({}));
    let (jwt, key) = (bearer(&UNIVAPAY), secret(&UNIVAPAY));
    let wrong = format!("Bearer nobodys.{}", UNIVAPAY.jwt);
    for (method, path, key, body, refused) in [
        (Method::POST, tokens, &jwt, &body, None),
        (Method::POST, "/univapay//tokens", &jwt, &body, None),
        (Method::POST, tokens, &key, &body, None),
        (Method::POST, tokens, &secret(&UNIVAPAY_NO_DIRECT), &body, None),
        (Method::GET, "/univapay/checkout_info", &jwt, &json!({}), None),
        (Method::PATCH, &path, &jwt, &code, None),
        (Method::PATCH, &path, &key, &json!({ "email": "a@example.com" }), None),
        (Method::GET, &path, &key, &json!({}), None),
        // Wrong keys.
        (Method::POST, tokens, &wrong, &body, Some((401, "INVALID_CREDENTIALS"))),
        (Method::POST, tokens, &"Bearer x.y.z".into(), &body, Some((401, "INVALID_APP_TOKEN"))),
        (Method::POST, tokens, &UNIVAPAY.jwt.into(), &body, Some((401, "INVALID_APP_TOKEN"))),
        (
            Method::POST,
            tokens,
            &secret(&UNIVAPAY_EXPIRED),
            &body,
            Some((401, "EXPIRED_LOGIN_TOKEN")),
        ),
        // Known keys, but not for this.
        (
            Method::POST,
            tokens,
            &bearer(&UNIVAPAY_NO_DIRECT),
            &body,
            Some((401, "DIRECT_CARD_TOKEN_CREATION_DISABLED")),
        ),
        (
            Method::POST,
            tokens,
            &secret(&UNIVAPAY_MERCHANT),
            &body,
            Some((403, "INVALID_PERMISSIONS")),
        ),
        (Method::GET, &path, &jwt, &json!({}), Some((403, "INVALID_PERMISSIONS"))),
        (Method::GET, tokens, &jwt, &json!({}), Some((403, "INVALID_PERMISSIONS"))),
        (Method::POST, charges, &jwt, &json!({}), Some((403, "INVALID_PERMISSIONS"))),
        (
            Method::PATCH,
            &path,
            &jwt,
            &json!({ "email": "a@example.com", "data": { "cvv": "321" } }),
            Some((403, "INVALID_PERMISSIONS")),
        ),
        (
            Method::PATCH,
            &path,
            &jwt,
            &json!({ "data": { "cvv": "321", "cvv_authorize": { "enabled": true } } }),
            Some((403, "INVALID_PERMISSIONS")),
        ),
        (
            Method::GET,
            &path,
            &secret(&UNIVAPAY_LIVE),
            &json!({}),
            Some((403, "INVALID_PERMISSIONS")),
        ),
        // Nothing there.
        (Method::POST, "/univapay/nothing", &key, &json!({}), Some((404, "NOT_FOUND"))),
        (Method::DELETE, tokens, &key, &json!({}), Some((405, "NOT_ALLOWED"))),
    ] {
        let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
        let reply = test.send(method.clone(), path, &headers, body.to_string()).await;
        assert!(reply.header("content-type").starts_with("application/json"), "{path}");
        match refused {
            None => assert!(reply.status < 300, "{method} {path}: {}", reply.text),
            Some((status, code)) => {
                assert_eq!(reply.refused(), (status, code.to_owned()), "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn an_origin_counts_where_one_is_sent() {
    let body = card("one_time", &json!({ "card_number": "4000000000000002" }), &json!({}));
    for (known, origin, status) in [
        (&UNIVAPAY, Some(SHOP), 201),
        (&UNIVAPAY, Some("https://shop.example"), 201),
        (&UNIVAPAY, Some("https://shop.example:8443"), 201),
        (&UNIVAPAY, None, 201),
        (&UNIVAPAY, Some("https://evil.example"), 401),
        (&UNIVAPAY, Some("https://shop.example.evil.example"), 401),
        (&UNIVAPAY, Some("https://notshop.example"), 401),
        (&UNIVAPAY, Some("null"), 401),
        (&UNIVAPAY_LIVE, Some("https://anywhere.example"), 201),
        (&UNIVAPAY_ELSEWHERE, Some(SHOP), 401),
        (&UNIVAPAY_ELSEWHERE, Some("https://elsewhere.example"), 201),
    ] {
        let key = bearer(known);
        let mut headers = vec![("authorization", key.as_str())];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let path = "/univapay/tokens";
        let reply = Test::new().send(Method::POST, path, &headers, body.to_string()).await;
        assert_eq!(reply.status, status, "{origin:?} {}", reply.text);
    }
}

/// What a JWT says is what the table of keys says: nobody signs it here, so it could drift.
#[test]
fn the_keys_claims_are_the_tables() {
    for known in [
        &UNIVAPAY,
        &UNIVAPAY_NO_DIRECT,
        &UNIVAPAY_ELSEWHERE,
        &UNIVAPAY_LIVE,
        &UNIVAPAY_EXPIRED,
        &UNIVAPAY_MERCHANT,
    ] {
        let payload = decode(known.jwt.split('.').nth(1).unwrap());
        let claims: Value = serde_json::from_slice(&payload).unwrap();
        let text = |name: &str| claims[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(text("store_id"), known.store_id);
        assert_eq!(text("mode") == "live", known.is_live);
        assert_eq!(claims["domains"].as_array().map_or(0, Vec::len), known.domains.len());
        for domain in known.domains {
            assert!(claims["domains"].as_array().unwrap().contains(&json!(domain)));
        }
        assert_eq!(claims["exp"].is_u64(), known.is_expired);
        assert!(known.jwt.split('.').all(|part| !decode(part).is_empty()));
    }
}

fn decode(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = text
        .chars()
        .map(|c| format!("{:06b}", ALPHABET.find(c).expect("a letter of base64url")))
        .collect();
    let whole = bits.len() / 8 * 8;
    let byte = |start| u8::from_str_radix(&bits[start..start + 8], 2).unwrap();
    (0..whole).step_by(8).map(byte).collect()
}
