//! Subscriptions and instalment plans: a payment in each period, by the sandbox's clock.

use super::account::{Store, Univapay};
use super::api_error::{ApiError, FieldErrors};
use super::charge::Price;
use super::fields::{Object, metadata, object, object_of, required_text, value_of};
use crate::sandbox::clock::rfc3339;
use crate::sandbox::lock::lock;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

/// The periods and their days; a month is thirty.
const PERIODS: [(&str, i64); 7] = [
    ("daily", 1),
    ("weekly", 7),
    ("biweekly", 14),
    ("monthly", 30),
    ("quarterly", 91),
    ("semiannually", 182),
    ("annually", 365),
];
/// How many payments of an endless subscription are listed ahead.
const AHEAD: u32 = 1;

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    id: String,
    token: String,
    price: (u64, String),
    initial_amount: Option<u64>,
    period: &'static str,
    days: i64,
    /// How many instalments there are; `None`: it goes on until it is cancelled.
    cycles: Option<u32>,
    metadata: Option<Value>,
    created: OffsetDateTime,
    cancelled: Option<OffsetDateTime>,
    fails: bool,
}

/// Makes a subscription of a token.
///
/// # Errors
/// 400 with the fields that are wrong or with why the token can't pay, 404 for an unknown token.
pub(super) fn create(body: &[u8], univapay: &Univapay, store: &Store) -> Result<Value, ApiError> {
    let request = object_of(body)?;
    let now = univapay.clock.now();
    let mut errors = FieldErrors::default();
    let token_id = required_text(&request, "transaction_token_id", &mut errors);
    let price = Price::read(&request, &mut errors);
    let name = required_text(&request, "period", &mut errors);
    let period = name.and_then(|name| PERIODS.iter().find(|(known, _)| *known == name));
    let metadata = metadata(&request, &mut errors);
    let plan = object(&request, "installment_plan", &mut errors);
    let (token_id, price) = errors.check(token_id.zip(price))?;
    let (period, days) = period.ok_or_else(|| ApiError::bad("INVALID_SUBSCRIPTION_PERIOD"))?;
    let cycles = plan.map(cycles).transpose()?;
    let mut tokens = lock(&store.tokens);
    let token = tokens.iter_mut().find(|token| token.id == token_id);
    let token = token.ok_or_else(ApiError::not_found)?;
    token.subscribe(now)?;
    let subscription = Subscription {
        id: univapay.random.uuid(),
        token: token.id.clone(),
        price: (price.amount, price.currency),
        initial_amount: value_of(&request, "initial_amount").and_then(Value::as_u64),
        period,
        days: *days,
        cycles,
        metadata,
        created: now,
        cancelled: None,
        fails: token.failure().is_some(),
    };
    let view = subscription.view(store, now);
    lock(&store.subscriptions).push(subscription);
    Ok(view)
}

/// `{plan_type: "fixed_cycles", fixed_cycles: 3}`, of two instalments or more.
fn cycles(plan: &Object) -> Result<u32, ApiError> {
    if plan.get("plan_type").and_then(Value::as_str) != Some("fixed_cycles") {
        return Err(ApiError::bad("INSTALLMENT_INVALID_PLAN_TYPE"));
    }
    let cycles = plan.get("fixed_cycles").and_then(Value::as_u64);
    let cycles = cycles.and_then(|cycles| u32::try_from(cycles).ok());
    cycles
        .filter(|cycles| (2..=99).contains(cycles))
        .ok_or_else(|| ApiError::bad("INSTALLMENT_INVALID_CYCLES_COUNT"))
}

pub(super) fn read(univapay: &Univapay, store: &Store, id: &str) -> Result<Value, ApiError> {
    find(store, id, |subscription| subscription.view(store, univapay.clock.now()))
}

/// The payments that have been made, and those that are known to come.
pub(super) fn payments(univapay: &Univapay, store: &Store, id: &str) -> Result<Value, ApiError> {
    find(store, id, |subscription| subscription.payments(univapay.clock.now()))
}

/// Ends a subscription.
///
/// # Errors
/// 400 when it has been cancelled before.
pub(super) fn cancel(univapay: &Univapay, store: &Store, id: &str) -> Result<(), ApiError> {
    let now = univapay.clock.now();
    find(store, id, |subscription| match subscription.cancelled {
        Some(_) => Err(ApiError::bad("SUBSCRIPTION_ALREADY_CANCELED")),
        None => {
            subscription.cancelled = Some(now);
            Ok(())
        }
    })?
}

fn find<T>(
    store: &Store,
    id: &str,
    then: impl FnOnce(&mut Subscription) -> T,
) -> Result<T, ApiError> {
    let mut subscriptions = lock(&store.subscriptions);
    let found = subscriptions.iter_mut().find(|subscription| subscription.id == id);
    found.map(then).ok_or_else(ApiError::not_found)
}

impl Subscription {
    /// How many payments have fallen due, the first one with the subscription itself.
    fn due(&self, now: OffsetDateTime) -> u32 {
        let until = self.cancelled.unwrap_or(now);
        let periods = (until - self.created).whole_days() / self.days.max(1);
        let due = u32::try_from(periods).unwrap_or(u32::MAX).saturating_add(1);
        self.cycles.map_or(due, |cycles| due.min(cycles))
    }

    fn status(&self, now: OffsetDateTime) -> &'static str {
        match self.cycles {
            _ if self.fails => "unpaid",
            _ if self.cancelled.is_some() => "canceled",
            Some(cycles) if self.due(now) >= cycles => "completed",
            _ => "current",
        }
    }

    fn payments(&self, now: OffsetDateTime) -> Value {
        let due = self.due(now);
        let all = self.cycles.unwrap_or(due.saturating_add(AHEAD));
        let last = if self.cancelled.is_some() { due } else { all };
        let items: Vec<_> = (0..last)
            .map(|number| {
                let first = self.initial_amount.filter(|_| number == 0);
                json!({
                    "due_date": rfc3339(self.due_at(number)),
                    "amount": first.unwrap_or(self.price.0),
                    "currency": self.price.1,
                    "is_paid": number < due && !self.fails,
                    "is_last_payment": self.cycles == Some(number + 1),
                })
            })
            .collect();
        json!({ "items": items, "has_more": false })
    }

    fn due_at(&self, number: u32) -> OffsetDateTime {
        self.created.saturating_add(Duration::days(self.days * i64::from(number)))
    }

    fn view(&self, store: &Store, now: OffsetDateTime) -> Value {
        let (amount, currency) = &self.price;
        let status = self.status(now);
        let next = matches!(status, "current").then(|| rfc3339(self.due_at(self.due(now))));
        json!({
            "id": self.id,
            "store_id": store.known.store_id,
            "transaction_token_id": self.token,
            "amount": amount,
            "currency": currency,
            "amount_formatted": amount,
            "initial_amount": self.initial_amount,
            "period": self.period,
            "status": status,
            "cycles_left": self.cycles.map(|cycles| cycles - self.due(now).min(cycles)),
            "installment_plan": self.cycles.map(|cycles| {
                json!({ "plan_type": "fixed_cycles", "fixed_cycles": cycles })
            }),
            "next_payment": next.map(|due| json!({ "due_date": due, "amount": amount })),
            "metadata": self.metadata.clone().unwrap_or_else(|| json!({})),
            "mode": store.mode(),
            "created_on": rfc3339(self.created),
        })
    }
}
