//! Single flight: callers in the same moment share one request.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// A running request that any number of callers wait for. It is cancelled when the last of them
/// stops waiting.
pub struct Flight<T>(Rc<RefCell<State<T>>>);

enum State<T> {
    Running {
        future: Pin<Box<dyn Future<Output = T>>>,
        waiting: Arc<Waiting>,
    },
    /// Being polled, which a caller inside the future would notice.
    Polled,
    Landed(Rc<T>),
}

impl<T: 'static> Flight<T> {
    /// Takes a request in; it starts when the first caller waits.
    pub fn new(future: impl Future<Output = T> + 'static) -> Self {
        let waiting = Arc::new(Waiting(Mutex::new(Vec::new())));
        Self(Rc::new(RefCell::new(State::Running { future: Box::pin(future), waiting })))
    }

    /// Waits for the outcome, which all callers share.
    pub fn wait(&self) -> impl Future<Output = Rc<T>> + 'static {
        let state = Rc::clone(&self.0);
        poll_fn(move |context| poll(&state, context))
    }

    /// A way back to the flight that does not keep it alive.
    pub fn downgrade(&self) -> WeakFlight<T> {
        WeakFlight(Rc::downgrade(&self.0))
    }
}

/// A way back to a flight that does not keep it alive.
pub struct WeakFlight<T>(std::rc::Weak<RefCell<State<T>>>);

impl<T> WeakFlight<T> {
    /// The flight, while somebody waits for it.
    pub fn upgrade(&self) -> Option<Flight<T>> {
        self.0.upgrade().map(Flight)
    }
}

fn poll<T>(shared: &RefCell<State<T>>, context: &mut Context<'_>) -> Poll<Rc<T>> {
    // The future runs outside the borrow: it may call back into here.
    let (mut future, waiting) = match shared.replace(State::Polled) {
        State::Running { future, waiting } => (future, waiting),
        State::Polled => return Poll::Pending,
        State::Landed(outcome) => {
            shared.replace(State::Landed(Rc::clone(&outcome)));
            return Poll::Ready(outcome);
        }
    };
    waiting.add(context.waker());
    let waker = Waker::from(Arc::clone(&waiting));
    match future.as_mut().poll(&mut Context::from_waker(&waker)) {
        Poll::Pending => {
            shared.replace(State::Running { future, waiting });
            Poll::Pending
        }
        Poll::Ready(outcome) => {
            let outcome = Rc::new(outcome);
            shared.replace(State::Landed(Rc::clone(&outcome)));
            waiting.wake_all();
            Poll::Ready(outcome)
        }
    }
}

/// Wakes every caller: any of them may be the one that goes on polling.
struct Waiting(Mutex<Vec<Waker>>);

impl Waiting {
    fn add(&self, waker: &Waker) {
        if let Ok(mut wakers) = self.0.lock()
            && !wakers.iter().any(|known| known.will_wake(waker))
        {
            wakers.push(waker.clone());
        }
    }

    fn wake_all(&self) {
        let wakers = self.0.lock().map(|mut wakers| std::mem::take(&mut *wakers));
        wakers.into_iter().flatten().for_each(Waker::wake);
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}
