//! What Checkout.com's refusals mean.

use super::key::is_word;
use crate::card::{Field, FieldCode};
use crate::provider::http::Response;
use crate::provider::json::Reply;
use crate::provider::{ProviderCode, ProviderError, Received, Rejection, Sent};
use crate::token::{Json, PaymentType};

/// What the provider's codes mean; those that say nothing of a card, a key or a token are left
/// out. Which of them each wrong field brings is sourced for two of them, else by their names.
const CODES: &[(&str, ProviderCode)] = &[
    ("card_number_invalid", ProviderCode::Field(Field::Number, FieldCode::InvalidNumber)),
    ("card_number_required", ProviderCode::Field(Field::Number, FieldCode::IncompleteNumber)),
    (
        "card_expiry_month_invalid",
        ProviderCode::Field(Field::Expiry, FieldCode::InvalidExpiryMonth),
    ),
    ("card_expiry_month_required", ProviderCode::Field(Field::Expiry, FieldCode::IncompleteExpiry)),
    ("card_expiry_year_invalid", ProviderCode::Field(Field::Expiry, FieldCode::InvalidExpiryYear)),
    ("card_expiry_year_required", ProviderCode::Field(Field::Expiry, FieldCode::IncompleteExpiry)),
    ("expiry_date_format_invalid", ProviderCode::Field(Field::Expiry, FieldCode::IncompleteExpiry)),
    ("card_expired", ProviderCode::Field(Field::Expiry, FieldCode::InvalidExpiryYearPast)),
    ("cvv_invalid", ProviderCode::Field(Field::Cvc, FieldCode::InvalidCvc)),
    ("card_holder_invalid", ProviderCode::Field(Field::Name, FieldCode::InvalidName)),
    ("zip_invalid", ProviderCode::Field(Field::PostalCode, FieldCode::InvalidPostalCode)),
    ("country_address_invalid", ProviderCode::Field(Field::Country, FieldCode::IncompleteCountry)),
    ("card_disabled", ProviderCode::CardDeclined),
    ("card_authorization_failed", ProviderCode::CardDeclined),
    ("payment_method_invalid", ProviderCode::CardNotSupported),
    ("api_calls_quota_exceeded", ProviderCode::RateLimited),
    ("server_api_not_allowed", ProviderCode::DirectTokenizationDisabled),
    ("issuer_network_unavailable", ProviderCode::ProviderUnavailable),
    ("service_unavailable", ProviderCode::ProviderUnavailable),
    ("token_expired", ProviderCode::TokenExpired),
    ("token_used", ProviderCode::TokenConsumed),
];

fn code_of(word: &str) -> Option<ProviderCode> {
    CODES.iter().find(|(known, _)| *known == word).map(|(_, code)| *code)
}

/// The provider's words for what is wrong.
fn words(reply: &Reply) -> impl Iterator<Item = &str> {
    reply.items("error_codes").iter().filter_map(Json::as_text)
}

/// An error with the provider's first word and its id of the request.
fn noted(error: ProviderError, reply: Option<&Reply>) -> ProviderError {
    let first = |reply: &Reply| {
        let word = words(reply).next().or_else(|| reply.text("error_type"))?;
        (word.len() <= 64).then(|| word.to_owned())
    };
    let request_id = reply.and_then(|reply| reply.text("request_id")).map(str::to_owned);
    ProviderError {
        provider_code: error.provider_code.or_else(|| reply.and_then(first)),
        request_id: request_id.or(error.request_id),
        ..error
    }
}

pub(super) fn refusal(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    received: Received,
) -> ProviderError {
    let mut error = ProviderError::of_status(response, reply.is_some(), received.now);
    error.request_id = response.header("cko-request-id").map(str::to_owned);
    if let (Some(reply), 400..=499) = (&reply, response.status) {
        let known = || words(reply).filter_map(code_of);
        let field = known().find(|code| code.field().is_some());
        // The data of such a token is the security code and nothing else.
        let is_code = sent.payment_type == PaymentType::Cvc
            && words(reply).any(|word| word == "token_data_invalid");
        let code = field.or_else(|| is_code.then(|| code_of("cvv_invalid"))?);
        error.code = code.or_else(|| known().next()).unwrap_or(error.code);
    }
    noted(error, reply.as_ref())
}

/// One word, `token_invalid`, stands for late, malformed and revoked; newer ones are plain.
pub(super) fn explain(rejection: &Rejection<'_>, reply: Option<&Reply>) -> ProviderError {
    let told = reply.and_then(|reply| words(reply).find_map(|word| explained(rejection, word)));
    let declined =
        reply.and_then(|reply| reply.is("approved", false).then(|| reply.text("response_code")));
    let mut error = rejection.error(match (told, declined) {
        (Some(told), _) => told,
        (None, Some(_)) => (ProviderCode::CardDeclined, true),
        (None, None) => (ProviderCode::of_status(rejection.status, reply.is_some()), true),
    });
    error.provider_code = declined.flatten().map(str::to_owned);
    noted(error, reply)
}

fn explained(rejection: &Rejection<'_>, word: &str) -> Option<(ProviderCode, bool)> {
    match word {
        "token_invalid" | "source_token_invalid" => Some(rejection.spent.tell(looks_right)),
        // Another payment holds it: that one may yet fail and let it go.
        "token_in_use" => Some((ProviderCode::TokenConsumed, false)),
        word => code_of(word).map(|code| (code, true)),
    }
}

/// `tok_` and 26 letters or digits; an instrument may be made of `card_tok_` and 12 too.
fn looks_right(id: &str) -> bool {
    let rest = match id.strip_prefix("card_tok_") {
        Some(rest) => (rest, 12),
        None => (id.strip_prefix("tok_").unwrap_or_default(), 26),
    };
    rest.0.len() == rest.1 && rest.0.bytes().all(is_word)
}
