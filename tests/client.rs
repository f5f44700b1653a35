//! The client's policy over a transport and a clock that the test moves by hand.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a broken set-up should stop the test")]

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use cardlet::card::{BrandSet, CardData, CardNumber, Cvc, Expiry, ExpiryRules, YearMonth};
use cardlet::client::{Cancel, Error, Flight, GivenUp, NetworkCode, Timer, Transport, tokenize};
use cardlet::provider::{Call, Exchange, Options, RawOptions, Request, Response, Subject, encode};
use cardlet::token::Moment;

/// A clock and a network that stand still until the test moves them.
#[derive(Default)]
struct World {
    now_ms: Cell<f64>,
    answer: RefCell<Option<Result<Response, NetworkCode>>>,
    requests: Cell<u32>,
    cancelled: Cell<u32>,
}

impl Timer for World {
    fn now(&self) -> Moment {
        Moment { monotonic_ms: self.now_ms.get(), wall_ms: self.now_ms.get() }
    }

    fn random(&self) -> f64 {
        0.0
    }

    fn sleep(&self, ms: u32) -> impl Future<Output = ()> {
        let end = self.now_ms.get() + f64::from(ms);
        poll_fn(move |_| if self.now_ms.get() >= end { Poll::Ready(()) } else { Poll::Pending })
    }
}

struct CountsCancel<'a> {
    world: &'a World,
    answered: bool,
}

impl Drop for CountsCancel<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.world.cancelled.set(self.world.cancelled.get() + 1);
        }
    }
}

impl Transport for World {
    fn send(&self, _request: &Request) -> impl Future<Output = Result<Response, NetworkCode>> {
        self.requests.set(self.requests.get() + 1);
        async move {
            let mut guard = CountsCancel { world: self, answered: false };
            let answer = poll_fn(|_| match self.answer.take() {
                Some(answer) => Poll::Ready(answer),
                None => Poll::Pending,
            })
            .await;
            guard.answered = true;
            answer
        }
    }
}

fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn exchange() -> Exchange {
    let options = Options::new(&RawOptions {
        provider: Some("rebilly".to_owned()),
        public_key: Some("pk_sandbox_x".to_owned()),
        organization: Some("org-1".to_owned()),
        ..RawOptions::default()
    })
    .unwrap();
    let rules = ExpiryRules::at(YearMonth { year: 2026, month: 11 });
    let number = CardNumber::parse("4111111111111111", BrandSet::ALL).unwrap();
    let cvc = Cvc::parse("123", number.brand()).unwrap();
    let expiry = Expiry::parse("12/30", rules).unwrap();
    let subject = Subject::Card(CardData { number, expiry, cvc, holder: None });
    let call =
        Call { subject: &subject, options: &options, idempotency_key: "", submission_token: None };
    encode(&call).unwrap()
}

fn created() -> Response {
    let body = r#"{"id":"tok-1","createdTime":"2026-11-21T00:00:00Z","expirationTime":null}"#;
    Response { status: 201, headers: Vec::new(), body: body.as_bytes().to_vec() }
}

#[test]
fn an_answer_within_the_deadline_is_the_token() {
    let world = World::default();
    let mut call = pin!(tokenize(&world, &world, exchange(), 30_000));
    assert!(poll_once(call.as_mut()).is_pending());
    world.now_ms.set(29_999.0);
    world.answer.replace(Some(Ok(created())));
    let Poll::Ready(Ok(token)) = poll_once(call.as_mut()) else { panic!("no token") };
    assert_eq!((token.id.as_str(), token.life.sent.wall_ms), ("tok-1", 0.0));
    assert_eq!((world.requests.get(), world.cancelled.get()), (1, 0));
}

#[test]
fn no_answer_is_a_timeout_that_cancels_the_request() {
    let world = World::default();
    {
        let mut call = pin!(tokenize(&world, &world, exchange(), 30_000));
        assert!(poll_once(call.as_mut()).is_pending());
        world.now_ms.set(30_000.0);
        let Poll::Ready(Err(error)) = poll_once(call.as_mut()) else { panic!("no error") };
        assert_eq!(error, Error::Network(NetworkCode::Timeout));
        assert!(error.is_retryable());
    }
    assert_eq!((world.requests.get(), world.cancelled.get()), (1, 1));
}

