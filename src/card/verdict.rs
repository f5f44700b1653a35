//! The verdict on one field's text.

use super::FieldCode;

/// What a text is worth as the content of its field.
///
/// ```
/// use cardlet::card::{FieldCode, Verdict};
/// let verdict = Verdict::Unfinished(FieldCode::IncompleteNumber);
/// assert!(verdict.is_potentially_valid() && !verdict.is_valid() && !verdict.is_empty());
/// assert_eq!(verdict.code().map(FieldCode::code), Some("incomplete_number"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was entered; the code is the one to show when the field is left so.
    Empty(FieldCode),
    /// Nothing was entered, and nothing has to be.
    NotNeeded,
    /// Not valid yet; more typing could make it valid.
    Unfinished(FieldCode),
    /// Not valid, and no further typing can make it so.
    Invalid(FieldCode),
    /// Valid as it stands.
    Valid,
}

impl Verdict {
    /// Was nothing entered?
    pub fn is_empty(self) -> bool {
        matches!(self, Self::Empty(_) | Self::NotNeeded)
    }

    /// Is the text valid as it stands?
    pub fn is_valid(self) -> bool {
        matches!(self, Self::Valid | Self::NotNeeded)
    }

    /// Is it valid, or could more typing make it so?
    pub fn is_potentially_valid(self) -> bool {
        !matches!(self, Self::Invalid(_))
    }

    /// What is missing or wrong; `None` when valid.
    pub fn code(self) -> Option<FieldCode> {
        match self {
            Self::Empty(code) | Self::Unfinished(code) | Self::Invalid(code) => Some(code),
            Self::Valid | Self::NotNeeded => None,
        }
    }

    /// `Ok` when valid, else the code: how a parsed value is made from a checked text.
    pub(crate) fn into_result(self) -> Result<(), FieldCode> {
        self.code().map_or(Ok(()), Err)
    }
}
