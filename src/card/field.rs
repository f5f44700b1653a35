//! The fields of a card form.

/// A field of the form, in the order in which people meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The card number.
    Number,
    /// Month and year of expiry.
    Expiry,
    /// The security code.
    Cvc,
    /// The name on the card.
    Name,
    /// The postal code of the billing address.
    PostalCode,
    /// The country of the billing address.
    Country,
}

impl Field {
    /// Every field.
    pub const ALL: &[Self] =
        &[Self::Number, Self::Expiry, Self::Cvc, Self::Name, Self::PostalCode, Self::Country];

    /// The field's stable name, such as `expiry`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Expiry => "expiry",
            Self::Cvc => "cvc",
            Self::Name => "name",
            Self::PostalCode => "postalCode",
            Self::Country => "country",
        }
    }

    /// The field of a name.
    ///
    /// ```
    /// use cardlet::card::Field;
    /// assert_eq!(Field::from_name(Field::Cvc.name()), Some(Field::Cvc));
    /// assert_eq!(Field::from_name("cvv"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }
}
