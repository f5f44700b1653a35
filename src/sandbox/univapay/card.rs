//! A token's card: its fields checked, its number dropped, and what its security code allows.

use super::api_error::{ApiError, FieldErrors};
use super::fields::{Object, is_true, object, phone_number, text, value_of, without_card_numbers};
use crate::card::{Brand, BrandSet, CardNumber, Cvc, Expiry, ExpiryRules, FieldCode, YearMonth};
use crate::sandbox::clock::rfc3339;
use crate::sandbox::random::Random;
use crate::sandbox::stored_card::StoredCard;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

/// The published test cards; the last one's charges fail.
const TEST_CARDS: [&str; 3] = ["4000020000000000", "4242424242424242", FAILING_CARD];
const FAILING_CARD: &str = "4111111111111111";
/// How far ahead a card may expire.
const MAX_YEARS_AHEAD: u16 = 50;
/// How long a security code is fresh.
const CODE_LIFE: Duration = Duration::minutes(5);
/// How long its check takes.
const CHECK_TIME: Duration = Duration::seconds(3);

/// A card and what came with it.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) stored: StoredCard,
    holder: Option<String>,
    billing: Value,
    /// When its security code came in, which itself is not kept.
    code_at: Option<OffsetDateTime>,
    check: Option<CodeCheck>,
    three_ds: Option<ThreeDs>,
    /// Do its charges fail?
    pub(super) fails: bool,
}

/// A check of the security code.
#[derive(Clone, Debug)]
struct CodeCheck {
    started: OffsetDateTime,
    charge_id: String,
    currency: String,
    /// Was the payment provider taken away since?
    is_unlinked: bool,
}

#[derive(Clone, Debug)]
struct ThreeDs {
    redirect_endpoint: Value,
    redirect_id: String,
}

/// What a card is read with.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) now: OffsetDateTime,
    pub(super) random: &'a Random,
    pub(super) is_live: bool,
    pub(super) is_recurring: bool,
}

impl Card {
    /// Reads `data` of a card.
    ///
    /// # Errors
    /// 400 with every field that is wrong, or with a code of its own.
    pub(super) fn read(data: &Object, reading: Reading<'_>) -> Result<Self, ApiError> {
        let Reading { now, random, .. } = reading;
        let mut errors = FieldErrors::default();
        let number = number(data, &mut errors);
        let expiry = expiry(data, now, &mut errors);
        let brand = number.as_ref().and_then(CardNumber::brand);
        let has_code = code(data, brand, &mut errors);
        let holder = text(data, "cardholder", &mut errors).map(str::to_owned);
        let billing = billing(data, &mut errors);
        let check = object(data, "cvv_authorize", &mut errors).filter(|it| is_true(it, "enabled"));
        let currency = check.and_then(|check| text(check, "currency", &mut errors));
        let three_ds = object(data, "three_ds", &mut errors).filter(|it| is_true(it, "enabled"));
        let (number, expiry) = errors.check(number.zip(expiry))?;
        if !has_code {
            return Err(ApiError::bad("CVV_REQUIRED"));
        }
        if check.is_some() && !reading.is_recurring {
            return Err(ApiError::bad("NOT_RECURRING_TOKEN"));
        }
        // Compared with three published numbers, then dropped.
        let pan = number.digits().expose().as_str();
        if reading.is_live && TEST_CARDS.contains(&pan) {
            return Err(ApiError::bad("NO_TEST_CARD_IN_LIVE_MODE"));
        }
        Ok(Self {
            fails: pan == FAILING_CARD,
            stored: StoredCard::of(&number, expiry, random),
            holder: holder.map(|holder| without(&holder)),
            billing: without_card_numbers(billing),
            code_at: Some(now),
            check: check.map(|_| CodeCheck {
                started: now,
                charge_id: random.uuid(),
                currency: currency.unwrap_or("JPY").to_owned(),
                is_unlinked: false,
            }),
            three_ds: three_ds.map(|three_ds| ThreeDs {
                redirect_endpoint: three_ds.get("redirect_endpoint").cloned().unwrap_or_default(),
                redirect_id: random.uuid(),
            }),
        })
    }

    /// Takes another security code, and starts its check again where there is one.
    pub(super) fn renew_code(&mut self, now: OffsetDateTime) {
        self.code_at = Some(now);
        if let Some(check) = &mut self.check {
            check.started = now;
            check.is_unlinked = false;
        }
    }

    pub(super) fn unlink(&mut self) {
        if let Some(check) = &mut self.check {
            check.is_unlinked = true;
        }
    }

    /// Did its security code come in within the last five minutes?
    pub(super) fn has_fresh_code(&self, now: OffsetDateTime) -> bool {
        self.code_at.is_some_and(|at| now < at + CODE_LIFE)
    }

