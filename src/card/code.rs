//! The codes that say what is wrong with a field.

macro_rules! field_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What is wrong with a field: stable snake_case codes, the same in Rust and JavaScript.
        ///
        /// ```
        /// use cardlet::card::FieldCode;
        /// assert_eq!(FieldCode::InvalidNumber.code(), "invalid_number");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FieldCode {
            $($(#[$doc])* $variant,)*
        }

        impl FieldCode {
            /// Every code, in the order of the packed verdicts.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable text of the code, such as `invalid_number`.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

field_codes! {
    /// The number is empty, or shorter than its brand's shortest length.
    IncompleteNumber = "incomplete_number",
    /// The number fails its brand's length or checksum, or holds something that is no digit.
    InvalidNumber = "invalid_number",
    /// The number's brand is not among those that the form accepts.
    UnsupportedBrand = "unsupported_brand",
    /// The expiry is empty or unfinished.
    IncompleteExpiry = "incomplete_expiry",
    /// The month is not 1 to 12, or the text is no date.
    InvalidExpiryMonth = "invalid_expiry_month",
    /// The year is this one and the month is over everywhere on Earth.
    InvalidExpiryMonthPast = "invalid_expiry_month_past",
    /// The year is further ahead than cards are issued for.
    InvalidExpiryYear = "invalid_expiry_year",
    /// The year is over.
    InvalidExpiryYearPast = "invalid_expiry_year_past",
    /// The security code is empty or too short for the brand.
    IncompleteCvc = "incomplete_cvc",
    /// The security code is too long for the brand or holds something that is no digit.
    InvalidCvc = "invalid_cvc",
    /// The name is empty.
    IncompleteName = "incomplete_name",
    /// The name holds no letter, is too long or has control characters.
    InvalidName = "invalid_name",
    /// The name holds what looks like a card number.
    CardNumberInName = "card_number_in_name",
    /// The postal code is empty or unfinished.
    IncompletePostalCode = "incomplete_postal_code",
    /// The postal code does not fit the country.
    InvalidPostalCode = "invalid_postal_code",
    /// No country is chosen.
    IncompleteCountry = "incomplete_country",
}

#[cfg(test)]
mod tests {
    use super::FieldCode;

    #[test]
    fn codes_are_snake_case_and_unique() {
        let mut codes: Vec<_> = FieldCode::ALL.iter().map(|code| code.code()).collect();
        assert!(codes.iter().all(|code| code.chars().all(|c| c == '_' || c.is_ascii_lowercase())));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), FieldCode::ALL.len());
    }
}
