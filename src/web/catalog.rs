//! The tables that packed answers refer to by index, read once by the shell.

use serde::Serialize;
use serde_wasm_bindgen::to_value;
use wasm_bindgen::prelude::*;

use crate::card::{Brand, BrandFacts, Field, FieldCode};

#[derive(Serialize)]
struct Catalog {
    brands: Vec<Entry>,
    codes: Vec<&'static str>,
    fields: Vec<&'static str>,
}

#[derive(Serialize)]
struct Entry {
    id: &'static str,
    name: &'static str,
    lengths: &'static [u8],
    gaps: &'static [u8],
    cvc: Cvc,
}

#[derive(Serialize)]
struct Cvc {
    name: &'static str,
    lengths: &'static [u8],
}

/// The brands with the unknown one last, the field codes and the fields, in the order of the
/// packed answers' indexes.
#[wasm_bindgen(unchecked_return_type = "Catalog")]
pub fn catalog() -> JsValue {
    let known = Brand::ALL.iter().map(|brand| (brand.id(), brand.facts()));
    let all = known.chain([("unknown", Brand::unknown_facts())]);
    let catalog = Catalog {
        brands: all.map(|(id, facts)| Entry::of(id, facts)).collect(),
        codes: FieldCode::ALL.iter().map(|code| code.code()).collect(),
        fields: Field::ALL.iter().map(|field| field.name()).collect(),
    };
    // Plain structs of texts and small numbers: writing them can't fail.
    to_value(&catalog).unwrap_or_default()
}

impl Entry {
    fn of(id: &'static str, facts: &BrandFacts) -> Self {
        Self {
            id,
            name: facts.name,
            lengths: facts.lengths,
            gaps: facts.gaps,
            cvc: Cvc { name: facts.cvc_name, lengths: facts.cvc_lengths },
        }
    }
}

/// The index of a brand's id or alias among the catalog's brands.
#[wasm_bindgen(js_name = brandIndex)]
pub fn brand_index(id: &str) -> Option<u32> {
    Brand::from_id(id).map(|brand| brand as u32)
}
