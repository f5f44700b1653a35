//! The Univapay dialect against the fixtures that the sandbox answers with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken fixture should stop the test"
)]

#[path = "support/dialect.rs"]
mod dialect;

use cardlet::card::{Expiry, ExpiryRules, Field, FieldCode, YearMonth};
use cardlet::provider::{
    ConfigCode, ConfigError, ProviderCode, ProviderError, RawOptions, Rejection, Request, Spent,
    Subject, explain, observe,
};
use cardlet::token::{
    CvvAuthorizeStatus, ExpirationSource, Json, Mode, PaymentType, ProviderId, Status, Token,
};
use dialect::{Case, NOW, body_of, card, fixture, response, tree, value};
use serde_json::{Value, json};

const BASE: &str = "http://127.0.0.1:4282/univapay";
const ID: &str = "abcdefab-cdef-1abc-bdef-abcdefabcdef";

/// The key that the fixtures' requests carry.
fn key() -> String {
    let header = &fixture("univapay", "token-created")["request"]["headers"]["authorization"];
    header.as_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned()
}

fn raw_options(token_type: Option<&str>) -> RawOptions {
    RawOptions {
        provider: Some("univapay".to_owned()),
        public_key: Some(key()),
        endpoint: Some(BASE.to_owned()),
        token_type: token_type.map(str::to_owned),
        ..RawOptions::default()
    }
}

/// The vendor's test card, for a token of a type.
fn case_of(token_type: Option<&str>) -> Case {
    let visa = Subject::Card(card("4000020000000000", None));
    Case::new(raw_options(token_type)).subject(visa)
}

fn case() -> Case {
    case_of(None)
}

fn recurring(config: &Value) -> Case {
    case_of(Some("recurring")).config(config)
}

/// Another security code for the fixtures' token.
fn update() -> Case {
    let mut case = Case::new(raw_options(None)).cvc("123");
    case.options.update_token = Some(ID.to_owned());
    case
}

fn answer_of(case: &Case, name: &str) -> Result<Token, ProviderError> {
    case.answer(&dialect::response_of("univapay", name))
}

fn refusal_of(name: &str) -> ProviderError {
    answer_of(&case(), name).unwrap_err()
}

fn assert_sent(request: &Request, name: &str) {
    let expected = &fixture("univapay", name)["request"];
    assert_eq!(request.method, expected["method"], "{name}");
    assert_eq!(request.url, format!("{BASE}{}", expected["path"].as_str().unwrap()), "{name}");
    assert_eq!(body_of(request), expected["body"], "{name}");
    let mut headers: Value =
        request.headers.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
    // The browser sets this one.
    headers["origin"] = expected["headers"]["origin"].clone();
    assert_eq!(headers, expected["headers"], "{name}");
}

/// What a page gives for each payment method, by the fixture of its request.
fn payments() -> Vec<(&'static str, PaymentType, Option<&'static str>, Value)> {
    let phone = json!({ "countryCode": "81", "localNumber": "08012341234" });
    vec![
        ("qr-scan-created", PaymentType::QrScan, None, json!({ "scannedQr": "QR-OF-A-WALLET" })),
        (
            "qr-merchant-created",
            PaymentType::QrMerchant,
            Some("one_time"),
            json!({ "brand": "pay_pay_merchant" }),
        ),
        (
            "online-created",
            PaymentType::Online,
            None,
            json!({
                "brand": "alipay_online", "callMethod": "app", "osType": "ios",
                "userIdentifier": "user-1", "userIdentifierSource": "provided",
            }),
        ),
        (
            "konbini-created",
            PaymentType::Konbini,
            None,
            json!({
                "customerName": "Taro Yamada", "convenienceStore": "lawson", "phoneNumber": phone,
                "expirationPeriod": "P7D", "expirationTimeShift": "09:00:00.000+09:00",
            }),
        ),
        (
            "bank-transfer-created",
            PaymentType::BankTransfer,
            None,
            json!({
                "brand": "aozora_bank", "expirationPeriod": "P7D",
                "expirationTimeShift": "09:00:00.000+09:00", "name": "Taro Yamada",
            }),
        ),
        (
            "paidy-created",
            PaymentType::Paidy,
            Some("subscription"),
            json!({
                "paidyToken": "tok_paidy", "phoneNumber": "08012341234",
                "shippingAddress": { "zip": "105-0011", "city": "Minato" },
            }),
        ),
        (
            "apple-pay-created",
            PaymentType::ApplePay,
            None,
            json!({
                "applepayToken": "a-token-of-apple-pay", "cardholder": "TARO YAMADA",
                "zip": "105-0011", "country": "JP", "line1": null,
            }),
        ),
    ]
}

