//! What a page may change about the rules of the fields.

use std::rc::Rc;

use js_sys::Date;

use crate::card::{Brand, BrandRange, BrandSet, BrandTable, ExpiryRules, YearMonth};
use crate::provider::{ConfigCode, ConfigError};
use crate::token::Json;

/// How many years ahead a card can expire, unless a page says otherwise.
const MAX_YEARS_AHEAD: u16 = 20;

/// The rules that the fields are checked by.
pub(super) struct Rules {
    pub(super) accepted: BrandSet,
    pub(super) table: Rc<BrandTable>,
    /// The brand of a card that only the security code is asked of.
    pub(super) card_brand: Option<Brand>,
    /// The country that the page has set, for postal codes and to begin with; empty for none.
    pub(super) country: String,
    max_years_ahead: u16,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            accepted: BrandSet::ALL,
            table: Rc::new(BrandTable::BUILT_IN),
            card_brand: None,
            country: String::new(),
            max_years_ahead: MAX_YEARS_AHEAD,
        }
    }
}

impl Rules {
    /// Reads `brandRanges` and `maxYearsAhead` of what `configure()` was given.
    pub(super) fn read(config: &Json) -> Result<(BrandTable, u16), ConfigError> {
        let invalid = |option| ConfigError { code: ConfigCode::InvalidOption, option };
        let ranges = match config.at("brandRanges") {
            None | Some(Json::Null) => &[][..],
            Some(Json::List(ranges)) => ranges,
            Some(_) => return Err(invalid("brandRanges")),
        };
        let ranges = ranges.iter().map(|range| {
            let text = |name| range.at(name).and_then(Json::as_text);
            Some(BrandRange { brand: text("brand")?, low: text("low")?, high: text("high")? })
        });
        let ranges = ranges.collect::<Option<Vec<_>>>().ok_or(invalid("brandRanges"))?;
        let table = BrandTable::with_ranges(&ranges).map_err(|_| invalid("brandRanges"))?;
        let max_years_ahead = match config.at("maxYearsAhead") {
            None | Some(Json::Null) => MAX_YEARS_AHEAD,
            Some(years) => match years.as_whole() {
                Some(years @ 0..=99) => years as u16,
                Some(_) | None => return Err(invalid("maxYearsAhead")),
            },
        };
        Ok((table, max_years_ahead))
    }

    /// Takes over what a page has configured; what can't be used changes nothing.
    pub(super) fn configure(&mut self, config: &Json) {
        if let Ok((table, max_years_ahead)) = Self::read(config) {
            self.table = Rc::new(table);
            self.max_years_ahead = max_years_ahead;
        }
        self.country = config.text("billingAddress.country").unwrap_or_default().to_owned();
    }

    /// The rules for an expiry at this machine's time.
    pub(super) fn expiry(&self) -> ExpiryRules {
        let now = YearMonth::everywhere_reached((Date::now() / 1000.0) as i64);
        ExpiryRules { now, max_years_ahead: self.max_years_ahead }
    }
}
