//! The brand that the holder of a co-badged card prefers, where the provider's wire has a place for it.

use super::{Config, ConfigCode, ConfigError, Dialect, Options, RawOptions, dialect};
use crate::card::{Brand, BrandSet};
use crate::token::ProviderId;

impl RawOptions {
    /// The brands that the provider can be told of; none without a provider.
    pub fn preferable(&self) -> BrandSet {
        let provider = self.provider.as_deref().map(str::trim).and_then(ProviderId::from_name);
        let Some(dialect) = provider.and_then(dialect) else { return BrandSet::NONE };
        Brand::ALL.iter().copied().filter(|brand| (dialect.preferred)(*brand).is_some()).collect()
    }
}

impl Options {
    /// Prefers a brand of the card holder's own choice to the one that is configured.
    pub fn prefer(&mut self, brand: Brand) {
        self.preferred_brand = Some(brand);
    }

    /// The preferred brand in the provider's words.
    pub(super) fn preferred_scheme(&self) -> Option<&'static str> {
        self.preferred_brand.and_then(self.dialect.preferred)
    }
}

/// The configured brand. A wire that has a place for one has to have a name for it.
pub(super) fn configured(config: &Config, dialect: &Dialect) -> Result<Option<Brand>, ConfigError> {
    let brand = config.preferred_brand();
    let has_place = Brand::ALL.iter().any(|known| (dialect.preferred)(*known).is_some());
    match brand {
        Some(brand) if has_place && (dialect.preferred)(brand).is_none() => {
            Err(ConfigError::new(ConfigCode::InvalidOption, "preferredBrand"))
        }
        Some(_) | None => Ok(brand),
    }
}
