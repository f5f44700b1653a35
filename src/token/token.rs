//! The token itself.

use std::cell::{Cell, RefCell};
use std::fmt;

use super::{CvvAuthorize, Json, Life, Moment, PaymentType, ProviderId, Timestamp, TokenType};
use crate::card::Brand;

/// Whether money can move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Real cards.
    Live,
    /// Test cards.
    Test,
}

impl Mode {
    /// The stable name, `live` or `test`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }
}

/// Where a token is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Made and not yet used.
    Created,
    /// A recurring token that may be charged.
    Active,
    /// A recurring token that may not be charged any more.
    Inactive,
    /// Used: the page said so.
    Consumed,
    /// Over before it was used.
    Expired,
}

impl Status {
    /// The stable name, such as `consumed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Consumed => "consumed",
            Self::Expired => "expired",
        }
    }
}

/// What may be shown of the card behind a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenCard {
    /// The brand; `None` when unknown.
    pub brand: Option<Brand>,
    /// The last four digits.
    pub last4: String,
    /// 1 to 12.
    pub exp_month: u8,
    /// Four digits.
    pub exp_year: u16,
    /// The first six or eight digits, as many as the page has opted in to.
    pub bin: Option<String>,
    /// The name on the card, where the form asked for it.
    pub holder: Option<String>,
}

/// A short-lived stand-in for a card, to be spent once by the merchant's server.
pub struct Token {
    /// What the merchant's server spends.
    pub id: String,
    /// The system that made it.
    pub provider: ProviderId,
    /// How somebody pays with it.
    pub payment_type: PaymentType,
    /// How often it may be used, where the provider tells tokens apart by it.
    pub token_type: Option<TokenType>,
    /// How often a recurring one may be charged, in the provider's words.
    pub usage_limit: Option<String>,
    /// When the server says that it made it.
    pub created: Option<Timestamp>,
    /// How long it lives.
    pub life: Life,
    /// Whether money can move, where the key or the reply tells.
    pub mode: Option<Mode>,
    /// The card behind it.
    pub card: Option<TokenCard>,
    /// What another payment method's reply says of it; null for a card.
    pub data: Json,
    /// How long its security code lives, where that is shorter than the token.
    pub cvc_life: Option<Life>,
    /// A check of its security code, where one was asked for.
    pub cvv_authorize: RefCell<Option<CvvAuthorize>>,
    /// Whether a recurring token may be charged.
    pub active: Cell<Option<bool>>,
    /// The fields of the reply that the dialect allows out, free of the card.
    pub raw: Json,
    /// Has the page said that its server has used it?
    consumed: Cell<bool>,
}

impl Token {
    /// A token that has just arrived.
    pub fn new(id: String, provider: ProviderId, life: Life) -> Self {
        Self {
            id,
            provider,
            payment_type: PaymentType::Card,
            token_type: None,
            usage_limit: None,
            created: None,
            life,
            mode: None,
            card: None,
            data: Json::Null,
            cvc_life: None,
            cvv_authorize: RefCell::default(),
            active: Cell::new(None),
            raw: Json::Object(Vec::new()),
            consumed: Cell::new(false),
        }
    }

    /// Leaves out what tells of the card: of it and of the reply nothing is shown.
    pub fn hide_card(&mut self) {
        self.card = None;
        self.raw = Json::Object(Vec::new());
    }

    /// Records that the merchant's server has used it.
    pub fn mark_consumed(&self) {
        self.consumed.set(true);
    }

    /// Where it is in its life.
    pub fn status(&self, now: Moment) -> Status {
        match self.active.get() {
            _ if self.consumed.get() => Status::Consumed,
            _ if self.life.is_over(now) => Status::Expired,
            None => Status::Created,
            Some(true) => Status::Active,
            Some(false) => Status::Inactive,
        }
    }

    /// May it still be spent, as far as is known here?
    pub fn is_usable(&self, now: Moment) -> bool {
        matches!(self.status(now), Status::Created | Status::Active)
    }
}

impl fmt::Debug for Token {
    /// Whoever holds the id can spend the token, so it is not printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}, …)", self.provider.name())
    }
}
