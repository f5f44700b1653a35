//! Every code that leaves the module has its texts: English for developers, English for customers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "an unreadable file should stop the test")]

use std::fs;
use std::path::Path;

use cardlet::card::{Field, FieldCode};
use cardlet::client::NetworkCode;
use cardlet::provider::{ConfigCode, ProviderCode};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file")
}

fn codes() -> Vec<&'static str> {
    let fields = FieldCode::ALL.iter().map(|code| code.code());
    fields
        .chain(ConfigCode::ALL.iter().map(|code| code.code()))
        .chain(NetworkCode::ALL.iter().map(|code| code.code()))
        .chain(ProviderCode::ALL.iter().map(|code| code.code()))
        .chain(["destroyed"])
        .collect()
}

#[test]
fn every_code_has_a_message_for_developers_and_its_line_in_the_contract() {
    // What the page around a frame can tell by itself has its texts apart.
    let messages = read("www/errors.ts") + &read("www/frame-errors.ts");
    let contract = read("docs/api.md");
    for code in codes() {
        assert!(messages.contains(&format!("\n  {code}: \"")), "{code} in www");
        assert!(contract.contains(code), "{code} in docs/api.md");
    }
    assert!(!messages.contains("\n  no_such_code: \""));
}

#[test]
fn every_field_code_has_a_text_for_customers_and_its_type() {
    let (english, types) = (read("www/locales/en.json"), read("src/web/types.rs"));
    let contract = read("docs/api.md");
    for code in FieldCode::ALL {
        assert!(english.contains(&format!("\"{}\": \"", code.code())), "{}", code.code());
        assert!(types.contains(&format!("\"{}\"", code.code())), "{}", code.code());
    }
    for field in Field::ALL {
        assert!(english.contains(&format!("\"label.{}\": \"", field.name())), "{field:?}");
        // What an address looks like differs from country to country.
        if !matches!(field, Field::PostalCode | Field::Country) {
            assert!(
                english.contains(&format!("\"placeholder.{}\": \"", field.name())),
                "{field:?}"
            );
        }
    }
    for brand in cardlet::card::Brand::ALL {
        assert!(types.contains(&format!("\"{}\"", brand.id())), "{}", brand.id());
        assert!(contract.contains(brand.id()), "{} in docs/api.md", brand.id());
    }
}
