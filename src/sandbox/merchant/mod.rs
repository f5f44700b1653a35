//! The merchant's own server: it is sent a token and spends it, each provider's in its own way.

mod checkout;
mod keap;
mod payments_ai;
mod processout;
mod rebilly;
mod univapay;
mod vault;

use super::form;
use super::lock::lock;
use super::problem::Problem;
use super::random::Random;
use super::received::{self, Received};
use crate::provider::{Rejection, Spent, explain};
use crate::token::ProviderId;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicI64;
use tower::ServiceExt;

/// What the server works with.
#[derive(Clone)]
pub(crate) struct Merchant {
    /// The API, called in this process but by way of HTTP, so that it checks and logs the call.
    pub(crate) api: Router,
    pub(crate) received: Arc<Received>,
    pub(crate) random: Arc<Random>,
    pub(crate) shop_origin: String,
    /// The number of the next of Keap's contacts.
    pub(crate) contacts: Arc<AtomicI64>,
    /// The tokens that the server has spent: what it knows when one is refused.
    pub(crate) spent: Arc<Mutex<HashSet<String>>>,
}

/// What an order is made with.
pub(super) struct Order {
    provider: ProviderId,
    payment_token: String,
    /// Has the server spent the token before?
    is_spent: bool,
    /// The rest of what the page sent.
    fields: Value,
}

/// An error answer of the API, passed on.
struct Declined {
    status: StatusCode,
    body: Value,
    /// What the provider's answer means, in the words of `explainRejection`.
    explained: Value,
}

/// The server's routes.
pub(crate) fn router(merchant: Merchant) -> Router {
    Router::new()
        .route("/orders", post(create_order))
        .route("/contacts", post(keap::create_contact))
        .route("/submission-tokens", post(keap::create_token))
        .route(received::PATH, get(list_received))
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "there is nothing at this path"))
        .with_state(merchant)
}

async fn create_order(
    State(merchant): State<Merchant>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let is_form = is_form(&headers);
    let made = match Order::read(&body, is_form) {
        Ok(order) => merchant.take(order).await,
        Err(declined) => Err(declined),
    };
    let order = merchant.random.id("order_");
    let checkout = format!("{}/checkout/", merchant.shop_origin);
    match (made, is_form) {
        (Ok(_), true) => Redirect::to(&format!("{checkout}?order={order}")).into_response(),
        (Err(declined), true) => {
            Redirect::to(&format!("{checkout}?error={}", declined.status.as_u16())).into_response()
        }
        (Ok(spent), false) => {
            let body = json!({ "order": order, "spent": spent });
            (StatusCode::CREATED, Json(body)).into_response()
        }
        (Err(Declined { status, body, explained }), false) => {
            let error = json!({ "status": status.as_u16(), "body": body, "explained": explained });
            (status, Json(json!({ "error": error }))).into_response()
        }
    }
}

async fn list_received(State(merchant): State<Merchant>) -> Response {
    Json(merchant.received.list()).into_response()
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| text.starts_with("application/x-www-form-urlencoded"))
}

impl Order {
    /// Reads `paymentToken` and, unless it is Rebilly's, `provider`.
    fn read(body: &[u8], is_form: bool) -> Result<Self, Declined> {
        let fields: Value = if is_form {
            let fields = form::fields(&String::from_utf8_lossy(body));
            fields.into_iter().map(|(name, value)| (name, Value::from(value))).collect()
        } else {
            serde_json::from_slice(body).unwrap_or_default()
        };
        let text = |name| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let payment_token = text("paymentToken").ok_or_else(|| Declined::of("no paymentToken"))?;
        let provider = ProviderId::from_name(text("provider").unwrap_or("rebilly"))
            .ok_or_else(|| Declined::of("no such provider"))?;
        Ok(Self { provider, payment_token: payment_token.to_owned(), is_spent: false, fields })
    }

    /// A text that the page sent along.
    fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
}

