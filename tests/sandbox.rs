//! The sandbox's servers, called in process and, at the end, as the program.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

#[path = "support/sandbox.rs"]
mod support;

use axum::http::{Method, StatusCode};
use cardlet::sandbox::Sandbox;
use cardlet::sandbox::keys::{REBILLY, REBILLY_NO_EXPIRY};
use serde_json::{Value, json};
use std::fs;
use support::{Fixtures, Reply, advance, get, post, sandbox, send};

const PAN: &str = "4111111111111111";
const SHOP: &str = "http://localhost:4280";
const TOKENS: &str = "/rebilly/organizations/cardlet-demo/tokens";
const INSTRUMENTS: &str = "/rebilly/organizations/cardlet-demo/payment-instruments";
const BROWSER: [(&str, &str); 2] =
    [("authorization", REBILLY.publishable_key), ("content-type", "application/json")];
const SERVER: [(&str, &str); 2] =
    [("reb-apikey", REBILLY.secret_key), ("content-type", "application/json")];

fn invalid_fields(reply: &Reply) -> Vec<String> {
    let fields = reply.json()["invalidFields"].as_array().cloned().unwrap_or_default();
    fields.iter().map(|entry| entry["field"].as_str().unwrap().to_owned()).collect()
}

fn card_body() -> Value {
    json!({
        "method": "payment-card",
        "paymentInstrument": { "pan": PAN, "cvv": "123", "expMonth": 12, "expYear": 2030 },
    })
}

async fn new_token(sandbox: &Sandbox) -> String {
    let body = &fixture("token-created")["request"]["body"];
    let reply = post(sandbox.api(), TOKENS, &BROWSER, body).await;
    reply.json()["id"].as_str().unwrap().to_owned()
}

async fn attach(sandbox: &Sandbox, token: &str) -> Reply {
    let body = json!({ "customerId": "customer_demo", "token": token });
    post(sandbox.api(), INSTRUMENTS, &SERVER, &body).await
}

async fn log_of(sandbox: &Sandbox) -> Reply {
    get(sandbox.api(), "/_sandbox/log", &[]).await
}

mod fixtures {
    use super::*;

    /// The token that the fixtures' requests name.
    const TOKEN: &str = "tok_bcdfghjkmnpqrstvbcdfghjk";

    async fn check(sandbox: &Sandbox, name: &str, token: &str) {
        FIXTURES.check(sandbox, name, &[(TOKEN, token)]).await;
    }

    #[tokio::test]
    async fn a_new_sandbox_answers_as_they_say() {
        for name in [
            "token-created",
            "token-created-without-expiry",
            "invalid-fields",
            "unauthorized",
            "forbidden",
            "token-unknown",
        ] {
            check(&sandbox(), name, TOKEN).await;
        }
    }

    #[tokio::test]
    async fn a_token_is_attached_once_and_in_time() {
        let sandbox = sandbox();
        let token = new_token(&sandbox).await;
        check(&sandbox, "instrument-created", &token).await;
        check(&sandbox, "token-used", &token).await;
        let late = new_token(&sandbox).await;
        advance(&sandbox, 30 * 60_000 - 1).await;
        // The customer's card is there already: its instrument is renewed.
        assert_eq!(attach(&sandbox, &late).await.status, 303);
        advance(&sandbox, 1).await;
        // Used stays used, also when the life has ended.
        check(&sandbox, "token-used", &late).await;
    }

    #[tokio::test]
    async fn a_token_expires_after_half_an_hour() {
        let sandbox = sandbox();
        let token = new_token(&sandbox).await;
        advance(&sandbox, 30 * 60_000).await;
        check(&sandbox, "token-expired", &token).await;
        // Reading it still shows that nobody used it.
        let reply = get(sandbox.api(), &format!("{TOKENS}/{token}"), &BROWSER).await;
        assert_eq!(reply.json()["isUsed"], false);
    }

    #[tokio::test]
    async fn too_many_requests_are_refused_until_the_window_ends() {
        let sandbox = sandbox();
        post(sandbox.api(), "/_sandbox/reset", &[], &json!({ "rateLimit": 1 })).await;
        new_token(&sandbox).await;
        check(&sandbox, "rate-limited", TOKEN).await;
        // Reading is not counted, the other organization is not concerned.
        assert_eq!(get(sandbox.api(), TOKENS, &SERVER).await.status, 200);
        let other = [("authorization", REBILLY_NO_EXPIRY.publishable_key)];
        assert_eq!(post(sandbox.api(), "/rebilly/tokens", &other, &card_body()).await.status, 201);
        advance(&sandbox, 10 * 60_000).await;
        assert_eq!(post(sandbox.api(), TOKENS, &BROWSER, &card_body()).await.status, 201);
    }

