//! A check of a recurring token's security code, which takes the provider seconds.

/// How far a check of the security code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CvvAuthorizeStatus {
    /// Under way: the token can't be charged yet.
    Pending,
    /// Passed.
    Current,
    /// Refused: a new security code is needed.
    Failed,
    /// Taken back.
    Inactive,
}

impl CvvAuthorizeStatus {
    /// The stable name, such as `pending`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Current => "current",
            Self::Failed => "failed",
            Self::Inactive => "inactive",
        }
    }
}

/// A check of the security code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CvvAuthorize {
    /// How far it is.
    pub status: CvvAuthorizeStatus,
    /// The charge that it was made with.
    pub charge_id: Option<String>,
    /// The currency of that charge.
    pub currency: Option<String>,
}
