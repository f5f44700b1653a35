//! What a refusal means: by its code, by the reasons of its fields, or by a failed charge.

use crate::card::{Field, FieldCode};
use crate::provider::http::Response;
use crate::provider::json::Reply;
use crate::provider::{ProviderCode, ProviderError, Rejection, Sent};
use crate::token::{Json, Moment, PaymentType, decimal};

const NUMBER: ProviderCode = ProviderCode::Field(Field::Number, FieldCode::InvalidNumber);
const MONTH: ProviderCode = ProviderCode::Field(Field::Expiry, FieldCode::InvalidExpiryMonth);
const YEAR: ProviderCode = ProviderCode::Field(Field::Expiry, FieldCode::InvalidExpiryYear);
const PAST: ProviderCode = ProviderCode::Field(Field::Expiry, FieldCode::InvalidExpiryYearPast);
const CVC: ProviderCode = ProviderCode::Field(Field::Cvc, FieldCode::InvalidCvc);
const NO_CVC: ProviderCode = ProviderCode::Field(Field::Cvc, FieldCode::IncompleteCvc);
const NAME: ProviderCode = ProviderCode::Field(Field::Name, FieldCode::InvalidName);
const POSTAL_CODE: ProviderCode =
    ProviderCode::Field(Field::PostalCode, FieldCode::InvalidPostalCode);
const COUNTRY: ProviderCode = ProviderCode::Field(Field::Country, FieldCode::IncompleteCountry);
const BRAND: ProviderCode = ProviderCode::Field(Field::Number, FieldCode::UnsupportedBrand);

/// Codes that say more than their status; the others are what their status is.
const CODES: &[(&str, ProviderCode)] = &[
    ("CARD_BRAND_NOT_SUPPORTED", BRAND),
    ("CARD_COUNTRY_NOT_SUPPORTED", ProviderCode::CardNotSupported),
    ("CARD_PROCESSING_DISABLED", ProviderCode::CardNotSupported),
    ("CARD_LOCKED", ProviderCode::CardDeclined),
    ("CHARGE_TOO_QUICK", ProviderCode::RateLimited),
    ("CVV_AUTHORIZATION_NOT_COMPLETED", ProviderCode::CvvAuthorizePending),
    ("CVV_REQUIRED", NO_CVC),
    ("DIRECT_CARD_TOKEN_CREATION_DISABLED", ProviderCode::DirectTokenizationDisabled),
    ("EXPIRED_LOGIN_TOKEN", ProviderCode::SessionExpired),
    ("FORBIDDEN_IP", ProviderCode::Forbidden),
    ("IDEMPOTENCY_KEY_CONFLICT", ProviderCode::IdempotencyConflict),
    ("INVALID_DOMAIN", ProviderCode::OriginNotAllowed),
    ("LAST_NAME_REQUIRED", NAME),
    ("NO_TEST_CARD_IN_LIVE_MODE", ProviderCode::CardNotSupported),
    ("OUTDATED_APP_TOKEN", ProviderCode::SessionExpired),
    ("RECURRING_USAGE_REQUIRES_CVV", ProviderCode::CvcExpired),
    ("TOKEN_FOR_WRONG_STORE", ProviderCode::TokenUnknown),
    ("TRANSACTION_ALREADY_PROCESSED", ProviderCode::TokenConsumed),
    ("TRANSACTION_TOKEN_EXPIRED", ProviderCode::TokenExpired),
];

/// Why a field is refused, where the reason tells on its own.
const REASONS: &[(&str, ProviderCode)] = &[
    ("INVALID_CARD_NUMBER", NUMBER),
    ("INVALID_CARD_NUMBER_LENGTH", NUMBER),
    ("LUHN_CHECK_FAILED", NUMBER),
    ("BIN_NOT_FOUND", NUMBER),
    ("INVALID_CARD_BRAND", BRAND),
    ("INVALID_CVV", CVC),
    ("CARD_PAYMENT_DISABLED", ProviderCode::CardNotSupported),
    ("DEBIT_DISABLED", ProviderCode::CardNotSupported),
    ("PREPAID_DISABLED", ProviderCode::CardNotSupported),
    ("COUNTRY_NOT_SUPPORTED", ProviderCode::CardNotSupported),
];

/// The form's fields by the wire's: what one means that is missing, and one that is wrong.
const FIELDS: &[(&str, FieldCode, ProviderCode)] = &[
    ("card_number", FieldCode::IncompleteNumber, NUMBER),
    ("exp_month", FieldCode::IncompleteExpiry, MONTH),
    ("exp_year", FieldCode::IncompleteExpiry, YEAR),
    ("cvv", FieldCode::IncompleteCvc, CVC),
    ("cardholder", FieldCode::IncompleteName, NAME),
    ("zip", FieldCode::IncompletePostalCode, POSTAL_CODE),
    ("country", FieldCode::IncompleteCountry, COUNTRY),
];

