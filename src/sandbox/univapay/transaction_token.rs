//! A transaction token: what is kept of it, how it is shown, and what it may still pay for.

use super::account::Store;
use super::api_error::ApiError;
use super::card::Card;
use super::payment_method;
use crate::sandbox::clock::rfc3339;
use crate::token::{PaymentType, TokenType};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

/// How long a token for one payment or subscription lives.
const LIFE: Duration = Duration::minutes(5);
/// How soon a recurring token may be charged again.
const PAUSE: Duration = Duration::seconds(30);
/// Above this a recurring token's security code has to be fresh.
pub(super) const CODE_THRESHOLD: u64 = 10_000;

/// A token.
#[derive(Clone, Debug)]
pub(super) struct TransactionToken {
    pub(super) id: String,
    pub(super) token_type: TokenType,
    pub(super) payment_type: PaymentType,
    pub(super) usage_limit: Option<UsageLimit>,
    pub(super) email: Option<String>,
    pub(super) ip_address: Option<String>,
    pub(super) metadata: Option<Value>,
    /// `None`: nobody asked for a confirmation.
    pub(super) confirmed: Option<bool>,
    pub(super) previous: Option<String>,
    pub(super) created: OffsetDateTime,
    pub(super) updated: OffsetDateTime,
    pub(super) used: Option<OffsetDateTime>,
    pub(super) content: Content,
}

/// What it pays with.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Card(Box<Card>),
    /// The `data` of another method.
    Other(Value),
}

/// How often a recurring token may be charged: once in each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UsageLimit {
    Daily,
    Weekly,
    Monthly,
    Annually,
}

impl UsageLimit {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Daily, Self::Weekly, Self::Monthly, Self::Annually];
        all.into_iter().find(|limit| limit.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Annually => "annually",
        }
    }

    fn length(self) -> Duration {
        Duration::days(match self {
            Self::Daily => 1,
            Self::Weekly => 7,
            Self::Monthly => 30,
            Self::Annually => 365,
        })
    }
}

impl TransactionToken {
    pub(super) fn card_mut(&mut self) -> Option<&mut Card> {
        match &mut self.content {
            Content::Card(card) => Some(card),
            Content::Other(_) => None,
        }
    }

    pub(super) fn card(&self) -> Option<&Card> {
        match &self.content {
            Content::Card(card) => Some(card),
            Content::Other(_) => None,
        }
    }

    pub(super) fn unlink(&mut self) {
        if let Some(card) = self.card_mut() {
            card.unlink();
        }
    }

    /// With which code its charges fail: the e-mail address `x+charge-failure-309@…` forces one,
    /// and one test card is rejected.
    pub(super) fn failure(&self) -> Option<u16> {
        let forced = self.email.as_deref().and_then(|email| {
            let (_, rest) = email.split_once("+charge-failure-")?;
            let (code, _) = rest.split_once('@')?;
            code.parse().ok().filter(|_| !code.starts_with(['4', '6']))
        });
        let rejected = self.card().is_some_and(|card| card.fails).then_some(306);
        forced.or(rejected)
    }

    /// Spends the token on a charge.
    ///
    /// # Errors
    /// 400 with why it can't pay, or not yet, or not so much.
    pub(super) fn charge(&mut self, amount: u64, now: OffsetDateTime) -> Result<(), ApiError> {
        match self.token_type {
            TokenType::OneTime => self.spend_once(now),
            TokenType::Subscription => Err(ApiError::bad("NON_SUBSCRIPTION_PAYMENT")),
            TokenType::Recurring => self.spend_again(amount, now),
        }
    }

    /// Spends the token on a subscription.
    ///
    /// # Errors
    /// 400 when it is of another type, used or late.
    pub(super) fn subscribe(&mut self, now: OffsetDateTime) -> Result<(), ApiError> {
        match self.token_type {
            TokenType::Subscription => self.spend_once(now),
            TokenType::OneTime | TokenType::Recurring => {
                Err(ApiError::bad("NOT_SUBSCRIPTION_TOKEN"))
            }
        }
    }

    fn spend_once(&mut self, now: OffsetDateTime) -> Result<(), ApiError> {
        self.check_confirmed()?;
        if self.used.is_some() {
            return Err(ApiError::bad("TRANSACTION_ALREADY_PROCESSED"));
        }
        if now >= self.created + LIFE {
            return Err(ApiError::bad("TRANSACTION_TOKEN_EXPIRED"));
        }
        self.used = Some(now);
        Ok(())
    }

    fn spend_again(&mut self, amount: u64, now: OffsetDateTime) -> Result<(), ApiError> {
        self.check_confirmed()?;
        let fails = self.failure().is_some();
        let card = self.card();
        let check = card.and_then(|card| card.check_status(now, fails));
        if check.is_some_and(|status| status != "current") {
            return Err(ApiError::bad("CVV_AUTHORIZATION_NOT_COMPLETED"));
        }
        if card.is_some_and(|card| amount > CODE_THRESHOLD && !card.has_fresh_code(now)) {
            return Err(ApiError::bad("RECURRING_USAGE_REQUIRES_CVV"));
        }
        let is_within = |length| self.used.is_some_and(|used| now < used + length);
        if self.usage_limit.is_some_and(|limit| is_within(limit.length())) {
            return Err(ApiError::bad("TRANSACTION_ALREADY_PROCESSED"));
        }
        if is_within(PAUSE) {
            return Err(ApiError::bad("CHARGE_TOO_QUICK"));
        }
        self.used = Some(now);
        Ok(())
    }

    fn check_confirmed(&self) -> Result<(), ApiError> {
        match self.confirmed {
            Some(false) => Err(ApiError::bad("TOKEN_MUST_BE_CONFIRMED")),
            Some(true) | None => Ok(()),
        }
    }

    /// The token as the API shows it.
    pub(super) fn view(&self, store: &Store, now: OffsetDateTime) -> Value {
        let mut view = json!({
            "id": self.id,
            "store_id": store.known.store_id,
            "email": self.email,
            "payment_type": self.payment_type.name(),
            "active": true,
            "mode": store.mode(),
            "type": self.token_type.name(),
            "ip_address": self.ip_address,
            "usage_limit": self.usage_limit.map(UsageLimit::name),
            "confirmed": self.confirmed,
            "metadata": self.metadata.clone().unwrap_or_else(|| json!({})),
            "created_on": rfc3339(self.created),
            "updated_on": rfc3339(self.updated),
            "last_used_on": self.used.map(rfc3339),
            "data": match &self.content {
                Content::Card(card) => card.view(now, self.failure().is_some()),
                Content::Other(data) => data.clone(),
            },
        });
        if let (Some(view), Some(previous)) = (view.as_object_mut(), &self.previous) {
            view.insert("previous_id".to_owned(), previous.as_str().into());
        }
        view
    }

    /// Does a charge wait until the customer has paid elsewhere?
    pub(super) fn awaits_customer(&self) -> bool {
        payment_method::awaits_customer(self.payment_type)
    }
}
