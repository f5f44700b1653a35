//! When the shell is told of a form: once for any number of changes, and only of what can be seen.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::js::spawn;
use crate::card::Field;

/// All that the shell shows and tells of a form. Most keys change nothing of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) fields: [u32; Field::ALL.len()],
    pub(super) brands: u32,
    pub(super) choice: u32,
    pub(super) is_revealed: bool,
    pub(super) is_busy: bool,
    /// A token that stands in the form must leave it.
    pub(super) was_edited: bool,
}

/// The shell's ear, and what it has heard.
pub(super) struct News {
    on_change: Function,
    is_queued: Rc<Cell<bool>>,
    /// What the shell was told of last; `None` when it must be told in any case.
    told: Cell<Option<Seen>>,
}

impl News {
    pub(super) fn new(on_change: Function) -> Self {
        Self { on_change, is_queued: Rc::default(), told: Cell::new(None) }
    }

    /// Whatever comes next is new to the shell.
    pub(super) fn forget(&self) {
        self.told.take();
    }

    /// Calls the shell in a microtask if it has not seen this yet.
    pub(super) fn tell(&self, seen: Seen) {
        let seen = Some(seen);
        if self.told.replace(seen) == seen || self.is_queued.replace(true) {
            return;
        }
        let on_change = self.on_change.clone();
        let is_queued = Rc::clone(&self.is_queued);
        spawn(Box::pin(async move {
            is_queued.set(false);
            // An error of the shell's is reported by the browser; it must not end a request.
            on_change.call0(&JsValue::UNDEFINED).ok();
        }));
    }
}
