//! What the holder of a co-badged card has chosen: the brand that is to be used for the payment.

use std::cell::Cell;

use super::form::Form;
use crate::card::{Brand, BrandSet};
use crate::provider::{ConfigError, Options, RawOptions};

/// The brands on offer, and the one that is chosen among them.
#[derive(Default)]
pub(super) struct BrandChoice {
    offered: Cell<BrandSet>,
    chosen: Cell<Option<Brand>>,
    /// What the provider can be told of.
    preferable: Cell<BrandSet>,
    /// What the page has configured.
    configured: Cell<Option<Brand>>,
}

impl BrandChoice {
    /// Takes over what other options say about it.
    pub(super) fn configure(&self, raw: &RawOptions) {
        self.preferable.set(raw.preferable());
        let brand = raw.config.at("preferredBrand").and_then(|brand| brand.as_text());
        self.configured.set(brand.and_then(Brand::from_id));
    }

    /// Offers these brands of the number, as far as the provider can be told of them.
    pub(super) fn offer(&self, brands: BrandSet) {
        self.offered.set(brands.and(self.preferable.get()).unless_single());
    }

    /// The brands on offer; none where there is nothing to choose.
    pub(super) fn offered(&self) -> BrandSet {
        self.offered.get()
    }

    /// The person's choice, else the page's, if it is on offer.
    pub(super) fn brand(&self) -> Option<Brand> {
        let choice = self.chosen.get().or(self.configured.get());
        choice.filter(|brand| self.offered.get().contains(*brand))
    }

    /// Forgets the person's choice: the number is another one.
    pub(super) fn forget(&self) {
        self.chosen.set(None);
    }
}

impl Form {
    /// Chooses a brand that is on offer. It is an edit: a token of before stands for another choice.
    pub(super) fn choose(&self, brand: Brand) {
        if !self.choice.offered().contains(brand) || self.choice.chosen.get() == Some(brand) {
            return;
        }
        self.choice.chosen.set(Some(brand));
        self.note_edit();
        self.changed();
    }

    /// The options of an attempt, with the brand that was chosen.
    pub(super) fn options(&self) -> Result<Options, ConfigError> {
        let mut options = Options::new(&self.raw_options.borrow())?;
        if let Some(brand) = self.choice.brand() {
            options.prefer(brand);
        }
        Ok(options)
    }
}
