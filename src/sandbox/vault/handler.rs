//! Answers a request: path, key, rate, then the operation itself.

use super::account::{Account, Vault};
use crate::card::{CardNumber, Expiry};
use crate::sandbox::card_check::{self, CardProblem, WireCard};
use crate::sandbox::clock::rfc3339;
use crate::sandbox::fields::{Object, integer_of, object_of, text_of, value_of};
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::Unspendable;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

const LIFE: Duration = Duration::minutes(10);

/// The endpoints, for a router that has taken the prefix off.
pub(crate) fn router(vault: Arc<Vault>) -> Router {
    Router::new()
        .route("/v9/vault/cards", post(keep))
        .route("/v9/vault/charges", post(charge))
        .fallback(async |State(vault): State<Arc<Vault>>| {
            vault.answer(Err(Refused(StatusCode::NOT_FOUND, json!({ "code": "E_PATH" }))))
        })
        .with_state(vault)
}

/// A refusal: its status and what stands under `error`.
struct Refused(StatusCode, Value);

fn refused(status: StatusCode, code: &str) -> Refused {
    Refused(status, json!({ "code": code }))
}

async fn keep(State(vault): State<Arc<Vault>>, headers: HeaderMap, body: Bytes) -> Response {
    let made = vault.open(&headers, false).and_then(|account| vault.keep(account, &body));
    vault.answer(made)
}

async fn charge(State(vault): State<Arc<Vault>>, headers: HeaderMap, body: Bytes) -> Response {
    let made = vault.open(&headers, true).and_then(|account| vault.charge(account, &body));
    vault.answer(made)
}

impl Vault {
    fn open(&self, headers: &HeaderMap, needs_secret: bool) -> Result<&Account, Refused> {
        let found = self.authenticate(headers);
        let (account, is_secret) = found.ok_or(refused(StatusCode::UNAUTHORIZED, "E_KEY"))?;
        if needs_secret && !is_secret {
            return Err(refused(StatusCode::FORBIDDEN, "E_RIGHTS"));
        }
        let is_over = |_| refused(StatusCode::TOO_MANY_REQUESTS, "E_RATE");
        account.limit.take(self.clock.now()).map_err(is_over)?;
        Ok(account)
    }

    fn keep(&self, account: &Account, body: &[u8]) -> Result<Value, Refused> {
        let (number, expiry) = read(body, self.clock.now())?;
        let card = StoredCard::of(&number, expiry, &self.random);
        let kept = account.cards.create(self.random.id("gen_"), Some(LIFE), card);
        let mut result = json!({
            "ref": kept.id,
            "dies": kept.expires.map(rfc3339),
            "first": kept.content.bin,
            "last": kept.content.last4,
        });
        if let (Some(result), true) = (result.as_object_mut(), account.known.names_birth) {
            result.insert("born".to_owned(), rfc3339(kept.created).into());
        }
        Ok(json!({ "result": result }))
    }

    fn charge(&self, account: &Account, body: &[u8]) -> Result<Value, Refused> {
        let request = object_of(body).unwrap_or_default();
        let spent = account.cards.spend(text_of(&request, "ref").unwrap_or_default());
        let spent = spent.map_err(|reason| match reason {
            Unspendable::Unknown => refused(StatusCode::NOT_FOUND, "E_UNKNOWN"),
            Unspendable::Used => refused(StatusCode::CONFLICT, "E_SPENT"),
            Unspendable::Expired => refused(StatusCode::GONE, "E_DEAD"),
        })?;
        Ok(json!({
            "charge": self.random.id("chg_"),
            "cents": value_of(&request, "cents"),
            "last": spent.content.last4,
        }))
    }

    fn answer(&self, made: Result<Value, Refused>) -> Response {
        let (status, mut body) = match made {
            Ok(body) => (StatusCode::OK, body),
            Err(Refused(status, error)) => (status, json!({ "error": error })),
        };
        if let Some(body) = body.as_object_mut() {
            body.insert("trace".to_owned(), self.random.id("trace_").into());
        }
        (status, Json(body)).into_response()
    }
}

/// Reads the body of a card; what is wrong is named by its path.
fn read(body: &[u8], now: OffsetDateTime) -> Result<(CardNumber, Expiry), Refused> {
    let request = object_of(body).unwrap_or_default();
    let nothing = Object::new();
    let card = value_of(&request, "card").and_then(Value::as_object).unwrap_or(&nothing);
    let until = value_of(card, "until").and_then(Value::as_object).unwrap_or(&nothing);
    let wire = WireCard {
        number: text_of(card, "digits"),
        month: integer_of(until, "mm"),
        year: integer_of(until, "yyyy"),
        code: text_of(card, "cvn"),
    };
    card_check::check(&wire, now).map_err(|problems| {
        let fields: Vec<_> = problems.into_iter().map(path).collect();
        Refused(StatusCode::NOT_ACCEPTABLE, json!({ "code": "E_FIELDS", "fields": fields }))
    })
}

fn path(problem: CardProblem) -> &'static str {
    match problem {
        CardProblem::NumberMissing | CardProblem::NumberInvalid => "card.digits",
        CardProblem::MonthMissing | CardProblem::MonthInvalid => "card.until.mm",
        CardProblem::YearMissing | CardProblem::YearInvalid | CardProblem::Past => {
            "card.until.yyyy"
        }
        CardProblem::CodeInvalid => "card.cvn",
    }
}
