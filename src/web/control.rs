//! What a person fills a field in with: a text input, or a select of its choices.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

#[wasm_bindgen]
extern "C" {
    /// Both have a value; only an input has a caret.
    #[wasm_bindgen(
        extends = EventTarget,
        typescript_type = "HTMLInputElement | HTMLSelectElement"
    )]
    pub type Control;

    #[wasm_bindgen(method, getter, js_name = value)]
    fn whole_value(this: &Control) -> JsString;

    /// A select takes the value of one of its options, and is empty after any other.
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_value(this: &Control, value: &str);

    #[wasm_bindgen(method, getter, js_name = selectionStart)]
    pub(super) fn selection_start(this: &Control) -> Option<u32>;

    #[wasm_bindgen(method, js_name = setSelectionRange)]
    pub(super) fn set_selection_range(this: &Control, start: u32, end: u32);
}

/// As much of a text as is read, in UTF-16 units: what no field takes whole could fill the memory.
const LONGEST: u32 = 4096;

impl Control {
    pub(super) fn value(&self) -> String {
        self.whole_value().slice(0, LONGEST).into()
    }
}
