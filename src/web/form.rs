//! The state of a card form: its inputs, their verdicts, and what follows from an edit.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::brand_choice::BrandChoice;
use super::control::Control;
use super::form_post::FormHooks;
use super::input::{CardInput, Heard, Refusal};
use super::js::spawn;
use super::listener::Listener;
use super::minting::{Minting, Outcome};
use super::news::{News, Seen};
use super::revealed::Revealed;
use super::rules::Rules;
use super::token_handle::TokenHandle;
use super::{error, packed, scrub};
use crate::card::{
    BinLength, Brand, BrandSet, CardNumber, Country, Cvc, ExpiryCheck, Field, HolderName,
    NumberCheck, PostalCode, Verdict,
};
use crate::client::GivenUp;
#[cfg(feature = "frame")]
use crate::frame::{Lengths, State};
use crate::provider::RawOptions;

/// The form's state. Texts stay in the inputs.
pub(super) struct Form {
    inputs: RefCell<Vec<Rc<CardInput>>>,
    pub(super) rules: RefCell<Rules>,
    brand: Cell<Option<Brand>>,
    candidates: Cell<BrandSet>,
    pub(super) choice: BrandChoice,
    revealed: RefCell<Option<Revealed>>,
    /// Was a field edited since the last token?
    was_edited: Cell<bool>,
    pub(super) raw_options: RefCell<RawOptions>,
    pub(super) hooks: RefCell<Option<Rc<FormHooks>>>,
    pub(super) minting: Minting,
    /// Of the numbers that were sent.
    #[cfg(feature = "frame")]
    pub(super) lengths: RefCell<Lengths>,
    news: News,
    on_settled: Function,
}

impl Form {
    /// A form without inputs.
    pub(super) fn new(on_change: Function, on_settled: Function) -> Self {
        Self {
            inputs: RefCell::default(),
            rules: RefCell::default(),
            brand: Cell::new(None),
            candidates: Cell::new(BrandSet::ALL),
            choice: BrandChoice::default(),
            revealed: RefCell::default(),
            was_edited: Cell::new(false),
            raw_options: RefCell::default(),
            hooks: RefCell::default(),
            minting: Minting::new(),
            #[cfg(feature = "frame")]
            lengths: RefCell::default(),
            news: News::new(on_change),
            on_settled,
        }
    }

    /// Reads an input from now on, and what it holds already.
    pub(super) fn attach(self: &Rc<Self>, field: Field, input: Control, focused: bool) {
        let listeners = ["input", "change", "compositionend", "focus", "blur"]
            .map(|kind| self.listen(&input, kind, field));
        let input = Rc::new(CardInput::new(field, input, focused, listeners.into()));
        self.inputs.borrow_mut().push(Rc::clone(&input));
        self.preset_country();
        scrub::after(|| self.edited(&input, None));
    }

    /// Lets go of every input.
    pub(super) fn detach(&self) {
        // Taken out first: dropping a listener calls into JavaScript.
        drop(self.inputs.take());
    }

    /// Takes over other options, and checks every field by their rules.
    pub(super) fn set_options(&self, raw: RawOptions) {
        {
            let mut rules = self.rules.borrow_mut();
            rules.configure(&raw.config);
            rules.card_brand = raw.card_brand.as_deref().and_then(Brand::from_id);
        }
        self.choice.configure(&raw);
        self.raw_options.replace(raw);
        // The shell looks at new options with the next change.
        self.news.forget();
        self.minting.invalidate();
        self.preset_country();
        self.recheck();
    }

    pub(super) fn last4(&self) -> Option<String> {
        self.revealed.borrow().as_ref().map(|revealed| revealed.last4.clone())
    }

    pub(super) fn bin(&self) -> Option<String> {
        self.revealed.borrow().as_ref().and_then(|revealed| revealed.bin.clone())
    }

    pub(super) fn inputs(&self) -> Vec<Rc<CardInput>> {
        self.inputs.borrow().clone()
    }

