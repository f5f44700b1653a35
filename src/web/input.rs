//! One bound input: its text, its look while it is typed, and what the person did with it.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Event, InputEvent};

use super::control::Control;
use super::listener::Listener;
use super::packed;
use crate::card::{
    BrandTable, Cvc, Edit, Field, FieldCode, Formatted, Symbol, Verdict, format_expiry,
    format_number_with_table,
};
#[cfg(feature = "frame")]
use crate::frame::FieldState;

/// What the server or the page says of a field, until the person edits it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// For a reason that has a code.
    Code(FieldCode),
    /// For a reason of the page's own words, which the shell holds.
    Words,
}

/// An event that has come, and the kind that was listened for: asking it would copy a text.
#[derive(Clone, Copy)]
pub(super) struct Heard<'a> {
    pub(super) kind: &'static str,
    pub(super) event: &'a Event,
}

/// An input of the form and what is known of it. The text itself stays in the DOM: it is read
/// for each event and not kept.
pub(super) struct CardInput {
    pub(super) field: Field,
    input: Control,
    /// Dropped with the input, which ends the listening.
    _listeners: Vec<Listener>,
    verdict: Cell<Verdict>,
    refusal: Cell<Option<Refusal>>,
    focused: Cell<bool>,
    touched: Cell<bool>,
    dirty: Cell<bool>,
    /// Does it hold what the page has set, and nobody has chosen?
    preset: Cell<bool>,
    /// Has an `input` event come since the last `change`?
    input_was_seen: Cell<bool>,
    /// How many digits the text had after the last edit.
    digits: Cell<usize>,
}

impl CardInput {
    pub(super) fn new(
        field: Field,
        input: Control,
        focused: bool,
        listeners: Vec<Listener>,
    ) -> Self {
        Self {
            field,
            input,
            _listeners: listeners,
            verdict: Cell::new(Verdict::Valid),
            refusal: Cell::new(None),
            focused: Cell::new(focused),
            touched: Cell::new(false),
            dirty: Cell::new(false),
            preset: Cell::new(false),
            input_was_seen: Cell::new(false),
            digits: Cell::new(0),
        }
    }

    /// The text as it stands in the input.
    pub(super) fn text(&self) -> String {
        self.input.value()
    }

    /// Records the event; true if the text was edited. The browser's own `change` tells nothing new
    /// when it follows an `input`; one that comes alone, or from a script, is how some programs
    /// fill a form. (`www/told.ts` holds errors that are shown to the same rule.)
    pub(super) fn record(&self, heard: Option<Heard>) -> bool {
        let Some(Heard { kind, event }) = heard else { return true };
        let edited = match kind {
            "input" => {
                self.input_was_seen.set(true);
                true
            }
            "change" => !self.input_was_seen.replace(false) || !event.is_trusted(),
            _ => false,
        };
        if edited {
            self.refusal.set(None);
            self.dirty.set(true);
        }
        edited
    }

    /// Formats the text after an event and returns it as it then stands.
    pub(super) fn read(&self, heard: Option<Heard>, table: &BrandTable) -> String {
        let text = self.input.value();
        let event = heard.and_then(|heard| heard.event.dyn_ref::<InputEvent>());
        if event.is_some_and(InputEvent::is_composing) {
            // Writing into a composition breaks it; it is formatted when it has ended.
            return text;
        }
        let caret = self.input.selection_start();
        let caret = caret.map_or(text.len(), |caret| caret as usize);
        let edit = event.map_or(Edit::Insert, |event| self.edit(event, &text));
        let Formatted { text: formatted, caret_utf16 } = match self.field {
            Field::Number => format_number_with_table(&text, caret, edit, table),
            Field::Expiry => format_expiry(&text, caret, edit),
            Field::Cvc => Cvc::format(&text, caret),
            Field::Name | Field::PostalCode | Field::Country => return text,
        };
        self.digits.set(digits(&formatted));
        if formatted == text {
            return text;
        }
        self.input.set_value(&formatted);
        // Setting the value has put the caret at the end. On an input without the focus a
        // selection would steal it in WebKit.
        if self.focused.get() && caret_utf16 < formatted.len() {
            let caret = caret_utf16 as u32;
            self.input.set_selection_range(caret, caret);
        }
        formatted
    }

