//! The sandbox's faults, as a client sees them on a socket.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test's helper fails its test by panicking"
)]

use cardlet::sandbox::{Clock, Listeners, Ports, Sandbox, Settings};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

const TOKENS: &str = "/rebilly/organizations/cardlet-demo/tokens";
const SHOP: &str = "https://shop.example";

/// A sandbox on a port of its own, in a thread that ends with the test's process.
fn start() -> Client {
    let (send, receive) = channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime
            .block_on(async {
                let listeners = Listeners::bind(Ports { shop: 0, merchant: 0, api: 0, fields: 0 })
                    .await
                    .unwrap();
                let origins = listeners.origins().unwrap();
                send.send(origins.clone()).unwrap();
                let site = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
                // 2026-11-21T09:30:00Z, for ever.
                let clock = Clock::standing_at(1_795_253_400);
                let sandbox = Sandbox::new(Settings { origins, site, clock });
                listeners.serve(&sandbox).await
            })
            .unwrap();
    });
    Client { address: receive.recv().unwrap().api.replace("http://", "") }
}

struct Client {
    address: String,
}

/// What came back, as bytes and split up.
struct Answer {
    raw: String,
    head: String,
    body: String,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let raw = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = raw.split_once("\r\n\r\n").unwrap_or((&raw, ""));
        Self { head: head.to_owned(), body: body.to_owned(), raw: raw.clone() }
    }

    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).map_or(0, |status| status.parse().unwrap())
    }

    fn header(&self, name: &str) -> &str {
        let prefix = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default()
    }
}

impl Client {
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}\
             content-length: {length}\r\n\r\n{body}",
            self.address
        );
        socket.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // A connection that is reset has given what it has given.
        let _ = socket.read_to_end(&mut bytes);
        Answer::of(&bytes)
    }

    /// Asks for a token, as a page does.
    fn tokenize(&self) -> Answer {
        let body = json!({
            "method": "payment-card",
            "paymentInstrument":
                { "pan": "4111111111111111", "cvv": "123", "expMonth": 12, "expYear": 2030 },
        });
        let headers = format!(
            "origin: {SHOP}\r\nauthorization: pk_sandbox_CardletDemoPublishableKey\r\n\
             content-type: application/json\r\n"
        );
        self.ask("POST", TOKENS, &headers, &body.to_string())
    }

    fn fault(&self, fault: &Value) -> Answer {
        let mut rule = fault.clone();
        rule["path"] = json!("/rebilly");
        self.ask("POST", "/_sandbox/faults", "", &rule.to_string())
    }

    /// How many tokens there are.
    fn tokens(&self) -> usize {
        let key = "reb-apikey: sk_sandbox_CardletDemoSecretKey\r\n";
        let list: Value = serde_json::from_str(&self.ask("GET", TOKENS, key, "").body).unwrap();
        list.as_array().unwrap().len()
    }
}

#[test]
fn each_fault_spoils_one_answer_and_says_whether_the_token_was_made() {
    let client = start();
    type Check = fn(&Answer) -> bool;
    let rows: &[(Value, u16, bool, Check)] = &[
        (json!({ "kind": "status", "status": 503 }), 503, false, |a| a.body.contains("503")),
        (json!({ "kind": "status", "status": 9999 }), 500, false, |_| true),
        (json!({ "kind": "reset-before" }), 0, false, |a| a.raw.is_empty()),
        (json!({ "kind": "reset-after" }), 0, true, |a| a.raw.is_empty()),
        (json!({ "kind": "truncated" }), 201, true, |a| {
            let length: usize = a.header("content-length").parse().unwrap();
            a.body.starts_with('{') && a.body.len() == length / 2
        }),
        (json!({ "kind": "not-json" }), 201, true, |a| {
            a.header("content-type") == "text/html" && a.body.starts_with("<!doctype html>")
        }),
        (json!({ "kind": "huge", "bytes": 1_000_000 }), 201, true, |a| a.body.len() > 1_000_000),
        (json!({ "kind": "redirect", "to": "https://evil.example/" }), 307, false, |a| {
            a.header("location") == "https://evil.example/"
        }),
        (json!({ "kind": "cors" }), 201, true, |a| !a.head.contains("access-control-")),
        (json!({ "kind": "rate-limited", "form": "seconds", "seconds": 90 }), 429, false, |a| {
            a.header("retry-after") == "90"
        }),
        (json!({ "kind": "rate-limited", "form": "date", "seconds": 90 }), 429, false, |a| {
            a.header("retry-after") == "Sat, 21 Nov 2026 09:31:30 GMT"
                && a.header("date") == "Sat, 21 Nov 2026 09:30:00 GMT"
        }),
        (json!({ "kind": "empty" }), 200, false, |a| a.body.is_empty()),
    ];
    for (fault, status, makes_a_token, check) in rows {
        let before = client.tokens();
        // For posts alone: counting the tokens is not spoilt.
        let mut rule = fault.clone();
        rule["method"] = json!("POST");
        assert_eq!(client.fault(&rule).status(), 201, "{fault}");
        let spoilt = client.tokenize();
        assert_eq!(spoilt.status(), *status, "{fault}: {}", spoilt.raw);
        assert!(check(&spoilt), "{fault}: {}", spoilt.head);
        if *status != 0 && fault["kind"] != "cors" {
            assert_eq!(spoilt.header("access-control-allow-origin"), SHOP, "{fault}");
        }
        assert_eq!(client.tokens() - before, usize::from(*makes_a_token), "{fault}");
        let next = client.tokenize();
        assert_eq!(next.status(), 201, "{fault}: {}", next.raw);
    }
}