    #[test]
    fn every_file_is_one_that_a_test_reads() {
        let tests = include_str!("sandbox.rs");
        FIXTURES.all_are_in(tests, 10);
    }
}

const FIXTURES: Fixtures = Fixtures("rebilly");

fn fixture(name: &str) -> Value {
    FIXTURES.read(name)
}

mod tokens {
    use super::*;

    #[tokio::test]
    async fn each_key_opens_what_its_kind_may() {
        let (pk, sk) = (REBILLY.publishable_key, REBILLY.secret_key);
        let bearer = format!("Bearer {pk}");
        let browser = ("authorization", pk);
        let sandbox = sandbox();
        let token = format!("{TOKENS}/{}", new_token(&sandbox).await);
        for (method, path, key, status) in [
            (Method::POST, TOKENS, browser, 201),
            (Method::POST, TOKENS, ("authorization", bearer.as_str()), 201),
            (Method::POST, TOKENS, ("reb-apikey", sk), 201),
            (Method::POST, "/rebilly/tokens", browser, 201),
            (Method::POST, "/rebilly//tokens", browser, 201),
            (Method::POST, "/rebilly//organizations/cardlet-demo/tokens", browser, 201),
            (Method::GET, &token, browser, 200),
            (Method::GET, TOKENS, ("reb-apikey", sk), 200),
            // No key, an unknown one, one in the other kind's place.
            (Method::POST, TOKENS, ("accept", "*/*"), 401),
            (Method::POST, TOKENS, ("authorization", "null"), 401),
            (Method::POST, TOKENS, ("authorization", sk), 401),
            (Method::POST, TOKENS, ("reb-apikey", pk), 401),
            // A key that is known, but not for this.
            (Method::GET, TOKENS, browser, 403),
            (Method::POST, INSTRUMENTS, browser, 403),
            (Method::POST, "/rebilly/organizations/nobody/tokens", browser, 403),
            (Method::POST, TOKENS, ("authorization", REBILLY_NO_EXPIRY.publishable_key), 403),
            // Nothing there.
            (Method::GET, "/rebilly/tokens/tok_none", browser, 404),
            (Method::POST, "/rebilly/nothing", browser, 404),
            (Method::POST, "/nobody/tokens", browser, 404),
            (Method::DELETE, TOKENS, browser, 405),
        ] {
            let body = card_body().to_string();
            let reply = send(sandbox.api(), (method.clone(), path), &[key], body).await;
            assert_eq!(reply.status, status, "{method} {path} {}", key.0);
            assert_eq!(reply.header("content-type"), "application/json");
            if status >= 400 {
                let problem = reply.json();
                assert_eq!(
                    (&problem["status"], &problem["type"]),
                    (&json!(status), &json!("about:blank"))
                );
            }
        }
    }

