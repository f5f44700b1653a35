//! How values leave the module: trees as a JSON text, which the browser reads, and what is still
//! to come as a promise.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[cfg(feature = "frame")]
use crate::token::Json;
use crate::token::{Missing, ObjectText};

#[wasm_bindgen]
extern "C" {
    /// Never throws, for what was written here.
    #[wasm_bindgen(js_namespace = JSON)]
    fn parse(text: &str) -> JsValue;
}

/// A future in a box: what drives one is compiled once for all of them.
pub(super) type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;

/// Drives a future to its end, from the next microtask on.
pub(super) fn spawn(future: Boxed<()>) {
    spawn_local(future);
}

/// A promise of what a future ends with.
pub(super) fn promise(future: Boxed<Result<JsValue, JsValue>>) -> Promise {
    let mut future = Some(future);
    Promise::new(&mut |resolve, reject| {
        let Some(future) = future.take() else { return };
        spawn(Box::pin(async move {
            let ended = match future.await {
                Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
                Err(error) => reject.call1(&JsValue::UNDEFINED, &error),
            };
            // Settling a promise never throws.
            ended.ok();
        }));
    })
}

/// Settles a promise of ours when it is dropped. `JsFuture` keeps what waits for a promise until that
/// settles, so one that is given up unsettled would stay in memory for ever.
pub(super) struct Settle(pub(super) Function);

impl Drop for Settle {
    fn drop(&mut self) {
        // Settling a promise never throws.
        self.0.call0(&JsValue::UNDEFINED).ok();
    }
}

/// An object of named values; those that are missing are null.
pub(super) fn object(write: impl FnOnce(&mut ObjectText)) -> JsValue {
    parse(&ObjectText::of(Missing::Null, write))
}

/// A tree as JavaScript values.
#[cfg(feature = "frame")]
pub(super) fn tree(json: &Json) -> JsValue {
    parse(&json.to_json_text())
}