#[test]
fn the_requests_are_the_documented_ones() {
    let config = json!({
        "email": "a@example.com",
        "metadata": { "order": "1" },
        "device": { "ip_address": "192.0.2.1" },
        "billingAddress": {
            "line1": "1-1-1", "line2": "Tower 3", "state": "Tokyo", "city": "Minato",
            "country": "JP", "postalCode": "105-0011",
        },
        "phone": { "countryCode": "+81", "number": "08012341234" },
    });
    let held = Subject::Card(card("4000020000000000", Some("TARO YAMADA")));
    assert_sent(&case().subject(held).config(&config).request(), "token-created");
    let config = json!({ "usageLimit": "monthly", "cvvAuthorize": { "currency": "JPY" } });
    assert_sent(&recurring(&config).request(), "token-created-recurring");
    assert_sent(&case_of(Some("subscription")).request(), "token-created-subscription");
    assert_sent(&update().request(), "cvv-updated");
    for (name, payment_type, token_type, data) in payments() {
        let case = case_of(token_type).payment(payment_type, &data);
        assert_sent(&case.request(), name);
    }
}

#[test]
fn a_key_for_repeats_is_sent_only_where_there_is_one() {
    let case = Case { idempotency_key: "", ..case() };
    assert!(case.request().headers.iter().all(|(name, _)| name != "idempotency-key"));
}

#[test]
fn a_month_has_two_digits() {
    let mut march = card("4000020000000000", None);
    let now = YearMonth { year: 2026, month: 11 };
    march.expiry = Expiry::parse("3/31", ExpiryRules::at(now)).unwrap();
    let data = &body_of(&case().subject(Subject::Card(march)).request())["data"];
    assert_eq!((&data["exp_month"], &data["exp_year"]), (&json!("03"), &json!("2031")));
}

#[test]
fn a_token_for_one_payment_lives_five_minutes_from_its_creation() {
    for (name, case) in
        [("token-created", case()), ("token-created-subscription", case_of(Some("subscription")))]
    {
        let token = answer_of(&case, name).unwrap();
        assert_eq!(token.id, ID);
        assert_eq!(token.life.source, ExpirationSource::Published);
        assert_eq!(token.life.length_ms, Some(300_000.0));
        assert_eq!(token.life.expires.unwrap().to_string(), "2026-11-21T09:35:00Z");
        assert_eq!(token.created.unwrap().to_string(), "2026-11-21T09:30:00Z");
        assert_eq!((token.mode, token.status(NOW)), (Some(Mode::Test), Status::Created));
        assert_eq!((token.cvc_life, token.usage_limit.as_deref()), (None, None));
        let card = token.card.as_ref().unwrap();
        assert_eq!((card.last4.as_str(), card.bin.as_deref()), ("0000", Some("400002")));
        let sent = case.options.token_type.as_deref().unwrap_or("one_time");
        assert_eq!(token.token_type.unwrap().name(), sent);
        assert_eq!(*token.cvv_authorize.borrow(), None);
    }
}