    #[tokio::test]
    async fn every_wrong_field_is_named() {
        let long = "x".repeat(46);
        for (pointer, value, fields) in [
            ("/method", json!("paypal"), vec!["method"]),
            ("/method", json!(null), vec!["method"]),
            (
                "/paymentInstrument",
                json!("x"),
                vec![
                    "paymentInstrument",
                    "paymentInstrument.pan",
                    "paymentInstrument.expMonth",
                    "paymentInstrument.expYear",
                ],
            ),
            ("/paymentInstrument/pan", json!(null), vec!["paymentInstrument.pan"]),
            ("/paymentInstrument/pan", json!(""), vec!["paymentInstrument.pan"]),
            ("/paymentInstrument/pan", json!("4111"), vec!["paymentInstrument.pan"]),
            ("/paymentInstrument/pan", json!("4111111111111112"), vec!["paymentInstrument.pan"]),
            ("/paymentInstrument/pan", json!("4111 1111 1111 1111"), vec!["paymentInstrument.pan"]),
            (
                "/paymentInstrument/pan",
                json!(4_111_111_111_111_111_u64),
                vec!["paymentInstrument.pan"],
            ),
            ("/paymentInstrument/expMonth", json!("12"), vec!["paymentInstrument.expMonth"]),
            ("/paymentInstrument/expMonth", json!(0), vec!["paymentInstrument.expMonth"]),
            ("/paymentInstrument/expYear", json!(2025), vec!["paymentInstrument.expYear"]),
            ("/paymentInstrument/expYear", json!(30), vec!["paymentInstrument.expYear"]),
            ("/paymentInstrument/expYear", json!(2030.5), vec!["paymentInstrument.expYear"]),
            ("/paymentInstrument/cvv", json!("12"), vec!["paymentInstrument.cvv"]),
            ("/paymentInstrument/cvv", json!("1234"), vec!["paymentInstrument.cvv"]),
            ("/paymentInstrument/cvv", json!(123), vec!["paymentInstrument.cvv"]),
            ("/billingAddress", json!([]), vec!["billingAddress"]),
            ("/billingAddress", json!({ "firstName": long }), vec!["billingAddress.firstName"]),
            ("/billingAddress", json!({ "country": "us" }), vec!["billingAddress.country"]),
            ("/billingAddress", json!({ "postalCode": "a/b" }), vec!["billingAddress.postalCode"]),
            (
                "/billingAddress",
                json!({ "emails": [{ "label": long }] }),
                vec!["billingAddress.emails.0.label"],
            ),
            ("/riskMetadata", json!("x"), vec!["riskMetadata"]),
            // Nothing wrong.
            ("/paymentInstrument/cvv", json!(null), vec![]),
            ("/paymentInstrument/expYear", json!(2051), vec![]),
            ("/billingAddress", json!({ "country": "US", "postalCode": "SW1A 1AA" }), vec![]),
            ("/billingAddress", json!(null), vec![]),
        ] {
            let mut body = card_body();
            body["billingAddress"] = json!({});
            body["riskMetadata"] = json!({});
            *body.pointer_mut(pointer).unwrap() = value.clone();
            let reply = post(sandbox().api(), TOKENS, &BROWSER, &body).await;
            assert_eq!(
                reply.status,
                if fields.is_empty() { 201 } else { 422 },
                "{pointer} {value}"
            );
            assert_eq!(invalid_fields(&reply), fields, "{pointer} {value}");
        }
    }

    #[tokio::test]
    async fn brands_are_spelled_as_rebilly_does() {
        for (pan, brand) in [
            ("4111111111111111", json!("Visa")),
            ("5555555555554444", json!("MasterCard")),
            ("6011111111111117", json!("Discover")),
            ("30569309025904", json!("Diners Club")),
            ("3530111333300000", json!("JCB")),
            ("6253111111111114", json!("China UnionPay")),
            ("6759641111111119", json!("Maestro")),
        ] {
            let mut body = card_body();
            body["paymentInstrument"]["pan"] = json!(pan);
            let reply = post(sandbox().api(), TOKENS, &BROWSER, &body).await.json();
            assert_eq!(reply["paymentInstrument"]["brand"], brand, "{pan}");
        }
    }

    #[tokio::test]
    async fn a_body_that_is_no_request_is_refused() {
        let huge = format!("{{\"x\":\"{}\"}}", "4".repeat(64 * 1024));
        let form = format!("pan={PAN}&cvv=123");
        for (body, status) in [("", 400), ("{", 400), ("[]", 400), (&*form, 400), (&*huge, 413)] {
            let headers = [BROWSER[0], ("origin", SHOP)];
            let sandbox = sandbox();
            let reply =
                send(sandbox.api(), (Method::POST, TOKENS), &headers, body.to_owned()).await;
            assert_eq!((reply.status, &reply.json()["status"]), (status, &json!(status)));
            assert_eq!(reply.header("access-control-allow-origin"), SHOP);
            assert!(!log_of(&sandbox).await.text.contains("1111111"));
        }
    }

    #[tokio::test]
    async fn nothing_that_is_unknown_or_a_card_number_is_kept() {
        let mut body = card_body();
        body["number"] = json!(PAN);
        body["billingAddress"] = json!({ "firstName": format!("x {PAN}"), "pan": PAN });
        body["riskMetadata"] =
            json!({ "extraData": { "note": "4111 1111 1111 1111", "cvv": "123" } });
        let reply = post(sandbox().api(), TOKENS, &BROWSER, &body).await;
        let token = reply.json();
        assert_eq!(token["billingAddress"], json!({ "firstName": "x [16 digits]" }));
        let extra = json!({ "note": "[16 digits]", "cvv": "[3 digits]" });
        assert_eq!(token["riskMetadata"], json!({ "extraData": extra }));
        assert_eq!(token.get("number"), None);
        assert!(!reply.text.contains("11111111"), "{}", reply.text);
    }

