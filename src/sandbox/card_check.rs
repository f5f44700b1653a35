//! A card on the wire, checked: what is wrong with it in this program's words, for each provider
//! to say in its own.

use crate::card::{BrandSet, CardNumber, Cvc, Expiry, ExpiryRules, FieldCode, YearMonth};
use time::OffsetDateTime;

/// A published test card expires in 2051, so the year may be far ahead.
const MAX_YEARS_AHEAD: u16 = 50;

/// A card as a request has it.
#[derive(Debug, Default)]
pub(crate) struct WireCard<'a> {
    pub(crate) number: Option<&'a str>,
    pub(crate) month: Option<Integer>,
    /// Four digits.
    pub(crate) year: Option<Integer>,
    pub(crate) code: Option<&'a str>,
}

/// What stands where an integer is expected; `None` when it is none.
pub(crate) type Integer = Option<u64>;

/// What can be wrong with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardProblem {
    NumberMissing,
    NumberInvalid,
    MonthMissing,
    MonthInvalid,
    YearMissing,
    YearInvalid,
    Past,
    CodeInvalid,
}

/// Checks a card's number, expiry and code.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub(crate) fn check(
    card: &WireCard<'_>,
    now: OffsetDateTime,
) -> Result<(CardNumber, Expiry), Vec<CardProblem>> {
    let mut problems = Vec::new();
    let number = number(card.number).map_err(|problem| problems.push(problem)).ok();
    let expiry = expiry(card, now).map_err(|found| problems.extend(found)).ok();
    let brand = number.as_ref().and_then(CardNumber::brand);
    let is_code = |text: &str| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain && matches!(Cvc::parse(text, brand), Ok(Some(_)))
    };
    if card.code.is_some_and(|text| !is_code(text)) {
        problems.push(CardProblem::CodeInvalid);
    }
    number.zip(expiry).filter(|_| problems.is_empty()).ok_or(problems)
}

fn number(text: Option<&str>) -> Result<CardNumber, CardProblem> {
    let text = text.filter(|text| !text.is_empty()).ok_or(CardProblem::NumberMissing)?;
    // The wire has digits; the widget's tolerance for blanks ends before it.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CardProblem::NumberInvalid);
    }
    CardNumber::parse(text, BrandSet::ALL).map_err(|_| CardProblem::NumberInvalid)
}

fn expiry(card: &WireCard<'_>, now: OffsetDateTime) -> Result<Expiry, Vec<CardProblem>> {
    let mut problems = Vec::new();
    let month = match card.month {
        None => Err(CardProblem::MonthMissing),
        Some(month) => {
            month.filter(|month| (1..=12).contains(month)).ok_or(CardProblem::MonthInvalid)
        }
    };
    let month = month.map_err(|problem| problems.push(problem)).ok();
    let now = YearMonth::everywhere_reached(now.unix_timestamp());
    let rules = ExpiryRules { max_years_ahead: MAX_YEARS_AHEAD, ..ExpiryRules::at(now) };
    // Without a month the year is judged by its last one.
    let parsed = match card.year {
        None => Err(CardProblem::YearMissing),
        Some(None | Some(0..1000)) => Err(CardProblem::YearInvalid),
        Some(Some(year)) => {
            let text = format!("{:02}/{year:04}", month.unwrap_or(12));
            Expiry::parse(&text, rules).map_err(|code| match code {
                FieldCode::InvalidExpiryMonthPast | FieldCode::InvalidExpiryYearPast => {
                    CardProblem::Past
                }
                _ => CardProblem::YearInvalid,
            })
        }
    };
    let expiry = parsed.map_err(|problem| problems.push(problem)).ok();
    expiry.filter(|_| problems.is_empty()).ok_or(problems)
}