    /// What the person did, from the event's input type and from what it left.
    fn edit(&self, event: &InputEvent, text: &str) -> Edit {
        let only_a_gap = digits(text) == self.digits.get();
        if !only_a_gap && self.field != Field::Expiry {
            // All the same to the format, and the type would be one more text to copy.
            return Edit::Insert;
        }
        let kind = event.input_type();
        if !kind.starts_with("delete") {
            return Edit::Insert;
        }
        match kind.as_str() {
            "deleteContentBackward" if only_a_gap => Edit::BackspaceOnGap,
            "deleteContentForward" if only_a_gap => Edit::DeleteOnGap,
            _ => Edit::Delete,
        }
    }

    pub(super) fn set_verdict(&self, verdict: Verdict) {
        self.verdict.set(verdict);
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.verdict.get()
    }

    pub(super) fn refuse(&self, refusal: Option<Refusal>) {
        self.refusal.set(refusal);
    }

    pub(super) fn set_focused(&self, focused: bool) {
        self.focused.set(focused);
        self.touched.set(self.touched.get() || !focused);
    }

    /// Treats the field as visited, so that what is wrong with it shows.
    pub(super) fn touch(&self) {
        self.touched.set(true);
    }

    /// Shows what the page has set, unless somebody has chosen something else.
    pub(super) fn preset(&self, text: &str) {
        let shown = self.input.value();
        // What an earlier controller of the same input has preset is known by its text alone.
        let is_free = shown.is_empty() || !self.dirty.get() && shown == text;
        if self.preset.get() || is_free {
            self.input.set_value(text);
            // A select does not take what it has no option for.
            self.preset.set(!self.input.value().is_empty());
        }
    }

    pub(super) fn is_preset(&self) -> bool {
        self.preset.get()
    }

    /// From now on, what it holds is somebody's choice.
    pub(super) fn choose(&self) {
        self.preset.set(false);
    }

    /// Empties the field and forgets what was done with it.
    pub(super) fn clear(&self) {
        self.input.set_value("");
        self.refusal.set(None);
        self.touched.set(false);
        self.dirty.set(false);
        self.preset.set(false);
        self.digits.set(0);
    }

    /// The field's state as a page around a frame may know it.
    #[cfg(feature = "frame")]
    pub(super) fn frame_state(&self, shows_error: bool) -> FieldState {
        let refusal = self.refusal.get();
        let verdict = match refusal {
            None => self.verdict.get(),
            Some(Refusal::Code(code)) => Verdict::Unfinished(code),
            Some(Refusal::Words) => Verdict::Valid,
        };
        FieldState {
            field: self.field,
            verdict,
            is_focused: self.focused.get(),
            is_touched: self.touched.get(),
            is_dirty: self.dirty.get(),
            is_refused: refusal.is_some(),
            shows_error,
        }
    }

    /// The field's state: a packed verdict, and in bits 3 to 6 focused, touched, dirty, refused.
    pub(super) fn bits(&self) -> u32 {
        let refusal = self.refusal.get();
        let verdict = match refusal {
            None => packed::verdict(self.verdict.get()),
            Some(Refusal::Code(code)) => packed::verdict(Verdict::Unfinished(code)),
            Some(Refusal::Words) => packed::POTENTIALLY_VALID,
        };
        verdict
            | u32::from(self.focused.get()) << 3
            | u32::from(self.touched.get()) << 4
            | u32::from(self.dirty.get()) << 5
            | u32::from(refusal.is_some()) << 6
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| matches!(Symbol::of(*c), Symbol::Digit(_))).count()
}