    #[tokio::test]
    async fn the_newest_token_is_listed_first_and_shows_its_use() {
        let sandbox = sandbox();
        let (first, second) = (new_token(&sandbox).await, new_token(&sandbox).await);
        advance(&sandbox, 1000).await;
        let made = attach(&sandbox, &first).await;
        let list = get(sandbox.api(), TOKENS, &SERVER).await.json();
        assert_eq!((&list[0]["id"], &list[1]["id"]), (&json!(second), &json!(first)));
        assert_eq!(list[1]["isUsed"], true);
        assert_eq!(list[1]["usageTime"], "2026-11-21T09:30:01+00:00");
        let place = made.header("location").strip_prefix("http://127.0.0.1:4282").unwrap();
        assert_eq!(get(sandbox.api(), place, &SERVER).await.json(), made.json());
    }

    #[tokio::test]
    async fn a_token_of_another_organization_is_unknown() {
        let sandbox = sandbox();
        let other = [("authorization", REBILLY_NO_EXPIRY.publishable_key)];
        let reply = post(sandbox.api(), "/rebilly/tokens", &other, &card_body()).await;
        let refused = attach(&sandbox, reply.json()["id"].as_str().unwrap()).await;
        assert_eq!(refused.json()["detail"], "the token was not found");
        assert_eq!(invalid_fields(&attach(&sandbox, "").await), ["token"]);
    }
}

mod pages {
    use super::*;

    fn preflight(origin: &str) -> [(&str, &str); 3] {
        [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization,content-type"),
        ]
    }

    #[tokio::test]
    async fn any_page_may_call_the_api_and_only_the_shop_the_merchant() {
        let sandbox = sandbox();
        let elsewhere = "https://shop.example";
        for (router, path, origin, allowed) in [
            (sandbox.api(), TOKENS, elsewhere, true),
            (sandbox.api(), "/_sandbox/log", SHOP, true),
            (sandbox.api(), "/_sandbox/log", elsewhere, false),
            (sandbox.merchant(), "/orders", SHOP, true),
            (sandbox.merchant(), "/orders", elsewhere, false),
        ] {
            let headers = preflight(origin);
            let reply =
                send(router, (Method::OPTIONS, path), &headers, axum::body::Body::empty()).await;
            assert_eq!((reply.status, reply.header("vary")), (204, "Origin"), "{path} {origin}");
            let expected = if allowed { origin } else { "" };
            assert_eq!(reply.header("access-control-allow-origin"), expected, "{path}");
            let headers = reply.header("access-control-allow-headers");
            assert_eq!(headers.contains("authorization, content-type"), allowed, "{path}");
            assert_eq!(reply.header("access-control-max-age").is_empty(), !allowed);
        }
        let headers = [BROWSER[0], ("origin", elsewhere)];
        let reply = post(sandbox.api(), TOKENS, &headers, &card_body()).await;
        assert_eq!(reply.header("access-control-allow-origin"), elsewhere);
        assert!(reply.header("access-control-expose-headers").starts_with("location, "));
        // Nor does the number stay in a connection's buffer.
        assert_eq!(reply.header("connection"), "close");
    }

    #[tokio::test]
    async fn the_shop_serves_its_folder_under_its_policy() {
        let site = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("site/checkout");
        fs::create_dir_all(&site).unwrap();
        fs::write(site.join("index.html"), "<title>Checkout</title>").unwrap();
        fs::write(site.join("cardlet.wasm"), b"\0asm").unwrap();
        fs::write(site.join("index.js"), "export {};").unwrap();
        for (path, status, content_type) in [
            ("/checkout/", 200, "text/html"),
            ("/checkout/index.js", 200, "text/javascript"),
            ("/checkout/cardlet.wasm", 200, "application/wasm"),
            ("/config.json", 200, "application/json"),
            ("/echo", 200, "text/html; charset=utf-8"),
            ("/checkout/none", 404, "text/plain; charset=utf-8"),
            ("/../Cargo.toml", 404, "text/plain; charset=utf-8"),
        ] {
            let reply = get(sandbox().shop(), path, &[]).await;
            assert_eq!(
                (reply.status, reply.header("content-type")),
                (status, content_type),
                "{path}"
            );
            assert_eq!(reply.header("cache-control"), "no-cache");
            assert_eq!(reply.header("x-content-type-options"), "nosniff");
            assert_eq!(reply.header("referrer-policy"), "strict-origin");
            let forms = if path.starts_with("/checkout/") {
                "frame-src http://127.0.0.1:4283; form-action 'self'"
            } else {
                "form-action 'self'"
            };
            assert_eq!(reply.header("content-security-policy"), policy(forms));
        }
    }

