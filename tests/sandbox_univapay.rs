//! Univapay's endpoints in the sandbox, called in process.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

#[path = "support/sandbox.rs"]
mod support;

use axum::body::Body;
use axum::http::Method;
use cardlet::sandbox::Sandbox;
use cardlet::sandbox::keys::{
    UNIVAPAY, UNIVAPAY_ELSEWHERE, UNIVAPAY_EXPIRED, UNIVAPAY_LIVE, UNIVAPAY_MERCHANT,
    UNIVAPAY_NO_DIRECT, UnivapayKey,
};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use support::Reply;

const PAN: &str = "4000020000000000";
const FAILING: &str = "4111111111111111";
const SHOP: &str = "http://localhost:4280";
/// The ids in the fixtures' requests and answers.
const TOKEN: &str = "abcdefab-cdef-1abc-bdef-abcdefabcdef";
const CHARGE: &str = "fedcbafe-dcba-1fed-bcba-fedcbafedcba";

impl Reply {
    /// The status, the code, and the reason of each field.
    fn refused(&self) -> (u16, String) {
        let body = self.json();
        let mut refused = body["code"].as_str().unwrap_or_default().to_owned();
        for error in body["errors"].as_array().into_iter().flatten() {
            let (field, reason) = (error["field"].as_str(), error["reason"].as_str());
            refused += &format!(" {}:{}", field.unwrap(), reason.unwrap());
        }
        (self.status, refused)
    }
}

struct Test {
    sandbox: Sandbox,
}

impl Test {
    fn new() -> Self {
        Self { sandbox: support::sandbox() }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Reply {
        support::send(self.sandbox.api(), (method, path), headers, body).await
    }

    /// A call of the merchant's server.
    async fn server(&self, method: Method, path: &str, body: &Value) -> Reply {
        let key = secret(&UNIVAPAY);
        let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, &format!("/univapay{path}"), &headers, body).await
    }

    async fn create(&self, body: &Value) -> Reply {
        self.server(Method::POST, "/tokens", body).await
    }