    /// How far the check of its security code is, where there is one. A check is a charge, so it
    /// fails where charges do.
    pub(super) fn check_status(&self, now: OffsetDateTime, fails: bool) -> Option<&'static str> {
        let check = self.check.as_ref()?;
        Some(match () {
            () if check.is_unlinked => "inactive",
            () if now < check.started + CHECK_TIME => "pending",
            () if fails => "failed",
            () => "current",
        })
    }

    /// The next step of 3-D Secure.
    pub(super) fn issuer_token(&self, token: &str, base: &str) -> Option<Value> {
        let three_ds = self.three_ds.as_ref()?;
        Some(json!({
            "payment_type": "card",
            "issuer_token": format!("{base}/three_ds/{}", three_ds.redirect_id),
            "call_method": "http_post",
            "payload": { "resource_id": token, "resource_type": "transaction_token" },
            "content_type": "application/x-www-form-urlencoded; charset=UTF-8",
        }))
    }

    /// The token's `data`.
    pub(super) fn view(&self, now: OffsetDateTime, fails: bool) -> Value {
        let status = self.check_status(now, fails);
        let check = self.check.as_ref();
        let checked = check.filter(|_| matches!(status, Some("current" | "failed")));
        json!({
            "card": {
                "cardholder": self.holder,
                "exp_month": self.stored.expiry.month(),
                "exp_year": self.stored.expiry.year(),
                "card_bin": self.stored.bin,
                "last_four": self.stored.last4,
                "brand": self.stored.brand.map_or("unknown", brand_name),
                "card_type": "credit",
                "country": "JP",
                "category": "classic",
                "issuer": "TEST BANK",
                "sub_brand": "none",
            },
            "billing": self.billing,
            "cvv_authorize": {
                "enabled": check.is_some(),
                "status": status,
                "charge_id": check.map(|check| &check.charge_id),
                // One set of credentials is all that this merchant has.
                "credentials_id": check.map(|check| &check.charge_id),
                "currency": check.map(|check| &check.currency),
            },
            "cvv_authorize_check": {
                "status": checked.and(status),
                "charge_id": checked.map(|check| &check.charge_id),
                "date": checked.map(|check| rfc3339(check.started + CHECK_TIME)),
            },
            "three_ds": self.three_ds.as_ref().map(|three_ds| json!({
                "enabled": true,
                "status": "awaiting",
                "redirect_endpoint": three_ds.redirect_endpoint,
                "redirect_id": three_ds.redirect_id,
                "exempted": false,
                "error": null,
            })),
        })
    }
}

/// Is it a security code, for a card of this brand where it is known?
pub(super) fn is_code(value: &Value, brand: Option<Brand>) -> bool {
    value.as_str().is_some_and(|text| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain && matches!(Cvc::parse(text, brand), Ok(Some(_)))
    })
}

/// The address of the cardholder, every field of it named.
pub(super) fn billing(data: &Object, errors: &mut FieldErrors) -> Value {
    let names = ["line1", "line2", "state", "city", "country", "zip"];
    let mut billing: Object =
        names.iter().map(|name| ((*name).to_owned(), text(data, name, errors).into())).collect();
    let is_country = |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if billing.get("country").and_then(Value::as_str).is_some_and(|code| !is_country(code)) {
        errors.push("country", "INVALID_FORMAT_COUNTRY");
    }
    let phone = object(data, "phone_number", errors).and_then(|phone| phone_number(phone, errors));
    billing.insert("phone_number".to_owned(), phone.into());
    billing.into()
}

fn number(data: &Object, errors: &mut FieldErrors) -> Option<CardNumber> {
    const FIELD: &str = "card_number";
    let text = super::fields::required_text(data, FIELD, errors)?;
    // The wire has digits; the widget's tolerance for blanks ends before it.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = CardNumber::parse(text, BrandSet::ALL).ok().filter(|_| is_plain);
    if number.is_none() {
        errors.push(FIELD, "INVALID_CARD_NUMBER");
    }
    number
}

fn expiry(data: &Object, now: OffsetDateTime, errors: &mut FieldErrors) -> Option<Expiry> {
    const REASON: &str = "INVALID_CARD_EXPIRATION";
    let month = integer(data, "exp_month", errors);
    let year = integer(data, "exp_year", errors);
    let good_month = month.filter(|month| (1..=12).contains(month));
    if month.is_some() && good_month.is_none() {
        errors.push("exp_month", REASON);
    }
    let year = year?;
    let year = if year < 100 { 2000 + year } else { year };
    let now = YearMonth::everywhere_reached(now.unix_timestamp());
    let rules = ExpiryRules { max_years_ahead: MAX_YEARS_AHEAD, ..ExpiryRules::at(now) };
    // Without a month the year is judged by its last one.
    let text = format!("{:02}/{year:04}", good_month.unwrap_or(12));
    match Expiry::parse(&text, rules) {
        Ok(expiry) => return good_month.map(|_| expiry),
        Err(FieldCode::InvalidExpiryMonthPast) => errors.push("exp_month", REASON),
        Err(_) => errors.push("exp_year", REASON),
    }
    None
}

/// A number, or a text of one: the vendor's own clients send both.
fn integer(data: &Object, name: &str, errors: &mut FieldErrors) -> Option<u64> {
    let value = match value_of(data, name) {
        None => {
            errors.push(name, "REQUIRED_VALUE");
            return None;
        }
        Some(Value::String(text)) => text.parse().ok().filter(|_| text.len() <= 4),
        Some(value) => value.as_u64(),
    };
    if value.is_none() {
        errors.push(name, "INVALID_FORMAT");
    }
    value
}

/// Did a security code come in?
fn code(data: &Object, brand: Option<Brand>, errors: &mut FieldErrors) -> bool {
    let Some(code) = value_of(data, "cvv") else { return false };
    if !is_code(code, brand) {
        errors.push("cvv", "INVALID_CVV");
    }
    true
}

fn without(text: &str) -> String {
    match without_card_numbers(text.into()) {
        Value::String(text) => text,
        _ => String::new(),
    }
}

/// The brand in Univapay's spelling; what is not in its list is unknown to it.
fn brand_name(brand: Brand) -> &'static str {
    match brand {
        Brand::Visa
        | Brand::Mastercard
        | Brand::AmericanExpress
        | Brand::DinersClub
        | Brand::Discover
        | Brand::Jcb
        | Brand::Unionpay
        | Brand::Maestro => brand.id(),
        Brand::Mir
        | Brand::Elo
        | Brand::Hipercard
        | Brand::Hiper
        | Brand::Troy
        | Brand::Verve
        | Brand::Rupay
        | Brand::Naranja
        | Brand::Uatp
        | Brand::Dankort
        | Brand::CartesBancaires => "unknown",
    }
}
