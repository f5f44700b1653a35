//! From a filled form to a token: single flight, abort, and the token that is handed out again.

use std::cell::{Cell, RefCell};
use std::future::{Future, ready};
use std::rc::{Rc, Weak};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::attempt::Attempt;
use super::clock::{BrowserTimer, random_uuid};
use super::error;
use super::form::Form;
use super::input::Refusal;
use super::js::{Boxed, Settle, promise};
use super::listener::Listener;
use super::scrub;
use super::token_handle::TokenHandle;
use super::transport::Network;
use crate::client::{
    AttemptKey, Cancel, Error, First, Flight, GivenUp, Handout, NetworkCode, Timer, WeakFlight,
    race, tokenize,
};
use crate::provider::ProviderCode;
use crate::token::{Moment, Token};

pub(super) type Outcome = Result<Rc<Token>, Rc<Error>>;

/// The form's requests and its last token.
pub(super) struct Minting {
    pub(super) deadline_ms: Cell<u32>,
    pub(super) min_validity_ms: Cell<u32>,
    handout: RefCell<Handout>,
    flight: RefCell<Option<WeakFlight<Outcome>>>,
    /// How many requests are under way: an edit during one allows another.
    under_way: Cell<u32>,
    /// Ends the requests under way.
    cancel: RefCell<Cancel>,
    /// The key of an attempt whose answer was lost: the next one is a repetition of it.
    key: RefCell<AttemptKey>,
}

impl Minting {
    pub(super) fn new() -> Self {
        Self {
            deadline_ms: Cell::new(30_000),
            min_validity_ms: Cell::new(30_000),
            handout: RefCell::default(),
            flight: RefCell::default(),
            under_way: Cell::new(0),
            cancel: RefCell::default(),
            key: RefCell::default(),
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.under_way.get() > 0
    }

    /// The form no longer holds what the last token, or the request under way, stands for.
    pub(super) fn invalidate(&self) {
        self.handout.borrow_mut().invalidate();
        self.flight.take();
        self.key.borrow_mut().forget();
    }

    /// The key of the attempt that goes out now, and since when it has been on its way.
    pub(super) fn idempotency_key(&self) -> (String, Moment) {
        self.key.borrow_mut().of_attempt(BrowserTimer.now(), random_uuid)
    }

    /// Whether the request has arrived is unknown only when its answer was lost.
    fn end_attempt(&self, outcome: &Outcome) {
        let is_lost = |error: &Rc<Error>| matches!(**error, Error::Network(_));
        if !outcome.as_ref().is_err_and(is_lost) {
            self.key.borrow_mut().forget();
        }
    }

    pub(super) fn forget(&self) {
        self.handout.borrow_mut().forget();
        self.flight.take();
        self.key.borrow_mut().forget();
    }

    pub(super) fn mark_consumed(&self) {
        self.handout.borrow_mut().mark_consumed();
    }

    pub(super) fn usable(&self) -> Option<Rc<Token>> {
        self.handout.borrow().usable(BrowserTimer.now())
    }

    pub(super) fn reusable(&self) -> Option<Rc<Token>> {
        let min_validity_ms = f64::from(self.min_validity_ms.get());
        self.handout.borrow().reusable(BrowserTimer.now(), min_validity_ms)
    }

    /// Ends the requests under way.
    pub(super) fn give_up(&self, reason: GivenUp) {
        self.flight.take();
        self.cancel.take().cancel(reason);
    }
}

/// What a call to `tokenize()` waits for.
pub(super) enum Started {
    Flight(Flight<Outcome>),
    Done(Outcome),
}

impl Started {
    /// The outcome, once there is one.
    pub(super) fn finish(self) -> Boxed<Outcome> {
        match self {
            Self::Done(outcome) => Box::pin(ready(outcome)),
            Self::Flight(flight) => {
                let landed = flight.wait();
                Box::pin(async move { landed.await.as_ref().clone() })
            }
        }
    }
}

/// A promise of the token, unless the caller's signal comes first.
pub(super) fn answer(signal: Option<AbortSignal>, outcome: Boxed<Outcome>) -> Promise {
    promise(Box::pin(async move {
        let outcome = match &signal {
            None => outcome.await,
            Some(signal) => match race(aborted(signal), outcome).await {
                First::Left(()) => Err(Rc::new(GivenUp::Aborted.into())),
                First::Right(outcome) => outcome,
            },
        };
        match outcome {
            Ok(token) => Ok(TokenHandle::new(token).into()),
            Err(failed) => Err(error::failure(&failed)),
        }
    }))
}

impl Form {
    /// The token that may be handed out again, the request under way, or a new one.
    pub(super) fn start(self: &Rc<Self>, resume: Option<String>) -> Started {
        let minting = &self.minting;
        if resume.is_none() {
            if let Some(token) = minting.reusable() {
                return Started::Done(Ok(token));
            }
            if let Some(flight) = minting.flight.borrow().as_ref().and_then(WeakFlight::upgrade) {
                return Started::Flight(flight);
            }
        }
        match scrub::after(|| self.attempt(resume).map_err(Rc::new)) {
            Ok(attempt) => {
                let flight = Flight::new(mint(self, attempt));
                minting.flight.replace(Some(flight.downgrade()));
                Started::Flight(flight)
            }
            Err(error) => {
                let outcome = Err(error);
                self.settled(&outcome);
                Started::Done(outcome)
            }
        }
    }

