//! Rebilly: `POST /organizations/{organizationId}/tokens` with a publishable key.
//!
//! Source: Rebilly/api-definitions `openapi/`. A token lives until its first use or for the time
//! that `expirationTime` names (30 minutes; it may be null). Errors are problem JSON; a 422 names
//! fields by dotted path in `invalidFields`, without a code of their own.

use super::http::{Body, Request, Response};
use super::json::{Reply, cut};
use super::{
    Answer, Call, Config, ConfigCode, ConfigError, Dialect, Need, ProviderCode, ProviderError,
    Received, Rejection, Sent, Subject,
};
use crate::card::{Field, FieldCode};
use crate::token::{Json, Life, LifeFacts, Mode, ObjectText};

pub(super) const DIALECT: Dialect = Dialect {
    public_key: Need::Required,
    key_mode,
    organization: Need::Required,
    base_url,
    token_types: &[],
    is_idempotent: false,
    needs_submission_token: false,
    preferred: |_| None,
    check: |_| Ok(()),
    encode,
    decode,
    observe: |_, _| {},
    explain,
};

fn key_mode(key: &str) -> Option<Option<Mode>> {
    let (mode, rest) = match key.strip_prefix("pk_live_") {
        Some(rest) => (Mode::Live, rest),
        None => (Mode::Test, key.strip_prefix("pk_sandbox_")?),
    };
    let plain = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic());
    plain.then_some(Some(mode))
}

fn base_url(mode: Option<Mode>, _: &str) -> Option<String> {
    let url = match mode? {
        Mode::Live => "https://api.rebilly.com",
        Mode::Test => "https://api-sandbox.rebilly.com",
    };
    Some(url.to_owned())
}

fn encode(call: &Call<'_>) -> Result<Request, ConfigError> {
    let Subject::Card(card) = call.subject else {
        return Err(ConfigError::new(ConfigCode::UnsupportedOperation, "provider"));
    };
    let options = call.options;
    let config = &options.config;
    let body = Body::json(|body| {
        body.text("method", Some("payment-card"));
        // The card goes onto the wire here, and only here.
        body.object("paymentInstrument", |instrument| {
            instrument.text("pan", Some(card.number.digits().expose().as_str()));
            instrument.whole("expMonth", Some(card.expiry.month().into()));
            instrument.whole("expYear", Some(card.expiry.year().into()));
            instrument.text("cvv", card.cvc.as_ref().map(|cvc| cvc.digits().expose().as_str()));
        });
        let name = card.holder.as_ref().map(|holder| holder.name().expose().as_str());
        if name.is_some() || ABOUT_HOLDER.iter().any(|name| config.tree(name).is_some()) {
            body.object("billingAddress", |contact| write_contact(contact, name, config));
        }
        body.json("riskMetadata", config.tree("device"));
    });
    let organization = &options.organization;
    let url = [options.endpoint.as_str(), "/organizations/", organization, "/tokens"].concat();
    let headers = vec![
        ("content-type".into(), "application/json".to_owned()),
        ("accept".into(), "application/json".to_owned()),
        ("authorization".into(), options.public_key.clone()),
    ];
    Ok(Request { method: "POST", url, headers, body })
}

/// What the page may say of the holder.
const ABOUT_HOLDER: &[&str] = &["billingAddress", "phone", "email"];

/// The parts of an address: the wire's name, where the page sets it, how long it may be.
const ADDRESS: &[(&str, &str, usize)] = &[
    ("address", "billingAddress.line1", 60),
    ("address2", "billingAddress.line2", 60),
    ("city", "billingAddress.city", 45),
    ("region", "billingAddress.state", 45),
    ("country", "billingAddress.country", 2),
    ("postalCode", "billingAddress.postalCode", 10),
];