#[test]
fn a_recurring_token_has_no_end_but_its_code_lives_five_minutes() {
    let config = json!({ "usageLimit": "monthly", "cvvAuthorize": {} });
    let token = answer_of(&recurring(&config), "token-created-recurring").unwrap();
    assert_eq!(token.life.source, ExpirationSource::None);
    assert_eq!(token.cvc_life.unwrap().length_ms, Some(300_000.0));
    assert_eq!(token.usage_limit.as_deref(), Some("monthly"));
    assert_eq!(token.status(NOW), Status::Active);
    let check = token.cvv_authorize.borrow().clone().unwrap();
    assert_eq!(check.status, CvvAuthorizeStatus::Pending);
    assert_eq!(check.charge_id.as_deref(), Some("fedcbafe-dcba-1fed-bcba-fedcbafedcba"));
    assert_eq!(check.currency.as_deref(), Some("JPY"));
}

#[test]
fn another_security_code_starts_five_minutes_of_its_own() {
    let token = answer_of(&update(), "cvv-updated").unwrap();
    assert_eq!((token.id.as_str(), token.payment_type), (ID, PaymentType::Cvc));
    assert_eq!(token.life.source, ExpirationSource::None);
    assert_eq!(token.cvc_life.unwrap().length_ms, Some(300_000.0));
    assert!(token.card.is_none());
    // An older reply, without its type and its data.
    let token = update().answer(&response(200, &json!({ "id": ID }))).unwrap();
    assert_eq!((token.life.length_ms, token.token_type.unwrap().name()), (None, "recurring"));
}

#[test]
fn a_security_code_needs_a_store_and_a_token() {
    let missing = Case::new(raw_options(None)).cvc("123");
    let error = missing.try_exchange().err().unwrap();
    assert_eq!((error.code, error.option), (ConfigCode::MissingOption, "updateToken"));
    let mut merchants = update();
    let header = &fixture("univapay", "key-of-merchant")["request"]["headers"]["authorization"];
    merchants.options.public_key = Some(header.as_str().unwrap()[7..].to_owned());
    let error = merchants.try_exchange().err().unwrap();
    assert_eq!((error.code, error.option), (ConfigCode::InvalidOption, "publicKey"));
}

#[test]
fn what_a_payment_method_answers_is_the_tokens_data() {
    for (name, payment_type, token_type, data) in payments() {
        let case = case_of(token_type).payment(payment_type, &data);
        let token = answer_of(&case, name).unwrap();
        let body = &fixture("univapay", name)["response"]["body"];
        assert_eq!(token.data, tree(&body["data"]), "{name}");
        assert_eq!((token.payment_type, token.card), (payment_type, None), "{name}");
        assert_eq!((token.life.length_ms, token.cvc_life), (Some(300_000.0), None), "{name}");
    }
}

fn config_error(case: &Case) -> (ConfigCode, &'static str) {
    let ConfigError { code, option } = case.try_exchange().err().unwrap();
    (code, option)
}

#[test]
fn what_a_method_needs_is_named_when_it_is_missing_and_what_is_wrong_too() {
    for (name, payment_type, token_type, data) in payments() {
        let case = |data| case_of(token_type).payment(payment_type, &data);
        for (part, value) in data.as_object().unwrap() {
            let mut wrong = data.clone();
            wrong[part] = json!(["x"]);
            let (code, option) = config_error(&case(wrong));
            assert_eq!((code, option), (ConfigCode::InvalidOption, part.as_str()), "{name}");
            let mut missing = data.clone();
            missing.as_object_mut().unwrap().remove(part);
            let is_required = matches!(
                (name, part.as_str()),
                ("qr-scan-created", "scannedQr")
                    | (_, "brand" | "customerName" | "convenienceStore" | "paidyToken")
                    | ("konbini-created", "phoneNumber")
                    | (_, "shippingAddress" | "applepayToken")
            );
            match case(missing).try_exchange() {
                Ok(_) => assert!(!is_required, "{name}: {part}"),
                Err(error) => {
                    assert!(is_required, "{name}: {part}");
                    let named = (error.code, error.option);
                    assert_eq!(named, (ConfigCode::MissingOption, part.as_str()), "{name}");
                }
            }
            assert!(value.is_null() || case(data.clone()).try_exchange().is_ok(), "{name}");
        }
        let mut unknown = data.clone();
        unknown["cardNumber"] = json!("4");
        assert_eq!(config_error(&case(unknown)), (ConfigCode::InvalidOption, "data"), "{name}");
    }
    let none = case().payment(PaymentType::Card, &json!({}));
    assert_eq!(config_error(&none), (ConfigCode::UnsupportedOperation, "paymentType"));
    let none = case().payment(PaymentType::QrScan, &json!("x"));
    assert_eq!(config_error(&none), (ConfigCode::InvalidOption, "data"));
}

