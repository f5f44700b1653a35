//! The place in linear memory where the shell leaves a short ASCII text for one call.
//!
//! The generated glue takes a heap block for every string and the allocator wipes it, which costs
//! more than a whole check. A text that fits here needs neither. `www/short-text.ts` writes it and
//! hands over its length; every other text goes the generic way.

use std::cell::Cell;
use std::hint::black_box;

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

use crate::card::Formatted;

/// The longest text that fits: 19 digits with a blank after each but the last need 37.
const CAPACITY: usize = 40;

thread_local! {
    static TEXT: [Cell<u8>; CAPACITY] = const { [const { Cell::new(0) }; CAPACITY] };
}

/// The bytes where the text goes. A memory that has grown leaves the view empty.
#[wasm_bindgen(js_name = shortText)]
pub fn short_text() -> Uint8Array {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let address = TEXT.with(|text| text.as_ptr()) as u32;
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), address, CAPACITY as u32)
}

/// Takes the text out, formats it and leaves what comes of it: its length in the low 8 bits and the
/// caret above them, or `SAME` when the text is formatted already.
pub(super) fn replace(length: usize, format: impl FnOnce(&str) -> Formatted) -> u32 {
    take(length, |text| {
        let Formatted { text: formatted, caret_utf16 } = format(text);
        let caret = (caret_utf16 as u32) << 8;
        if formatted == text {
            return SAME | caret;
        }
        TEXT.with(|cells| {
            for (cell, byte) in cells.iter().zip(formatted.bytes()) {
                cell.set(byte);
            }
        });
        caret | formatted.len() as u32
    })
}

/// In the place of a length: the text has not changed.
const SAME: u32 = 0xff;

/// Takes the text out, so that zeros are left, and gives it to a check.
pub(super) fn take<T>(length: usize, check: impl FnOnce(&str) -> T) -> T {
    let mut bytes = [0; CAPACITY];
    TEXT.with(|text| {
        for (byte, cell) in bytes.iter_mut().zip(text).take(length) {
            *byte = cell.take();
        }
    });
    let text = bytes.get(..length).unwrap_or_default();
    // The shell writes ASCII only.
    let result = check(std::str::from_utf8(text).unwrap_or_default());
    bytes.fill(0);
    black_box(&bytes);
    result
}
