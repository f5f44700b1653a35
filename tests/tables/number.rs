//! Numbers: verdicts and formatting. Only published test numbers, and where nobody publishes one a
//! row of digits that no card has.

use cardlet::card::Edit::{self, BackspaceOnGap, Delete, DeleteOnGap, Insert};
use cardlet::card::{Brand, FieldCode, Verdict};

use FieldCode::{IncompleteNumber, InvalidNumber};

pub(crate) type CheckRow = (&'static str, Verdict, Option<Brand>);

pub(crate) const CHECKS: &[CheckRow] = &[
    // Published test numbers of each brand.
    ("4111111111111111", Verdict::Valid, Some(Brand::Visa)),
    ("4242424242424242", Verdict::Valid, Some(Brand::Visa)),
    ("4222222222222", Verdict::Valid, Some(Brand::Visa)),
    ("5555555555554444", Verdict::Valid, Some(Brand::Mastercard)),
    ("2223003122003222", Verdict::Valid, Some(Brand::Mastercard)),
    ("378282246310005", Verdict::Valid, Some(Brand::AmericanExpress)),
    ("30569309025904", Verdict::Valid, Some(Brand::DinersClub)),
    ("3056930009020004", Verdict::Valid, Some(Brand::DinersClub)),
    ("6011111111111117", Verdict::Valid, Some(Brand::Discover)),
    ("3530111333300000", Verdict::Valid, Some(Brand::Jcb)),
    ("6200000000000005", Verdict::Valid, Some(Brand::Unionpay)),
    ("6759649826438453", Verdict::Valid, Some(Brand::Maestro)),
    ("2202200128683966", Verdict::Valid, Some(Brand::Mir)),
    ("5066991111111118", Verdict::Valid, Some(Brand::Elo)),
    ("6516794250726603", Verdict::Valid, Some(Brand::Elo)),
    ("6062820524845321", Verdict::Valid, Some(Brand::Hipercard)),
    ("6370950000000005", Verdict::Valid, Some(Brand::Hiper)),
    ("9792100000000001", Verdict::Valid, Some(Brand::Troy)),
    ("5060990580000217499", Verdict::Valid, Some(Brand::Verve)),
    ("6527658900001005", Verdict::Valid, Some(Brand::Rupay)),
    ("5895626292990446", Verdict::Valid, Some(Brand::Naranja)),
    ("181529834959453", Verdict::Valid, Some(Brand::Uatp)),
    ("5019717010103742", Verdict::Valid, Some(Brand::Dankort)),
    ("4556620000000005", Verdict::Valid, Some(Brand::Visa)),
    // No check digit, or one by another formula.
    ("6240008631401142", Verdict::Valid, Some(Brand::Unionpay)),
    ("62400086314011", Verdict::Valid, Some(Brand::Unionpay)),
    ("6240008631401", Verdict::Unfinished(IncompleteNumber), Some(Brand::Unionpay)),
    ("62400086314011420000", Verdict::Invalid(InvalidNumber), Some(Brand::Unionpay)),
    ("5895627823453005", Verdict::Valid, Some(Brand::Naranja)),
    ("6062820524845322", Verdict::Valid, Some(Brand::Hipercard)),
    ("8812345678901234", Verdict::Valid, Some(Brand::Unionpay)),
    // A longer Maestro may still come.
    ("5019717010103743", Verdict::Unfinished(InvalidNumber), Some(Brand::Dankort)),
    // South American cards without Luhn's check digit, and one beside them.
    ("5010801234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("5049971234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("5058641234567891", Verdict::Valid, Some(Brand::Maestro)),
    ("5058651234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("5058741234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("5058781234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("5607181234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("6010301234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("6010731234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("6018281234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("6019331234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("6031991234567890", Verdict::Valid, Some(Brand::Maestro)),
    ("6031981234567891", Verdict::Unfinished(InvalidNumber), Some(Brand::Maestro)),
    // A number fits if one of the brands that have its first digits says so, and is of that one.
    ("8180123450000000001", Verdict::Valid, Some(Brand::Unionpay)),
    ("8180123450000001", Verdict::Valid, Some(Brand::Unionpay)),
    ("818012345", Verdict::Unfinished(IncompleteNumber), Some(Brand::Rupay)),
    ("6771890000000000003", Verdict::Valid, Some(Brand::Maestro)),
    ("6500350000000000009", Verdict::Valid, Some(Brand::Discover)),
    // Separators and other scripts.
    ("4111 1111 1111 1111", Verdict::Valid, Some(Brand::Visa)),
    ("4111-1111-1111-1111", Verdict::Valid, Some(Brand::Visa)),
    ("4111·1111·1111·1111", Verdict::Valid, Some(Brand::Visa)),
    ("4111'1111’1111•1111", Verdict::Valid, Some(Brand::Visa)),
    ("4111:1111|1111\\1111", Verdict::Valid, Some(Brand::Visa)),
    ("\u{200e}4111\u{a0}1111\u{2009}1111\u{2013}1111 ", Verdict::Valid, Some(Brand::Visa)),
    ("４１１１１１１１１１１１１１１１", Verdict::Valid, Some(Brand::Visa)),
    ("٤١١١١١١١١١١١١١١١", Verdict::Valid, Some(Brand::Visa)),
    // Unfinished.
    ("", Verdict::Empty(IncompleteNumber), None),
    (" - ", Verdict::Empty(IncompleteNumber), None),
    ("4", Verdict::Unfinished(IncompleteNumber), Some(Brand::Visa)),
    ("3", Verdict::Unfinished(IncompleteNumber), None),
    ("6", Verdict::Unfinished(IncompleteNumber), None),
    ("411111111111111", Verdict::Unfinished(IncompleteNumber), Some(Brand::Visa)),
    // Wrong checksum: a longer Visa may still come, a longer American Express not.
    ("4111111111111112", Verdict::Unfinished(InvalidNumber), Some(Brand::Visa)),
    ("378282246310006", Verdict::Invalid(InvalidNumber), Some(Brand::AmericanExpress)),
    ("5555555555554445", Verdict::Invalid(InvalidNumber), Some(Brand::Mastercard)),
    // Too long, and no digits at all.
    ("55555555555544444", Verdict::Invalid(InvalidNumber), Some(Brand::Mastercard)),
    ("41111111111111111111", Verdict::Invalid(InvalidNumber), Some(Brand::Visa)),
    ("4111x", Verdict::Invalid(InvalidNumber), Some(Brand::Visa)),
    ("card", Verdict::Invalid(InvalidNumber), None),
    // An unknown brand can pay: 12 to 19 digits with a right checksum.
    ("9000000000000002", Verdict::Unfinished(InvalidNumber), None),
    ("9000000000000000002", Verdict::Invalid(InvalidNumber), None),
    ("9999999999999995", Verdict::Valid, None),
    // Indonesia's GPN, among UATP's numbers.
    ("1946123456789010", Verdict::Valid, None),
    ("194612345678901", Verdict::Unfinished(InvalidNumber), None),
    ("194512345678901", Verdict::Invalid(InvalidNumber), Some(Brand::Uatp)),
    // One digit all along is a placeholder, and behind 18 zeros another zero alone is right.
    ("000000000000", Verdict::Unfinished(InvalidNumber), None),
    ("0000000000000000", Verdict::Unfinished(InvalidNumber), None),
    ("00000000000000000", Verdict::Unfinished(InvalidNumber), None),
    ("000000000000000000", Verdict::Invalid(InvalidNumber), None),
    ("0000000000000000000", Verdict::Invalid(InvalidNumber), None),
    ("9999999999", Verdict::Unfinished(IncompleteNumber), None),
    ("777777777777777777", Verdict::Unfinished(InvalidNumber), None),
    // Of a known brand its rules alone count.
    ("6666666666666", Verdict::Valid, Some(Brand::Maestro)),
];

pub(crate) type FormatRow = (&'static str, Edit, &'static str);

/// Texts with the caret as `|`, before and after.
pub(crate) const FORMATS: &[FormatRow] = &[
    // Typing at the end.
    ("|", Insert, "|"),
    ("4|", Insert, "4|"),
    ("4111|", Insert, "4111|"),
    ("41111|", Insert, "4111 1|"),
    ("4111 1111 1111 1111|", Insert, "4111 1111 1111 1111|"),
    ("378282246310005|", Insert, "3782 822463 10005|"),
    ("181529834959453|", Insert, "1815 29834 959453|"),
    ("6240008631401148000|", Insert, "6240 0086 3140 1148 000|"),
    // The brand's longest number is the end.
    ("3782 822463 100059|", Insert, "3782 822463 10005|"),
    ("55555555555544449|", Insert, "5555 5555 5555 4444|"),
    // Of all its brands where there are several: RuPay's or UnionPay's.
    ("81801234500000000012|", Insert, "8180 1234 5000 0000 001|"),
    ("1946123456789010|", Insert, "1946 1234 5678 9010|"),
    // Insert, prepend, paste with other separators.
    ("4111 91|11", Insert, "4111 91|11"),
    ("41191|1 1111", Insert, "4119 1|111 11"),
    ("9|4111 1111", Insert, "9|411 1111 1"),
    ("4111-1111-1111-1111|", Insert, "4111 1111 1111 1111|"),
    ("\u{200e}٤١١١١|", Insert, "4111 1|"),
    ("41x11y1|", Insert, "4111 1|"),
    // The caret stays behind its digit, before the gap.
    ("4111|1", Insert, "4111| 1"),
    ("4111 |1", Insert, "4111| 1"),
    // Backspace and Delete on a gap take the digit beyond it.
    ("4111|1111", BackspaceOnGap, "411|1 111"),
    ("4111|1111", DeleteOnGap, "4111| 111"),
    ("|4111", BackspaceOnGap, "|4111"),
    ("4111|", DeleteOnGap, "4111|"),
    ("4111 1|", Delete, "4111 1|"),
    ("|111 1", Delete, "|1111"),
];
