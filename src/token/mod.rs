//! What comes back: the token, how long it lives and what it may show.
//!
//! Pure: the time is passed in as a [`Moment`]. Nothing here knows a wire format. A token holds
//! no card number and no security code; [`Echo`] keeps what a server sent back free of them.

mod cvv_authorize;
mod echo;
mod facts;
mod json;
mod json_read;
mod json_write;
mod kind;
mod life;
mod moment;
mod provider_id;
mod timestamp;
#[expect(clippy::module_inception, reason = "the token is what the module is about")]
mod token;
mod tree;

pub use cvv_authorize::{CvvAuthorize, CvvAuthorizeStatus};
pub use echo::Echo;
pub use json::{Json, whole};
pub use json_write::{Missing, ObjectText, decimal, two_digits};
pub use kind::{PaymentType, TokenType};
pub use life::{ExpirationSource, Life, LifeFacts};
pub use moment::Moment;
pub use provider_id::ProviderId;
pub use timestamp::Timestamp;
pub use token::{Mode, Status, Token, TokenCard};