#[test]
fn slow_answers_take_their_time_and_are_whole() {
    let client = start();
    for (fault, least) in [
        (json!({ "kind": "latency", "ms": 300 }), 300),
        (json!({ "kind": "drip", "bytes": 100, "ms": 60 }), 300),
    ] {
        client.fault(&fault);
        let start = Instant::now();
        let answer = client.tokenize();
        assert!(start.elapsed() >= Duration::from_millis(least), "{fault}");
        assert_eq!(answer.status(), 201);
        assert!(answer.raw.contains("\"expirationTime\""), "{}", answer.raw);
        assert!(answer.raw.trim_end().ends_with(['}', '0']), "{}", answer.raw);
    }
}

#[test]
fn a_refused_preflight_leaves_the_request_alone() {
    let client = start();
    client.fault(&json!({ "kind": "cors-preflight", "method": "POST" }));
    let headers = format!("origin: {SHOP}\r\naccess-control-request-method: POST\r\n");
    assert_eq!(client.tokenize().status(), 201);
    let refused = client.ask("OPTIONS", TOKENS, &headers, "");
    assert!(!refused.head.contains("access-control-"), "{}", refused.head);
    let allowed = client.ask("OPTIONS", TOKENS, &headers, "");
    assert_eq!(allowed.header("access-control-allow-origin"), SHOP);
}

#[test]
fn faults_are_counted_listed_and_taken_back() {
    let client = start();
    let faults = "/_sandbox/faults";
    let list =
        || -> Value { serde_json::from_str(&client.ask("GET", faults, "", "").body).unwrap() };
    client.fault(&json!({ "kind": "status", "status": 500, "count": 2 }));
    let other = json!({ "path": "/keap", "kind": "empty" }).to_string();
    client.ask("POST", faults, "", &other);
    let kept = json!({ "path": "/keap", "kind": "empty", "count": 1 });
    let rule =
        |count| json!({ "path": "/rebilly", "kind": "status", "status": 500, "count": count });
    assert_eq!(list(), json!([rule(2), kept]));
    assert_eq!(client.tokenize().status(), 500);
    assert_eq!(list(), json!([rule(1), kept]));
    // The preflight of the next request is not spoilt, nor counted.
    let headers = format!("origin: {SHOP}\r\naccess-control-request-method: POST\r\n");
    assert_eq!(client.ask("OPTIONS", TOKENS, &headers, "").status(), 204);
    assert_eq!(client.tokenize().status(), 500);
    assert_eq!(client.tokenize().status(), 201);
    assert_eq!(list(), json!([kept]));
    assert_eq!(client.ask("DELETE", faults, "", "").body, "[]");
    client.ask("POST", faults, "", &other);
    client.ask("POST", "/_sandbox/reset", "", "");
    assert_eq!(list(), json!([]));
}

#[test]
fn a_fault_that_is_none_is_refused() {
    let client = start();
    for rule in [
        json!({}),
        json!({ "path": "/", "kind": "gremlins" }),
        json!({ "path": "/", "kind": "latency" }),
        json!({ "kind": "empty" }),
        json!({ "path": "/", "kind": "status", "status": -1 }),
        json!({ "path": "/", "kind": "rate-limited", "form": "soon", "seconds": 1 }),
    ] {
        let answer = client.ask("POST", "/_sandbox/faults", "", &rule.to_string());
        assert_eq!(answer.status(), 400, "{rule}");
    }
    assert_eq!(client.tokenize().status(), 201);
}

#[test]
fn the_health_is_told_without_a_log() {
    let client = start();
    let health = client.ask("GET", "/healthz", "", "");
    assert_eq!((health.status(), health.body.as_str()), (200, r#"{"status":"ok"}"#));
    assert_eq!(client.ask("GET", "/_sandbox/log", "", "").body, "[]");
}
