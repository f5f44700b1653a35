//! Univapay's endpoints in the sandbox, called in process.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

mod access;
mod charges;
mod fixtures;
mod merchant;
mod subscriptions;
#[path = "../support/sandbox.rs"]
mod support;
mod tokens;

use axum::body::Body;
use axum::http::Method;
use cardlet::sandbox::Sandbox;
use cardlet::sandbox::keys::{
    UNIVAPAY, UNIVAPAY_ELSEWHERE, UNIVAPAY_EXPIRED, UNIVAPAY_LIVE, UNIVAPAY_MERCHANT,
    UNIVAPAY_NO_DIRECT, UnivapayKey,
};
use serde_json::{Value, json};
use support::{Fixtures, Reply};

const FIXTURES: Fixtures = Fixtures("univapay");
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
        support::advance(&self.sandbox, seconds * 1000).await;
    }

    /// Sends a fixture's request, with these ids in the place of its own.
    async fn check(&self, name: &str, token: &str, charge: &str) {
        let expected = &FIXTURES.read(name)["response"];
        let replaced = [(TOKEN, token), (CHARGE, charge)];
        let reply = FIXTURES.send(&self.sandbox, name, &replaced).await;
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
