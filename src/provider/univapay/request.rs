//! The requests: a new token, and another security code for one.

use super::{claims, payment};
use crate::card::CardData;
use crate::provider::http::{Body, Request};
use crate::provider::{Call, Config, ConfigCode, ConfigError, Subject};
use crate::token::{Json, ObjectText, TokenType, decimal, two_digits};

pub(super) fn encode(call: &Call<'_>) -> Result<Request, ConfigError> {
    let base = call.options.endpoint.as_str();
    let (method, url, body) = match call.subject {
        Subject::Card(card) => {
            let data = |body: &mut ObjectText| {
                body.object("data", |data| write_card(data, card, &call.options.config));
            };
            ("POST", [base, "/tokens"].concat(), new_token(call, &data))
        }
        Subject::Payment(payment) => {
            let tree = payment::data(payment, call.options)?;
            let data = |body: &mut ObjectText| body.json("data", Some(&tree));
            ("POST", [base, "/tokens"].concat(), new_token(call, &data))
        }
        // Nothing but the security code: that is what needs no secret.
        Subject::Cvc(update) => {
            let code = update.cvc.digits().expose();
            let body = Body::json(|body| body.object("data", |data| data.text("cvv", Some(code))));
            ("PATCH", token_url(call)?, body)
        }
        // It would have to be read again, which needs the secret.
        Subject::Resume(_) => {
            return Err(ConfigError::new(ConfigCode::UnsupportedOperation, "resume"));
        }
    };
    let mut headers = vec![
        ("content-type".into(), "application/json".to_owned()),
        ("accept".into(), "application/json".to_owned()),
        ("authorization".into(), ["Bearer ", &call.options.public_key].concat()),
    ];
    if !call.idempotency_key.is_empty() {
        headers.push(("idempotency-key".into(), call.idempotency_key.to_owned()));
    }
    Ok(Request { method, url, headers, body })
}

/// Is it an object of texts, numbers and truth values? The wire takes no other.
pub(super) fn is_flat(metadata: &Json) -> bool {
    let is_plain = |value: &Json| matches!(value, Json::Text(_) | Json::Number(_) | Json::Bool(_));
    matches!(metadata, Json::Object(entries) if entries.iter().all(|(_, value)| is_plain(value)))
}

fn new_token(call: &Call<'_>, write_data: &dyn Fn(&mut ObjectText)) -> Body {
    let config = &call.options.config;
    Body::json(|body| {
        body.text("payment_type", Some(call.subject.payment_type().name()));
        let token_type = call.options.token_type.unwrap_or(TokenType::OneTime);
        body.text("type", Some(token_type.name()));
        body.text("usage_limit", config.text("usageLimit"));
        body.text("email", config.text("email"));
        body.text("ip_address", config.text("device.ip_address"));
        body.json("metadata", config.tree("metadata"));
        write_data(body);
    })
}

/// The parts of an address: the wire's name, and where the page sets it.
const ADDRESS: &[(&str, &str)] = &[
    ("line1", "billingAddress.line1"),
    ("line2", "billingAddress.line2"),
    ("state", "billingAddress.state"),
    ("city", "billingAddress.city"),
    ("country", "billingAddress.country"),
    ("zip", "billingAddress.postalCode"),
];

/// The card goes onto the wire here, and only here.
fn write_card(data: &mut ObjectText, card: &CardData, config: &Config) {
    data.text("cardholder", card.holder.as_ref().map(|holder| holder.name().expose().as_str()));
    data.text("card_number", Some(card.number.digits().expose().as_str()));
    data.text("exp_month", Some(&two_digits(card.expiry.month())));
    data.text("exp_year", Some(&decimal(card.expiry.year().into())));
    data.text("cvv", card.cvc.as_ref().map(|cvc| cvc.digits().expose().as_str()));
    for (name, path) in ADDRESS {
        data.text(name, config.text(path));
    }
    if let Some((country, number)) = config.phone() {
        data.object("phone_number", |phone| {
            phone.text("country_code", Some(country));
            phone.text("local_number", Some(number));
        });
    }
    if config.tree("cvvAuthorize").is_some() {
        data.object("cvv_authorize", |check| {
            check.truth("enabled", true);
            check.text("currency", config.text("cvvAuthorize.currency"));
        });
    }
}

/// The address of the token whose security code is entered again.
fn token_url(call: &Call<'_>) -> Result<String, ConfigError> {
    let options = call.options;
    let store = claims::store(&options.public_key)
        .ok_or(ConfigError::new(ConfigCode::InvalidOption, "publicKey"))?;
    let token = options
        .update_token
        .as_deref()
        .ok_or(ConfigError::new(ConfigCode::MissingOption, "updateToken"))?;
    Ok([options.endpoint.as_str(), "/stores/", &store, "/tokens/", token].concat())
}
