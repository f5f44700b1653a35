//! Postal codes by country: data only.
//!
//! `N` is a digit, `A` a letter, `X` either, any other letter or digit is itself; blanks and
//! dashes are left out, since people leave them out too. Source: the formats that the Universal
//! Postal Union publishes for each country (postal addressing systems, 2024), read in the same
//! shapes as the CLDR postal code data. A country that is not here has no rule. The letters of a
//! country before a code that begins with a digit, as in `CH-8001`, are the check's affair.

/// Countries that have no postal codes, by the same source, ascending. What is written there for one
/// is as good as in a country without a rule. Here are also all whose addresses have no place for one
/// in libaddressinput (`region_data_constants.cc`, June 2025), although codes of Ghana, Jamaica,
/// Montserrat, Palestine, Panama, Saint Lucia, Samoa and Timor-Leste exist, new, suspended or hardly
/// used; and Trinidad and Tobago, whose code is hardly used either and not required there.
pub(super) const WITHOUT: &[&str] = &[
    "AE", "AG", "AO", "AQ", "AW", "BF", "BI", "BJ", "BO", "BQ", "BS", "BV", "BW", "BZ", "CD", "CF",
    "CG", "CI", "CK", "CM", "CW", "DJ", "DM", "ER", "FJ", "GA", "GD", "GH", "GM", "GQ", "GY", "HK",
    "JM", "KI", "KM", "KN", "KP", "LC", "LY", "ML", "MO", "MR", "MS", "MW", "NR", "NU", "PA", "PS",
    "QA", "RW", "SB", "SC", "SL", "SR", "SS", "ST", "SX", "SY", "TD", "TF", "TG", "TK", "TL", "TO",
    "TT", "TV", "UG", "VU", "WS", "YE", "ZW",
];

/// Countries by ISO 3166-1 alpha-2, ascending, with the shapes of their codes. Argentina's province
/// with four digits, the British forces' numbers (BFPO), Malta's two and three digits and Serbia's
/// sixth are from CLDR and libaddressinput.
#[rustfmt::skip]
pub(super) const SHAPES: &[(&str, &[&str])] = &[
    ("AR", &["NNNN", "ANNNN", "ANNNNAAA"]),
    ("AT", &["NNNN"]),
    ("AU", &["NNNN"]),
    ("BA", &["NNNNN"]),
    ("BE", &["NNNN"]),
    ("BG", &["NNNN"]),
    ("BR", &["NNNNNNNN"]),
    ("CA", &["ANANAN"]),
    ("CH", &["NNNN"]),
    ("CL", &["NNNNNNN"]),
    ("CN", &["NNNNNN"]),
    ("CO", &["NNNNNN"]),
    ("CR", &["NNNNN"]),
    ("CY", &["NNNN"]),
    ("CZ", &["NNNNN"]),
    ("DE", &["NNNNN"]),
    ("DK", &["NNNN"]),
    ("EE", &["NNNNN"]),
    ("EG", &["NNNNN", "NNNNNNN"]),
    ("ES", &["NNNNN"]),
    ("FI", &["NNNNN"]),
    ("FR", &["NNNNN"]),
    ("GB", &[
        "ANNAA", "ANNNAA", "AANNAA", "AANNNAA", "ANANAA", "AANANAA", "GIR0AA",
        "BFPON", "BFPONN", "BFPONNN", "BFPONNNN",
    ]),
    ("GR", &["NNNNN"]),
    ("HR", &["NNNNN"]),
    ("HU", &["NNNN"]),
    ("ID", &["NNNNN"]),
    ("IE", &["ANXXXXX"]),
    ("IL", &["NNNNN", "NNNNNNN"]),
    ("IN", &["NNNNNN"]),
    ("IS", &["NNN"]),
    ("IT", &["NNNNN"]),
    ("JP", &["NNNNNNN"]),
    ("KR", &["NNNNN"]),
    ("LI", &["NNNN"]),
    ("LT", &["NNNNN"]),
    ("LU", &["NNNN"]),
    ("LV", &["NNNN"]),
    ("MA", &["NNNNN"]),
    ("MT", &["AAANNNN", "AAANN", "AAANNN"]),
    ("MX", &["NNNNN"]),
    ("MY", &["NNNNN"]),
    ("NL", &["NNNNAA"]),
    ("NO", &["NNNN"]),
    ("NZ", &["NNNN"]),
    ("PE", &["NNNNN"]),
    ("PH", &["NNNN"]),
    ("PL", &["NNNNN"]),
    ("PT", &["NNNNNNN"]),
    ("RO", &["NNNNNN"]),
    ("RS", &["NNNNN", "NNNNNN"]),
    ("RU", &["NNNNNN"]),
    ("SA", &["NNNNN", "NNNNNNNNN"]),
    ("SE", &["NNNNN"]),
    ("SG", &["NNNNNN"]),
    ("SI", &["NNNN"]),
    ("SK", &["NNNNN"]),
    ("TH", &["NNNNN"]),
    ("TN", &["NNNN"]),
    ("TR", &["NNNNN"]),
    ("TW", &["NNN", "NNNNN", "NNNNNN"]),
    ("UA", &["NNNNN"]),
    ("US", &["NNNNN", "NNNNNNNNN"]),
    ("VN", &["NNNNN", "NNNNNN"]),
    ("ZA", &["NNNN"]),
];