    fn policy(forms: &str) -> String {
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self'; font-src 'self'; connect-src 'self' http://127.0.0.1:4282 \
             http://localhost:4281; base-uri 'none'; {forms}; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        )
    }

    #[tokio::test]
    async fn only_the_pages_with_keap_may_post_to_it_and_only_its_return_page_may_be_framed() {
        let form = "http://127.0.0.1:4282/keap/app/creditCardSubmission/addCreditCard";
        let with_form = policy(&format!(
            "frame-src 'self' {form} http://127.0.0.1:4283; form-action 'self' {form}"
        ));
        let return_page = "default-src 'none'; script-src 'self'; base-uri 'none'; \
                           form-action 'none'; frame-ancestors 'self'; \
                           require-trusted-types-for 'script'; trusted-types 'none'";
        for (path, expected) in [
            ("/trial/", with_form.as_str()),
            ("/playground/", &with_form),
            ("/cardlet/return.html", return_page),
            ("/cardlet/return.html?outcome=success", return_page),
            ("/cardlet/define.js", &policy("form-action 'self'")),
            ("/trial", &policy("form-action 'self'")),
        ] {
            let reply = get(sandbox().shop(), path, &[]).await;
            assert_eq!(reply.header("content-security-policy"), expected, "{path}");
        }
    }

    #[tokio::test]
    async fn the_configuration_names_what_the_page_needs() {
        let mut config = get(sandbox().shop(), "/config.json", &[]).await.json();
        let providers = config.as_object_mut().unwrap().remove("providers").unwrap();
        assert_eq!(
            config,
            json!({
                "provider": "rebilly",
                "endpoint": "http://127.0.0.1:4282/rebilly",
                "organization": "cardlet-demo",
                "publicKey": REBILLY.publishable_key,
                "merchant": "http://localhost:4281",
                "api": "http://127.0.0.1:4282",
                "frame": "http://127.0.0.1:4283/rebilly/frame.html",
            })
        );
        let names: Vec<_> =
            providers.as_array().unwrap().iter().map(|account| &account["provider"]).collect();
        assert_eq!(
            names,
            ["checkout", "generic", "keap", "paymentsai", "processout", "rebilly", "univapay"]
        );
        let published: Value =
            serde_json::from_str(&fs::read_to_string("tests/fixtures/test_cards.json").unwrap())
                .unwrap();
        for account in providers.as_array().unwrap() {
            let name = account["provider"].as_str().unwrap();
            let endpoint = account["endpoint"].as_str().unwrap();
            assert!(endpoint.starts_with(&format!("http://127.0.0.1:4282/{name}")), "{endpoint}");
            assert!(account["tokenTypes"].is_array() && account["label"].is_string(), "{name}");
            let cards = published[name]["cards"].as_array().cloned().unwrap_or_default();
            assert_eq!(account["testCards"], Value::from(cards), "{name}");
            assert_eq!(account["frame"], format!("http://127.0.0.1:4283/{name}/frame.html"));
            assert!(!account.to_string().contains("sk_"), "{name} shows a secret key");
        }
    }

    #[tokio::test]
    async fn a_submitted_form_is_shown_field_by_field() {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let fields = "paymentToken=tok_b&name=%3Cb%3E&pan=4111+1111+1111+1111";
        let query = format!("/echo?{fields}");
        let by_get = get(sandbox().shop(), &query, &[]).await;
        let by_post = send(sandbox().shop(), (Method::POST, "/echo"), &form, fields).await;
        for (method, reply) in [("GET", by_get), ("POST", by_post)] {
            assert!(
                reply.text.contains(&format!("<p id=\"method\">{method}</p>")),
                "{}",
                reply.text
            );
            for row in
                ["paymentToken</dt><dd>tok_b<", "name</dt><dd>&lt;b&gt;<", "<dd>[16 digits]<"]
            {
                assert!(reply.text.contains(row), "{method} {row}: {}", reply.text);
            }
        }
        let other = send(sandbox().shop(), (Method::POST, "/echo"), &[], "plain <text>").await;
        assert!(other.text.contains("body</dt><dd>plain &lt;text&gt;<"), "{}", other.text);
    }
}