#[test]
fn values_have_the_wires_form() {
    let address = |address: Value| json!({ "paidyToken": "t", "shippingAddress": address });
    let konbini = |phone: Value, store: &str| json!({ "customerName": "T", "convenienceStore": store, "phoneNumber": phone });
    let phone = |local: &str| json!({ "countryCode": "81", "localNumber": local });
    for (payment_type, data, option) in [
        (PaymentType::Paidy, address(json!({ "zip": "1" })), Some("shippingAddress")),
        (PaymentType::Paidy, address(json!({ "city": "x" })), Some("shippingAddress")),
        (
            PaymentType::Paidy,
            address(json!({ "zip": "1", "city": "x", "street": "y" })),
            Some("shippingAddress"),
        ),
        (
            PaymentType::Paidy,
            address(json!({ "zip": "1", "city": "x", "state": 7 })),
            Some("shippingAddress"),
        ),
        (PaymentType::Paidy, address(json!({ "zip": "1", "line2": "x" })), None),
        (PaymentType::Konbini, konbini(phone("08012341234"), "seven_eleven"), None),
        (PaymentType::Konbini, konbini(phone("08012341234"), "aldi"), Some("convenienceStore")),
        (PaymentType::Konbini, konbini(phone("0801234123456789"), "lawson"), Some("phoneNumber")),
        (PaymentType::Konbini, konbini(json!("0801"), "lawson"), Some("phoneNumber")),
        (PaymentType::QrMerchant, json!({ "brand": "Pay Pay" }), Some("brand")),
        (PaymentType::QrMerchant, json!({ "brand": "a_brand_of_next_year" }), None),
        (PaymentType::Online, json!({ "brand": "x", "callMethod": "ftp" }), Some("callMethod")),
        (PaymentType::QrScan, json!({ "scannedQr": "" }), Some("scannedQr")),
        (PaymentType::QrScan, json!({ "scannedQr": "a\nb" }), Some("scannedQr")),
    ] {
        let shown = data.to_string();
        match (case().payment(payment_type, &data).try_exchange(), option) {
            (Ok(_), expected) => assert_eq!(expected, None, "{shown}"),
            (Err(error), expected) => {
                assert_eq!((error.code, Some(error.option)), (ConfigCode::InvalidOption, expected));
            }
        }
    }
}

#[test]
fn methods_and_token_types_go_together_as_published() {
    for (name, payment_type, _, data) in payments() {
        let allowed: &[&str] = match payment_type {
            PaymentType::QrScan | PaymentType::QrMerchant | PaymentType::Online => &["one_time"],
            PaymentType::Konbini => &["one_time", "subscription"],
            _ => &["one_time", "subscription", "recurring"],
        };
        for token_type in ["one_time", "subscription", "recurring"] {
            let case = case_of(Some(token_type)).payment(payment_type, &data);
            match case.try_exchange() {
                Ok(_) => assert!(allowed.contains(&token_type), "{name} {token_type}"),
                Err(error) => {
                    assert!(!allowed.contains(&token_type), "{name} {token_type}");
                    let named = (error.code, error.option);
                    assert_eq!(named, (ConfigCode::InvalidOption, "tokenType"));
                }
            }
        }
    }
    let wallet = case_of(Some("recurring")).config(&json!({ "cvvAuthorize": {} }));
    let wallet = wallet.payment(PaymentType::Paidy, &payments()[5].3);
    assert_eq!(config_error(&wallet), (ConfigCode::InvalidOption, "cvvAuthorize"));
}

