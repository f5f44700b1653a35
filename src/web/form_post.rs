//! Posts a form into a hidden frame, for systems that answer a card by a redirect.
//!
//! The shell owns the frame; the card's digits go from here straight into the form's data.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, FormData};

use crate::card::Secret;
use crate::client::NetworkCode;
use crate::provider::{ProviderError, Response};

#[wasm_bindgen]
extern "C" {
    /// What the shell does for form posts.
    #[wasm_bindgen(typescript_type = "FormHooks")]
    pub type FormHooks;

    #[wasm_bindgen(method, catch)]
    fn begin(this: &FormHooks) -> Result<Promise, JsValue>;

    /// One submission: its token, and the way to make it.
    #[wasm_bindgen(typescript_type = "FormSubmission")]
    pub type FormSubmission;

    #[wasm_bindgen(method, getter)]
    fn token(this: &FormSubmission) -> JsValue;

    #[wasm_bindgen(method, catch)]
    fn post(
        this: &FormSubmission,
        url: &str,
        fill: &Closure<dyn Fn(FormData)>,
        signal: &AbortSignal,
    ) -> Result<Promise, JsValue>;
}

/// Asks the merchant's server, through the page, for the token of one submission; `None` when the
/// page has named no way to ask.
pub(super) async fn begin(hooks: &FormHooks) -> Result<Option<FormSubmission>, ProviderError> {
    let failed = |_| ProviderError::no_submission_token();
    let begun = JsFuture::from(hooks.begin().map_err(failed)?).await.map_err(failed)?;
    Ok((!begun.is_undefined()).then(|| begun.unchecked_into()))
}

/// The token of a submission.
pub(super) fn token(submission: &FormSubmission) -> Result<String, ProviderError> {
    let token = submission.token().as_string().filter(|token| !token.is_empty());
    token.ok_or_else(ProviderError::no_submission_token)
}

/// Posts the entries and waits for what the return page reports, a JSON text.
pub(super) async fn post(
    submission: &FormSubmission,
    url: &str,
    entries: &Rc<[(String, Secret<String>)]>,
) -> Result<Response, NetworkCode> {
    let failed = |_| NetworkCode::ConnectionFailed;
    let abort = AbortController::new().map_err(failed)?;
    // The one place where the card leaves; called once, when the frame is there.
    let entries = Rc::clone(entries);
    let fill = Closure::new(move |data: FormData| {
        for (name, value) in entries.iter() {
            data.append_with_str(name, value.expose()).ok();
        }
    });
    let guard = AbortOnDrop(abort);
    let report = submission.post(url, &fill, &guard.0.signal()).map_err(failed)?;
    let report = JsFuture::from(report).await.map_err(failed)?;
    let body = report.as_string().unwrap_or_default().into_bytes();
    Ok(Response { status: 200, headers: Vec::new(), body })
}

/// Takes the frame away when nobody waits any more.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