    pub(super) fn input(&self, field: Field) -> Option<Rc<CardInput>> {
        self.inputs.borrow().iter().find(|input| input.field == field).cloned()
    }

    /// The brand and the candidates, packed.
    pub(super) fn brands(&self) -> u32 {
        packed::brands(self.shown_brand(), self.candidates.get())
    }

    /// The same of the brands on offer and the one that is chosen.
    pub(super) fn choice(&self) -> u32 {
        packed::brands(self.choice.brand(), self.choice.offered())
    }

    /// The brand that was chosen, else the best one.
    fn shown_brand(&self) -> Option<Brand> {
        self.choice.brand().or(self.brand.get())
    }

    /// What a page around a frame may know; `errors` is a mask of the fields that show one.
    #[cfg(feature = "frame")]
    pub(super) fn frame_state(&self, errors: u32) -> State {
        let inputs = self.inputs.borrow();
        let shows_error = |field: Field| errors >> field as u32 & 1 == 1;
        State {
            fields: inputs
                .iter()
                .map(|input| input.frame_state(shows_error(input.field)))
                .collect(),
            brand: self.shown_brand(),
            candidates: self.candidates.get(),
            is_busy: self.minting.is_busy(),
            is_reusable: self.minting.reusable().is_some(),
        }
    }

    /// Treats every field as visited, so that what is wrong with it shows.
    pub(super) fn touch_all(&self) {
        self.inputs().iter().for_each(|input| input.touch());
        self.changed();
    }

    /// Empties every field, forgets the token and gives up a request under way.
    pub(super) fn clear(&self) {
        // The security code first: it is the one that must not be kept.
        self.inputs().iter().rev().for_each(|input| input.clear());
        self.preset_country();
        self.choice.forget();
        self.minting.forget();
        self.minting.give_up(GivenUp::Aborted);
        self.recheck();
    }

    /// Marks a field as refused until it is edited. The token no longer stands for the form.
    pub(super) fn set_error(&self, field: Field, refusal: Refusal) {
        self.refuse(field, refusal);
        self.minting.invalidate();
    }

    pub(super) fn refuse(&self, field: Field, refusal: Refusal) {
        if let Some(input) = self.input(field) {
            input.touch();
            input.refuse(Some(refusal));
            self.changed();
        }
    }

    /// The field's own verdict counts again.
    pub(super) fn take_error_back(&self, field: Field) {
        if let Some(input) = self.input(field) {
            input.refuse(None);
            self.changed();
        }
    }

    fn listen(self: &Rc<Self>, input: &Control, kind: &'static str, field: Field) -> Listener {
        let form: Weak<Self> = Rc::downgrade(self);
        Listener::new(input, kind, move |event| {
            let Some(form) = form.upgrade() else { return };
            let Some(input) = form.input(field) else { return };
            scrub::after(|| form.on_event(&input, Heard { kind, event: &event }));
            form.changed();
        })
    }

    fn on_event(&self, input: &CardInput, heard: Heard) {
        match heard.kind {
            "focus" => input.set_focused(true),
            "blur" => {
                input.set_focused(false);
                self.left(input);
            }
            _ => self.edited(input, Some(heard)),
        }
    }

    /// Formats and checks a field after an event, and what depends on it.
    fn edited(&self, input: &CardInput, heard: Option<Heard>) {
        let table = Rc::clone(&self.rules.borrow().table);
        let text = input.read(heard, &table);
        let brand = self.brand.get();
        if heard.is_some() {
            input.choose();
        }
        self.check(input, &text);
        let dependent = match input.field {
            Field::Number if self.brand.get() != brand => self.input(Field::Cvc),
            Field::Country => self.input(Field::PostalCode),
            _ => None,
        };
        if let Some(dependent) = dependent {
            self.check(&dependent, &dependent.text());
        }
        if !input.record(heard) {
            return;
        }
        self.note_edit();
        if input.field == Field::Number {
            self.revealed.take();
            self.choice.forget();
        }
    }

