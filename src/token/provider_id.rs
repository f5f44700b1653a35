//! The systems that a token can come from.

/// A system that Cardlet speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderId {
    /// Checkout.com.
    Checkout,
    /// Keap, once Infusionsoft.
    Keap,
    /// PaymentsAI, through a relay that holds its key.
    PaymentsAi,
    /// ProcessOut.
    ProcessOut,
    /// Rebilly.
    Rebilly,
    /// Univapay.
    Univapay,
    /// Any other endpoint, Rebilly-shaped unless configured.
    Generic,
}

impl ProviderId {
    /// Every system.
    pub const ALL: &[Self] = &[
        Self::Checkout,
        Self::Keap,
        Self::PaymentsAi,
        Self::ProcessOut,
        Self::Rebilly,
        Self::Univapay,
        Self::Generic,
    ];

    /// The name in options and tokens, such as `rebilly`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::Keap => "keap",
            Self::PaymentsAi => "paymentsai",
            Self::ProcessOut => "processout",
            Self::Rebilly => "rebilly",
            Self::Univapay => "univapay",
            Self::Generic => "generic",
        }
    }

    /// The system of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|provider| provider.name() == name)
    }
}
