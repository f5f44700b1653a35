//! The hosted card fields: the frame's files, with the headers that a provider has to send. Each
//! provider has a folder of its own, as each would serve its frame itself.

use super::demo_accounts::providers;
use super::keap;
use super::settings::{Origins, Settings};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::map_response_with_state;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tower_http::services::ServeDir;

/// What of an account is the frame's own.
const ACCOUNT: [&str; 5] = ["provider", "publicKey", "organization", "endpoint", "configure"];

/// What no script in the frame may use.
const NOTHING: &str = include_str!("../../headers/permissions-policy").trim_ascii_end();

/// The address of a provider's frame.
pub(crate) fn frame(origins: &Origins, provider: &str) -> String {
    format!("{}/{provider}/frame.html", origins.fields)
}

/// The frames' routes.
pub(crate) fn router(settings: &Settings) -> Router {
    providers(&settings.origins).iter().fold(Router::new(), |router, account| {
        let provider = account.get("provider").and_then(Value::as_str).unwrap_or_default();
        router.nest(&format!("/{provider}"), folder(settings, provider, account))
    })
}

/// A frame with what stands beside it.
fn folder(settings: &Settings, provider: &str, account: &Value) -> Router {
    let config = config(&settings.origins, account);
    let headers = headers(&settings.origins, provider == "keap");
    Router::new()
        .route("/frame-config.json", get(async || Json(config)))
        .fallback_service(ServeDir::new(settings.site.join("cardlet")))
        .layer(map_response_with_state(headers, guard))
}

/// Who may embed the frame, and where that page's cards go.
fn config(origins: &Origins, account: &Value) -> Value {
    let own = |name: &&str| Some(((*name).to_owned(), account.get(name)?.clone()));
    let entry: Map<String, Value> = ACCOUNT.iter().filter_map(own).collect();
    json!({"embedders": {&origins.shop: entry}})
}

/// Keap's frame posts a form in a hidden frame, which comes back to the frame's own origin by a
/// redirect without headers of ours.
fn headers(Origins { api, shop, .. }: &Origins, posts_form: bool) -> HeaderMap {
    let form = format!("'self' {api}{}{}", keap::PREFIX, keap::FORM_PATH);
    let (forms, ancestors, embedding) = if posts_form {
        (format!("form-action {form}; frame-src {form}"), format!("{shop} 'self'"), "unsafe-none")
    } else {
        ("form-action 'none'".to_owned(), shop.clone(), "require-corp")
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self' {api}; img-src 'self'; font-src 'self'; {forms}; \
         base-uri 'none'; frame-ancestors {ancestors}; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    );
    // An origin that can't stand in a header is no place that could embed anything.
    let policy = HeaderValue::from_str(&policy)
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    let rest = [
        ("cross-origin-embedder-policy", embedding),
        ("cross-origin-resource-policy", "cross-origin"),
        ("permissions-policy", NOTHING),
        ("referrer-policy", "strict-origin"),
        ("strict-transport-security", "max-age=63072000"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-cache"),
    ];
    let rest =
        rest.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    [(header::CONTENT_SECURITY_POLICY, policy)].into_iter().chain(rest).collect()
}

async fn guard(State(headers): State<HeaderMap>, mut response: Response) -> Response {
    response.headers_mut().extend(headers);
    response
}
