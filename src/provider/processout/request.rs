//! The requests: a card, another security code, a customer's token.

use crate::card::CardData;
use crate::provider::http::{Body, Request};
use crate::provider::{Call, ConfigCode, ConfigError, Options, Subject};
use crate::token::{ObjectText, decimal};

/// The version of the API that processout.js asks for.
const API_VERSION: &str = "1.3.0.0";

pub(super) fn encode(call: &Call<'_>) -> Result<Request, ConfigError> {
    let Call { options, idempotency_key, .. } = *call;
    let missing = |option| ConfigError::new(ConfigCode::MissingOption, option);
    match call.subject {
        Subject::Card(card) => {
            let body = Body::json(|body| write_card(body, card, options));
            Ok(request(options, "POST", "/cards", idempotency_key, body))
        }
        // The code goes onto the wire here, and only here.
        Subject::Cvc(update) => {
            let card = options.update_token.as_deref().ok_or(missing("updateToken"))?;
            let body = Body::json(|body| body.text("cvc", Some(update.cvc.digits().expose())));
            let path = ["/cards/", card].concat();
            Ok(request(options, "PUT", &path, idempotency_key, body))
        }
        Subject::Resume(source) => {
            complete(options, source, idempotency_key).ok_or(missing("customerToken"))
        }
        Subject::Payment(_) => Err(ConfigError::new(ConfigCode::UnsupportedOperation, "provider")),
    }
}

/// Completes the customer's token with a card, or with what the customer's action has brought;
/// `None` where the page names no such token.
pub(super) fn complete(options: &Options, source: &str, idempotency_key: &str) -> Option<Request> {
    let config = &options.config;
    let customer = config.text("customerToken.customer")?;
    let token = config.text("customerToken.token")?;
    let body = Body::json(|body| {
        body.text("source", Some(source));
        body.truth("verify", config.tree("customerToken.verify").is_some_and(|it| it.is(true)));
        body.truth("enable_three_d_s_2", true);
        body.json("device", config.tree("device"));
        body.text("preferred_scheme", options.preferred_scheme());
    });
    let path = ["/customers/", customer, "/tokens/", token].concat();
    Some(request(options, "PUT", &path, idempotency_key, body))
}

fn request(
    options: &Options,
    method: &'static str,
    path: &str,
    idempotency_key: &str,
    body: Body,
) -> Request {
    let mut headers = vec![
        ("content-type".into(), "application/json".to_owned()),
        ("api-version".into(), API_VERSION.to_owned()),
        ("authorization".into(), basic(&options.public_key)),
    ];
    // An empty key would be the same for everybody.
    if !idempotency_key.is_empty() {
        headers.push(("idempotency-key".into(), idempotency_key.to_owned()));
    }
    let url = [options.endpoint.as_str(), path].concat();
    Request { method, url, headers, body }
}

/// The parts of an address: the wire's name, and where the page sets it.
const CONTACT: &[(&str, &str)] = &[
    ("address1", "billingAddress.line1"),
    ("address2", "billingAddress.line2"),
    ("city", "billingAddress.city"),
    ("state", "billingAddress.state"),
    ("zip", "billingAddress.postalCode"),
    ("country_code", "billingAddress.country"),
];

/// The card goes onto the wire here, and only here. Month and year are texts, as processout.js
/// sends them.
fn write_card(body: &mut ObjectText, card: &CardData, options: &Options) {
    let config = &options.config;
    body.text("number", Some(card.number.digits().expose().as_str()));
    body.text("exp_month", Some(&decimal(card.expiry.month().into())));
    body.text("exp_year", Some(&decimal(card.expiry.year().into())));
    body.text("cvc2", card.cvc.as_ref().map(|cvc| cvc.digits().expose().as_str()));
    body.text("name", card.holder.as_ref().map(|holder| holder.name().expose().as_str()));
    // The vendor's own client never leaves it out.
    body.object("contact", |contact| {
        for (name, path) in CONTACT {
            contact.text(name, config.text(path));
        }
    });
    body.json("device", config.tree("device"));
    body.json("metadata", config.tree("metadata"));
    body.text("preferred_scheme", options.preferred_scheme());
}

/// The project's id as a user without a password.
fn basic(project: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = "Basic ".to_owned();
    for chunk in [project.as_bytes(), b":"].concat().chunks(3) {
        let byte = |at| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * place) & 63) as usize);
            let letter = letter.filter(|_| place <= chunk.len());
            out.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    out
}
