//! The hosted card fields: the frame's files, with the headers that a provider has to send.

use super::keys::REBILLY;
use super::rebilly;
use super::settings::{Origins, Settings};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::map_response_with_state;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tower_http::services::ServeDir;

/// Where the frame is.
pub(crate) const FRAME: &str = "/cardlet/frame.html";

/// What no script in the frame may use.
const NOTHING: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
    clipboard-write=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
    idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
    web-share=(), xr-spatial-tracking=()";

/// The frame's routes.
pub(crate) fn router(settings: &Settings) -> Router {
    let config = config(&settings.origins);
    let headers = headers(&settings.origins);
    Router::new()
        .route("/cardlet/frame-config.json", get(async || Json(config)))
        .nest_service("/cardlet", ServeDir::new(settings.site.join("cardlet")))
        .layer(map_response_with_state(headers, guard))
}

/// Who may embed the frame, and where that page's cards go.
fn config(origins: &Origins) -> Value {
    json!({"embedders": {&origins.shop: {
        "provider": "rebilly",
        "publicKey": REBILLY.publishable_key,
        "organization": REBILLY.id,
        "endpoint": format!("{}{}", origins.api, rebilly::PREFIX),
    }}})
}

fn headers(Origins { api, shop, .. }: &Origins) -> HeaderMap {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self' {api}; img-src 'self'; font-src 'self'; form-action 'none'; \
         base-uri 'none'; frame-ancestors {shop}; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    );
    // An origin that can't stand in a header is no place that could embed anything.
    let policy = HeaderValue::from_str(&policy)
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    let rest = [
        ("cross-origin-embedder-policy", "require-corp"),
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
