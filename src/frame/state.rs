//! What the page may know of the fields while a card is typed: verdicts and brands.

use crate::card::{Brand, BrandSet, Field, Verdict};
use crate::token::Json;

/// One field, as far as the page may know it. Nothing here was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldState {
    /// Which one it is.
    pub field: Field,
    /// The verdict on its text.
    pub verdict: Verdict,
    /// Has it the focus?
    pub is_focused: bool,
    /// Was it left, or shown its errors?
    pub is_touched: bool,
    /// Was it edited?
    pub is_dirty: bool,
    /// Has the server or the page refused it?
    pub is_refused: bool,
    /// Does it show an error?
    pub shows_error: bool,
}

/// The whole form.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The fields that are shown.
    pub fields: Vec<FieldState>,
    /// The brand; `None` when it can't be told.
    pub brand: Option<Brand>,
    /// The brands that the number can have.
    pub candidates: BrandSet,
    /// Is a request under way?
    pub is_busy: bool,
    /// Would the next call hand out the last token again?
    pub is_reusable: bool,
}

impl State {
    /// The entries of the message.
    pub(super) fn entries(&self) -> [(&'static str, Json); 5] {
        let fields = self.fields.iter().map(|state| (state.field.name().to_owned(), field(*state)));
        let rest = self.candidates.iter().filter(|brand| Some(*brand) != self.brand);
        [
            ("fields", Json::Object(fields.collect())),
            ("brand", Json::of_text(self.brand.map(Brand::id))),
            ("brands", Json::of_texts(self.brand.into_iter().chain(rest).map(Brand::id))),
            ("busy", Json::Bool(self.is_busy)),
            ("reusable", Json::Bool(self.is_reusable)),
        ]
    }
}

fn field(state: FieldState) -> Json {
    let FieldState { verdict, is_refused, .. } = state;
    Json::of([
        ("empty", Json::Bool(verdict.is_empty())),
        ("valid", Json::Bool(verdict.is_valid() && !is_refused)),
        ("potentiallyValid", Json::Bool(verdict.is_potentially_valid())),
        ("focused", Json::Bool(state.is_focused)),
        ("touched", Json::Bool(state.is_touched)),
        ("dirty", Json::Bool(state.is_dirty)),
        ("code", Json::of_text(verdict.code().map(|code| code.code()))),
        ("error", Json::Bool(state.shows_error)),
    ])
}