/// Why a charge failed, where it is not simply declined.
const CHARGE_ERRORS: &[(u16, ProviderCode)] = &[
    (301, NUMBER),
    (302, MONTH),
    (303, YEAR),
    (304, PAST),
    (305, CVC),
    (311, ProviderCode::RateLimited),
    (316, NAME),
    (355, ProviderCode::CardNotSupported),
    (500, ProviderCode::ProviderUnavailable),
    (501, ProviderCode::ProviderUnavailable),
    (502, ProviderCode::ProviderUnavailable),
];

/// One card may be charged again after this time.
const TOO_QUICK_MS: u32 = 30_000;

pub(super) fn refusal(
    response: &Response,
    reply: Option<Reply>,
    sent: &Sent,
    now: Moment,
) -> ProviderError {
    let error = ProviderError::of_status(response, reply.is_some(), now);
    let code = reply.as_ref().and_then(meaning);
    let code = match code {
        // No charge has been made yet: there is no security code that could be over.
        Some(ProviderCode::CvcExpired) => NO_CVC,
        Some(code) => code,
        None if response.status == 404 && sent.payment_type == PaymentType::Cvc => {
            ProviderCode::TokenUnknown
        }
        None => error.code,
    };
    ProviderError { code, provider_code: reply.as_ref().and_then(own_code), ..error }
}

/// Univapay tells a late, a used and an unknown token apart by itself.
pub(super) fn explain(rejection: &Rejection<'_>, reply: Option<&Reply>) -> ProviderError {
    if let Some((number, code)) = reply.and_then(failed_charge) {
        let error = rejection.error((code, true));
        return ProviderError { provider_code: number, ..error };
    }
    let code = match reply.and_then(meaning) {
        // The card has long been taken: what it lacks is a fresh security code.
        Some(NO_CVC) => ProviderCode::CvcExpired,
        Some(code) => code,
        None if rejection.status == 404 => match rejection.spent.id {
            Some(id) if !is_uuid(id) => ProviderCode::TokenMalformed,
            _ => ProviderCode::TokenUnknown,
        },
        None => ProviderCode::of_status(rejection.status, reply.is_some()),
    };
    ProviderError {
        provider_code: reply.and_then(own_code),
        retry_after_ms: (code == ProviderCode::RateLimited && rejection.status == 400)
            .then_some(TOO_QUICK_MS),
        ..rejection.error((code, true))
    }
}

/// What a body's code, or else the first of its fields that is one of ours, means.
fn meaning(reply: &Reply) -> Option<ProviderCode> {
    let code = reply.text("code")?;
    let by_code = CODES.iter().find(|(known, _)| *known == code).map(|(_, code)| *code);
    by_code.or_else(|| reply.items("errors").iter().find_map(field_error))
}

fn field_error(error: &Json) -> Option<ProviderCode> {
    let reason = error.at("reason").and_then(Json::as_text).unwrap_or_default();
    let by_reason = REASONS.iter().find(|(known, _)| *known == reason).map(|(_, code)| *code);
    let by_field = || {
        let field = error.at("field")?.as_text()?;
        // Whether a field deeper in the request is named by its path is not published.
        let name = field.rsplit('.').next()?;
        let (_, missing, wrong) = FIELDS.iter().find(|(known, ..)| *known == name)?;
        match wrong {
            ProviderCode::Field(field, _) if reason == "REQUIRED_VALUE" => {
                Some(ProviderCode::Field(*field, *missing))
            }
            wrong => Some(*wrong),
        }
    };
    // The field tells month and year apart; it may be left out.
    let is_expiry = reason == "INVALID_CARD_EXPIRATION";
    by_reason.or_else(by_field).or(is_expiry.then_some(MONTH))
}

/// A charge answers 2xx and fails afterwards, with a number for why.
fn failed_charge(reply: &Reply) -> Option<(Option<String>, ProviderCode)> {
    if reply.text("status") != Some("failed") {
        return None;
    }
    let number = reply.at("error.code").and_then(Json::as_whole);
    let found = CHARGE_ERRORS.iter().find(|(known, _)| Some(u32::from(*known)) == number);
    let code = found.map_or(ProviderCode::CardDeclined, |(_, code)| *code);
    Some((number.map(decimal), code))
}

/// The provider's word, if it is one: nothing that could repeat a card.
fn own_code(reply: &Reply) -> Option<String> {
    let is_plain = |code: &&str| code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    reply.text("code").filter(is_plain).map(str::to_owned)
}

fn is_uuid(id: &str) -> bool {
    id.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}
