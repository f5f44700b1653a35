//! One card, one request, one answer, within a deadline.

use std::future::Future;

use super::race::{First, race};
use super::retry::wait_ms;
use super::{Error, NetworkCode};
use crate::provider::{Answer, Exchange, ProviderError, Received, Request, Response, Sent, decode};
use crate::token::{Moment, Status, Token};

/// Sends a request. Dropping the future cancels it.
pub trait Transport {
    /// Sends the request and reads its whole answer.
    ///
    /// # Errors
    /// What kept the answer from arriving.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, NetworkCode>>;
}

/// Tells the time and waits.
pub trait Timer {
    /// The current moment.
    fn now(&self) -> Moment;

    /// Ends after this long. Dropping the future cancels it.
    fn sleep(&self, ms: u32) -> impl Future<Output = ()>;

    /// A random number from 0 to 1, for spreading waits.
    fn random(&self) -> f64;
}

/// How many requests one attempt may need.
const STEPS: usize = 3;

/// Sends a card and reads the token. A request that may have arrived is sent again only where the
/// wire tells repetitions apart: else that could mint a second token, so it is left to the person.
///
/// # Errors
/// `Timeout` when there was no token within `deadline_ms`, else what the network or the provider
/// says.
pub async fn tokenize(
    transport: &impl Transport,
    timer: &impl Timer,
    exchange: Exchange,
    deadline_ms: u32,
) -> Result<Token, Error> {
    match race(steps(transport, timer, exchange), timer.sleep(deadline_ms)).await {
        First::Left(outcome) => outcome,
        First::Right(()) => Err(Error::Network(NetworkCode::Timeout)),
    }
}

/// Sends the requests that an attempt needs, one after the other.
async fn steps(
    transport: &impl Transport,
    timer: &impl Timer,
    exchange: Exchange,
) -> Result<Token, Error> {
    let Exchange { mut request, sent, is_idempotent, since } = exchange;
    for _ in 0..STEPS {
        let mut tries = 0;
        // Also a repetition's token may be as old as the first request.
        let left = since.unwrap_or(timer.now());
        let answer = loop {
            let outcome = step(transport, timer, &request, &sent, left).await;
            let wait = match &outcome {
                Err(error) if is_idempotent => wait_ms(error, tries, timer.random()),
                _ => None,
            };
            let Some(wait) = wait else { break outcome? };
            timer.sleep(wait).await;
            tries += 1;
        };
        match answer {
            // A dead token is never handed out, not even a new one.
            Answer::Token(token) if token.status(timer.now()) == Status::Expired => {
                return Err(Error::Provider(ProviderError::dead_on_arrival()));
            }
            Answer::Token(token) => return Ok(*token),
            Answer::Next(next) => request = next,
        }
    }
    Err(Error::Provider(ProviderError::endless()))
}

async fn step(
    transport: &impl Transport,
    timer: &impl Timer,
    request: &Request,
    sent: &Sent,
    left: Moment,
) -> Result<Answer, Error> {
    let response = transport.send(request).await.map_err(Error::Network)?;
    let received = Received { sent: left, now: timer.now() };
    decode(&response, sent, received).map_err(Error::Provider)
}
