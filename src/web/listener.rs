//! An event listener that is removed when it is dropped.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

/// A listener on a target.
pub(super) struct Listener {
    target: EventTarget,
    kind: &'static str,
    callback: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Listens until it is dropped.
    pub(super) fn new(
        target: &EventTarget,
        kind: &'static str,
        callback: impl Fn(Event) + 'static,
    ) -> Self {
        let callback = Closure::new(callback);
        let listener = callback.as_ref().unchecked_ref();
        // Fails only for arguments of other types.
        target.add_event_listener_with_callback(kind, listener).ok();
        Self { target: target.clone(), kind, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let listener = self.callback.as_ref().unchecked_ref();
        self.target.remove_event_listener_with_callback(self.kind, listener).ok();
    }
}
