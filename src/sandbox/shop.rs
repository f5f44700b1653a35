//! The shop: the pages of the demos, each under its policy, and what they are told of the sandbox.

use super::demo_accounts::providers;
use super::echo;
use super::hosted;
use super::keys::REBILLY;
use super::policy::Policies;
use super::rebilly;
use super::settings::{Origins, Settings};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tower::service_fn;
use tower_http::services::ServeDir;

/// The shop's routes.
pub(crate) fn router(settings: &Settings) -> Router {
    let config = config(&settings.origins);
    let policies = Policies::new(&settings.origins);
    let missing = service_fn(async |_| Ok(nothing_here()));
    let files = ServeDir::new(&settings.site).not_found_service(missing);
    Router::new()
        .route("/config.json", get(async || Json(config)))
        .route("/echo", get(echo::get).post(echo::post))
        .fallback_service(files)
        .layer(from_fn_with_state(policies, guard))
}

/// What the pages are told of where to go: the checkout's account, and every provider's.
fn config(origins: &Origins) -> Value {
    json!({
        "provider": "rebilly",
        "endpoint": format!("{}{}", origins.api, rebilly::PREFIX),
        "organization": REBILLY.id,
        "publicKey": REBILLY.publishable_key,
        "merchant": origins.merchant,
        "api": origins.api,
        "providers": providers(origins),
        "frame": hosted::frame(origins, "rebilly"),
    })
}

async fn guard(State(policies): State<Policies>, request: Request, next: Next) -> Response {
    let policy = policies.of(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn nothing_here() -> Response {
    (StatusCode::NOT_FOUND, "The shop's folder has no such file. Is the site built?\n")
        .into_response()
}
