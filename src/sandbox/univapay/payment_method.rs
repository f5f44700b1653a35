//! The payment methods without a card: what they take, and what they answer.

use super::api_error::{ApiError, FieldErrors};
use super::card::billing;
use super::fields::{Object, object, phone_number, required_text, text, without_card_numbers};
use crate::sandbox::clock::rfc3339;
use crate::token::{PaymentType, TokenType};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

const QR_BRANDS: &str = "aeon_pay alipay alipay_china alipay_connect_mpm alipay_connect_cpm \
    alipay_plus alipay_plus_mpm alipay_plus_cpm alipay_hk alipay_merchant_qr alipay_singapore \
    au_pay bartong coi_pay_hiroshima dana dash de_card dtcpay d_barai ezlink gcash ginko_pay \
    global_pay hama_pay hellomoney hokuhoku_pay_hokkaido hokuhoku_pay_hokuriku idram \
    ifast_global_bank jkopay kakaopay line_pay merpay momo oki_pay origami pay_pay \
    pay_pay_merchant qq rakuten_pay rakuten_pay_merchant shopee_pay_my shopee_pay_sg \
    shopee_pay_th smbc tng truemoney uabpay vcb yoka_pay_fukuoka yoka_pay_kumamoto \
    yoka_pay_shinwa yucho_pay we_chat we_chat_mpm wise";
const ONLINE_BRANDS: &str = "alipay_online alipay_plus_online d_barai_online pay_pay_online \
    we_chat_online bpi boost rabbit_line_pay tinaba naver_pay toss_pay maya grab_sg kredivo_id \
    k_plus big_pay_my big_pay_sg big_pay_th kaspi_kz zalopay bluecode naya_pay scb_planet_plus \
    humo momo alipay_connect_online";
const BANK_BRANDS: &str = "aozora_bank bank_test_brand";
const CALL_METHODS: &str = "http_get http_get_mobile http_post sdk web app";
const STORES: &str = "seven_eleven family_mart lawson mini_stop seico_mart pay_easy circle_k \
    sunkus daily_yamazaki yamazaki_daily_store";
/// How long a customer has to pay when the request does not say it.
const PAYMENT_DAYS: i64 = 30;

/// Is a token of this type one that the payment method makes?
///
/// # Errors
/// 400 with the vendor's words for it.
pub(super) fn check_type(payment: PaymentType, token: TokenType) -> Result<(), ApiError> {
    let is_one_time = token == TokenType::OneTime;
    match payment {
        PaymentType::QrScan | PaymentType::QrMerchant | PaymentType::Online if !is_one_time => {
            let mut errors = FieldErrors::default();
            errors.push("type", "ONE_TIME_ONLY_ALLOWED");
            errors.check(None)
        }
        PaymentType::Konbini if token == TokenType::Recurring => {
            Err(ApiError::bad("RECURRING_TOKEN_NOT_ALLOWED"))
        }
        _ => Ok(()),
    }
}

/// Does a charge wait until the customer has paid elsewhere?
pub(super) fn awaits_customer(payment: PaymentType) -> bool {
    matches!(
        payment,
        PaymentType::QrMerchant
            | PaymentType::Online
            | PaymentType::Konbini
            | PaymentType::BankTransfer
    )
}

/// Reads `data` of a payment method into the token's.
///
/// # Errors
/// 400 with every field that is wrong.
pub(super) fn read(
    payment: PaymentType,
    data: &Object,
    now: OffsetDateTime,
    base: &str,
) -> Result<Value, ApiError> {
    let mut errors = FieldErrors::default();
    let read = match payment {
        PaymentType::QrScan => {
            let code = required_text(data, "scanned_qr", &mut errors);
            // Which wallet a code is of, only its owner knows.
            code.map(|_| json!({ "brand": "pay_pay", "gateway": "pay_pay" }))
        }
        PaymentType::QrMerchant => brand(data, QR_BRANDS, &mut errors)
            .map(|brand| json!({ "qr_image_url": format!("{base}/qr/{brand}"), "brand": brand })),
        PaymentType::Online => online(data, &mut errors),
        PaymentType::Konbini => konbini(data, now, &mut errors),
        PaymentType::BankTransfer => bank_transfer(data, &mut errors),
        PaymentType::Paidy => paidy(data, &mut errors),
        PaymentType::ApplePay => apple_pay(data, &mut errors),
        PaymentType::Card | PaymentType::Cvc => None,
    };
    errors.check(read).map(without_card_numbers)
}

