//! How many of a number's first digits may be shown.

/// As many of a number's first digits as a page has opted in to see.
///
/// ```
/// use cardlet::card::BinLength;
/// assert_eq!(BinLength::from_name("8"), Some(BinLength::Eight));
/// assert_eq!(BinLength::Six.name(), "6");
/// assert_eq!(BinLength::from_name("7"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BinLength {
    /// Of any number.
    Six,
    /// Of a number with sixteen digits or more; six of a shorter one, which must not be told but
    /// for a few digits (PCI DSS, truncation).
    Eight,
}

impl BinLength {
    /// The digits that may be shown of any number.
    pub const SHORTEST: usize = 6;

    /// Reads `6` or `8`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "6" => Some(Self::Six),
            "8" => Some(Self::Eight),
            _ => None,
        }
    }

    /// The name that [`Self::from_name`] reads.
    pub fn name(self) -> &'static str {
        match self {
            Self::Six => "6",
            Self::Eight => "8",
        }
    }

    /// How many digits of a number with so many.
    pub(super) fn of(self, count: usize) -> usize {
        match self {
            Self::Eight if count >= 16 => 8,
            Self::Six | Self::Eight => Self::SHORTEST,
        }
    }
}