impl Declined {
    /// What the server itself refuses.
    fn of(detail: &str) -> Self {
        let body = json!({ "detail": detail });
        Self { status: StatusCode::BAD_REQUEST, body, explained: Value::Null }
    }

    /// What the provider refuses.
    fn by_provider(order: &Order, status: StatusCode, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let is_consumed = order.is_spent;
        let spent = Spent { id: Some(&order.payment_token), is_consumed, is_over: None };
        let rejection = Rejection { status: status.as_u16(), body: &text, spent };
        let explained = explain(order.provider, &rejection).map(|error| {
            json!({
                "type": error.code.kind(),
                "code": error.code.code(),
                "certain": error.certain,
                "providerCode": error.provider_code,
            })
        });
        let body = serde_json::from_slice(body).unwrap_or_else(|_| text.into());
        Self { status, body, explained: explained.unwrap_or_default() }
    }
}

impl Merchant {
    /// Spends the order's token and remembers it.
    async fn take(&self, mut order: Order) -> Result<Value, Declined> {
        order.is_spent = lock(&self.spent).contains(&order.payment_token);
        let spent = self.spend(&order).await?;
        lock(&self.spent).insert(order.payment_token);
        Ok(spent)
    }

    /// Spends the order's token, with the merchant's secret key.
    async fn spend(&self, order: &Order) -> Result<Value, Declined> {
        let no_account = || Declined::of("no such account");
        let call = match order.provider {
            ProviderId::Keap => return keap::spend(self, order).await,
            ProviderId::ProcessOut => {
                // What is paid there is an invoice, which is made first.
                let invoice = processout::invoice().ok_or_else(no_account)?;
                processout::pay(order, &self.accepted(order, invoice).await?)
            }
            ProviderId::Checkout => checkout::spend(order),
            ProviderId::Generic => vault::charge(order),
            ProviderId::PaymentsAi => payments_ai::attach(order),
            ProviderId::Rebilly => rebilly::attach(order),
            ProviderId::Univapay => univapay::charge(order),
        };
        let spent = self.accepted(order, call.ok_or_else(no_account)?).await?;
        if order.provider != ProviderId::Univapay {
            return Ok(spent);
        }
        // It takes a charge and tells later what has become of it.
        let Some(call) = univapay::outcome(order, &spent) else { return Ok(spent) };
        let outcome = self.accepted(order, call).await?;
        if outcome.get("status").is_some_and(|status| status == "failed") {
            let (status, body) = (StatusCode::PAYMENT_REQUIRED, outcome.to_string());
            return Err(Declined::by_provider(order, status, body.as_bytes()));
        }
        Ok(outcome)
    }

    /// What the API answers to a call that it accepts.
    async fn accepted(&self, order: &Order, call: Request<Body>) -> Result<Value, Declined> {
        let (status, bytes) = self.ask(call).await;
        if status.is_success() {
            Ok(serde_json::from_slice(&bytes).unwrap_or_default())
        } else {
            Err(Declined::by_provider(order, status, &bytes))
        }
    }

    /// Calls the API, and goes on to where it says that the answer is.
    async fn ask(&self, call: Request<Body>) -> (StatusCode, Bytes) {
        let headers = call.headers().clone();
        let Ok(response) = self.api.clone().oneshot(call).await;
        let response = match elsewhere(&response) {
            None => response,
            Some(place) => {
                let mut next = Request::new(Body::empty());
                *next.uri_mut() = place;
                *next.headers_mut() = headers;
                let Ok(response) = self.api.clone().oneshot(next).await;
                response
            }
        };
        let (parts, body) = response.into_parts();
        (parts.status, to_bytes(body, usize::MAX).await.unwrap_or_default())
    }
}

/// The path that a 303 names.
fn elsewhere(response: &Response) -> Option<Uri> {
    let is_elsewhere = response.status() == StatusCode::SEE_OTHER;
    let place = response.headers().get(header::LOCATION).filter(|_| is_elsewhere)?;
    place.to_str().ok()?.parse::<Uri>().ok()?.path().parse().ok()
}