mod merchant {
    use super::*;

    const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

    #[tokio::test]
    async fn an_order_attaches_its_token_once() {
        let sandbox = sandbox();
        let order = json!({ "paymentToken": new_token(&sandbox).await });
        let reply = post(sandbox.merchant(), "/orders", &[("origin", SHOP)], &order).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        assert_eq!(reply.header("access-control-allow-origin"), SHOP);
        let body = reply.json();
        assert!(body["order"].as_str().unwrap().starts_with("order_"));
        assert_eq!(body["spent"]["last4"], "1111");
        let again = post(sandbox.merchant(), "/orders", &[], &order).await;
        assert_eq!((again.status, &again.json()["error"]["status"]), (422, &json!(422)));
        assert_eq!(again.json()["error"]["body"]["detail"], "the token was already used");
        // The call went by way of HTTP, with the secret key.
        let log = log_of(&sandbox).await.json();
        let calls: Vec<_> =
            log.as_array().unwrap().iter().filter(|e| e["path"] == INSTRUMENTS).collect();
        assert_eq!((calls.len(), &calls[0]["key"]), (2, &json!("sk_sandbox_Car…")));
    }

    #[tokio::test]
    async fn a_form_is_sent_back_to_the_checkout() {
        let sandbox = sandbox();
        let order = format!("paymentToken={}", new_token(&sandbox).await);
        let sent = || send(sandbox.merchant(), (Method::POST, "/orders"), &FORM, order.clone());
        let (reply, again) = (sent().await, sent().await);
        assert_eq!((reply.status, again.status), (303, 303));
        let place = reply.header("location");
        assert!(place.starts_with("http://localhost:4280/checkout/?order=order_"), "{place}");
        assert_eq!(again.header("location"), "http://localhost:4280/checkout/?error=422");
    }

    #[tokio::test]
    async fn an_order_names_its_organization() {
        let sandbox = sandbox();
        let key = [("authorization", REBILLY_NO_EXPIRY.publishable_key)];
        let token = post(sandbox.api(), "/rebilly/tokens", &key, &card_body()).await.json();
        for (organization, status) in
            [(json!("nobody"), 400), (json!(null), 422), (json!(REBILLY_NO_EXPIRY.id), 201)]
        {
            let order = json!({ "paymentToken": token["id"], "organization": organization });
            let reply = post(sandbox.merchant(), "/orders", &[], &order).await;
            assert_eq!(reply.status, status, "{organization}");
        }
        assert_eq!(post(sandbox.merchant(), "/orders", &[], &json!({})).await.status, 400);
    }

    #[tokio::test]
    async fn what_it_received_is_shown_as_it_came() {
        let sandbox = sandbox();
        let body = format!("paymentToken=tok_b&pan={PAN}");
        send(sandbox.merchant(), (Method::POST, "/orders?x=1"), &FORM, body.clone()).await;
        for _ in 0..2 {
            let list = get(sandbox.merchant(), "/orders/received", &[]).await.json();
            let entry = json!({
                "method": "POST",
                "path": "/orders?x=1",
                "contentType": FORM[0].1,
                "body": body,
            });
            assert_eq!(list, json!([entry]));
        }
    }
}

mod control {
    use super::*;

    #[tokio::test]
    async fn the_log_has_the_request_and_not_the_number() {
        let sandbox = sandbox();
        let headers = [BROWSER[0], ("origin", SHOP)];
        post(sandbox.api(), &format!("{TOKENS}?pan={PAN}"), &headers, &card_body()).await;
        let reply = log_of(&sandbox).await;
        let log = reply.json();
        assert_eq!(log.as_array().unwrap().len(), 1);
        for (name, value) in [
            ("time", json!("2026-11-21T09:30:00Z")),
            ("server", json!("api")),
            ("method", json!("POST")),
            ("path", json!(format!("{TOKENS}?pan=[16 digits]"))),
            ("origin", json!(SHOP)),
            ("key", json!("pk_sandbox_Car…")),
            ("status", json!(201)),
        ] {
            assert_eq!(log[0][name], value, "{name}");
        }
        let sent: Value = serde_json::from_str(log[0]["requestBody"].as_str().unwrap()).unwrap();
        assert_eq!(sent["paymentInstrument"]["pan"], "[16 digits]");
        assert_eq!(sent["paymentInstrument"]["cvv"], "[3 digits]");
        let answered = log[0]["responseBody"].as_str().unwrap();
        assert!(answered.contains("2026-11-21T10:00:00+00:00"), "{answered}");
        assert!(!reply.text.contains("1111111"), "{}", reply.text);
    }

