//! Tokens without a card form, and what a merchant's server is told when it spends one.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::clock::{BrowserTimer, random_uuid};
use super::error;
use super::minting::answer;
use super::transport::Network;
use crate::client::{Error, tokenize};
use crate::provider::{
    Call, ConfigCode, ConfigError, Exchange, Options, Payment, RawOptions, Rejection, Spent,
    Subject, encode, explain,
};
use crate::token::{Json, PaymentType, ProviderId};

/// Resolves to a token for a payment method without a card form, or rejects with a `Failure`.
/// `options` and `data` are JSON.
#[wasm_bindgen(js_name = tokenizePayment, unchecked_return_type = "Promise<TokenHandle>")]
pub fn tokenize_payment(
    options: &str,
    payment_type: &str,
    data: &str,
    deadline_ms: u32,
    signal: Option<AbortSignal>,
) -> Promise {
    let exchange = exchange(options, payment_type, data);
    let outcome = async move {
        let exchange = exchange.map_err(|config| Rc::new(config.into()))?;
        let network = Network { submission: None };
        let outcome = tokenize(&network, &BrowserTimer, exchange, deadline_ms).await;
        outcome.map(Rc::new).map_err(Rc::new)
    };
    answer(signal, Box::pin(outcome))
}

fn exchange(options: &str, payment_type: &str, data: &str) -> Result<Exchange, ConfigError> {
    let invalid = |option| ConfigError { code: ConfigCode::InvalidOption, option };
    let tree = |json| Json::parse(json).unwrap_or(Json::Null);
    let options = Options::new(&RawOptions::read(&tree(options)))?;
    let payment_type = PaymentType::from_name(payment_type)
        .filter(|kind| !matches!(kind, PaymentType::Card | PaymentType::Cvc))
        .ok_or(invalid("paymentType"))?;
    let subject = Subject::Payment(Payment { payment_type, data: tree(data) });
    encode(&Call {
        subject: &subject,
        options: &options,
        idempotency_key: &random_uuid(),
        submission_token: None,
    })
}

/// What a merchant's server was told when it spent a token, as a `Failure`. `is_over` is missing
/// when nothing is known of the token's life.
#[wasm_bindgen(js_name = explainRejection, unchecked_return_type = "Failure")]
pub fn explain_rejection(
    provider: &str,
    status: u16,
    body: &str,
    id: Option<String>,
    is_over: Option<bool>,
    is_consumed: bool,
) -> JsValue {
    let spent = Spent { id: id.as_deref(), is_over, is_consumed };
    let rejection = Rejection { status, body, spent };
    let unknown = ConfigError { code: ConfigCode::UnknownProvider, option: "provider" };
    let explained = ProviderId::from_name(provider).and_then(|id| explain(id, &rejection));
    error::failure(&explained.map_or(unknown.into(), Error::Provider))
}
