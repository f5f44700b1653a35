//! The payment methods without a card form: what each wants to know, and which tokens it makes.

use crate::provider::{ConfigCode, ConfigError, Options, Payment};
use crate::token::{Json, PaymentType, TokenType};

/// A method's data in the page's names; on the wire they are the same in snake_case.
struct Method {
    payment_type: PaymentType,
    token_types: &'static [TokenType],
    parts: &'static [Part],
}

type Part = (&'static str, Need, Rule);

#[derive(Clone, Copy, PartialEq)]
enum Need {
    Required,
    Optional,
}

use Need::{Optional, Required};

#[derive(Clone, Copy)]
enum Rule {
    /// A text of one character or more, of at most this many bytes.
    Text(usize),
    /// The provider's word for something, of which it has more every year.
    Word,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// `{ countryCode, localNumber }`.
    Phone,
    /// `{ zip }` and at least one of the others.
    Shipping,
}

const ONE_TIME: &[TokenType] = &[TokenType::OneTime];
const NOT_RECURRING: &[TokenType] = &[TokenType::OneTime, TokenType::Subscription];
const LINE: Rule = Rule::Text(255);

const METHODS: &[Method] = &[
    Method {
        payment_type: PaymentType::QrScan,
        token_types: ONE_TIME,
        parts: &[("scannedQr", Required, Rule::Text(4096))],
    },
    Method {
        payment_type: PaymentType::QrMerchant,
        token_types: ONE_TIME,
        parts: &[("brand", Required, Rule::Word)],
    },
    Method {
        payment_type: PaymentType::Online,
        token_types: ONE_TIME,
        parts: &[
            ("brand", Required, Rule::Word),
            (
                "callMethod",
                Optional,
                Rule::OneOf(&["http_get", "http_get_mobile", "http_post", "sdk", "web", "app"]),
            ),
            ("osType", Optional, Rule::OneOf(&["ios", "android"])),
            ("userIdentifier", Optional, LINE),
            ("userIdentifierSource", Optional, Rule::OneOf(&["provided", "internal"])),
        ],
    },
    Method {
        payment_type: PaymentType::Konbini,
        token_types: NOT_RECURRING,
        parts: &[
            ("customerName", Required, LINE),
            (
                "convenienceStore",
                Required,
                Rule::OneOf(&[
                    "seven_eleven",
                    "family_mart",
                    "lawson",
                    "mini_stop",
                    "seico_mart",
                    "pay_easy",
                    "circle_k",
                    "sunkus",
                    "daily_yamazaki",
                    "yamazaki_daily_store",
                ]),
            ),
            ("phoneNumber", Required, Rule::Phone),
            ("expirationPeriod", Optional, LINE),
            ("expirationTimeShift", Optional, LINE),
        ],
    },
    Method {
        payment_type: PaymentType::BankTransfer,
        token_types: TokenType::ALL,
        parts: &[
            ("brand", Required, Rule::Word),
            ("expirationPeriod", Optional, LINE),
            ("expirationTimeShift", Optional, LINE),
            ("name", Optional, LINE),
        ],
    },
    Method {
        payment_type: PaymentType::Paidy,
        token_types: TokenType::ALL,
        parts: &[
            ("paidyToken", Required, LINE),
            ("shippingAddress", Required, Rule::Shipping),
            ("phoneNumber", Optional, LINE),
        ],
    },
    Method {
        payment_type: PaymentType::ApplePay,
        token_types: TokenType::ALL,
        parts: &[
            ("applepayToken", Required, Rule::Text(16_384)),
            ("cardholder", Optional, LINE),
            ("line1", Optional, LINE),
            ("line2", Optional, LINE),
            ("state", Optional, LINE),
            ("city", Optional, LINE),
            ("country", Optional, LINE),
            ("zip", Optional, LINE),
            ("phoneNumber", Optional, Rule::Phone),
        ],
    },
];

/// The wire's `data` of a payment, checked.
pub(super) fn data(payment: &Payment, options: &Options) -> Result<Json, ConfigError> {
    let invalid = |option| ConfigError::new(ConfigCode::InvalidOption, option);
    let method = METHODS
        .iter()
        .find(|method| method.payment_type == payment.payment_type)
        .ok_or(ConfigError::new(ConfigCode::UnsupportedOperation, "paymentType"))?;
    if !method.token_types.contains(&options.token_type.unwrap_or(TokenType::OneTime)) {
        return Err(invalid("tokenType"));
    }
    if options.config.tree("cvvAuthorize").is_some() {
        return Err(invalid("cvvAuthorize"));
    }
    let Json::Object(given) = &payment.data else { return Err(invalid("data")) };
    let is_known = |name: &str| method.parts.iter().any(|(known, ..)| *known == name);
    if !given.iter().all(|(name, _)| is_known(name)) {
        return Err(invalid("data"));
    }
    let mut data = Vec::new();
    for (name, need, rule) in method.parts {
        match payment.data.given(name) {
            Some(value) if rule.holds(value) => data.push((snake_case(name), on_the_wire(value))),
            Some(_) => return Err(invalid(name)),
            None if *need == Required => {
                return Err(ConfigError::new(ConfigCode::MissingOption, name));
            }
            None => {}
        }
    }
    Ok(Json::Object(data))
}

impl Rule {
    fn holds(self, value: &Json) -> bool {
        let is_text = |value: &Json, longest| {
            let plain = |text: &str| !text.is_empty() && !text.contains(char::is_control);
            value.as_text().is_some_and(|text| text.len() <= longest && plain(text))
        };
        let has = |name| value.at(name).is_some_and(|part| is_text(part, 255));
        match self {
            Self::Text(longest) => is_text(value, longest),
            Self::Word => value.as_text().is_some_and(|word| {
                (1..=64).contains(&word.len())
                    && word
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            }),
            Self::OneOf(words) => value.as_text().is_some_and(|word| words.contains(&word)),
            Self::Phone => {
                has_only(value, &["countryCode", "localNumber"])
                    && has("countryCode")
                    && value.at("localNumber").is_some_and(|part| is_text(part, 15))
            }
            Self::Shipping => {
                const REST: &[&str] = &["line1", "line2", "city", "state"];
                has_only(value, &["zip", "line1", "line2", "city", "state"])
                    && has("zip")
                    && REST.iter().any(|name| has(name))
                    && REST.iter().all(|name| value.at(name).is_none() || has(name))
            }
        }
    }
}

fn has_only(value: &Json, names: &[&str]) -> bool {
    matches!(value, Json::Object(entries)
        if entries.iter().all(|(name, _)| names.contains(&name.as_str())))
}

/// The same value with the wire's names.
fn on_the_wire(value: &Json) -> Json {
    match value {
        Json::Object(entries) => {
            let named = entries.iter().map(|(name, value)| (snake_case(name), value.clone()));
            Json::Object(named.collect())
        }
        other => other.clone(),
    }
}

/// `scannedQr` as `scanned_qr`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
