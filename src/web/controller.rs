//! The controller behind `<cardlet-card>`: what the shell may ask of a form.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::control::Control;
use super::error;
use super::form::Form;
use super::form_post::FormHooks;
use super::input::Refusal;
use super::minting::answer;
use super::rehearsal;
use super::rules::Rules;
use super::token_handle::TokenHandle;
use crate::card::{Brand, BrandSet, Field, FieldCode};
use crate::client::GivenUp;
use crate::provider::{Config, Options, RawOptions};
use crate::token::Json;

/// A card form: the shell makes the inputs, the controller reads them.
#[wasm_bindgen]
pub struct CardController(pub(super) Rc<Form>);

#[wasm_bindgen]
impl CardController {
    /// A controller without inputs. `on_change` is called in a microtask after any change that can
    /// be seen, and `on_settled` once for each attempt with its token or its failure.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "() => void")] on_change: Function,
        #[wasm_bindgen(
            unchecked_param_type = "(token: TokenHandle | undefined, failure: Failure | undefined) => void"
        )]
        on_settled: Function,
    ) -> Self {
        Self(Rc::new(Form::new(on_change, on_settled)))
    }

    /// Binds an input, adopting what was typed into it before the module arrived. `field` is an
    /// index into the catalog.
    pub fn attach(&self, field: usize, input: Control, focused: bool) {
        let Some(field) = Field::ALL.get(field).copied() else { return };
        self.0.attach(field, input, focused);
    }

    /// Lets go of every input and gives up a running request. The texts stay in the inputs.
    pub fn detach(&self) {
        self.0.detach();
        self.0.minting.give_up(GivenUp::Destroyed);
    }

    /// Sets the options, as JSON: the attributes by name, and what `configure()` was given under
    /// `configure`.
    #[wasm_bindgen(js_name = setOptions)]
    pub fn set_options(&self, json: &str) {
        let raw = RawOptions::read(&Json::parse(json).unwrap_or(Json::Null));
        if raw == *self.0.raw_options.borrow() {
            return;
        }
        self.0.set_options(raw);
    }

    /// Sets what the shell does for systems that take a form instead of a request.
    #[wasm_bindgen(js_name = setFormHooks)]
    pub fn set_form_hooks(&self, hooks: Option<FormHooks>) {
        self.0.hooks.replace(hooks.map(Rc::new));
    }

    /// Sets the deadline of a request and the least life of a token that is handed out again.
    #[wasm_bindgen(js_name = setTimes)]
    pub fn set_times(&self, deadline_ms: u32, min_validity_ms: u32) {
        self.0.minting.deadline_ms.set(deadline_ms);
        self.0.minting.min_validity_ms.set(min_validity_ms);
    }

    /// Sets the accepted brands, a mask in the catalog's order.
    #[wasm_bindgen(js_name = setAccepted)]
    pub fn set_accepted(&self, brands: u32) {
        self.0.rules.borrow_mut().accepted = BrandSet::from_bits(brands);
        self.0.recheck();
    }

    /// What is wrong with the options, as a `Failure`; nothing is sent.
    #[wasm_bindgen(js_name = checkOptions, unchecked_return_type = "Failure | undefined")]
    pub fn check_options(&self) -> JsValue {
        let raw = self.0.raw_options.borrow();
        match Options::new(&raw).and_then(|_| Rules::read(&raw.config)) {
            Ok(_) => JsValue::UNDEFINED,
            Err(config) => error::failure(&config.into()),
        }
    }

    /// Where an attempt would go, or what is wrong with the options; nothing is sent. A form has a
    /// number, or just the security code of a card that the provider has.
    #[wasm_bindgen(unchecked_return_type = "Rehearsal | Failure")]
    pub fn rehearse(&self, has_number: bool) -> JsValue {
        match self.0.rehearse(has_number) {
            Ok(exchange) => rehearsal::told(&exchange.request),
            Err(error) => error::failure(&error),
        }
    }

    /// What is wrong with what `configure()` was given, as a `Failure`; the attributes may still
    /// be missing.
    #[wasm_bindgen(js_name = checkConfiguration, unchecked_return_type = "Failure | undefined")]
    pub fn check_configuration(&self) -> JsValue {
        let raw = self.0.raw_options.borrow();
        match Config::read(&raw.config).and_then(|_| Rules::read(&raw.config)) {
            Ok(_) => JsValue::UNDEFINED,
            Err(config) => error::failure(&config.into()),
        }
    }

    /// A field's packed state; 0 for a field that is not bound.
    #[wasm_bindgen(js_name = fieldBits)]
    pub fn field_bits(&self, field: usize) -> u32 {
        let field = Field::ALL.get(field).copied();
        field.and_then(|field| self.0.input(field)).map_or(0, |input| input.bits())
    }

    /// The brand's index and one, and above its 5 bits the mask of candidates.
    pub fn brands(&self) -> u32 {
        self.0.brands()
    }

    /// The same of the brands that the holder of a co-badged card may choose among, and the one
    /// that is chosen.
    pub fn choice(&self) -> u32 {
        self.0.choice()
    }

    /// Chooses one of them, by its index in the catalog.
    pub fn choose(&self, brand: usize) {
        if let Some(brand) = Brand::ALL.get(brand).copied() {
            self.0.choose(brand);
        }
    }

    /// The last four digits, once the number is valid and has lost the focus.
    pub fn last4(&self) -> Option<String> {
        self.0.last4()
    }

    /// The first digits at the same time, if the page has opted in to them.
    pub fn bin(&self) -> Option<String> {
        self.0.bin()
    }

    /// Is a request under way?
    #[wasm_bindgen(js_name = isBusy)]
    pub fn is_busy(&self) -> bool {
        self.0.minting.is_busy()
    }

    /// Shows what is wrong in every field, without a request.
    #[wasm_bindgen(js_name = touchAll)]
    pub fn touch_all(&self) {
        self.0.touch_all();
    }

    /// Empties every field, forgets the token and gives up a request under way.
    pub fn clear(&self) {
        self.0.clear();
    }

    /// Marks a field as refused until it is edited: by a code of the catalog, or in words that
    /// the shell holds. The token no longer stands for the form.
    #[wasm_bindgen(js_name = setError)]
    pub fn set_error(&self, field: usize, code: Option<usize>) {
        let Some(field) = Field::ALL.get(field).copied() else { return };
        let code = code.and_then(|code| FieldCode::ALL.get(code).copied());
        self.0.set_error(field, code.map_or(Refusal::Words, Refusal::Code));
    }

    /// Takes back what `setError` has set.
    #[wasm_bindgen(js_name = takeErrorBack)]
    pub fn take_error_back(&self, field: usize) {
        if let Some(field) = Field::ALL.get(field).copied() {
            self.0.take_error_back(field);
        }
    }

    /// Records that the merchant's server has used the token.
    #[wasm_bindgen(js_name = markConsumed)]
    pub fn mark_consumed(&self) {
        self.0.minting.mark_consumed();
        self.0.changed();
    }

    /// The next call mints a new token.
    pub fn invalidate(&self) {
        self.0.minting.invalidate();
    }

    /// The last token while it is neither used nor over.
    pub fn token(&self) -> Option<TokenHandle> {
        self.0.minting.usable().map(TokenHandle::new)
    }

    /// Resolves to a token, or rejects with a `Failure`. Calls in the same moment share a request.
    /// `resume` finishes an attempt that a customer's action had interrupted.
    #[wasm_bindgen(unchecked_return_type = "Promise<TokenHandle>")]
    pub fn tokenize(&self, signal: Option<AbortSignal>, resume: Option<String>) -> Promise {
        answer(signal, self.0.start(resume).finish())
    }

    /// Would the next call hand out the last token again?
    #[wasm_bindgen(js_name = isTokenReusable)]
    pub fn is_token_reusable(&self) -> bool {
        self.0.minting.reusable().is_some()
    }
}