#[test]
fn options_that_cannot_be_used_are_named() {
    let invalid = |option| (ConfigCode::InvalidOption, option);
    for (token_type, config, error) in [
        (None, json!({ "usageLimit": "daily" }), Some(invalid("usageLimit"))),
        (Some("recurring"), json!({ "usageLimit": "hourly" }), Some(invalid("usageLimit"))),
        (Some("recurring"), json!({ "usageLimit": "annually" }), None),
        (Some("subscription"), json!({ "cvvAuthorize": {} }), Some(invalid("cvvAuthorize"))),
        (None, json!({ "metadata": { "a": { "b": 1 } } }), Some(invalid("metadata"))),
        (None, json!({ "metadata": { "a": [] } }), Some(invalid("metadata"))),
        (None, json!({ "metadata": { "a": "1", "b": 2, "c": true } }), None),
        (Some("weekly"), json!({}), Some(invalid("tokenType"))),
    ] {
        let case = case_of(token_type).config(&config);
        let named = case.try_exchange().err().map(|error| (error.code, error.option));
        assert_eq!(named, error, "{config}");
    }
    for (key, code) in [
        ("pk_test_abc".to_owned(), ConfigCode::InvalidOption),
        ("a.b".to_owned(), ConfigCode::InvalidOption),
        (format!("secret.{}", key()), ConfigCode::SecretKeyRefused),
    ] {
        let mut case = case();
        case.options.public_key = Some(key);
        assert_eq!(config_error(&case), (code, "publicKey"));
    }
    let resumed = case().subject(Subject::Resume(ID.to_owned()));
    assert_eq!(config_error(&resumed), (ConfigCode::UnsupportedOperation, "resume"));
}

#[test]
fn a_key_tells_its_mode_and_one_address_serves_both() {
    for (name, mode) in [
        ("token-created", Some(Mode::Test)),
        ("test-card-in-live-mode", Some(Mode::Live)),
        ("key-of-merchant", None),
    ] {
        let header = &fixture("univapay", name)["request"]["headers"]["authorization"];
        let mut case = case();
        case.options.public_key = Some(header.as_str().unwrap()[7..].to_owned());
        case.options.endpoint = None;
        let exchange = case.try_exchange().unwrap();
        assert_eq!(exchange.sent.mode, mode, "{name}");
        assert_eq!(exchange.request.url, "https://api.univapay.com/tokens");
    }
}

#[test]
fn refusals_have_our_codes_and_the_providers() {
    let field = ProviderCode::Field;
    for (name, code, own) in [
        ("invalid-fields", field(Field::Number, FieldCode::InvalidNumber), "VALIDATION_ERROR"),
        ("missing-number", field(Field::Number, FieldCode::IncompleteNumber), "VALIDATION_ERROR"),
        ("key-missing", ProviderCode::InvalidPublicKey, "AUTH_HEADER_MISSING"),
        ("key-unknown", ProviderCode::InvalidPublicKey, "INVALID_APP_TOKEN"),
        ("key-expired", ProviderCode::SessionExpired, "EXPIRED_LOGIN_TOKEN"),
        ("key-of-merchant", ProviderCode::Forbidden, "INVALID_PERMISSIONS"),
        ("origin-refused", ProviderCode::OriginNotAllowed, "INVALID_DOMAIN"),
        (
            "direct-disabled",
            ProviderCode::DirectTokenizationDisabled,
            "DIRECT_CARD_TOKEN_CREATION_DISABLED",
        ),
        ("test-card-in-live-mode", ProviderCode::CardNotSupported, "NO_TEST_CARD_IN_LIVE_MODE"),
        ("idempotency-conflict", ProviderCode::IdempotencyConflict, "IDEMPOTENCY_KEY_CONFLICT"),
    ] {
        let error = refusal_of(name);
        assert_eq!((error.code, error.provider_code.as_deref()), (code, Some(own)), "{name}");
        assert!(error.certain && !error.code.is_retryable(), "{name}");
    }
    let limited = refusal_of("rate-limited");
    assert_eq!((limited.code, limited.provider_code), (ProviderCode::RateLimited, None));
    assert_eq!(
        answer_of(&update(), "charge-unknown").unwrap_err().code,
        ProviderCode::TokenUnknown
    );
}