fn write_contact(contact: &mut ObjectText, name: Option<&str>, config: &Config) {
    let (first_name, last_name) = name.map(names).unzip();
    contact.text("firstName", first_name);
    contact.text("lastName", last_name);
    for (name, path, longest) in ADDRESS {
        contact.text(name, config.text(path).map(|text| cut(text, *longest)));
    }
    let mut labelled = |name, value: Option<&str>| {
        if value.is_some() {
            contact.list(name, |list| {
                list.item(|entry| {
                    entry.text("label", Some("main"));
                    entry.text("value", value);
                    entry.truth("primary", true);
                });
            });
        }
    };
    labelled("phoneNumbers", config.phone_text().as_deref());
    labelled("emails", config.text("email"));
}

/// The wire wants two names of at most 45 characters: the last word is the last name.
fn names(name: &str) -> (&str, &str) {
    let (first_name, last_name) = name.rsplit_once(char::is_whitespace).unwrap_or((name, ""));
    (cut(first_name.trim_end(), 45), cut(last_name, 45))
}

/// The fields of the reply that `token.raw` shows.
const RAW: &str = "id method paymentInstrument billingAddress riskMetadata isUsed createdTime updatedTime \
    usageTime expirationTime";

fn decode(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> Result<Answer, ProviderError> {
    if !matches!(response.status, 200 | 201) {
        return Err(refusal(response, reply, received));
    }
    let unexpected = || ProviderError::unexpected(response.status);
    let reply = reply.ok_or_else(unexpected)?;
    let id = sent.id(&reply, "id").ok_or_else(unexpected)?;
    let created = reply.time("createdTime");
    let facts =
        LifeFacts { created, expires: reply.time("expirationTime"), ..LifeFacts::default() };
    let mut token = sent.token(id, Life::new(facts, received.sent));
    token.created = created;
    if let Some(card) = &mut token.card {
        card.bin = reply.bin("paymentInstrument.bin");
    }
    token.raw = reply.allow(RAW, &sent.echo);
    Ok(Answer::Token(token))
}

/// Rebilly's merchant calls answer a used or late token with a 422 that names the field `token`.
fn explain(rejection: &Rejection<'_>, reply: Option<&Reply>) -> ProviderError {
    let names_token = reply.and_then(|reply| reply.at("invalidFields")).is_some_and(|fields| {
        fields.items().iter().any(|field| {
            field.at("field").and_then(Json::as_text).is_some_and(|name| name.ends_with("token"))
        })
    });
    let is_about_token = rejection.status == 404 || rejection.status == 422 && names_token;
    rejection.error(if is_about_token {
        rejection.spent.tell(|id| id.len() <= 50 && id.bytes().all(|b| b.is_ascii_graphic()))
    } else {
        (ProviderCode::of_status(rejection.status, reply.is_some()), true)
    })
}

fn refusal(response: &Response, reply: Option<Reply>, received: Received) -> ProviderError {
    let error = ProviderError::of_status(response, reply.is_some(), received.now);
    let field = reply.filter(|_| response.status == 422).and_then(|reply| invalid_field(&reply));
    match field {
        Some((field, code)) => ProviderError { code: ProviderCode::Field(field, code), ..error },
        None => error,
    }
}

/// The first field of ours that `invalidFields` names.
fn invalid_field(reply: &Reply) -> Option<(Field, FieldCode)> {
    let entries = reply.at("invalidFields")?.items();
    entries.iter().find_map(|entry| match entry.at("field")?.as_text()? {
        "paymentInstrument.pan" => Some((Field::Number, FieldCode::InvalidNumber)),
        "paymentInstrument.expMonth" => Some((Field::Expiry, FieldCode::InvalidExpiryMonth)),
        "paymentInstrument.expYear" => Some((Field::Expiry, FieldCode::InvalidExpiryYear)),
        "paymentInstrument.cvv" => Some((Field::Cvc, FieldCode::InvalidCvc)),
        "billingAddress.firstName" | "billingAddress.lastName" => {
            Some((Field::Name, FieldCode::InvalidName))
        }
        "billingAddress.postalCode" => Some((Field::PostalCode, FieldCode::InvalidPostalCode)),
        "billingAddress.country" => Some((Field::Country, FieldCode::IncompleteCountry)),
        _ => None,
    })
}
