//! What an attempt sends: the form's fields, read and checked, in the words of the provider.

use super::clock::BrowserTimer;
use super::form::Form;
use super::form_post::{self, FormSubmission};
use super::scrub;
use crate::card::{
    CardData, CardNumber, Country, Cvc, Expiry, Field, FieldCode, HolderName, PostalCode,
};
use crate::client::{Error, Timer};
use crate::provider::{Call, CvcUpdate, Exchange, Options, Subject, encode};

/// An attempt that has passed its checks. What goes up the stack is boxed: a return value that
/// had room for a card could be left with one, above what is wiped.
pub(super) enum Attempt {
    /// It can go out.
    Ready(Box<Exchange>),
    /// It needs a token of the merchant's server first; the card is read again then.
    NeedsSubmissionToken,
}

impl Form {
    /// Checks options and fields; the first that is wrong is the error.
    pub(super) fn attempt(&self, resume: Option<String>) -> Result<Attempt, Error> {
        let mut options = self.options()?;
        let subject = match resume {
            Some(id) => Subject::Resume(id),
            None => self.subject(&mut options)?,
        };
        if options.needs_submission_token() {
            return Ok(Attempt::NeedsSubmissionToken);
        }
        Ok(Attempt::Ready(self.exchange(&subject, &options, None)?))
    }

    pub(super) fn exchange(
        &self,
        subject: &Subject,
        options: &Options,
        submission_token: Option<&str>,
    ) -> Result<Box<Exchange>, Error> {
        let (idempotency_key, since) = self.minting.idempotency_key();
        let call = Call { subject, options, idempotency_key: &idempotency_key, submission_token };
        let mut exchange = Box::new(encode(&call)?);
        // The answer to a repetition may be the token of the first request.
        exchange.since = exchange.is_idempotent.then_some(since);
        #[cfg(feature = "frame")]
        {
            exchange.sent.hides_card = !self.may_tell(subject);
        }
        Ok(exchange)
    }

    /// May a page around the frame be told of the card behind the token?
    #[cfg(feature = "frame")]
    fn may_tell(&self, subject: &Subject) -> bool {
        let mut lengths = self.lengths.borrow_mut();
        match subject {
            // How many digits there are, and none of them.
            Subject::Card(card) => {
                lengths.admit(card.number.brand(), card.number.digits().expose().len())
            }
            Subject::Resume(_) => lengths.is_even(),
            Subject::Cvc(_) | Subject::Payment(_) => true,
        }
    }

    /// The exchange of an attempt and its submission, once the merchant's server has given a token.
    pub(super) async fn submission(
        &self,
    ) -> Result<(Box<Exchange>, Option<FormSubmission>), Error> {
        let since = BrowserTimer.now();
        let hooks = self.hooks.borrow().clone();
        let submission = match &hooks {
            Some(hooks) => form_post::begin(hooks).await?,
            None => None,
        };
        let token = submission.as_ref().map(form_post::token).transpose()?;
        let exchange = scrub::after(|| self.exchange_under(token.as_deref()).map_err(Box::new));
        let mut exchange = exchange.map_err(|error| *error)?;
        exchange.since = Some(since);
        Ok((exchange, submission))
    }

    fn exchange_under(&self, token: Option<&str>) -> Result<Box<Exchange>, Error> {
        let mut options = self.options()?;
        let subject = self.subject(&mut options)?;
        self.exchange(&subject, &options, token)
    }

    /// What the form holds, and in the options, what it holds of the billing address.
    fn subject(&self, options: &mut Options) -> Result<Subject, Error> {
        let subject = if self.input(Field::Number).is_some() {
            Subject::Card(self.card()?)
        } else {
            Subject::Cvc(self.cvc_update(options)?)
        };
        self.bill_to(options)?;
        Ok(subject)
    }

    /// Reads the security code of a card that the provider has.
    fn cvc_update(&self, options: &Options) -> Result<CvcUpdate, Error> {
        let brand = options.card_brand();
        let text = self.input(Field::Cvc).map(|input| input.text()).unwrap_or_default();
        let cvc = Cvc::parse(&text, brand).map_err(|code| Error::Field(Field::Cvc, code))?;
        let cvc = cvc.ok_or(Error::Field(Field::Cvc, FieldCode::IncompleteCvc))?;
        Ok(CvcUpdate { cvc, brand })
    }

    /// Reads what the form asks for of the billing address.
    fn bill_to(&self, options: &mut Options) -> Result<(), Error> {
        let text = |field| self.input(field).map(|input| input.text());
        let wrong = |field| move |code| Error::Field(field, code);
        let postal_code = text(Field::PostalCode)
            .map(|text| PostalCode::parse(&text, Some(&self.country())))
            .transpose()
            .map_err(wrong(Field::PostalCode))?
            .flatten();
        let country = text(Field::Country)
            .map(|text| Country::parse(&text))
            .transpose()
            .map_err(wrong(Field::Country))?;
        options.bill_to(postal_code.as_ref(), country.as_ref());
        Ok(())
    }

    /// Reads the card; the first wrong field in the order of the form is the error.
    fn card(&self) -> Result<CardData, Error> {
        let text = |field| self.input(field).map(|input| input.text());
        let wrong = |field| move |code| Error::Field(field, code);
        let missing = |field, code| Error::Field(field, code);
        let number = text(Field::Number)
            .ok_or(missing(Field::Number, FieldCode::IncompleteNumber))
            .and_then(|text| {
                let rules = self.rules.borrow();
                CardNumber::parse_with_table(&text, rules.accepted, &rules.table)
                    .map_err(wrong(Field::Number))
            })?;
        let expiry = text(Field::Expiry)
            .ok_or(missing(Field::Expiry, FieldCode::IncompleteExpiry))
            .and_then(|text| {
                Expiry::parse(&text, self.rules.borrow().expiry()).map_err(wrong(Field::Expiry))
            })?;
        let cvc = text(Field::Cvc)
            .map(|text| Cvc::parse(&text, number.brand()).map_err(wrong(Field::Cvc)))
            .transpose()?
            .flatten();
        let holder = text(Field::Name)
            .map(|text| HolderName::parse(&text).map_err(wrong(Field::Name)))
            .transpose()?;
        Ok(CardData { number, expiry, cvc, holder })
    }
}
