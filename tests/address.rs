//! The postal code and the country that somebody has entered, on each wire that has a place for them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken fixture should stop the test"
)]

#[path = "support/dialect.rs"]
mod dialect;

use cardlet::card::{Country, PostalCode};
use cardlet::provider::{Body, Call, Options, RawOptions, Request, encode};
use dialect::{Case, fixture, tree};
use serde_json::{Value, json};

/// Options of an account at each provider.
fn account(provider: &str) -> RawOptions {
    let univapay = &fixture("univapay", "token-created")["request"]["headers"]["authorization"];
    let (public_key, organization) = match provider {
        "checkout" => (Some("pk_sbox_cardletsandboxdemopublickey"), None),
        "processout" => (Some("test-proj_CardletSandboxDemoProject"), None),
        "rebilly" => (Some("pk_sandbox_CardletDemoPublishableKey"), Some("cardlet-demo")),
        "univapay" => (univapay.as_str().unwrap().strip_prefix("Bearer "), None),
        "keap" | "paymentsai" => (None, Some("ab123")),
        _ => (None, None),
    };
    RawOptions {
        provider: Some(provider.to_owned()),
        public_key: public_key.map(str::to_owned),
        organization: organization.map(str::to_owned),
        endpoint: Some("http://127.0.0.1:4282/api".to_owned()),
        ..RawOptions::default()
    }
}

/// The request of a card, when somebody has entered these.
fn request(case: &Case, postal_code: Option<&str>, country: Option<&str>) -> Request {
    let mut options = Options::new(&case.options).unwrap();
    let postal_code = postal_code.map(|text| PostalCode::parse(text, country).unwrap().unwrap());
    let country = country.map(|code| Country::parse(code).unwrap());
    options.bill_to(postal_code.as_ref(), country.as_ref());
    let Case { subject, idempotency_key, submission_token, .. } = case;
    let call =
        Call { subject, options: &options, idempotency_key, submission_token: *submission_token };
    encode(&call).unwrap().request
}

/// A body as a tree, also that of a form.
fn body(request: &Request) -> Value {
    match &request.body {
        Body::Bytes(bytes) => serde_json::from_slice(bytes.expose()).unwrap(),
        Body::Form(entries) => {
            entries.iter().map(|(name, text)| (name.clone(), json!(text.expose()))).collect()
        }
    }
}

/// Where each wire has city, postal code and country.
const PLACES: &[(&str, [&str; 3])] = &[
    ("checkout", ["/billing_address/city", "/billing_address/zip", "/billing_address/country"]),
    ("generic", ["/billingAddress/city", "/billingAddress/postalCode", "/billingAddress/country"]),
    ("keap", ["/billCity", "/billZip", "/billCountry"]),
    (
        "paymentsai",
        ["/billingAddress/city", "/billingAddress/postalCode", "/billingAddress/country"],
    ),
    ("processout", ["/contact/city", "/contact/zip", "/contact/country_code"]),
    ("rebilly", ["/billingAddress/city", "/billingAddress/postalCode", "/billingAddress/country"]),
    ("univapay", ["/data/city", "/data/zip", "/data/country"]),
];

fn case(provider: &str) -> Case {
    let case = Case::new(account(provider));
    Case { submission_token: (provider == "keap").then_some("tok_form"), ..case }
}

#[test]
fn what_is_entered_goes_over_what_the_page_has_set() {
    let set =
        json!({ "billingAddress": { "city": "Köln", "postalCode": "50667", "country": "DE" } });
    for (provider, places) in PLACES {
        let rows: [(Option<&str>, Option<&str>, [&str; 3]); 4] = [
            (None, None, ["Köln", "50667", "DE"]),
            (Some("sw1a 1aa"), Some("GB"), ["Köln", "SW1A 1AA", "GB"]),
            (Some("50668"), None, ["Köln", "50668", "DE"]),
            (None, Some("FR"), ["Köln", "50667", "FR"]),
        ];
        for (postal_code, country, expected) in rows {
            let case = case(provider).config(&set);
            let body = body(&request(&case, postal_code, country));
            let found = places.map(|place| body.pointer(place).and_then(Value::as_str).unwrap());
            assert_eq!(found, expected, "{provider}");
        }
    }
}

#[test]
fn what_is_entered_goes_out_where_the_page_has_set_nothing() {
    for (provider, [city, postal_code, country]) in PLACES {
        let entered = body(&request(&case(provider), Some("75018"), Some("FR")));
        assert_eq!(entered.pointer(postal_code), Some(&json!("75018")), "{provider}");
        assert_eq!(entered.pointer(country), Some(&json!("FR")), "{provider}");
        assert_eq!(entered.pointer(city), None, "{provider}");

        let nothing = body(&request(&case(provider), None, None));
        assert_eq!((nothing.pointer(postal_code), nothing.pointer(country)), (None, None));
    }
}

#[test]
fn other_options_stay_as_they_are() {
    let mut case = case("rebilly");
    case.options.config = tree(&json!({ "email": "ada@shop.example" }));
    let contact = &body(&request(&case, Some("75018"), Some("FR")))["billingAddress"];
    assert_eq!(contact["emails"][0]["value"], "ada@shop.example");
    assert_eq!(contact["postalCode"], "75018");
}

#[test]
fn a_security_code_goes_alone() {
    for provider in ["checkout", "processout", "univapay"] {
        let mut case = case(provider).cvc("123");
        case.options.update_token = Some("bcdfghjkmnpqrstvbcdfghjkmnpqrstv".to_owned());
        let alone = body(&request(&case, None, None));
        assert_eq!(body(&request(&case, Some("75018"), Some("FR"))), alone, "{provider}");
    }
}