    async fn token(&self, body: &Value) -> String {
        let reply = self.create(body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.json()["id"].as_str().unwrap().to_owned()
    }

    async fn charge(&self, token: &str, more: &Value) -> Reply {
        let mut body = json!({ "transaction_token_id": token, "amount": 1000, "currency": "JPY" });
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.server(Method::POST, "/charges", &body).await
    }

    async fn read(&self, path: &str) -> Reply {
        self.server(Method::GET, &store(path), &Value::Null).await
    }

    /// How far the check of a token's security code is.
    async fn check_of(&self, token: &str) -> Value {
        let token = self.read(&format!("tokens/{token}")).await.json();
        token["data"]["cvv_authorize"]["status"].clone()
    }

    async fn advance(&self, seconds: u64) {
        let body = json!({ "advanceMs": seconds * 1000 }).to_string();
        let reply = self.send(Method::POST, "/_sandbox/clock", &[], body).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    /// Sends a fixture's request, with these ids in the place of its own.
    async fn check(&self, name: &str, token: &str, charge: &str) {
        let fixture = fixture(name);
        let (request, expected) = (&fixture["request"], &fixture["response"]);
        let real = |text: &str| text.replace(TOKEN, token).replace(CHARGE, charge);
        let headers: Vec<_> = request["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let method = request["method"].as_str().unwrap().parse().unwrap();
        let path = real(&format!("/univapay{}", request["path"].as_str().unwrap()));
        let body = request.get("body").map(Value::to_string).unwrap_or_default();
        let reply = self.send(method, &path, &headers, real(&body)).await;
        assert_eq!(reply.status, expected["status"], "{name}: {}", reply.text);
        for (header, value) in expected["headers"].as_object().unwrap() {
            let is_count = header.starts_with("x-remaining");
            assert!(is_count || reply.header(header) == value, "{name}: {header}");
            assert!(!reply.header(header).is_empty(), "{name}: {header}");
        }
        if expected["body"].is_null() {
            return assert_eq!(reply.text, "", "{name}");
        }
        let wanted: Value =
            serde_json::from_str(&without_ids(&expected["body"].to_string())).unwrap();
        let same: Value = serde_json::from_str(&without_ids(&reply.text)).unwrap();
        assert_eq!(same, wanted, "{name}");
    }
}

fn bearer(key: &UnivapayKey) -> String {
    format!("Bearer {}", key.jwt)
}

fn secret(key: &UnivapayKey) -> String {
    format!("Bearer {}.{}", key.secret, key.jwt)
}

fn store(path: &str) -> String {
    format!("/stores/{}/{path}", UNIVAPAY.store_id)
}

/// The sandbox's ids are UUIDs of letters; each becomes the same word.
fn without_ids(text: &str) -> String {
    let is_part = |c: char| ('a'..='f').contains(&c) || c == '-' || c == '1';
    let is_id = |word: &str| {
        word.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && word.matches('1').count() == 1
    };
    let pieces = text.split_inclusive(|c| !is_part(c));
    let short = |piece: &str| {
        let word = piece.trim_end_matches(|c| !is_part(c));
        if is_id(word) { format!("<id>{}", &piece[word.len()..]) } else { piece.to_owned() }
    };
    pieces.map(short).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/univapay")
}

fn fixture(name: &str) -> Value {
    let path = folder().join(format!("{name}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The body of a card's token, with more in its data and beside it.
fn card(token_type: &str, data: &Value, more: &Value) -> Value {
    let mut body = json!({
        "payment_type": "card",
        "type": token_type,
        "data": { "card_number": PAN, "exp_month": 12, "exp_year": 2030, "cvv": "123" },
    });
    let extend = |object: &mut Value, with: &Value| {
        object.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    };
    extend(&mut body["data"], data);
    extend(&mut body, more);
    body
}

fn recurring(data: &Value, more: &Value) -> Value {
    card("recurring", data, more)
}

mod fixtures {
    use super::*;

    #[tokio::test]
    async fn a_new_sandbox_answers_as_they_say() {
        for name in [
            "token-created",
            "token-created-recurring",
            "token-created-subscription",
            "token-awaiting-three-ds",
            "qr-scan-created",
            "qr-merchant-created",
            "online-created",
            "konbini-created",
            "bank-transfer-created",
            "paidy-created",
            "apple-pay-created",
            "invalid-fields",
            "missing-number",
            "key-missing",
            "key-unknown",
            "key-expired",
            "key-of-merchant",
            "origin-refused",
            "direct-disabled",
            "test-card-in-live-mode",
            "charge-unknown",
        ] {
            Test::new().check(name, TOKEN, CHARGE).await;
        }
    }

    #[tokio::test]
    async fn a_token_pays_once_and_within_five_minutes() {
        let test = Test::new();
        let token = test.token(&card("one_time", &json!({}), &json!({}))).await;
        let late = test.token(&card("one_time", &json!({}), &json!({}))).await;
        test.check("charge-created", &token, CHARGE).await;
        test.check("charge-used", &token, CHARGE).await;
        let last = test.token(&card("one_time", &json!({}), &json!({}))).await;
        test.advance(299).await;
        assert_eq!(test.charge(&last, &json!({})).await.status, 201);
        test.advance(1).await;
        test.check("charge-expired", &late, CHARGE).await;
        // Used stays used, also when the life has ended.
        test.check("charge-used", &token, CHARGE).await;
    }

    #[tokio::test]
    async fn a_check_of_the_security_code_takes_its_time() {
        let test = Test::new();
        let check = json!({ "cvv_authorize": { "enabled": true, "currency": "JPY" } });
        let body = recurring(&check, &json!({ "usage_limit": "monthly" }));
        let token = test.token(&body).await;
        test.check("charge-cvv-pending", &token, CHARGE).await;
        test.check("cvv-updated", &token, CHARGE).await;
        test.advance(3).await;
        test.check("token-read", &token, CHARGE).await;
        let reply = test.charge(&token, &json!({})).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
    }

    #[tokio::test]
    async fn a_late_code_is_asked_for_again_above_the_threshold() {
        let test = Test::new();
        let token = test.token(&recurring(&json!({}), &json!({}))).await;
        test.advance(300).await;
        assert_eq!(test.charge(&token, &json!({ "amount": 10_000 })).await.status, 201);
        test.advance(30).await;
        test.check("charge-cvc-late", &token, CHARGE).await;
    }

    #[tokio::test]
    async fn one_card_is_rejected_when_it_is_charged() {
        let test = Test::new();
        let body = card("one_time", &json!({ "card_number": FAILING }), &json!({}));
        let token = test.token(&body).await;
        let charge = test.charge(&token, &json!({})).await.json();
        test.check("charge-failed", &token, charge["id"].as_str().unwrap()).await;
    }

    #[tokio::test]
    async fn a_key_for_repeats_gives_one_answer() {
        let test = Test::new();
        let request = fixture("rate-limited")["request"].clone();
        let key = bearer(&UNIVAPAY);
        let headers = [("authorization", key.as_str()), ("idempotency-key", "key-1")];
        let send = || {
            let body = request["body"].to_string();
            test.send(Method::POST, "/univapay/tokens", &headers, body)
        };
        let (first, second) = (send().await, send().await);
        assert_eq!((first.status, &first.text), (second.status, &second.text));
        assert_eq!(first.header("idempotency-status"), "successfully_stored");
        assert_eq!(second.header("idempotency-status"), "retrieved_idempotent");
        test.check("idempotency-conflict", TOKEN, CHARGE).await;
        // Another store's keys are its own, and a day later the key is free.
        let other = bearer(&UNIVAPAY_ELSEWHERE);
        let headers = [("authorization", other.as_str()), ("idempotency-key", "key-1")];
        let body = card("one_time", &json!({}), &json!({})).to_string();
        let reply = test.send(Method::POST, "/univapay/tokens", &headers, body).await;
        assert_eq!(reply.header("idempotency-status"), "successfully_stored");
        test.advance(24 * 3600).await;
        assert_ne!(send().await.text, first.text);
    }

    #[tokio::test]
    async fn too_many_requests_have_an_empty_answer_until_the_minute_is_over() {
        let test = Test::new();
        let reset = json!({ "rateLimit": 1 }).to_string();
        test.send(Method::POST, "/_sandbox/reset", &[], reset).await;
        let body = card("one_time", &json!({}), &json!({}));
        assert_eq!(test.create(&body).await.header("x-remaining-requests-exact"), "0");
        test.check("rate-limited", TOKEN, CHARGE).await;
        test.advance(60).await;
        assert_eq!(test.create(&body).await.status, 201);
    }

    #[test]
    fn every_file_is_one_that_both_tests_may_read() {
        let tests = [include_str!("univapay.rs"), include_str!("sandbox_univapay.rs")];
        for file in fs::read_dir(folder()).unwrap() {
            let name = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
            assert_eq!(fixture(&name)["name"], name.as_str());
            let is_read = tests.map(|test| test.contains(&format!("\"{name}\"")));
            // A charge that was made is no business of the dialect's.
            assert_eq!(is_read, [name != "charge-created", true], "{name}");
        }
    }
}

mod access {
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
}

mod tokens {
    use super::*;

    #[tokio::test]
    async fn every_wrong_value_has_its_code() {
        let bad = |data: Value| card("one_time", &data, &json!({}));
        let beside = |more: Value| card("one_time", &json!({}), &more);
        let pay = |kind: &str, kind_of: &str, data: Value| json!({ "payment_type": kind, "type": kind_of, "data": data });
        let phone = json!({ "country_code": "81", "local_number": "0801234" });
        let konbini = json!({
            "customer_name": "T", "convenience_store": "lawson", "phone_number": phone,
        });
        for (body, refused) in [
            (bad(json!({ "card_number": null })), "VALIDATION_ERROR card_number:REQUIRED_VALUE"),
            (bad(json!({ "card_number": "" })), "VALIDATION_ERROR card_number:REQUIRED_VALUE"),
            (bad(json!({ "card_number": 4 })), "VALIDATION_ERROR card_number:INVALID_FORMAT"),
            (
                bad(json!({ "card_number": "4000 0200 0000 0000" })),
                "VALIDATION_ERROR card_number:INVALID_CARD_NUMBER",
            ),
            (
                bad(json!({ "exp_month": "13" })),
                "VALIDATION_ERROR exp_month:INVALID_CARD_EXPIRATION",
            ),
            (
                bad(json!({ "exp_month": 10, "exp_year": 26 })),
                "VALIDATION_ERROR exp_month:INVALID_CARD_EXPIRATION",
            ),
            (bad(json!({ "exp_year": 2025 })), "VALIDATION_ERROR exp_year:INVALID_CARD_EXPIRATION"),
            (bad(json!({ "exp_year": null })), "VALIDATION_ERROR exp_year:REQUIRED_VALUE"),
            (bad(json!({ "cvv": "12" })), "VALIDATION_ERROR cvv:INVALID_CVV"),
            (bad(json!({ "cvv": "1234" })), "VALIDATION_ERROR cvv:INVALID_CVV"),
            (bad(json!({ "cvv": null })), "CVV_REQUIRED"),
            (bad(json!({ "country": "jp" })), "VALIDATION_ERROR country:INVALID_FORMAT_COUNTRY"),
            (
                bad(json!({ "phone_number": {} })),
                "VALIDATION_ERROR phone_number:INVALID_PHONE_NUMBER",
            ),
            (bad(json!({ "cvv_authorize": { "enabled": true } })), "NOT_RECURRING_TOKEN"),
            (
                beside(json!({ "payment_type": "cash" })),
                "VALIDATION_ERROR payment_type:INVALID_FORMAT",
            ),
            (beside(json!({ "type": "forever" })), "INVALID_TOKEN_TYPE"),
            (beside(json!({ "usage_limit": "daily" })), "USAGE_LIMIT_NOT_APPLICABLE"),
            (
                beside(json!({ "usage_limit": "hourly" })),
                "VALIDATION_ERROR usage_limit:INVALID_FORMAT",
            ),
            (beside(json!({ "email": "nobody" })), "VALIDATION_ERROR email:INVALID_FORMAT_EMAIL"),
            (
                beside(json!({ "metadata": { "a": {} } })),
                "VALIDATION_ERROR metadata:NESTED_JSON_NOT_ALLOWED",
            ),
            (beside(json!({ "data": null })), "VALIDATION_ERROR data:REQUIRED_VALUE"),
            (
                pay("qr_scan", "recurring", json!({ "scanned_qr": "x" })),
                "VALIDATION_ERROR type:ONE_TIME_ONLY_ALLOWED",
            ),
            (
                pay("online", "subscription", json!({ "brand": "humo" })),
                "VALIDATION_ERROR type:ONE_TIME_ONLY_ALLOWED",
            ),
            (pay("konbini", "recurring", konbini.clone()), "RECURRING_TOKEN_NOT_ALLOWED"),
            (pay("qr_scan", "one_time", json!({})), "VALIDATION_ERROR scanned_qr:REQUIRED_VALUE"),
            (
                pay("qr_merchant", "one_time", json!({ "brand": "x" })),
                "VALIDATION_ERROR brand:BRAND_NOT_DEFINED",
            ),
            (
                pay("online", "one_time", json!({ "brand": "humo", "os_type": "x" })),
                "VALIDATION_ERROR os_type:INVALID_FORMAT",
            ),
            (
                pay(
                    "konbini",
                    "one_time",
                    json!({ "customer_name": "T", "convenience_store": "x" }),
                ),
                "VALIDATION_ERROR convenience_store:INVALID_FORMAT phone_number:REQUIRED_VALUE",
            ),
            (
                pay(
                    "bank_transfer",
                    "one_time",
                    json!({ "brand": "bank_test_brand", "expiration_period": "soon" }),
                ),
                "VALIDATION_ERROR expiration_period:EXPIRATION_DATE_OUT_OF_BOUNDS",
            ),
            (
                pay(
                    "paidy",
                    "one_time",
                    json!({ "paidy_token": "t", "shipping_address": { "zip": "1" } }),
                ),
                "VALIDATION_ERROR shipping_address:PAIDY_SHIPPING_ADDRESS_NEEDS_ONE_OPTIONAL_FIELD",
            ),
            (
                pay("apple_pay", "one_time", json!({})),
                "VALIDATION_ERROR applepay_token:REQUIRED_VALUE",
            ),
            (json!([]), "INVALID_REQUEST"),
        ] {
            let reply = Test::new().create(&body).await;
            assert_eq!(reply.refused(), (400, refused.to_owned()), "{body}");
        }
        for body in [
            bad(json!({ "exp_year": "26", "exp_month": "11" })),
            bad(json!({ "exp_year": 2051 })),
            beside(json!({ "metadata": null, "email": null })),
            json!({ "payment_type": "card", "data": bad(json!({}))["data"] }),
            pay("konbini", "subscription", konbini),
        ] {
            let reply = Test::new().create(&body).await;
            assert_eq!(reply.status, 201, "{body}: {}", reply.text);
        }
    }

    #[tokio::test]
    async fn lasting_tokens_are_listed_read_and_deleted() {
        let test = Test::new();
        test.token(&card("one_time", &json!({}), &json!({}))).await;
        let first = test.token(&card("subscription", &json!({}), &json!({}))).await;
        let second = test.token(&recurring(&json!({}), &json!({}))).await;
        for path in ["/tokens".to_owned(), store("tokens")] {
            let list = test.server(Method::GET, &path, &Value::Null).await.json();
            let ids: Vec<_> =
                list["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
            assert_eq!(ids, [second.as_str(), first.as_str()]);
        }
        let path = store(&format!("tokens/{second}"));
        let gone = test.server(Method::DELETE, &path, &Value::Null).await;
        assert_eq!((gone.status, gone.text.as_str()), (204, ""));
        for method in [Method::GET, Method::DELETE] {
            assert_eq!(test.server(method, &path, &Value::Null).await.refused().0, 404);
        }
        assert_eq!(test.charge(&second, &json!({})).await.refused(), (404, "NOT_FOUND".to_owned()));
    }

    #[tokio::test]
    async fn a_token_is_confirmed_and_renewed() {
        let test = Test::new();
        let body =
            recurring(&json!({}), &json!({ "use_confirmation": true, "email": "a@b.example" }));
        let token = test.token(&body).await;
        let must = (400, "TOKEN_MUST_BE_CONFIRMED".to_owned());
        assert_eq!(test.charge(&token, &json!({})).await.refused(), must);
        let path = store(&format!("tokens/{token}/confirm"));
        let confirm = |code: &str| json!({ "confirmation_code": code });
        let wrong = test.server(Method::POST, &path, &confirm("9999")).await;
        assert_eq!(wrong.refused(), (400, "WRONG_CONFIRMATION_CODE".to_owned()));
        let right = test.server(Method::POST, &path, &confirm("1234")).await;
        assert_eq!(right.json()["confirmed"], true);
        let card = json!({ "data": { "card_number": "5555555555554444", "exp_month": 1, "exp_year": 2031, "cvv": "999" } });
        let renewed =
            test.server(Method::POST, &store(&format!("tokens/{token}/renew")), &card).await;
        let renewed = renewed.json();
        assert_eq!(
            (&renewed["previous_id"], &renewed["type"]),
            (&json!(token), &json!("recurring"))
        );
        assert_eq!(renewed["data"]["card"]["brand"], "mastercard");
        assert_eq!(test.charge(renewed["id"].as_str().unwrap(), &json!({})).await.status, 201);
    }

    #[tokio::test]
    async fn a_new_security_code_is_fresh_for_five_minutes() {
        let test = Test::new();
        let token = test.token(&recurring(&json!({}), &json!({}))).await;
        let much = json!({ "amount": 20_000 });
        test.advance(300).await;
        let late = (400, "RECURRING_USAGE_REQUIRES_CVV".to_owned());
        assert_eq!(test.charge(&token, &much).await.refused(), late);
        let path = store(&format!("tokens/{token}"));
        for (data, reason) in
            [(json!({ "cvv": "12" }), "cvv:INVALID_CVV"), (json!("x"), "data:INVALID_FORMAT")]
        {
            let reply = test.server(Method::PATCH, &path, &json!({ "data": data })).await;
            assert_eq!(reply.refused(), (400, format!("VALIDATION_ERROR {reason}")));
        }
        assert_eq!(test.charge(&token, &much).await.refused(), late);
        let code = json!({ "data": { "cvv": "321" } });
        let updated = test.server(Method::PATCH, &path, &code).await.json();
        assert_eq!(updated["updated_on"], "2026-11-21T09:35:00Z");
        test.advance(299).await;
        assert_eq!(test.charge(&token, &much).await.status, 201);
        test.advance(30).await;
        assert_eq!(test.charge(&token, &much).await.refused(), late);
        let unknown = store("tokens/none");
        assert_eq!(test.server(Method::PATCH, &unknown, &code).await.refused().0, 404);
    }

    #[tokio::test]
    async fn the_check_fails_with_its_card_and_ends_with_its_provider() {
        let test = Test::new();
        let check = json!({ "cvv_authorize": { "enabled": true } });
        let fails = json!({ "email": "x+charge-failure-309@example.com" });
        let token = test.token(&recurring(&check, &fails)).await;
        assert_eq!(test.check_of(&token).await, "pending");
        test.advance(3).await;
        assert_eq!(test.check_of(&token).await, "failed");
        let refused = (400, "CVV_AUTHORIZATION_NOT_COMPLETED".to_owned());
        assert_eq!(test.charge(&token, &json!({})).await.refused(), refused);
        // Another code starts it again.
        let path = store(&format!("tokens/{token}"));
        let again = json!({ "email": "x@example.com", "data": { "cvv": "321" } });
        assert_eq!(test.server(Method::PATCH, &path, &again).await.status, 200);
        assert_eq!(test.check_of(&token).await, "pending");
        test.advance(3).await;
        assert_eq!(test.check_of(&token).await, "current");
        test.send(Method::POST, "/_sandbox/univapay/unlink", &[], "").await;
        assert_eq!(test.check_of(&token).await, "inactive");
        assert_eq!(test.charge(&token, &json!({})).await.refused(), refused);
        let code = json!({ "data": { "cvv": "321" } });
        test.server(Method::PATCH, &path, &code).await;
        test.advance(3).await;
        assert_eq!(test.charge(&token, &json!({})).await.status, 201);
    }

    #[tokio::test]
    async fn nothing_that_is_unknown_or_a_card_number_is_kept() {
        let test = Test::new();
        let data =
            json!({ "cardholder": format!("x {PAN}"), "line1": "4000 0200 0000 0000", "pan": PAN });
        let more = json!({ "metadata": { "note": PAN, "cvv": "123" }, "number": PAN });
        let reply = test.create(&recurring(&data, &more)).await;
        let token = reply.json();
        assert_eq!(token["data"]["card"]["cardholder"], "x [16 digits]");
        assert_eq!(token["metadata"], json!({ "note": "[16 digits]", "cvv": "[3 digits]" }));
        assert!(!reply.text.contains("0200000"), "{}", reply.text);
        let log = test.send(Method::GET, "/_sandbox/log", &[], "").await;
        assert!(!log.text.contains("0200000") && !log.text.contains(UNIVAPAY.jwt), "{}", log.text);
    }

    #[tokio::test]
    async fn a_store_tells_what_it_takes() {
        let test = Test::new();
        let reply = test.server(Method::GET, "/checkout_info", &Value::Null).await;
        let info = reply.json();
        assert_eq!(info["recurring_token_privilege"], "infinite");
        assert_eq!(info["card_configuration"]["allow_direct_token_creation"], true);
        assert_eq!(reply.header("x-requests-per-minute-exact"), "3000");
    }

    #[tokio::test]
    async fn a_token_that_waits_for_its_customer_names_the_next_step() {
        let test = Test::new();
        let body = card("one_time", &json!({ "three_ds": { "enabled": true } }), &json!({}));
        let token = test.token(&body).await;
        let step = test.read(&format!("tokens/{token}/three_ds/issuer_token")).await.json();
        assert_eq!(step["call_method"], "http_post");
        let payload = json!({ "resource_id": token, "resource_type": "transaction_token" });
        assert_eq!(step["payload"], payload);
        let plain = test.token(&card("one_time", &json!({}), &json!({}))).await;
        let none = test.read(&format!("tokens/{plain}/three_ds/issuer_token")).await;
        assert_eq!(none.refused().0, 404);
    }
}

mod charges {
    use super::*;

    async fn one_time(test: &Test, data: &Value, more: &Value) -> String {
        test.token(&card("one_time", data, more)).await
    }

    fn id_of(reply: &Reply) -> String {
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.json()["id"].as_str().unwrap().to_owned()
    }

    async fn status_of(test: &Test, charge: &str, query: &str) -> Value {
        test.read(&format!("charges/{charge}{query}")).await.json()["status"].clone()
    }

    #[tokio::test]
    async fn a_charge_settles_by_the_clock_or_for_who_waits() {
        let test = Test::new();
        let token = one_time(&test, &json!({}), &json!({})).await;
        let charge = id_of(&test.charge(&token, &json!({ "metadata": { "a": 1 } })).await);
        assert_eq!(status_of(&test, &charge, "").await, "pending");
        test.advance(2).await;
        assert_eq!(status_of(&test, &charge, "").await, "successful");
        let token = one_time(&test, &json!({}), &json!({})).await;
        let waited = id_of(&test.charge(&token, &json!({})).await);
        assert_eq!(status_of(&test, &waited, "?polling=true").await, "successful");
        let list = test.server(Method::GET, "/charges", &Value::Null).await.json();
        assert_eq!(
            (&list["items"][0]["id"], &list["items"][1]["id"]),
            (&json!(waited), &json!(charge))
        );
        assert_eq!(list["items"][1]["metadata"], json!({ "a": 1 }));
    }

    #[tokio::test]
    async fn published_cards_and_addresses_fail_as_published() {
        let number = |number: &str| json!({ "card_number": number });
        let email = |code: &str| json!({ "email": format!("x+charge-failure-{code}@example.com") });
        for (data, more, code) in [
            (number("4000020000000000"), json!({}), json!(null)),
            (number("4242424242424242"), json!({}), json!(null)),
            (number("5555555555554444"), json!({}), json!(null)),
            (number("4111111111111111"), json!({}), json!(306)),
            (json!({}), email("309"), json!(309)),
            (json!({}), email("401"), json!(null)),
            (json!({}), email("x"), json!(null)),
        ] {
            let test = Test::new();
            let token = one_time(&test, &data, &more).await;
            let charge = id_of(&test.charge(&token, &json!({})).await);
            let charge = test.read(&format!("charges/{charge}?polling=true")).await.json();
            assert_eq!(
                charge["error"].get("code").cloned().unwrap_or_default(),
                code,
                "{data} {more}"
            );
            let expected = if code.is_null() { "successful" } else { "failed" };
            assert_eq!(charge["status"], expected);
        }
    }

    #[tokio::test]
    async fn money_is_taken_later_once_and_never_more_than_authorized() {
        let test = Test::new();
        let token = one_time(&test, &json!({}), &json!({})).await;
        let charge = id_of(&test.charge(&token, &json!({ "capture": false })).await);
        let path = store(&format!("charges/{charge}/capture"));
        let capture = |amount: u64, currency: &str| {
            let body = json!({ "amount": amount, "currency": currency });
            let (test, path) = (&test, &path);
            async move { test.server(Method::POST, path, &body).await }
        };
        assert_eq!(capture(1000, "JPY").await.refused().1, "ALREADY_CAPTURED");
        test.advance(600).await;
        assert_eq!(status_of(&test, &charge, "").await, "authorized");
        assert_eq!(capture(1001, "JPY").await.refused().1, "CAPTURE_AMOUNT_TOO_LARGE");
        assert_eq!(capture(900, "USD").await.refused().1, "CURRENCY_MUST_MATCH_CHARGE");
        assert_eq!(capture(900, "JPY").await.status, 204);
        assert_eq!(capture(100, "JPY").await.refused().1, "ALREADY_CAPTURED");
        let charge = test.read(&format!("charges/{charge}")).await.json();
        assert_eq!(
            (&charge["status"], &charge["charged_amount"]),
            (&json!("successful"), &json!(900))
        );
    }

    #[tokio::test]
    async fn money_is_taken_on_its_day() {
        let test = Test::new();
        let token = one_time(&test, &json!({}), &json!({})).await;
        let past = test.charge(&token, &json!({ "capture_at": "2026-11-21T09:30:00Z" })).await;
        assert_eq!(past.refused().1, "INVALID_SCHEDULED_CAPTURE_DATE");
        let day = json!({ "capture_at": "2026-11-22T09:30:00Z" });
        let charge = id_of(&test.charge(&token, &day).await);
        test.advance(24 * 3600 - 1).await;
        assert_eq!(status_of(&test, &charge, "").await, "authorized");
        test.advance(1).await;
        assert_eq!(status_of(&test, &charge, "").await, "successful");
    }

    #[tokio::test]
    async fn a_recurring_token_pays_once_in_each_of_its_periods() {
        for (limit, days) in [("daily", 1), ("weekly", 7), ("monthly", 30), ("annually", 365)] {
            let test = Test::new();
            let token = test.token(&recurring(&json!({}), &json!({ "usage_limit": limit }))).await;
            id_of(&test.charge(&token, &json!({})).await);
            test.advance(days * 24 * 3600 - 1).await;
            let second = test.charge(&token, &json!({})).await;
            assert_eq!(second.refused().1, "TRANSACTION_ALREADY_PROCESSED", "{limit}");
            test.advance(1).await;
            id_of(&test.charge(&token, &json!({})).await);
        }
        // Without a limit only half a minute has to pass.
        let test = Test::new();
        let token = test.token(&recurring(&json!({}), &json!({}))).await;
        id_of(&test.charge(&token, &json!({})).await);
        assert_eq!(test.charge(&token, &json!({})).await.refused().1, "CHARGE_TOO_QUICK");
        test.advance(30).await;
        id_of(&test.charge(&token, &json!({})).await);
    }

    #[tokio::test]
    async fn other_methods_wait_for_their_customer_and_are_not_captured_later() {
        let test = Test::new();
        let body = json!({ "payment_type": "qr_merchant", "data": { "brand": "pay_pay" } });
        let token = test.token(&body).await;
        let later = test.charge(&token, &json!({ "capture": false })).await;
        assert_eq!(later.refused().1, "CAPTURE_ONLY_FOR_CARD_PAYMENT");
        let charge = id_of(&test.charge(&token, &json!({})).await);
        assert_eq!(status_of(&test, &charge, "?polling=true").await, "awaiting");
    }

    #[tokio::test]
    async fn a_charge_needs_an_amount_and_a_currency() {
        let test = Test::new();
        let token = one_time(&test, &json!({}), &json!({})).await;
        for (more, reason) in [
            (json!({ "amount": null }), "amount:REQUIRED_VALUE"),
            (json!({ "amount": 0 }), "amount:INVALID_FORMAT"),
            (json!({ "amount": "1000" }), "amount:INVALID_FORMAT"),
            (json!({ "currency": null }), "currency:REQUIRED_VALUE"),
            (json!({ "currency": "yen!" }), "currency:INVALID_FORMAT"),
            (json!({ "transaction_token_id": null }), "transaction_token_id:REQUIRED_VALUE"),
            (json!({ "capture_at": "soon" }), "capture_at:INVALID_FORMAT"),
        ] {
            let reply = test.charge(&token, &more).await;
            assert_eq!(reply.refused(), (400, format!("VALIDATION_ERROR {reason}")));
        }
        // None of these has used the token up.
        id_of(&test.charge(&token, &json!({})).await);
    }
}

mod subscriptions {
    use super::*;

    async fn subscribe(test: &Test, token: &str, more: &Value) -> Reply {
        let mut body = json!({
            "transaction_token_id": token, "amount": 1000, "currency": "JPY", "period": "weekly",
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        test.server(Method::POST, "/subscriptions", &body).await
    }

    async fn token(test: &Test) -> String {
        test.token(&card("subscription", &json!({}), &json!({}))).await
    }

    async fn paid(test: &Test, id: &str) -> (usize, usize) {
        let list = test.read(&format!("subscriptions/{id}/payments")).await.json();
        let items = list["items"].as_array().unwrap();
        (items.iter().filter(|item| item["is_paid"] == true).count(), items.len())
    }

    #[tokio::test]
    async fn a_subscription_pays_by_the_clock_until_it_is_cancelled() {
        let test = Test::new();
        let token = token(&test).await;
        let first = json!({ "initial_amount": 300 });
        let made = subscribe(&test, &token, &first).await.json();
        let id = made["id"].as_str().unwrap();
        assert_eq!((&made["status"], &made["period"]), (&json!("current"), &json!("weekly")));
        assert_eq!(made["next_payment"]["due_date"], "2026-11-28T09:30:00Z");
        assert_eq!(paid(&test, id).await, (1, 2));
        test.advance(14 * 24 * 3600).await;
        assert_eq!(paid(&test, id).await, (3, 4));
        let list = test.read(&format!("subscriptions/{id}/payments")).await.json();
        assert_eq!(
            (&list["items"][0]["amount"], &list["items"][1]["amount"]),
            (&json!(300), &json!(1000))
        );
        let path = store(&format!("subscriptions/{id}"));
        assert_eq!(test.server(Method::DELETE, &path, &Value::Null).await.status, 204);
        let again = test.server(Method::DELETE, &path, &Value::Null).await;
        assert_eq!(again.refused().1, "SUBSCRIPTION_ALREADY_CANCELED");
        test.advance(14 * 24 * 3600).await;
        assert_eq!(paid(&test, id).await, (3, 3));
        assert_eq!(test.read(&format!("subscriptions/{id}")).await.json()["status"], "canceled");
        let used = subscribe(&test, &token, &json!({})).await;
        assert_eq!(used.refused().1, "TRANSACTION_ALREADY_PROCESSED");
    }

    #[tokio::test]
    async fn an_instalment_plan_ends_with_its_last_payment() {
        let test = Test::new();
        let plan = |kind: &str, cycles: u32| json!({ "installment_plan": { "plan_type": kind, "fixed_cycles": cycles } });
        let token = token(&test).await;
        for (plan, code) in [
            (plan("fixed_cycles", 1), "INSTALLMENT_INVALID_CYCLES_COUNT"),
            (plan("whenever", 3), "INSTALLMENT_INVALID_PLAN_TYPE"),
            (json!({ "period": "hourly" }), "INVALID_SUBSCRIPTION_PERIOD"),
        ] {
            assert_eq!(subscribe(&test, &token, &plan).await.refused().1, code);
        }
        let made = subscribe(&test, &token, &plan("fixed_cycles", 3)).await.json();
        let id = made["id"].as_str().unwrap();
        assert_eq!((&made["cycles_left"], paid(&test, id).await), (&json!(2), (1, 3)));
        test.advance(90 * 24 * 3600).await;
        let read = test.read(&format!("subscriptions/{id}")).await.json();
        assert_eq!((&read["status"], &read["cycles_left"]), (&json!("completed"), &json!(0)));
        assert_eq!(paid(&test, id).await, (3, 3));
    }

    #[tokio::test]
    async fn each_token_serves_its_own_purpose_and_time() {
        let test = Test::new();
        let once = test.token(&card("one_time", &json!({}), &json!({}))).await;
        let reply = subscribe(&test, &once, &json!({})).await;
        assert_eq!(reply.refused(), (400, "NOT_SUBSCRIPTION_TOKEN".to_owned()));
        let token = token(&test).await;
        let reply = test.charge(&token, &json!({})).await;
        assert_eq!(reply.refused(), (400, "NON_SUBSCRIPTION_PAYMENT".to_owned()));
        test.advance(300).await;
        let late = subscribe(&test, &token, &json!({})).await;
        assert_eq!(late.refused().1, "TRANSACTION_TOKEN_EXPIRED");
        let body = card("subscription", &json!({ "card_number": FAILING }), &json!({}));
        let failing = test.token(&body).await;
        let unpaid = subscribe(&test, &failing, &json!({})).await.json();
        assert_eq!(unpaid["status"], "unpaid");
    }
}

mod merchant {
    use super::*;

    async fn order(test: &Test, token: &str, more: &Value) -> Reply {
        let mut body = json!({ "provider": "univapay", "paymentToken": token });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let headers = [("content-type", "application/json")];
        support::post(test.sandbox.merchant(), "/orders", &headers, &body).await
    }

    #[tokio::test]
    async fn it_charges_waits_for_the_outcome_and_says_what_a_refusal_means() {
        let test = Test::new();
        let token = test.token(&card("one_time", &json!({}), &json!({}))).await;
        let made = order(&test, &token, &json!({})).await;
        assert_eq!((made.status, &made.json()["spent"]["status"]), (201, &json!("successful")));
        let late = test.token(&card("one_time", &json!({}), &json!({}))).await;
        let subscription = test.token(&card("subscription", &json!({}), &json!({}))).await;
        let rejected = card("one_time", &json!({ "card_number": FAILING }), &json!({}));
        let rejected = test.token(&rejected).await;
        let subscribed = order(&test, &subscription, &json!({ "use": "subscription" })).await;
        assert_eq!(subscribed.status, 201, "{}", subscribed.text);
        let refused = order(&test, &rejected, &json!({})).await;
        assert_eq!(refused.status, 402);
        assert_eq!(refused.json()["error"]["explained"]["code"], "card_declined");
        test.advance(300).await;
        for (token, status, code) in [
            (token.as_str(), 400, "token_consumed"),
            (late.as_str(), 400, "token_expired"),
            (TOKEN, 404, "token_unknown"),
            ("tok_b", 404, "token_malformed"),
        ] {
            let refused = order(&test, token, &json!({})).await;
            assert_eq!(refused.status, status, "{}", refused.text);
            let explained = &refused.json()["error"]["explained"];
            assert_eq!((&explained["code"], &explained["certain"]), (&json!(code), &json!(true)));
        }
        let nobody = order(&test, &token, &json!({ "store": "nobody" })).await;
        assert_eq!(nobody.status, 400);
    }
}
