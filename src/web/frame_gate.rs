//! The frame's gate: everything that a page says to the frame, and the frame to it, goes through.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::clock::{BrowserTimer, random_uuid};
use super::controller::CardController;
use super::js::tree;
use super::token_handle::TokenHandle;
use crate::client::Timer;
use crate::frame::{Embedders, Failure, Handshake, Knock, Report};
use crate::token::Json;

/// The frame's side of the handshake and of the messages.
#[wasm_bindgen]
pub struct FrameGate(RefCell<Handshake>);

#[wasm_bindgen]
impl FrameGate {
    /// A gate for the page that claims this origin; `ancestor` is the one that the browser names.
    /// The configuration is JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(configuration: &str, claimed: &str, ancestor: Option<String>) -> Self {
        let embedders = Embedders::read(configuration);
        Self(RefCell::new(Handshake::new(&embedders, claimed, ancestor.as_deref(), random_uuid())))
    }

    /// Goes on where the gate of a lost instance has ended; `start` is the message that was let in.
    pub fn resume(&self, start: Option<String>) {
        self.0.borrow_mut().resume(start.as_deref());
    }

    /// The origin that the first message is for; `undefined` when nobody may hear anything.
    pub fn target(&self) -> Option<String> {
        self.0.borrow().greeting().map(|(host, _)| host.to_string())
    }

    /// The first message.
    pub fn greeting(&self) -> Option<String> {
        self.0.borrow().greeting().map(|(_, text)| text)
    }

    /// Is this message to the window the answer that brings the port? True once.
    pub fn opens(&self, text: &str, origin: &str, is_from_parent: bool, ports: usize) -> bool {
        self.0.borrow_mut().opens(text, Knock { origin, is_from_parent, ports })
    }

    /// Provider, key, organization and endpoint of the page that was let in, by their names.
    #[wasm_bindgen(unchecked_return_type = "Record<string, string>")]
    pub fn account(&self) -> JsValue {
        let handshake = self.0.borrow();
        let account =
            handshake.embedder().map(|embedder| &embedder.account[..]).unwrap_or_default();
        let entries = account.iter().map(|(name, text)| (name.clone(), Json::of_text(Some(text))));
        tree(&Json::Object(entries.collect()))
    }

    /// Files of fonts by their names.
    #[wasm_bindgen(unchecked_return_type = "Record<string, string>")]
    pub fn fonts(&self) -> JsValue {
        let handshake = self.0.borrow();
        let fonts = handshake.embedder().map(|embedder| &embedder.fonts[..]).unwrap_or_default();
        let entries = fonts.iter().map(|font| (font.name.clone(), Json::of_text(Some(&font.path))));
        tree(&Json::Object(entries.collect()))
    }

    /// The command that a message on the port is.
    #[wasm_bindgen(unchecked_return_type = "FrameCommand | undefined")]
    pub fn command(&self, text: &str) -> JsValue {
        let command = self.0.borrow_mut().command(text);
        command.map_or(JsValue::UNDEFINED, |command| tree(&command.to_json()))
    }

    /// The message that the fields are live, with what people read in them, as JSON text.
    pub fn ready(texts: &str) -> String {
        let texts = Report::texts(&Json::parse(texts).unwrap_or(Json::Null));
        Report::Ready { texts }.write()
    }

    /// The message that people read other texts now, as JSON text.
    pub fn texts(texts: &str) -> String {
        let texts = Report::texts(&Json::parse(texts).unwrap_or(Json::Null));
        Report::Texts { texts }.write()
    }

    /// The message of the state; `errors` is a mask of the fields that show an error.
    pub fn state(card: &CardController, errors: u32) -> String {
        Report::State(&card.0.frame_state(errors)).write()
    }

    /// The message of a token; `serial` counts them.
    pub fn token(
        &self,
        card: &CardController,
        token: &TokenHandle,
        call: Option<u32>,
        serial: u32,
    ) -> String {
        let is_reusable = card.is_token_reusable();
        let hides_card = self.0.borrow().is_resumed();
        let now = BrowserTimer.now();
        let token = token.token();
        Report::Token { call, serial, is_reusable, token, hides_card, now }.write()
    }

    /// The message of an error, from its own JSON text; `undefined` for what is none.
    pub fn failure(call: Option<u32>, error: &str) -> Option<String> {
        let failure = Failure::read(&Json::parse(error)?)?;
        Some(Report::Failure { call, failure }.write())
    }

    /// The message that Enter was pressed.
    pub fn enter() -> String {
        Report::Enter.write()
    }

    /// The question for the token of a submission.
    #[wasm_bindgen(js_name = fetchSubmissionToken)]
    pub fn fetch_submission_token(ask: u32, success_url: &str, failure_url: &str) -> String {
        Report::FetchSubmissionToken { ask, success_url, failure_url }.write()
    }

    /// The question for a token's JSON.
    #[wasm_bindgen(js_name = fetchToken)]
    pub fn fetch_token(ask: u32, id: &str) -> String {
        Report::FetchToken { ask, id }.write()
    }
}
