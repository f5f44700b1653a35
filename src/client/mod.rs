//! Policy, without a browser: deadline, single flight, when a token is handed out again.
//!
//! The network and the clock come in as [`Transport`] and [`Timer`], so that all of it runs
//! natively under test. It knows no wire format and no DOM.

mod attempt_key;
mod cancel;
mod error;
mod flight;
mod handout;
mod race;
mod retry;
mod tokenize;

pub use attempt_key::AttemptKey;
pub use cancel::{Cancel, GivenUp};
pub use error::{Error, NetworkCode};
pub use flight::{Flight, WeakFlight};
pub use handout::Handout;
pub use race::{First, race};
pub use tokenize::{Timer, Transport, tokenize};
