//! A library's case: a call and what it returns, as JSON.

use std::fs;
use std::ops::Range;
use std::path::Path;

use cardlet::card::{Brand, ExpiryRules, YearMonth};
use serde_json::{Value, json};

/// Our answer in the library's terms, or why the call can't be put to these functions.
pub(crate) type Answer = Result<Value, &'static str>;

pub(crate) const NOT_TEXT: &str = "the functions take text alone";

pub(crate) struct Case<'a>(pub(crate) &'a Value);

impl<'a> Case<'a> {
    pub(crate) fn function(&self) -> &'a str {
        self.0["fn"].as_str().expect("a function")
    }

    /// What the call is, without what it returns.
    pub(crate) fn key(&self) -> String {
        let parts = ["fn", "input", "args", "brand"].map(|name| self.0[name].to_string());
        parts.join(" ").replace(" null", "")
    }

    /// The expected answer; what has no JSON, `undefined` and `NaN`, is null. A list of brands is
    /// put in the order of [`Brand::ALL`]. Of an event only what stands in the input is compared:
    /// whether its default was prevented tells how the library writes there, and a function of
    /// text and caret has no event.
    pub(crate) fn expected(&self) -> Value {
        let mut expected = self.0["expected"].clone();
        without_js(&mut expected);
        if let Some(fields) = expected.as_object_mut() {
            fields.remove("defaultPrevented");
        }
        if let (Some(brands), "creditCardType") = (expected.as_array_mut(), self.function()) {
            brands.sort_by_key(|brand| brand.as_str().and_then(Brand::from_id).map(|b| b as u8));
        }
        expected
    }

    pub(crate) fn input(&self) -> &'a Value {
        &self.0["input"]
    }

    /// The input when it is text.
    pub(crate) fn text(&self) -> Result<&'a str, &'static str> {
        self.input().as_str().ok_or(NOT_TEXT)
    }

    pub(crate) fn arg(&self) -> Option<&'a Value> {
        self.0["args"].as_array()?.first()
    }

    pub(crate) fn brand(&self) -> Option<&'a str> {
        self.0["brand"].as_str()
    }

    /// Did an earlier call change the library's table?
    pub(crate) fn is_modified(&self) -> bool {
        self.0["modified"] == true
    }

    /// The rules of the day on which the library was asked.
    pub(crate) fn rules(&self) -> ExpiryRules {
        let now = self.0["now"].as_str().expect("a date");
        let number = |range: Range<usize>| now.get(range)?.parse::<u16>().ok();
        let (year, month) = number(0..4).zip(number(5..7)).expect("a year and a month");
        ExpiryRules::at(YearMonth { year, month: month.try_into().expect("a month") })
    }
}

pub(crate) fn fixture(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    let text = fs::read_to_string(folder.join(name).with_extension("json")).expect("a fixture");
    serde_json::from_str(&text).expect("JSON")
}

fn without_js(value: &mut Value) {
    if *value == json!({ "$js": "undefined" }) || *value == json!({ "$js": "NaN" }) {
        *value = Value::Null;
    } else if let Some(fields) = value.as_object_mut() {
        fields.values_mut().for_each(without_js);
    }
}