/// One of the words; anything else is noted.
fn word<'a>(
    data: &'a Object,
    name: &str,
    words: &str,
    reason: &str,
    errors: &mut FieldErrors,
) -> Option<&'a str> {
    let text = text(data, name, errors)?;
    let is_known = words.split_whitespace().any(|word| word == text);
    if !is_known {
        errors.push(name, reason);
    }
    is_known.then_some(text)
}

fn brand<'a>(data: &'a Object, brands: &str, errors: &mut FieldErrors) -> Option<&'a str> {
    required_text(data, "brand", errors)?;
    word(data, "brand", brands, "BRAND_NOT_DEFINED", errors)
}

fn online(data: &Object, errors: &mut FieldErrors) -> Option<Value> {
    const REASON: &str = "INVALID_FORMAT";
    let brand = brand(data, ONLINE_BRANDS, errors);
    let method = word(data, "call_method", CALL_METHODS, REASON, errors);
    let os_type = word(data, "os_type", "ios android", REASON, errors);
    let user = text(data, "user_identifier", errors);
    let source = word(data, "user_identifier_source", "provided internal", REASON, errors);
    Some(json!({
        "brand": brand?,
        "call_method": method.unwrap_or("http_post"),
        "os_type": os_type,
        "user_identifier": user,
        "user_identifier_source": source,
        "issuer_token": null,
        "issuer_token_payload": null,
    }))
}

fn konbini(data: &Object, now: OffsetDateTime, errors: &mut FieldErrors) -> Option<Value> {
    let name = required_text(data, "customer_name", errors);
    let store = required_text(data, "convenience_store", errors)
        .and_then(|_| word(data, "convenience_store", STORES, "INVALID_FORMAT", errors));
    let phone = match object(data, "phone_number", errors) {
        Some(phone) => phone_number(phone, errors),
        None => {
            errors.push("phone_number", "REQUIRED_VALUE");
            None
        }
    };
    let (period, days) = period(data, errors);
    Some(json!({
        "customer_name": name?,
        "convenience_store": store?,
        "phone_number": phone?,
        "expiration_period": period,
        "expiration_time_shift": text(data, "expiration_time_shift", errors),
        "expiration_date": rfc3339(now + Duration::days(days)),
    }))
}

fn bank_transfer(data: &Object, errors: &mut FieldErrors) -> Option<Value> {
    let brand = brand(data, BANK_BRANDS, errors);
    let (period, _) = period(data, errors);
    text(data, "name", errors);
    Some(json!({
        "brand": brand?,
        "expiration_period": period,
        "expiration_time_shift": text(data, "expiration_time_shift", errors),
        "match_amount": "exact",
        "bank_code": "0398",
        "bank_name": "Test Bank",
        "branch_code": "101",
        "branch_name": "Head Office",
        "account_number": "1234567",
        "account_holder_name": "CARDLET DEMO",
    }))
}

/// A duration in days, such as `P7D`.
fn period<'a>(data: &'a Object, errors: &mut FieldErrors) -> (&'a str, i64) {
    let Some(period) = text(data, "expiration_period", errors) else {
        return ("P30D", PAYMENT_DAYS);
    };
    let days = period.strip_prefix('P').and_then(|rest| rest.strip_suffix('D'));
    let days = days.and_then(|days| days.parse().ok()).filter(|days| (1..=365).contains(days));
    if days.is_none() {
        errors.push("expiration_period", "EXPIRATION_DATE_OUT_OF_BOUNDS");
    }
    (period, days.unwrap_or(PAYMENT_DAYS))
}

fn paidy(data: &Object, errors: &mut FieldErrors) -> Option<Value> {
    let token = required_text(data, "paidy_token", errors);
    let address = object(data, "shipping_address", errors);
    if let Some(address) = address {
        required_text(address, "zip", errors);
        let is_given = |name: &&str| address.get(*name).is_some_and(Value::is_string);
        if !["line1", "line2", "city", "state"].iter().any(is_given) {
            let reason = "PAIDY_SHIPPING_ADDRESS_NEEDS_ONE_OPTIONAL_FIELD";
            errors.push("shipping_address", reason);
        }
    } else {
        errors.push("shipping_address", "REQUIRED_VALUE");
    }
    Some(json!({
        "paidy_token": token?,
        "phone_number": data.get("phone_number"),
        "shipping_address": address?,
    }))
}

/// What is inside the wallet's token only the vendor can read: here it is always the same card.
fn apple_pay(data: &Object, errors: &mut FieldErrors) -> Option<Value> {
    required_text(data, "applepay_token", errors)?;
    let card = json!({
        "cardholder": text(data, "cardholder", errors),
        "exp_month": 12,
        "exp_year": 2030,
        "last_four": "4242",
        "brand": "visa",
    });
    Some(json!({ "card": card, "billing": billing(data, errors) }))
}
