//! What the tests of the sandbox's dialects share: a sandbox in process, requests, fixtures.
#![allow(dead_code, unreachable_pub, reason = "no test of a dialect uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use cardlet::sandbox::{Clock, Origins, Sandbox, Settings};
use serde_json::{Value, json};
use tower::ServiceExt;

/// 2026-11-21T09:30:00Z, when the fixtures were made.
const NOW: i64 = 1_795_253_400;

pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    /// The body; null where it is empty.
    pub fn json(&self) -> Value {
        if self.text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub fn sandbox() -> Sandbox {
    let site = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("site");
    let origins = Origins::at_ports(4280, 4281, 4282);
    Sandbox::new(Settings { origins, site, clock: Clock::standing_at(NOW) })
}

pub async fn send(
    router: Router,
    (method, path): (Method, &str),
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Reply {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    Reply { status: parts.status.as_u16(), headers: parts.headers, text }
}

pub async fn post(router: Router, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
    send(router, (Method::POST, path), headers, body.to_string()).await
}

pub async fn get(router: Router, path: &str, headers: &[(&str, &str)]) -> Reply {
    send(router, (Method::GET, path), headers, Body::empty()).await
}

/// Spends a token as the merchant's server does.
pub async fn order(sandbox: &Sandbox, body: Value) -> Reply {
    post(sandbox.merchant(), "/orders", &[], &body).await
}

pub async fn advance(sandbox: &Sandbox, milliseconds: u64) {
    let body = json!({ "advanceMs": milliseconds });
    let reply = post(sandbox.api(), "/_sandbox/clock", &[], &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}

pub async fn limit_rate(sandbox: &Sandbox, requests: u32) {
    let body = json!({ "rateLimit": requests });
    assert_eq!(post(sandbox.api(), "/_sandbox/reset", &[], &body).await.status, 200);
}

/// The fixtures of one provider.
pub struct Fixtures(pub &'static str);

impl Fixtures {
    pub fn read(&self, name: &str) -> Value {
        let path = self.folder().join(format!("{name}.json"));
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    }

    /// Sends the request of a fixture, with these texts replaced in path and body.
    pub async fn send(&self, sandbox: &Sandbox, name: &str, replaced: &[(&str, &str)]) -> Reply {
        let request = &self.read(name)["request"];
        let replace = |text: &str| {
            replaced.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
        };
        let headers: Vec<_> = request["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let method = request["method"].as_str().unwrap().parse().unwrap();
        let path = replace(&format!("/{}{}", self.0, request["path"].as_str().unwrap()));
        let body = match &request["body"] {
            Value::Null => String::new(),
            body => replace(&body.to_string()),
        };
        send(sandbox.api(), (method, &path), &headers, body).await
    }

    /// Sends it and compares the answer with the fixture's, ids and their like left out.
    pub async fn check(&self, sandbox: &Sandbox, name: &str, replaced: &[(&str, &str)]) -> Value {
        let expected = &self.read(name)["response"];
        let reply = self.send(sandbox, name, replaced).await;
        assert_eq!(reply.status, expected["status"], "{name}: {}", reply.text);
        for (header, value) in expected["headers"].as_object().unwrap() {
            let sent = without_random(reply.header(header));
            assert_eq!(sent, without_random(value.as_str().unwrap()), "{name}: {header}");
        }
        let same: Value = match reply.text.as_str() {
            "" => Value::Null,
            text => serde_json::from_str(&without_random(text)).unwrap(),
        };
        let wanted: Value =
            serde_json::from_str(&without_random(&expected["body"].to_string())).unwrap();
        assert_eq!(same, wanted, "{name}");
        reply.json()
    }

    /// Asserts that each file has its own name and is named in a test's source.
    pub fn all_are_in(&self, tests: &str, count: usize) {
        let mut names = Vec::new();
        for file in fs::read_dir(self.folder()).unwrap() {
            let name = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
            assert_eq!(self.read(&name)["name"], name.as_str());
            assert!(tests.contains(&format!("\"{name}\"")), "{name}");
            names.push(name);
        }
        assert_eq!(names.len(), count, "{names:?}");
    }

    pub fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(self.0)
    }
}

/// Ids and their like are made of sixteen letters; a long run of them becomes its length.
pub fn without_random(text: &str) -> String {
    let is_random = |c: char| "bcdfghjkmnpqrstv".contains(c);
    let pieces = text.split_inclusive(|c| !is_random(c));
    let short = |piece: &str| {
        let run = piece.trim_end_matches(|c| !is_random(c));
        let after = &piece[run.len()..];
        if run.len() < 24 { piece.to_owned() } else { format!("<{}>{after}", run.len()) }
    };
    pieces.map(short).collect()
}