#[test]
fn each_code_and_each_reason_means_what_it_says() {
    let field = ProviderCode::Field;
    let (number, expiry, cvc, name) = (Field::Number, Field::Expiry, Field::Cvc, Field::Name);
    for (status, code, meaning) in [
        (400, "CARD_BRAND_NOT_SUPPORTED", field(number, FieldCode::UnsupportedBrand)),
        (400, "CARD_COUNTRY_NOT_SUPPORTED", ProviderCode::CardNotSupported),
        (400, "CARD_PROCESSING_DISABLED", ProviderCode::CardNotSupported),
        (403, "CARD_LOCKED", ProviderCode::CardDeclined),
        (400, "CVV_REQUIRED", field(cvc, FieldCode::IncompleteCvc)),
        (400, "RECURRING_USAGE_REQUIRES_CVV", field(cvc, FieldCode::IncompleteCvc)),
        (400, "CVV_AUTHORIZATION_NOT_COMPLETED", ProviderCode::CvvAuthorizePending),
        (400, "FORBIDDEN_IP", ProviderCode::Forbidden),
        (400, "LAST_NAME_REQUIRED", field(name, FieldCode::InvalidName)),
        (403, "OUTDATED_APP_TOKEN", ProviderCode::SessionExpired),
        (401, "INVALID_CREDENTIALS", ProviderCode::InvalidPublicKey),
        (400, "RECURRING_TOKEN_DISABLED", ProviderCode::ProviderRejected),
        (500, "TIMEOUT", ProviderCode::ProviderUnavailable),
        (503, "SERVICE_UNAVAILABLE_TRY_AGAIN", ProviderCode::ProviderUnavailable),
    ] {
        let body = json!({ "status": "error", "code": code, "errors": [] });
        let error = case().answer(&response(status, &body)).unwrap_err();
        assert_eq!((error.code, error.provider_code.as_deref()), (meaning, Some(code)));
    }
    for (wire, reason, meaning) in [
        ("card_number", "INVALID_CARD_NUMBER", field(number, FieldCode::InvalidNumber)),
        ("data.card_number", "LUHN_CHECK_FAILED", field(number, FieldCode::InvalidNumber)),
        ("card", "INVALID_CARD_NUMBER_LENGTH", field(number, FieldCode::InvalidNumber)),
        ("card", "BIN_NOT_FOUND", field(number, FieldCode::InvalidNumber)),
        ("card", "INVALID_CARD_BRAND", field(number, FieldCode::UnsupportedBrand)),
        ("card", "DEBIT_DISABLED", ProviderCode::CardNotSupported),
        ("exp_month", "INVALID_CARD_EXPIRATION", field(expiry, FieldCode::InvalidExpiryMonth)),
        ("exp_year", "INVALID_CARD_EXPIRATION", field(expiry, FieldCode::InvalidExpiryYear)),
        ("", "INVALID_CARD_EXPIRATION", field(expiry, FieldCode::InvalidExpiryMonth)),
        ("zip", "INVALID_FORMAT", field(Field::PostalCode, FieldCode::InvalidPostalCode)),
        ("zip", "REQUIRED_VALUE", field(Field::PostalCode, FieldCode::IncompletePostalCode)),
        ("country", "INVALID_FORMAT_COUNTRY", field(Field::Country, FieldCode::IncompleteCountry)),
        ("data.exp_year", "REQUIRED_VALUE", field(expiry, FieldCode::IncompleteExpiry)),
        ("cvv", "INVALID_CVV", field(cvc, FieldCode::InvalidCvc)),
        ("cvv", "REQUIRED_VALUE", field(cvc, FieldCode::IncompleteCvc)),
        ("cvv", "must be three digits", field(cvc, FieldCode::InvalidCvc)),
        ("cardholder", "REQUIRED_VALUE", field(name, FieldCode::IncompleteName)),
        ("cardholder", "INVALID_FORMAT", field(name, FieldCode::InvalidName)),
        ("email", "INVALID_FORMAT_EMAIL", ProviderCode::ProviderRejected),
    ] {
        let errors =
            json!([{ "reason": "ONLY_FOR_CARD_PAYMENT" }, { "field": wire, "reason": reason }]);
        let body = json!({ "status": "error", "code": "VALIDATION_ERROR", "errors": errors });
        let error = case().answer(&response(400, &body)).unwrap_err();
        assert_eq!(error.code, meaning, "{wire} {reason}");
    }
    // A code that is none, and might repeat the card.
    let body = json!({ "code": "declined 4000020000000000", "errors": 7 });
    let error = case().answer(&response(400, &body)).unwrap_err();
    assert_eq!((error.code, error.provider_code), (ProviderCode::ProviderRejected, None));
}