    /// Shows in the fields what an error means for them.
    pub(super) fn show(&self, error: &Error) {
        match error {
            Error::Field(..) => self.inputs().iter().for_each(|input| input.touch()),
            Error::Provider(provider) => {
                if let ProviderCode::Field(field, code) = provider.code {
                    self.refuse(field, Refusal::Code(code));
                }
            }
            Error::Config(_) | Error::Network(_) | Error::Destroyed => {}
        }
        self.changed();
    }
}

/// Sends the card and keeps the token.
fn mint(form: &Rc<Form>, attempt: Attempt) -> impl Future<Output = Outcome> + use<> {
    // Not at the first poll: what the page does in this very task counts, too.
    let minting = &form.minting;
    let cancelled = minting.cancel.borrow().cancelled();
    let edits = minting.handout.borrow().edits();
    let deadline_ms = minting.deadline_ms.get();
    let under_way = UnderWay::new(form);
    let form = Rc::downgrade(form);
    async move {
        let outcome = match race(cancelled, send(&form, attempt, deadline_ms)).await {
            First::Left(reason) => Err(reason.into()),
            First::Right(outcome) => outcome,
        };
        drop(under_way);
        let outcome = outcome.map(Rc::new).map_err(Rc::new);
        if let Some(form) = form.upgrade() {
            form.minting.end_attempt(&outcome);
            if let Ok(token) = &outcome {
                form.minting.handout.borrow_mut().keep(Rc::clone(token), edits);
            }
            form.settled(&outcome);
        }
        outcome
    }
}

/// One attempt, from what it still needs to its answer.
async fn send(form: &Weak<Form>, attempt: Attempt, deadline_ms: u32) -> Result<Token, Error> {
    match attempt {
        Attempt::Ready(exchange) => {
            tokenize(&Network { submission: None }, &BrowserTimer, *exchange, deadline_ms).await
        }
        // Asking for the token is part of the time that an attempt has.
        Attempt::NeedsSubmissionToken => {
            match race(submit(form, deadline_ms), BrowserTimer.sleep(deadline_ms)).await {
                First::Left(outcome) => outcome,
                First::Right(()) => Err(Error::Network(NetworkCode::Timeout)),
            }
        }
    }
}

async fn submit(form: &Weak<Form>, deadline_ms: u32) -> Result<Token, Error> {
    let form = form.upgrade().ok_or(Error::Destroyed)?;
    let (exchange, submission) = form.submission().await?;
    let network = Network { submission: submission.as_ref() };
    tokenize(&network, &BrowserTimer, *exchange, deadline_ms).await
}

/// Counts a request as under way, however it ends.
struct UnderWay(Weak<Form>);

impl UnderWay {
    fn new(form: &Rc<Form>) -> Self {
        form.minting.under_way.set(form.minting.under_way.get() + 1);
        form.changed();
        Self(Rc::downgrade(form))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(form) = self.0.upgrade() {
            let left = form.minting.under_way.get().saturating_sub(1);
            form.minting.under_way.set(left);
            if left == 0 {
                // Else the switch would keep the waker of every request that ever waited for it.
                form.minting.cancel.take();
            }
            form.changed();
        }
    }
}

/// Ends when the signal is aborted.
async fn aborted(signal: &AbortSignal) {
    if signal.aborted() {
        return;
    }
    let mut listener = None;
    let promise = Promise::new(&mut |resolve, _| {
        let settle = Settle(resolve.clone());
        let abort = Listener::new(signal, "abort", move |_| {
            resolve.call0(&JsValue::UNDEFINED).ok();
        });
        listener = Some((abort, settle));
    });
    // The promise never rejects.
    JsFuture::from(promise).await.ok();
    drop(listener);
}
