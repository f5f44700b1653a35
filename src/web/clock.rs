//! The browser's clocks and timers.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::js::Settle;
use crate::client::Timer;
use crate::token::Moment;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &js_sys::Function, ms: u32) -> JsValue;

    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID)]
    pub(super) fn random_uuid() -> String;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timeout: &JsValue);
}

/// The page's clocks.
pub(super) struct BrowserTimer;

impl Timer for BrowserTimer {
    fn now(&self) -> Moment {
        Moment { monotonic_ms: performance_now(), wall_ms: js_sys::Date::now() }
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    async fn sleep(&self, ms: u32) {
        let mut timeout = None;
        let elapsed = Promise::new(&mut |resolve, _| {
            timeout = Some((Timeout(set_timeout(&resolve, ms)), Settle(resolve)));
        });
        // The promise never rejects.
        JsFuture::from(elapsed).await.ok();
        drop(timeout);
    }
}

/// A running timeout, cleared when it is dropped.
struct Timeout(JsValue);

impl Drop for Timeout {
    fn drop(&mut self) {
        clear_timeout(&self.0);
    }
}
