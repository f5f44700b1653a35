//! The form's post: a card comes in under a submission token, and a redirect goes out.

use super::account::{Card, Keap, Submission};
use crate::sandbox::card_check::{self, CardProblem, WireCard};
use crate::sandbox::digit_runs;
use crate::sandbox::form;
use crate::sandbox::lock::lock;
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::Unspendable;

/// Seen values of the card table's `CardType`.
const CARD_TYPES: [&str; 4] = ["American Express", "Discover", "MasterCard", "Visa"];
/// The form's fields that are kept as they came.
const COLUMNS: [&str; 16] = [
    "cardType",
    "nameOnCard",
    "billName",
    "firstName",
    "lastName",
    "email",
    "phoneNumber",
    "billAddress1",
    "billAddress2",
    "billCity",
    "billState",
    "billZip",
    "billCountry",
    "startDateMonth",
    "startDateYear",
    "maestroIssueNumber",
];

/// Takes a form in and gives the address that the browser goes on to; `None` when no token tells.
pub(super) fn submit(keap: &Keap, body: &str) -> Option<String> {
    let fields = form::fields(body);
    let text = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    };
    let token = text("token")?;
    let Submission { contact, success_url, failure_url } = keap.submissions.find(token)?.content;
    let added = match keap.submissions.spend(token) {
        Err(Unspendable::Expired) => Err("Token expired."),
        Err(Unspendable::Used | Unspendable::Unknown) => Err("Token already used."),
        Ok(_) => read(keap, &text),
    };
    match added {
        Ok(card) => {
            let kept = COLUMNS.iter().filter_map(|name| {
                let value = digit_runs::replace(text(name)?, digit_runs::hold_card_number);
                Some(((*name).to_owned(), value))
            });
            let columns = kept.collect();
            lock(&keap.cards).push(Card { token: token.to_owned(), contact, card, columns });
            Some(success_url)
        }
        Err(message) => {
            let mark = if failure_url.contains('?') { '&' } else { '?' };
            Some(format!("{failure_url}{mark}message={}", message.replace(' ', "+")))
        }
    }
}

fn read<'a>(
    keap: &Keap,
    text: &impl Fn(&str) -> Option<&'a str>,
) -> Result<StoredCard, &'static str> {
    let integer = |name| text(name).map(|value| value.parse().ok());
    let card = WireCard {
        number: text("cardNumber"),
        month: integer("expirationMonth"),
        year: integer("expirationYear"),
        code: text("verificationCode"),
    };
    let (number, expiry) = card_check::check(&card, keap.clock.now())
        .map_err(|problems| problems.first().map_or("The card is invalid.", |first| say(*first)))?;
    if !text("cardType").is_some_and(|name| CARD_TYPES.contains(&name)) {
        return Err("The card type is unknown.");
    }
    Ok(StoredCard::of(&number, expiry, &keap.random))
}

fn say(problem: CardProblem) -> &'static str {
    match problem {
        CardProblem::NumberMissing => "The card number is missing.",
        CardProblem::NumberInvalid => "The card number is invalid.",
        CardProblem::MonthMissing | CardProblem::MonthInvalid => "The expiration month is invalid.",
        CardProblem::YearMissing | CardProblem::YearInvalid => "The expiration year is invalid.",
        CardProblem::Past => "The card has expired.",
        CardProblem::CodeInvalid => "The verification code is invalid.",
    }
}
