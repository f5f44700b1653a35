//! The frame's origin of the sandbox: who may embed it, and under which headers it is served.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed step should stop the test")]
#![allow(clippy::indexing_slicing, reason = "a missing name should stop the test")]

#[path = "support/sandbox.rs"]
mod support;

use support::{get, sandbox};

#[tokio::test]
async fn the_frame_is_served_with_every_header_of_the_table() {
    let reply = get(sandbox().fields(), "/rebilly/frame-config.json", &[]).await;
    assert_eq!(reply.status, 200);
    let policy = reply.header("content-security-policy");
    for directive in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self' http://127.0.0.1:4282",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors http://localhost:4280",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ] {
        assert!(policy.split("; ").any(|part| part == directive), "{directive} in {policy}");
    }
    for (name, value) in [
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("referrer-policy", "strict-origin"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(reply.header(name), value, "{name}");
    }
    let nothing = include_str!("../headers/permissions-policy");
    assert_eq!(reply.header("permissions-policy"), nothing.trim_end());
    assert!(reply.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn the_shop_alone_may_embed_it_and_its_cards_go_to_the_sandbox() {
    let config = get(sandbox().fields(), "/rebilly/frame-config.json", &[]).await.json();
    let embedders = config["embedders"].as_object().unwrap();
    assert_eq!(embedders.keys().collect::<Vec<_>>(), ["http://localhost:4280"]);
    let entry = &embedders["http://localhost:4280"];
    assert_eq!(entry["endpoint"], "http://127.0.0.1:4282/rebilly");
    let shop = get(sandbox().shop(), "/config.json", &[]).await;
    assert_eq!(shop.json()["frame"], "http://127.0.0.1:4283/rebilly/frame.html");
    let page = get(sandbox().shop(), "/hosted/", &[]).await;
    assert!(page.header("content-security-policy").contains("frame-src http://127.0.0.1:4283;"));
}

#[tokio::test]
async fn each_provider_has_a_frame_that_knows_its_account() {
    for (provider, name, value) in [
        ("checkout", "publicKey", "pk_sbox_cardletsandboxdemopublickey"),
        ("keap", "organization", "cardlet-demo"),
        ("paymentsai", "endpoint", "http://127.0.0.1:4282/paymentsai/relay"),
    ] {
        let path = format!("/{provider}/frame-config.json");
        let config = get(sandbox().fields(), &path, &[]).await.json();
        let entry = &config["embedders"]["http://localhost:4280"];
        assert_eq!(entry["provider"], provider);
        assert_eq!(entry[name], value);
    }
    let config = get(sandbox().fields(), "/generic/frame-config.json", &[]).await.json();
    let entry = &config["embedders"]["http://localhost:4280"];
    assert_eq!(entry["configure"]["keyHeader"], "X-Vault-Key");
    assert!(entry.get("testCards").is_none(), "an unknown name would admit nobody");
}

#[tokio::test]
async fn keaps_frame_alone_may_post_a_form_and_be_come_back_to() {
    let form = "'self' http://127.0.0.1:4282/keap/app/creditCardSubmission/addCreditCard";
    let keap = get(sandbox().fields(), "/keap/frame-config.json", &[]).await;
    let policy = keap.header("content-security-policy");
    for directive in [
        format!("form-action {form}"),
        format!("frame-src {form}"),
        "frame-ancestors http://localhost:4280 'self'".to_owned(),
    ] {
        assert!(policy.split("; ").any(|part| part == directive), "{directive} in {policy}");
    }
    assert_eq!(keap.header("cross-origin-embedder-policy"), "unsafe-none");
}
