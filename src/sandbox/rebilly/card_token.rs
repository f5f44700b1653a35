//! A payment token of a card: what is kept of it and how it is shown.

use super::account::{Organization, Rebilly};
use crate::card::Brand;
pub(super) use crate::sandbox::clock::rfc3339_with_offset as timestamp;
use crate::sandbox::stored_card::StoredCard;
use crate::sandbox::token_store::StoredToken;
use serde_json::{Map, Value, json};

/// What is kept with a token.
#[derive(Clone, Debug)]
pub(super) struct CardToken {
    pub(super) card: StoredCard,
    /// Letters that mean nothing, when a security code came in.
    pub(super) encrypted_cvv: Option<String>,
    /// Does the published test data say that a payment with it is declined?
    pub(super) is_declined: bool,
    pub(super) billing_address: Option<Value>,
    pub(super) risk_metadata: Option<Value>,
}

/// The token as the API shows it: the request without `pan` and `cvv`, and what became of it.
pub(super) fn view(
    token: &StoredToken<CardToken>,
    rebilly: &Rebilly,
    organization: &Organization,
) -> Value {
    let StoredToken { id, created, expires, used, content } = token;
    let mut instrument = card(&content.card);
    if let Some(encrypted) = &content.encrypted_cvv {
        instrument.insert("encryptedCvv".to_owned(), encrypted.as_str().into());
    }
    let mut view = json!({
        "id": id,
        "method": "payment-card",
        "paymentInstrument": instrument,
        "isUsed": used.is_some(),
        "createdTime": timestamp(*created),
        "updatedTime": timestamp(used.unwrap_or(*created)),
        "usageTime": used.map(timestamp),
        "expirationTime": expires.map(timestamp),
        "_links": [{ "rel": "self", "href": rebilly.link(organization, &format!("tokens/{id}")) }],
    });
    let echoed =
        [("billingAddress", &content.billing_address), ("riskMetadata", &content.risk_metadata)];
    if let Some(view) = view.as_object_mut() {
        let sent = echoed.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?)));
        view.extend(sent.map(|(name, value)| (name.to_owned(), value.clone())));
    }
    view
}

/// The card's own fields, the same in a token and an instrument.
pub(super) fn card(card: &StoredCard) -> Map<String, Value> {
    let fields = [
        ("bin", card.bin.as_str().into()),
        ("last4", card.last4.as_str().into()),
        ("brand", card.brand.map(brand_name).into()),
        ("expMonth", card.expiry.month().into()),
        ("expYear", card.expiry.year().into()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The brand in Rebilly's spelling; its list ends with Maestro here, and the others are spelled as
/// they spell themselves.
fn brand_name(brand: Brand) -> &'static str {
    match brand {
        Brand::Visa => "Visa",
        Brand::Mastercard => "MasterCard",
        Brand::AmericanExpress => "American Express",
        Brand::DinersClub => "Diners Club",
        Brand::Discover => "Discover",
        Brand::Jcb => "JCB",
        Brand::Unionpay => "China UnionPay",
        Brand::Maestro => "Maestro",
        Brand::Mir => "Mir",
        Brand::Elo => "Elo",
        Brand::Hipercard => "Hipercard",
        Brand::Hiper => "Hiper",
        Brand::Troy => "Troy",
        Brand::Verve => "Verve",
        Brand::Rupay => "RuPay",
        Brand::Naranja => "Naranja",
        Brand::Uatp => "UATP",
        Brand::Dankort => "Dankort",
        Brand::CartesBancaires => "Cartes Bancaires",
    }
}
