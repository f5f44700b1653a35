//! What ProcessOut's refusals mean.

use crate::card::{Field, FieldCode};
use crate::provider::http::Response;
use crate::provider::json::Reply;
use crate::provider::{ProviderCode, ProviderError, Received, Rejection, Sent};
use crate::token::PaymentType;

const fn field(field: Field, code: FieldCode) -> ProviderCode {
    ProviderCode::Field(field, code)
}

/// What the codes mean, after their group: the API's own and those of the vendor's scripts.
const CARD: &[(&str, ProviderCode)] = &[
    ("invalid-number", field(Field::Number, FieldCode::InvalidNumber)),
    ("missing-number", field(Field::Number, FieldCode::IncompleteNumber)),
    ("missing-expiry", field(Field::Expiry, FieldCode::IncompleteExpiry)),
    ("invalid-expiry-month", field(Field::Expiry, FieldCode::InvalidExpiryMonth)),
    ("invalid-month", field(Field::Expiry, FieldCode::InvalidExpiryMonth)),
    ("invalid-expiry-year", field(Field::Expiry, FieldCode::InvalidExpiryYear)),
    ("invalid-year", field(Field::Expiry, FieldCode::InvalidExpiryYear)),
    ("invalid-expiry-date", field(Field::Expiry, FieldCode::InvalidExpiryMonthPast)),
    ("invalid-date", field(Field::Expiry, FieldCode::InvalidExpiryMonthPast)),
    ("expired", field(Field::Expiry, FieldCode::InvalidExpiryYearPast)),
    ("missing-cvc", field(Field::Cvc, FieldCode::IncompleteCvc)),
    ("invalid-cvc", field(Field::Cvc, FieldCode::InvalidCvc)),
    ("failed-cvc", field(Field::Cvc, FieldCode::InvalidCvc)),
    ("invalid-name", field(Field::Name, FieldCode::InvalidName)),
    ("missing-cardholder-name", field(Field::Name, FieldCode::IncompleteName)),
    ("invalid-zip", field(Field::PostalCode, FieldCode::InvalidPostalCode)),
    ("not-supported", ProviderCode::CardNotSupported),
    ("type-not-supported", ProviderCode::CardNotSupported),
    ("currency-unsupported", ProviderCode::CardNotSupported),
    ("test", ProviderCode::CardNotSupported),
    ("processing-error", ProviderCode::ProviderUnavailable),
];

/// The same for whole codes; each stands for those that it begins too.
const OTHERS: &[(&str, ProviderCode)] = &[
    ("request.authentication", ProviderCode::InvalidPublicKey),
    ("request.rate.exceeded", ProviderCode::RateLimited),
    ("request.too-much", ProviderCode::RateLimited),
    ("request.still-processing", ProviderCode::ProviderUnavailable),
    ("request.idempotency-key.invalid", ProviderCode::IdempotencyConflict),
    ("request.source.card-already-used", ProviderCode::TokenConsumed),
    ("request.card.invalid", field(Field::Number, FieldCode::InvalidNumber)),
    ("request.transaction-blocked", ProviderCode::CardDeclined),
    ("resource.card.not-found", ProviderCode::TokenUnknown),
    ("resource.token.not-found", ProviderCode::TokenUnknown),
    ("resource.not-found", ProviderCode::TokenUnknown),
    ("resource.project.not-found", ProviderCode::InvalidPublicKey),
    ("payment.declined", ProviderCode::CardDeclined),
    ("gateway.declined", ProviderCode::CardDeclined),
    ("gateway.timeout", ProviderCode::ProviderUnavailable),
    ("gateway.internal-error", ProviderCode::ProviderUnavailable),
    ("routing-rules.transaction-blocked", ProviderCode::CardDeclined),
];

/// The fields that `request.validation` may name.
const FIELDS: &[(&str, ProviderCode)] = &[
    ("number", field(Field::Number, FieldCode::InvalidNumber)),
    ("exp_month", field(Field::Expiry, FieldCode::InvalidExpiryMonth)),
    ("exp_year", field(Field::Expiry, FieldCode::InvalidExpiryYear)),
    ("cvc", field(Field::Cvc, FieldCode::InvalidCvc)),
    ("cvc2", field(Field::Cvc, FieldCode::InvalidCvc)),
    ("name", field(Field::Name, FieldCode::InvalidName)),
    ("zip", field(Field::PostalCode, FieldCode::InvalidPostalCode)),
    ("country_code", field(Field::Country, FieldCode::IncompleteCountry)),
];

fn named(table: &[(&str, ProviderCode)], name: &str) -> Option<ProviderCode> {
    table.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}

/// Our code for theirs; any other word about the card is a decline.
fn code_of(word: &str) -> Option<ProviderCode> {
    match word.strip_prefix("card.") {
        Some(rest) => named(CARD, rest).or(Some(ProviderCode::CardDeclined)),
        None => {
            let known = OTHERS.iter().find(|(start, _)| word.starts_with(start));
            known.map(|(_, code)| *code)
        }
    }
}

/// The field that a refused request names first.
fn invalid_field(reply: &Reply) -> Option<ProviderCode> {
    let fields = reply.items("invalid_fields");
    let mut names = fields.iter().filter_map(|field| field.at("name")?.as_text());
    names.find_map(|name| named(FIELDS, name))
}

fn word_of(reply: &Reply) -> Option<&str> {
    reply.text("error_type").filter(|word| word.len() <= 64)
}

pub(super) fn refusal(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> ProviderError {
    let mut error = ProviderError::of_status(response, reply.is_some(), received.now);
    let Some((reply, word)) = reply.as_ref().and_then(|reply| Some((reply, word_of(reply)?)))
    else {
        return error;
    };
    error.provider_code = Some(word.to_owned());
    // The vendor's servers say no more of a refused security code.
    let is_code = sent.payment_type == PaymentType::Cvc && word == "card.invalid";
    if is_code {
        error.code = ProviderCode::Field(Field::Cvc, FieldCode::InvalidCvc);
    } else if response.status < 500 {
        let rejected = ProviderCode::ProviderRejected;
        let by_status =
            if error.code == ProviderCode::UnexpectedResponse { rejected } else { error.code };
        error.code = invalid_field(reply).or_else(|| code_of(word)).unwrap_or(by_status);
    }
    error
}

/// The codes are plain, but for a source that is none.
pub(super) fn explain(rejection: &Rejection<'_>, reply: Option<&Reply>) -> ProviderError {
    let word = reply.and_then(word_of);
    let told = match word {
        Some("request.source.invalid") => {
            let is_malformed = rejection.spent.id.is_some_and(|id| !looks_right(id));
            Some((ProviderCode::TokenMalformed, is_malformed))
        }
        word => word.and_then(code_of).map(|code| (code, true)),
    };
    let by_status = || (ProviderCode::of_status(rejection.status, reply.is_some()), true);
    ProviderError {
        provider_code: word.map(str::to_owned),
        ..rejection.error(told.unwrap_or_else(by_status))
    }
}

/// A card, a customer's token, or what an action has brought.
fn looks_right(id: &str) -> bool {
    let rest = ["card_", "tok_", "gway_req_"].iter().find_map(|prefix| id.strip_prefix(prefix));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}