#[test]
fn a_lost_request_with_a_key_is_sent_again_after_a_wait() {
    let world = World::default();
    let exchange = Exchange { is_idempotent: true, ..exchange() };
    let mut call = pin!(tokenize(&world, &world, exchange, 30_000));
    world.answer.replace(Some(Err(NetworkCode::ConnectionFailed)));
    assert!(poll_once(call.as_mut()).is_pending());
    world.now_ms.set(399.0);
    assert!(poll_once(call.as_mut()).is_pending());
    assert_eq!(world.requests.get(), 1);
    world.now_ms.set(400.0);
    world.answer.replace(Some(Ok(created())));
    let Poll::Ready(Ok(token)) = poll_once(call.as_mut()) else { panic!("no token") };
    assert_eq!((token.id.as_str(), world.requests.get()), ("tok-1", 2));
}

#[test]
fn fifty_callers_share_one_flight() {
    let polls = Rc::new(Cell::new(0));
    let (count, open) = (Rc::clone(&polls), Rc::new(Cell::new(false)));
    let gate = Rc::clone(&open);
    let flight = Flight::new(poll_fn(move |_| {
        count.set(count.get() + 1);
        if gate.get() { Poll::Ready("token") } else { Poll::Pending }
    }));
    let mut callers: Vec<_> = (0..50).map(|_| Box::pin(flight.wait())).collect();
    assert!(callers.iter_mut().all(|caller| poll_once(caller.as_mut()).is_pending()));
    open.set(true);
    for caller in &mut callers {
        let Poll::Ready(outcome) = poll_once(caller.as_mut()) else { panic!("not landed") };
        assert_eq!(*outcome, "token");
    }
    assert_eq!(polls.get(), 51);
}

#[test]
fn a_flight_is_cancelled_when_its_last_caller_leaves() {
    let world = Rc::new(World::default());
    let sender = Rc::clone(&world);
    let flight = Flight::new(async move { tokenize(&*sender, &*sender, exchange(), 30_000).await });
    let weak = flight.downgrade();
    let mut first = Box::pin(flight.wait());
    let mut second = Box::pin(flight.wait());
    drop(flight);
    assert!(poll_once(first.as_mut()).is_pending() && poll_once(second.as_mut()).is_pending());
    drop(first);
    assert!(weak.upgrade().is_some());
    assert_eq!(world.cancelled.get(), 0);
    drop(second);
    assert!(weak.upgrade().is_none());
    assert_eq!(world.cancelled.get(), 1);
}

#[test]
fn a_cancelled_switch_ends_every_waiter_with_its_reason() {
    let cancel = Cancel::default();
    let mut early = Box::pin(cancel.clone().cancelled());
    assert!(poll_once(early.as_mut()).is_pending());
    cancel.cancel(GivenUp::Destroyed);
    assert_eq!(poll_once(early.as_mut()), Poll::Ready(GivenUp::Destroyed));
    let mut late = Box::pin(cancel.cancelled());
    assert_eq!(poll_once(late.as_mut()), Poll::Ready(GivenUp::Destroyed));
    assert_eq!(Error::from(GivenUp::Aborted), Error::Network(NetworkCode::Aborted));
}

#[test]
fn a_lost_connection_is_repeated_only_where_the_wire_tells_repetitions_apart() {
    for (repeats, requests) in [(false, 1), (true, 2)] {
        let world = World::default();
        let exchange = Exchange { is_idempotent: repeats, ..exchange() };
        let mut call = pin!(tokenize(&world, &world, exchange, 30_000));
        assert!(poll_once(call.as_mut()).is_pending());
        world.answer.replace(Some(Err(NetworkCode::ConnectionFailed)));
        let first = poll_once(call.as_mut());
        assert_eq!(first.is_pending(), repeats);
        if repeats {
            world.now_ms.set(400.0);
            assert!(poll_once(call.as_mut()).is_pending());
            world.answer.replace(Some(Ok(created())));
            let Poll::Ready(Ok(token)) = poll_once(call.as_mut()) else { panic!("no token") };
            // The answer may be to the first request.
            assert_eq!(token.life.sent.wall_ms, 0.0);
        }
        assert_eq!(world.requests.get(), requests);
    }
}
