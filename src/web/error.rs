//! Errors on their way out: codes and facts, no sentences.

use wasm_bindgen::prelude::*;

use super::js::object;
use crate::client::Error;

/// An error as the facts from which the shell makes a `CardletError`.
pub(super) fn failure(error: &Error) -> JsValue {
    let (option, provider) = match error {
        Error::Config(config) => (Some(config.option), None),
        Error::Provider(provider) => (None, Some(provider)),
        Error::Field(..) | Error::Network(_) | Error::Destroyed => (None, None),
    };
    let status = provider.map(|provider| provider.status).filter(|status| *status > 0);
    let action = provider.and_then(|provider| provider.action.as_deref());
    object(|failure| {
        failure.text("type", Some(error.kind()));
        failure.text("code", Some(error.code()));
        failure.text("field", error.field().map(|field| field.name()));
        failure.text("option", option);
        failure.truth("retryable", error.is_retryable());
        failure.truth("certain", provider.is_none_or(|provider| provider.certain));
        failure.whole("status", status.map(u32::from));
        failure.text("providerCode", provider.and_then(|it| it.provider_code.as_deref()));
        failure.text("requestId", provider.and_then(|it| it.request_id.as_deref()));
        failure.whole("retryAfterMs", provider.and_then(|it| it.retry_after_ms));
        match action {
            None => failure.json("action", None),
            Some(action) => failure.object("action", |object| {
                object.text("type", Some(&action.kind));
                object.text("url", action.url.as_deref());
                object.json("payload", Some(&action.payload));
            }),
        }
    })
}