    /// What the last token stands for is no longer what the form holds.
    pub(super) fn note_edit(&self) {
        self.minting.invalidate();
        self.was_edited.set(true);
    }

    /// A field has lost the focus.
    fn left(&self, input: &CardInput) {
        if input.field == Field::Number && input.verdict().is_valid() {
            let text = input.text();
            let rules = self.rules.borrow();
            let number = CardNumber::parse_with_table(&text, rules.accepted, &rules.table);
            let length = self.raw_options.borrow().bin.as_deref().and_then(BinLength::from_name);
            self.revealed.replace(number.ok().map(|number| Revealed::of(&number, length)));
        }
    }

    fn check(&self, input: &CardInput, text: &str) {
        let rules = || self.rules.borrow();
        input.set_verdict(match input.field {
            Field::Number => {
                let rules = rules();
                let check = NumberCheck::with_table(text, rules.accepted, &rules.table);
                self.brand.set(check.brand);
                self.candidates.set(check.candidates);
                self.choice.offer(check.choices);
                check.verdict
            }
            Field::Expiry => ExpiryCheck::of(text, rules().expiry()).verdict,
            Field::Cvc => Cvc::check(text, self.brand.get().or(rules().card_brand)),
            Field::Name => HolderName::check(text),
            Field::PostalCode => PostalCode::check(text, Some(&self.country())),
            // Nobody has entered it: a form that only has this is as good as empty.
            Field::Country if input.is_preset() => Verdict::NotNeeded,
            Field::Country => Country::check(text),
        });
    }

    /// The country that postal codes are of: the chosen one, else the page's; empty for none.
    pub(super) fn country(&self) -> String {
        let chosen = self.input(Field::Country).map(|input| input.text());
        chosen
            .filter(|code| !code.is_empty())
            .unwrap_or_else(|| self.rules.borrow().country.clone())
    }

    /// Shows the page's country until somebody chooses one.
    pub(super) fn preset_country(&self) {
        if let Some(input) = self.input(Field::Country) {
            let country = self.rules.borrow().country.clone();
            input.preset(&country);
        }
    }

    /// Checks every field anew, by rules that have changed.
    pub(super) fn recheck(&self) {
        for input in self.inputs() {
            scrub::after(|| self.check(&input, &input.text()));
        }
        // What was told of a number stays, unless it is not valid any more.
        if self.revealed.take().is_some()
            && let Some(number) = self.input(Field::Number)
        {
            scrub::after(|| self.left(&number));
        }
        self.changed();
    }

    /// Shows in the fields what an attempt has brought, and tells the shell in a microtask.
    pub(super) fn settled(&self, outcome: &Outcome) {
        let (token, failure) = match outcome {
            Ok(token) => {
                self.was_edited.set(false);
                (TokenHandle::new(Rc::clone(token)).into(), JsValue::UNDEFINED)
            }
            Err(failed) => {
                self.show(failed);
                (JsValue::UNDEFINED, error::failure(failed))
            }
        };
        let on_settled = self.on_settled.clone();
        spawn(Box::pin(async move {
            on_settled.call2(&JsValue::UNDEFINED, &token, &failure).ok();
        }));
    }

    fn seen(&self) -> Seen {
        let mut fields = [0; Field::ALL.len()];
        for input in self.inputs.borrow().iter() {
            if let Some(bits) = fields.get_mut(input.field as usize) {
                *bits = input.bits();
            }
        }
        Seen {
            fields,
            brands: self.brands(),
            choice: self.choice(),
            is_revealed: self.revealed.borrow().is_some(),
            is_busy: self.minting.is_busy(),
            was_edited: self.was_edited.get(),
        }
    }

    /// Tells the shell, if any of this can be seen.
    pub(super) fn changed(&self) {
        self.news.tell(self.seen());
    }
}
