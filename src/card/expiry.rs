//! The expiry: one check for typed, pasted and filled text, and the value that has passed.

use super::expiry_text::{BegunYear, ExpiryText};
use super::{FieldCode, Verdict, YearMonth};

/// What a date is checked against.
#[derive(Clone, Copy, Debug)]
pub struct ExpiryRules {
    /// The current month where the day ends last ([`YearMonth::everywhere_reached`]).
    pub now: YearMonth,
    /// How many years ahead a card can expire; 20 unless set.
    pub max_years_ahead: u16,
}

impl ExpiryRules {
    /// The rules of a month with the usual limit of 20 years.
    ///
    /// ```
    /// use cardlet::card::{ExpiryRules, YearMonth};
    /// assert_eq!(ExpiryRules::at(YearMonth { year: 2026, month: 11 }).max_years_ahead, 20);
    /// ```
    pub fn at(now: YearMonth) -> Self {
        Self { now, max_years_ahead: 20 }
    }

    /// What is wrong with a date; `None` when a card with it is good.
    fn refuse(&self, date: YearMonth) -> Option<FieldCode> {
        if date.year < self.now.year {
            Some(FieldCode::InvalidExpiryYearPast)
        } else if date < self.now {
            Some(FieldCode::InvalidExpiryMonthPast)
        } else if date.year > self.now.year.saturating_add(self.max_years_ahead) {
            Some(FieldCode::InvalidExpiryYear)
        } else {
            None
        }
    }

    /// The verdict on an unfinished year that can become any of `first..=last`.
    fn of_unfinished(&self, first: u16, last: u16, month: u8) -> Verdict {
        let refused = |year| self.refuse(YearMonth { year, month });
        if (first..=last).any(|year| refused(year).is_none()) {
            Verdict::Unfinished(FieldCode::IncompleteExpiry)
        } else {
            Verdict::Invalid(refused(last).unwrap_or(FieldCode::InvalidExpiryYear))
        }
    }
}

/// The verdict on a typed expiry, with what can be read of it.
#[derive(Clone, Copy, Debug)]
pub struct ExpiryCheck {
    /// The verdict.
    pub verdict: Verdict,
    /// The month, 1 to 12, once it is certain.
    pub month: Option<u8>,
    /// The year with four digits, once two or four are entered.
    pub year: Option<u16>,
}

impl ExpiryCheck {
    /// Checks a text as an expiry: `M/YY MM/YY MM/YYYY MMYY MMYYYY YYYY-MM YYYYMM`, blanks
    /// anywhere, any separator, digits of any script. Two-digit years mean 2000 to 2099. A date with
    /// its day is invalid: which of its groups is the month can't be told.
    ///
    /// ```
    /// use cardlet::card::{ExpiryCheck, ExpiryRules, YearMonth};
    /// let rules = ExpiryRules::at(YearMonth { year: 2026, month: 11 });
    /// let check = ExpiryCheck::of("2029-03", rules);
    /// assert!(check.verdict.is_valid());
    /// assert_eq!((check.month, check.year), (Some(3), Some(2029)));
    /// ```
    pub fn of(text: &str, rules: ExpiryRules) -> Self {
        let text = ExpiryText::read(text);
        let check = Self::of_split(&text, rules);
        match text.begun {
            Some(begun) if !check.verdict.is_valid() => {
                let month = check.month.filter(|_| text.year_first);
                Self::of_begun(&begun, month, rules)
            }
            _ => check,
        }
    }

    fn of_split(text: &ExpiryText, rules: ExpiryRules) -> Self {
        let month = match (text.month.len(), text.month.value()) {
            (_, 0) => None,
            (1, 1) if !text.month_ended => None,
            (_, value @ 1..=12) => u8::try_from(value).ok(),
            _ => None,
        };
        let year = match (text.year.len(), text.year.value()) {
            (2, value) => Some(2000 + value),
            (4, value) => Some(value),
            _ => None,
        };
        Self { verdict: verdict(text, month, rules), month, year }
    }

    fn of_begun(begun: &BegunYear, month: Option<u8>, rules: ExpiryRules) -> Self {
        let digits = begun.year.value();
        let (first, last) = match begun.year.len() {
            2 => (digits * 100, digits * 100 + 99),
            3 => (digits * 10, digits * 10 + 9),
            _ => (digits, digits),
        };
        let verdict = rules.of_unfinished(first, last, begun.latest_month);
        Self { verdict, month, year: Some(first).filter(|_| first == last) }
    }
}

/// A card's month and year of expiry, good when it was parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry(YearMonth);

impl Expiry {
    /// Reads a text as an expiry that is not over.
    ///
    /// ```
    /// use cardlet::card::{Expiry, ExpiryRules, FieldCode, YearMonth};
    /// let rules = ExpiryRules::at(YearMonth { year: 2026, month: 11 });
    /// let expiry = Expiry::parse("11 / 26", rules)?;
    /// assert_eq!((expiry.month(), expiry.year()), (11, 2026));
    /// assert_eq!(Expiry::parse("10/26", rules), Err(FieldCode::InvalidExpiryMonthPast));
    /// # Ok::<(), FieldCode>(())
    /// ```
    ///
    /// # Errors
    /// The code of the rule that the text breaks; an empty text is incomplete.
    pub fn parse(text: &str, rules: ExpiryRules) -> Result<Self, FieldCode> {
        let check = ExpiryCheck::of(text, rules);
        check.verdict.into_result()?;
        match (check.month, check.year) {
            (Some(month), Some(year)) => Ok(Self(YearMonth { year, month })),
            _ => Err(FieldCode::IncompleteExpiry),
        }
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month
    }

    /// Four digits.
    pub fn year(self) -> u16 {
        self.0.year
    }
}

fn verdict(text: &ExpiryText, month: Option<u8>, rules: ExpiryRules) -> Verdict {
    if text.foreign {
        return Verdict::Invalid(FieldCode::InvalidExpiryMonth);
    }
    if text.month.len() == 0 && text.year.len() == 0 {
        return Verdict::Empty(FieldCode::IncompleteExpiry);
    }
    let Some(month) = month else {
        let waits = match text.month.as_bytes() {
            [] => true,
            [b'0' | b'1'] => !text.month_ended,
            _ => false,
        };
        return if waits {
            Verdict::Unfinished(FieldCode::IncompleteExpiry)
        } else {
            Verdict::Invalid(FieldCode::InvalidExpiryMonth)
        };
    };
    if text.excess {
        return Verdict::Invalid(FieldCode::InvalidExpiryYear);
    }
    of_year(text, month, rules)
}

fn of_year(text: &ExpiryText, month: u8, rules: ExpiryRules) -> Verdict {
    let value = text.year.value();
    match (text.year.len(), value) {
        (0, _) | (1, 2) => Verdict::Unfinished(FieldCode::IncompleteExpiry),
        (1, _) => rules.of_unfinished(2000 + value * 10, 2009 + value * 10, month),
        (3, 200..=209) => rules.of_unfinished(value * 10, value * 10 + 9, month),
        (3, _) => Verdict::Invalid(FieldCode::InvalidExpiryYear),
        (length, _) => {
            let year = if length == 2 { 2000 + value } else { value };
            match rules.refuse(YearMonth { year, month }) {
                None => Verdict::Valid,
                // "20" is the year 2020 or the start of 20…: only the next digit tells.
                Some(code) if length == 2 && value == 20 => Verdict::Unfinished(code),
                Some(code) => Verdict::Invalid(code),
            }
        }
    }
}
