//! The hosted frame's messages, as its child side reads and writes them; `www/frame-port.ts` is
//! the other side. Pure: no browser, no clock, no provider.
//!
//! One frame holds the whole card. It is served by the token provider's origin, or by another
//! party's that was validated, and the merchant's page can't look into it.
//!
//! # Handshake
//!
//! 1. The page makes the frame with its own origin in the URL: `frame.html#https://shop.example`.
//! 2. The frame holds that origin to three rules: it is a full origin (never `null`), it is the one
//!    that the browser names as the first ancestor, and the frame's own configuration lists it.
//!    Where the first two fail the frame stays silent; where only the list does, it says `refused`.
//! 3. The frame posts `hello` with a nonce to its parent, for exactly that origin.
//! 4. The page, which has pinned the frame's window and origin, answers `port` with that nonce and
//!    transfers one `MessagePort`. Both sides stop to listen on their windows then: each message
//!    from here on travels on the port.
//! 5. The page sends `start` once, with what the fields are to be. The frame answers `ready`.
//!
//! # Messages
//!
//! A message is a JSON text with `cardlet`, the version, and `type`. What is not understood
//! to the last name is ignored silently. No message is ever posted for any (`*`) origin.
//!
//! To the frame ([`Command`]): `start` and `set` (options), `style`, `tokenize`, `abort`,
//! `validate`, `clear`, `consumed`, `error`, `focus`, `blur`, `fetched`.
//! To the page ([`Report`]): `ready`, `texts`, `state`, `token`, `failure`, `enter`, and the two questions that
//! only the page's server can answer, `fetchSubmissionToken` and `fetchToken`; `fetched` answers one.
//!
//! # What can't be said
//!
//! No report has a place for a number, a security code or an expiry that was typed: [`State`] is
//! made of verdicts and brands. No command says where a card goes: provider, key and endpoint
//! belong to the embedder's entry of the frame's configuration, and so do ranges of brands, field
//! maps and limits; the page may narrow brands and years in `start`, before the first key. So a
//! page can't turn the rules into questions about the digits, nor, by [`Lengths`], one token after
//! the other into answers.

mod command;
mod embedder;
mod envelope;
mod handshake;
mod lengths;
mod origin;
mod plain_text;
mod reader;
mod report;
mod settings;
mod state;
mod style;

pub use command::{Command, Refused};
pub use embedder::{Embedder, Embedders, Font};
pub use envelope::{Envelope, LONGEST_BYTES, VERSION};
pub use handshake::{Handshake, Knock, Standing};
pub use lengths::Lengths;
pub use origin::Origin;
pub use plain_text::PlainText;
pub use report::{Failure, Report};
pub use settings::{Settings, Start};
pub use state::{FieldState, State};
pub use style::Style;
