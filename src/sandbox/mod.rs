//! The sandbox: a native server that imitates the providers' endpoints and plays the shop and the
//! merchant's server of the demos.
//!
//! Three origins in one process, on loopback, in memory: the shop serves the pages, the merchant
//! spends tokens, the API mints them. Each provider is a folder that holds its own words (paths,
//! keys, bodies, errors); what they share stands beside: the clock, the store of tokens with
//! their life and first use, the log and what it hides, CORS. A card number is checked by `card`
//! and dropped: nothing here keeps one, or a security code.
//!
//! It may import `card`, `token` and `provider`; never `client` or `web`.

mod body;
mod broken_body;
mod card_check;
mod checkout;
mod clock;
mod control;
mod cors;
mod demo_accounts;
mod digit_runs;
mod echo;
mod faults;
mod fields;
mod form;
mod hosted;
mod keap;
pub mod keys;
mod listeners;
mod lock;
mod log;
mod merchant;
mod payments_ai;
mod policy;
mod problem;
mod processout;
mod random;
mod rate_limit;
mod rebilly;
mod received;
mod redact;
mod replay;
mod servers;
mod settings;
mod shop;
mod stored_card;
mod token_store;
mod univapay;
mod vault;
mod xml_rpc;

pub use clock::Clock;
pub use listeners::{BindError, Listeners, Ports};
pub use servers::Sandbox;
pub use settings::{Origins, Settings};
