//! A payment instrument: a card that a customer pays with, made of a token.

use super::account::{Organization, Rebilly};
use super::card_token::{self, CardToken, timestamp};
use super::contact;
use super::fields::{InvalidFields, object_of, required_text, value_of};
use crate::card::YearMonth;
use crate::sandbox::lock::lock;
use crate::sandbox::problem::Problem;
use crate::sandbox::redact;
use crate::sandbox::token_store::{StoredToken, Unspendable};
use axum::http::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// What is kept of an instrument.
#[derive(Clone, Debug)]
pub(super) struct Instrument {
    pub(super) id: String,
    pub(super) customer_id: String,
    created: OffsetDateTime,
    updated: OffsetDateTime,
    is_deactivated: bool,
    /// What the last token brought along.
    pub(super) paid_with: CardToken,
}

/// What a token has become.
pub(super) enum Made {
    /// A new instrument.
    New(Instrument),
    /// The same card of the same customer, which was there already.
    Renewed(Instrument),
}

/// Makes an instrument of a token, which is used up by it.
///
/// # Errors
/// 400 and 422; of a token that can't be used, `detail` tells why.
pub(super) fn create(
    body: &[u8],
    rebilly: &Rebilly,
    organization: &Organization,
) -> Result<Made, Problem> {
    let request = object_of(body)?;
    let mut invalid = InvalidFields::default();
    let customer_id = required_text(&request, "customerId", "customerId", &mut invalid);
    let token = required_text(&request, "token", "token", &mut invalid);
    if value_of(&request, "useAsBackup").is_some_and(|value| !value.is_boolean()) {
        invalid.push("useAsBackup", "must be a boolean");
    }
    let (customer_id, token) = invalid.check(customer_id.zip(token))?;
    let spent = spend(organization, token, "token")?;
    let mut instruments = lock(&organization.instruments);
    let same = instruments.iter_mut().find(|one| {
        one.customer_id == customer_id
            && one.paid_with.card.fingerprint == spent.content.card.fingerprint
    });
    if let Some(same) = same {
        same.renew(spent);
        return Ok(Made::Renewed(same.clone()));
    }
    let created = spent.used.unwrap_or(spent.created);
    let instrument = Instrument {
        id: rebilly.random.id("inst_"),
        customer_id: customer_id.to_owned(),
        created,
        updated: created,
        is_deactivated: false,
        paid_with: spent.content,
    };
    instruments.push(instrument.clone());
    Ok(Made::New(instrument))
}

/// Renews an instrument by another token of the same card, or changes its billing address.
pub(super) fn update(
    id: &str,
    body: &[u8],
    rebilly: &Rebilly,
    organization: &Organization,
) -> Result<Instrument, Problem> {
    let request = object_of(body)?;
    let mut invalid = InvalidFields::default();
    let token = value_of(&request, "token")
        .and_then(|_| required_text(&request, "token", "token", &mut invalid));
    let address = contact::read(&request, "billingAddress", &mut invalid);
    invalid.check(Some(()))?;
    change(id, organization, |instrument| {
        if let Some(token) = token {
            let card = &instrument.paid_with.card;
            let is_other =
                |token: StoredToken<CardToken>| token.content.card.fingerprint != card.fingerprint;
            if organization.tokens.find(token).is_some_and(is_other) {
                return Err(InvalidFields::only("token", "the token is of another card"));
            }
            instrument.renew(spend(organization, token, "token")?);
        }
        if let Some(address) = address {
            let address = redact::without_card_numbers(address);
            instrument.paid_with.billing_address = Some(address);
            instrument.updated = rebilly.clock.now();
        }
        Ok(())
    })
}

/// Ends an instrument: it never pays again.
pub(super) fn deactivate(
    id: &str,
    rebilly: &Rebilly,
    organization: &Organization,
) -> Result<Instrument, Problem> {
    change(id, organization, |instrument| {
        instrument.is_deactivated = true;
        instrument.updated = rebilly.clock.now();
        Ok(())
    })
}

fn change(
    id: &str,
    organization: &Organization,
    change: impl FnOnce(&mut Instrument) -> Result<(), Problem>,
) -> Result<Instrument, Problem> {
    let mut instruments = lock(&organization.instruments);
    let found = instruments.iter_mut().find(|one| one.id == id);
    let found = found
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "there is nothing with this id"))?;
    change(found)?;
    Ok(found.clone())
}

/// Uses a token up; a refusal names the field in which it stood.
pub(super) fn spend(
    organization: &Organization,
    token: &str,
    field: &str,
) -> Result<StoredToken<CardToken>, Problem> {
    organization.tokens.spend(token).map_err(|reason| {
        let message = match reason {
            Unspendable::Unknown => "the token was not found",
            Unspendable::Used => "the token was already used",
            Unspendable::Expired => "the token has expired",
        };
        InvalidFields::only(field, message)
    })
}

impl Instrument {
    fn renew(&mut self, spent: StoredToken<CardToken>) {
        self.updated = spent.used.unwrap_or(spent.created);
        self.is_deactivated = false;
        self.paid_with = spent.content;
    }

    /// The state as the API names it.
    pub(super) fn status(&self, now: OffsetDateTime) -> &'static str {
        let expiry = self.paid_with.card.expiry;
        let last = YearMonth { year: expiry.year(), month: expiry.month() };
        if self.is_deactivated {
            "deactivated"
        } else if last < YearMonth::everywhere_reached(now.unix_timestamp()) {
            "expired"
        } else {
            "active"
        }
    }
}

/// The instrument as the API shows it.
pub(super) fn view(
    instrument: &Instrument,
    rebilly: &Rebilly,
    organization: &Organization,
) -> Value {
    let Instrument { id, customer_id, created, updated, paid_with, .. } = instrument;
    let href = rebilly.link(organization, &format!("payment-instruments/{id}"));
    let mut view = json!({
        "id": id,
        "method": "payment-card",
        "status": instrument.status(rebilly.clock.now()),
        "customerId": customer_id,
        "fingerprint": paid_with.card.fingerprint,
        "billingAddress": paid_with.billing_address,
        "createdTime": timestamp(*created),
        "updatedTime": timestamp(*updated),
        "_links": [{ "rel": "self", "href": href }],
    });
    if let Some(view) = view.as_object_mut() {
        view.extend(card_token::card(&paid_with.card));
    }
    view
}