fn explained(name: &str, id: &str) -> ProviderError {
    let response = &fixture("univapay", name)["response"];
    let body = response["body"].to_string();
    let status = response["status"].as_u64().unwrap() as u16;
    let spent = Spent { id: Some(id), ..Spent::default() };
    explain(ProviderId::Univapay, &Rejection { status, body: &body, spent }).unwrap()
}

#[test]
fn what_the_merchants_server_was_told_is_told_apart() {
    for (name, code, own) in [
        ("charge-used", ProviderCode::TokenConsumed, Some("TRANSACTION_ALREADY_PROCESSED")),
        ("charge-expired", ProviderCode::TokenExpired, Some("TRANSACTION_TOKEN_EXPIRED")),
        ("charge-unknown", ProviderCode::TokenUnknown, Some("NOT_FOUND")),
        (
            "charge-cvv-pending",
            ProviderCode::CvvAuthorizePending,
            Some("CVV_AUTHORIZATION_NOT_COMPLETED"),
        ),
        ("charge-cvc-late", ProviderCode::CvcExpired, Some("RECURRING_USAGE_REQUIRES_CVV")),
        ("charge-failed", ProviderCode::CardDeclined, Some("306")),
        ("rate-limited", ProviderCode::RateLimited, None),
    ] {
        let error = explained(name, ID);
        assert_eq!((error.code, error.provider_code.as_deref()), (code, own), "{name}");
        assert!(error.certain, "{name}");
    }
    assert_eq!(explained("charge-unknown", "tok_1").code, ProviderCode::TokenMalformed);
}

#[test]
fn a_failed_charge_names_its_field_and_a_quick_one_its_wait() {
    let told = |status, body: Value| {
        let body = body.to_string();
        let rejection = Rejection { status, body: &body, spent: Spent::default() };
        explain(ProviderId::Univapay, &rejection).unwrap()
    };
    for (number, field) in [
        (301, Some(Field::Number)),
        (302, Some(Field::Expiry)),
        (303, Some(Field::Expiry)),
        (304, Some(Field::Expiry)),
        (305, Some(Field::Cvc)),
        (314, None),
    ] {
        let error = told(200, json!({ "status": "failed", "error": { "code": number } }));
        assert_eq!(error.code.field(), field, "{number}");
        assert_eq!(error.provider_code, Some(number.to_string()));
    }
    let quick = told(400, json!({ "status": "error", "code": "CHARGE_TOO_QUICK", "errors": [] }));
    assert_eq!((quick.code, quick.retry_after_ms), (ProviderCode::RateLimited, Some(30_000)));
    let late = told(400, json!({ "status": "error", "code": "CVV_REQUIRED", "errors": [] }));
    assert_eq!(late.code, ProviderCode::CvcExpired);
}

