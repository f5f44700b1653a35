//! The requests: a token of a card, and one of a security code alone.

use super::key::{self, Generation};
use crate::card::CardData;
use crate::provider::http::{Body, Request};
use crate::provider::json::cut;
use crate::provider::{Call, ConfigCode, ConfigError, Options, Subject};
use crate::token::ObjectText;

pub(super) fn encode(call: &Call<'_>) -> Result<Request, ConfigError> {
    let Options { endpoint, public_key, .. } = call.options;
    let body = match call.subject {
        Subject::Card(card) => Body::json(|body| write_card(body, card, call.options)),
        // The code goes onto the wire here, and only here.
        Subject::Cvc(update) => Body::json(|body| {
            body.text("type", Some("cvv"));
            body.object("token_data", |data| data.text("cvv", Some(update.cvc.digits().expose())));
        }),
        Subject::Payment(_) | Subject::Resume(_) => {
            return Err(ConfigError::new(ConfigCode::UnsupportedOperation, "provider"));
        }
    };
    let scheme = match key::read(public_key) {
        Some((Generation::Nas, _)) => "Bearer ",
        Some((Generation::Abc, _)) | None => "",
    };
    let headers = vec![
        ("content-type".into(), "application/json".to_owned()),
        ("authorization".into(), [scheme, public_key].concat()),
    ];
    let url = [endpoint.as_str(), "/tokens"].concat();
    Ok(Request { method: "POST", url, headers, body })
}

/// The parts of an address: the wire's name, where the page sets it, how long it may be.
const ADDRESS: &[(&str, &str, usize)] = &[
    ("address_line1", "billingAddress.line1", 200),
    ("address_line2", "billingAddress.line2", 200),
    ("city", "billingAddress.city", 50),
    ("state", "billingAddress.state", 255),
    ("zip", "billingAddress.postalCode", 255),
    ("country", "billingAddress.country", 255),
];

/// The card goes onto the wire here, and only here.
fn write_card(body: &mut ObjectText, card: &CardData, options: &Options) {
    let config = &options.config;
    body.text("type", Some("card"));
    body.text("number", Some(card.number.digits().expose().as_str()));
    body.whole("expiry_month", Some(card.expiry.month().into()));
    body.whole("expiry_year", Some(card.expiry.year().into()));
    body.text("name", card.holder.as_ref().map(|holder| holder.name().expose().as_str()));
    body.text("cvv", card.cvc.as_ref().map(|cvc| cvc.digits().expose().as_str()));
    if config.tree("billingAddress").is_some() {
        body.object("billing_address", |address| {
            for (name, path, longest) in ADDRESS {
                address.text(name, config.text(path).map(|text| cut(text, *longest)));
            }
        });
    }
    if let Some((country, number)) = config.phone() {
        body.object("phone", |phone| {
            phone.text("country_code", Some(&["+", country].concat()));
            phone.text("number", Some(number));
        });
    }
    body.text("preferred_scheme", options.preferred_scheme());
}
