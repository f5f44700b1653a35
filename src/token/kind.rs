//! What a token stands for, and how often it may be used.

/// How somebody pays with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentType {
    /// A card.
    Card,
    /// The security code of a card that the provider already has.
    Cvc,
    /// A QR code that the merchant scans.
    QrScan,
    /// A QR code that the customer scans.
    QrMerchant,
    /// An online wallet.
    Online,
    /// Cash, at a convenience store.
    Konbini,
    /// A bank transfer.
    BankTransfer,
    /// Paidy.
    Paidy,
    /// Apple Pay.
    ApplePay,
}

impl PaymentType {
    /// Every type.
    pub const ALL: &[Self] = &[
        Self::Card,
        Self::Cvc,
        Self::QrScan,
        Self::QrMerchant,
        Self::Online,
        Self::Konbini,
        Self::BankTransfer,
        Self::Paidy,
        Self::ApplePay,
    ];

    /// The stable name, such as `bank_transfer`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Cvc => "cvc",
            Self::QrScan => "qr_scan",
            Self::QrMerchant => "qr_merchant",
            Self::Online => "online",
            Self::Konbini => "konbini",
            Self::BankTransfer => "bank_transfer",
            Self::Paidy => "paidy",
            Self::ApplePay => "apple_pay",
        }
    }

    /// The type of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// How often a token may be used, where the provider tells tokens apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenType {
    /// For one payment.
    OneTime,
    /// For one subscription.
    Subscription,
    /// Again and again, within its usage limit.
    Recurring,
}

impl TokenType {
    /// Every type.
    pub const ALL: &[Self] = &[Self::OneTime, Self::Subscription, Self::Recurring];

    /// The stable name, such as `one_time`.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneTime => "one_time",
            Self::Subscription => "subscription",
            Self::Recurring => "recurring",
        }
    }

    /// The type of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}
