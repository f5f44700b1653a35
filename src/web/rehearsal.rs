//! Where an attempt would go, told before there is a card: for the shell's `doctor()`.
//!
//! The dialect writes the request as it writes any, for a number that is no card's, so that what is
//! told can't fall behind what is sent. It never leaves: its body goes no further than this file.

use wasm_bindgen::JsValue;

use super::form::Form;
use super::js::object;
use super::rules::Rules;
use crate::card::{
    BrandSet, CardData, CardNumber, Cvc, Expiry, ExpiryRules, Field, FieldCode, YearMonth,
};
use crate::client::Error;
use crate::provider::{Body, CvcUpdate, Exchange, Request, Subject};

impl Form {
    /// What an attempt of a form with a number would send, or of one with a security code alone.
    pub(super) fn rehearse(&self, has_number: bool) -> Result<Box<Exchange>, Error> {
        let options = self.options()?;
        Rules::read(&self.raw_options.borrow().config)?;
        let subject = if has_number { Subject::Card(no_card()?) } else { no_cvc()? };
        self.exchange(&subject, &options, Some("doctor"))
    }
}

/// What may be told of a request: its address and the names of its headers.
pub(super) fn told(request: &Request) -> JsValue {
    object(|object| {
        object.text("method", Some(request.method));
        object.text("url", Some(&request.url));
        object.list("headers", |list| {
            request.headers.iter().for_each(|(name, _)| list.text_item(name));
        });
        object.truth("isForm", matches!(request.body, Body::Form(_)));
    })
}

/// What passes for a card: no brand has numbers that begin so.
fn no_card() -> Result<CardData, Error> {
    let number = CardNumber::parse("9999999999999995", BrandSet::ALL);
    let expiry = Expiry::parse("01/30", ExpiryRules::at(YearMonth { year: 2030, month: 1 }));
    Ok(CardData {
        number: number.map_err(|code| Error::Field(Field::Number, code))?,
        expiry: expiry.map_err(|code| Error::Field(Field::Expiry, code))?,
        cvc: None,
        holder: None,
    })
}

/// The same of a security code.
fn no_cvc() -> Result<Subject, Error> {
    let wrong = |code| Error::Field(Field::Cvc, code);
    let cvc = Cvc::parse("000", None).map_err(wrong)?.ok_or(wrong(FieldCode::IncompleteCvc))?;
    Ok(Subject::Cvc(CvcUpdate { cvc, brand: None }))
}
