//! A switch that ends requests from outside, with the reason.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::{Error, NetworkCode};

/// Why requests were given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// The page cancelled the call or emptied the form.
    Aborted,
    /// The element left the page.
    Destroyed,
}

impl From<GivenUp> for Error {
    fn from(reason: GivenUp) -> Self {
        match reason {
            GivenUp::Aborted => Self::Network(NetworkCode::Aborted),
            GivenUp::Destroyed => Self::Destroyed,
        }
    }
}

/// A switch that can be thrown once; its clones are the same switch.
#[derive(Clone, Default)]
pub struct Cancel(Rc<Switch>);

#[derive(Default)]
struct Switch {
    thrown: Cell<Option<GivenUp>>,
    waiting: RefCell<Vec<Waker>>,
}

impl Cancel {
    /// Throws the switch.
    pub fn cancel(&self, reason: GivenUp) {
        self.0.thrown.set(Some(reason));
        let waiting = self.0.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Ends when the switch is thrown.
    pub fn cancelled(&self) -> impl Future<Output = GivenUp> + use<> {
        let switch = Rc::clone(&self.0);
        poll_fn(move |context| match switch.thrown.get() {
            Some(reason) => Poll::Ready(reason),
            None => {
                let mut waiting = switch.waiting.borrow_mut();
                if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                    waiting.push(context.waker().clone());
                }
                Poll::Pending
            }
        })
    }
}
