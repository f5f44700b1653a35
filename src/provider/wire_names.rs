//! Where the parts of a card stand on a wire, for the dialects whose wire is a table of names.
//!
//! A table has every name of ours that a dialect knows, with the wire's dotted name or with `""`
//! where a part is not sent. A page's `fieldMap` overrides it.

use super::{Config, ConfigCode, ConfigError, ProviderError};
use crate::card::{CardData, Field, FieldCode};
use crate::token::{Json, decimal, two_digits};

/// Our names and a wire's.
pub(super) type Table = [(&'static str, &'static str)];

/// A dialect's table with what the page changes of it.
pub(super) struct WireNames<'a> {
    pub(super) table: &'static Table,
    pub(super) changes: &'a [(String, Json)],
}

impl WireNames<'_> {
    /// The wire's name; `None` when the part is not sent or not read.
    pub(super) fn wire(&self, name: &str) -> Option<&str> {
        let changed = self.changes.iter().find(|(ours, _)| ours == name);
        let changed = changed.map(|(_, wire)| wire.as_text().unwrap_or_default());
        let own = || self.table.iter().find(|(ours, _)| *ours == name).map(|(_, wire)| *wire);
        changed.or_else(own).filter(|wire| !wire.is_empty())
    }

    /// Refuses a map with a name of ours that does not exist, or with a wire name that no tree can
    /// have beside the others.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let fits = self.changes.iter().all(|(name, wire)| {
            self.table.iter().any(|(own, _)| own == name)
                && wire.as_text().is_none_or(|wire| !wire.split('.').any(str::is_empty))
        });
        fits.then_some(()).ok_or(ConfigError::new(ConfigCode::InvalidOption, "fieldMap"))
    }

    /// The parts as a tree, each where the wire has it.
    pub(super) fn tree(&self, parts: Vec<(&'static str, Json)>) -> Json {
        let mut tree = Json::Object(Vec::new());
        for (name, value) in parts {
            if let Some(wire) = self.wire(name) {
                put(&mut tree, wire, value);
            }
        }
        tree
    }

    /// The error of the first entry that names a field of the form, by its wire name as a text or
    /// as the text `field` of an object.
    pub(super) fn with_field(&self, error: ProviderError, entries: &[Json]) -> ProviderError {
        let named = entries.iter().find_map(|entry| {
            let wire = entry.at("field").unwrap_or(entry).as_text()?;
            FIELDS.iter().find(|(name, ..)| self.wire(name) == Some(wire))
        });
        match named {
            Some((_, field, code)) => {
                ProviderError { code: super::ProviderCode::Field(*field, *code), ..error }
            }
            None => error,
        }
    }
}

/// The parts that are a field of the form.
const FIELDS: &[(&str, Field, FieldCode)] = &[
    ("number", Field::Number, FieldCode::InvalidNumber),
    ("expMonth", Field::Expiry, FieldCode::InvalidExpiryMonth),
    ("expMonthText", Field::Expiry, FieldCode::InvalidExpiryMonth),
    ("expYear", Field::Expiry, FieldCode::InvalidExpiryYear),
    ("expYearText", Field::Expiry, FieldCode::InvalidExpiryYear),
    ("cvc", Field::Cvc, FieldCode::InvalidCvc),
    ("name", Field::Name, FieldCode::InvalidName),
    ("firstName", Field::Name, FieldCode::InvalidName),
    ("lastName", Field::Name, FieldCode::InvalidName),
    ("postalCode", Field::PostalCode, FieldCode::InvalidPostalCode),
    ("country", Field::Country, FieldCode::IncompleteCountry),
];

/// The parts of an address, and where the page sets them.
const ADDRESS: &[(&str, &str)] = &[
    ("line1", "billingAddress.line1"),
    ("line2", "billingAddress.line2"),
    ("city", "billingAddress.city"),
    ("state", "billingAddress.state"),
    ("postalCode", "billingAddress.postalCode"),
    ("country", "billingAddress.country"),
];

/// A card and what the page says of its holder, by our names. What is not known is left out.
pub(super) fn parts(card: &CardData, config: &Config) -> Vec<(&'static str, Json)> {
    let mut parts = Vec::new();
    let mut text = |name, value: Option<&str>| {
        if let Some(value) = value {
            parts.push((name, Json::Text(value.to_owned())));
        }
    };
    // The card goes onto the wire here, and only here.
    text("number", Some(card.number.digits().expose().as_str()));
    text("cvc", card.cvc.as_ref().map(|cvc| cvc.digits().expose().as_str()));
    let (month, year) = (card.expiry.month(), card.expiry.year());
    text("expMonthText", Some(&two_digits(month)));
    text("expYearText", Some(&decimal(year.into())));
    text("brand", card.number.brand().map(|brand| brand.id()));
    // The holder's name is sent whole and in two, with the last word as the last name.
    if let Some(name) = card.holder.as_ref().map(|holder| holder.name().expose().as_str()) {
        let (first, last) = name.rsplit_once(char::is_whitespace).unwrap_or((name, ""));
        text("name", Some(name));
        text("firstName", Some(first.trim_end()));
        text("lastName", Some(last));
    }
    text("email", config.text("email"));
    text("phone", config.phone_text().as_deref());
    for (name, path) in ADDRESS {
        text(name, config.text(path));
    }
    parts.push(("expMonth", Json::Number(decimal(month.into()))));
    parts.push(("expYear", Json::Number(decimal(year.into()))));
    let trees = ["metadata", "device"];
    parts.extend(trees.into_iter().filter_map(|name| Some((name, config.tree(name)?.clone()))));
    parts
}

/// Puts a value at a dotted path; what stands in its way is replaced.
fn put(tree: &mut Json, path: &str, value: Json) {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    if !matches!(tree, Json::Object(_)) {
        *tree = Json::Object(Vec::new());
    }
    let Json::Object(entries) = tree else { return };
    let place = match entries.iter().position(|(entry, _)| entry == name) {
        Some(place) => place,
        None => {
            entries.push((name.to_owned(), Json::Null));
            entries.len() - 1
        }
    };
    let Some((_, entry)) = entries.get_mut(place) else { return };
    match rest {
        Some(rest) => put(entry, rest, value),
        None => *entry = value,
    }
}