#[test]
fn a_token_that_waits_for_its_customer_is_an_action() {
    let error = refusal_of("token-awaiting-three-ds");
    assert_eq!(error.code, ProviderCode::ActionRequired);
    let action = error.action.unwrap();
    assert_eq!((action.kind.as_str(), action.url), ("three_ds", None));
    assert_eq!(action.payload.at("id").and_then(Json::as_text), Some(ID));
    let back = action.payload.at("three_ds.redirect_endpoint").and_then(Json::as_text);
    assert_eq!(back, Some("https://shop.example/back"));
}

#[test]
fn reading_a_token_again_updates_what_can_change() {
    let token = answer_of(&recurring(&json!({ "cvvAuthorize": {} })), "token-created-recurring");
    let token = token.unwrap();
    let status = || token.cvv_authorize.borrow().as_ref().unwrap().status;
    let mut read = fixture("univapay", "token-read")["response"]["body"].clone();
    let mut look = |pointer: &str, value: Value| {
        *read.pointer_mut(pointer).unwrap() = value;
        observe(&token, read.to_string().as_bytes());
    };
    for (name, expected, active) in [
        ("current", CvvAuthorizeStatus::Current, Status::Active),
        ("failed", CvvAuthorizeStatus::Failed, Status::Active),
        ("inactive", CvvAuthorizeStatus::Inactive, Status::Inactive),
        ("successful", CvvAuthorizeStatus::Current, Status::Active),
        // A word that nobody knows changes nothing.
        ("strange", CvvAuthorizeStatus::Current, Status::Active),
    ] {
        look("/data/cvv_authorize/status", json!(name));
        assert_eq!((status(), token.status(NOW)), (expected, active), "{name}");
    }
    look("/active", json!(false));
    assert_eq!(token.status(NOW), Status::Inactive);
    look("/active", json!(true));
    assert_eq!(token.status(NOW), Status::Active);
    // Another token, and no token at all.
    look("/id", json!("another"));
    look("/data/cvv_authorize/status", json!("failed"));
    observe(&token, b"<html>");
    assert_eq!(status(), CvvAuthorizeStatus::Current);
}

#[test]
fn every_field_that_the_vendor_lists_reaches_the_page() {
    let fields = fixture("fields", "univapay")["fields"].clone();
    let mut missing: Vec<_> =
        fields.as_array().unwrap().iter().map(|field| field.as_str().unwrap().to_owned()).collect();
    assert_eq!(missing.len(), 49);
    let card = answer_of(&case(), "token-created").unwrap();
    let check = answer_of(&recurring(&json!({})), "token-created-recurring").unwrap();
    let others = payments().into_iter().map(|(name, payment_type, token_type, data)| {
        answer_of(&case_of(token_type).payment(payment_type, &data), name).unwrap()
    });
    for token in [card, check].into_iter().chain(others) {
        missing.retain(|field| {
            let of_data = field.strip_prefix("data.").and_then(|path| token.data.at(path));
            token.raw.at(field).is_none() && of_data.is_none()
        });
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn what_a_server_repeats_of_the_card_is_taken_out() {
    let mut body = fixture("univapay", "token-created")["response"]["body"].clone();
    body["metadata"] = json!({ "note": "card 4000020000000000", "code": "123", "order": "1" });
    body["cvv"] = json!("123");
    body["data"]["card"]["issuer"] = json!("0002000000");
    let token = case().answer(&response(201, &body)).unwrap();
    let kept = value(Some(&token.raw));
    assert_eq!(kept["metadata"], json!({ "order": "1" }));
    assert!(kept.get("cvv").is_none() && kept["data"]["card"].get("issuer").is_none());
    body["id"] = json!("4000020000000000");
    assert!(case().answer(&response(201, &body)).is_err());
}