    #[tokio::test]
    async fn the_clock_moves_the_date_and_a_reset_takes_everything_back() {
        let sandbox = sandbox();
        let reply =
            post(sandbox.api(), "/_sandbox/clock", &[], &json!({ "advanceMs": 90_500 })).await;
        assert_eq!(reply.json(), json!({ "now": "2026-11-21T09:31:30.5Z" }));
        let token = new_token(&sandbox).await;
        let reply = get(sandbox.api(), &format!("{TOKENS}/{token}"), &BROWSER).await;
        assert_eq!(reply.header("date"), "Sat, 21 Nov 2026 09:31:30 GMT");
        assert_eq!(reply.json()["expirationTime"], "2026-11-21T10:01:30+00:00");
        post(sandbox.merchant(), "/orders", &[], &json!({})).await;
        let reset = send(sandbox.api(), (Method::POST, "/_sandbox/reset"), &[], "").await;
        assert_eq!(reset.json(), json!({ "now": "2026-11-21T09:30:00Z", "rateLimit": 3000 }));
        assert_eq!(log_of(&sandbox).await.json(), json!([]));
        assert_eq!(get(sandbox.merchant(), "/orders/received", &[]).await.json(), json!([]));
        assert_eq!(attach(&sandbox, &token).await.json()["detail"], "the token was not found");
    }

    #[tokio::test]
    async fn a_wrong_order_changes_nothing() {
        for (path, body) in [
            ("/_sandbox/clock", "{}"),
            ("/_sandbox/clock", r#"{"advanceMs":-1}"#),
            ("/_sandbox/clock", r#"{"advanceMs":99999999999999}"#),
            ("/_sandbox/reset", "{"),
            ("/_sandbox/reset", r#"{"rateLimit":-1}"#),
        ] {
            let reply = send(sandbox().api(), (Method::POST, path), &[], body).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{path} {body}");
        }
    }
}

#[cfg(unix)]
mod program {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};

    const PROGRAM: &str = env!("CARGO_BIN_EXE_cardlet-sandbox");

    /// The program, ended when the test does.
    struct Started(Child);

    impl Drop for Started {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    #[test]
    fn it_names_its_addresses_and_ends_when_it_is_told_to() {
        let ports = ["--shop-port", "0", "--merchant-port", "0", "--api-port", "0", "--json"];
        let mut command = Command::new(PROGRAM);
        command.args(ports).args(["--public-shop", "http://localhost:1/"]);
        let mut program =
            Started(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
        let mut line = String::new();
        BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addresses: Value = serde_json::from_str(&line).unwrap();
        let port = addresses["api"].as_str().unwrap().strip_prefix("http://127.0.0.1:").unwrap();
        for name in ["shop", "merchant"] {
            let address = addresses[name].as_str().unwrap();
            assert!(address.starts_with("http://localhost:") && address.len() > 18, "{address}");
        }
        // Its port is taken now.
        let taken = ["--shop-port", "0", "--merchant-port", "0", "--api-port", port];
        let second = Command::new(PROGRAM).args(taken).output().unwrap();
        let said = String::from_utf8(second.stderr).unwrap();
        assert_eq!(second.status.code(), Some(1));
        let expected =
            format!("cardlet-sandbox: port {port} is taken: choose another with --api-port\n");
        assert_eq!(said, expected);
        let pid = program.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(program.0.wait().unwrap().success());
    }

    #[test]
    fn an_address_that_is_no_origin_is_refused() {
        for address in ["localhost:4280", "http://localhost:4280/shop", "ftp://localhost", "x y"] {
            let refused = Command::new(PROGRAM).args(["--public-api", address]).output().unwrap();
            assert_eq!(refused.status.code(), Some(2), "{address}");
        }
    }
}
