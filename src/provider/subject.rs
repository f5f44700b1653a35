//! What is turned into a token, and what is kept of it while the answer is awaited.

use super::json::{Reply, lists};
use super::{Dialect, Options};
use crate::card::{BinLength, Brand, CardData, Cvc};
use crate::token::{Echo, Json, Life, Mode, PaymentType, ProviderId, Token, TokenCard, TokenType};

/// What is turned into a token.
pub enum Subject {
    /// A card.
    Card(CardData),
    /// The security code of a card that the provider already has.
    Cvc(CvcUpdate),
    /// A payment method without a card form.
    Payment(Payment),
    /// The rest of an attempt that a customer's action had interrupted.
    Resume(String),
}

/// A security code that is entered again.
pub struct CvcUpdate {
    /// The code.
    pub cvc: Cvc,
    /// The brand of the card, where the page says it.
    pub brand: Option<Brand>,
}

/// A payment method without a card form, such as a convenience store.
pub struct Payment {
    /// Which one.
    pub payment_type: PaymentType,
    /// What the provider wants to know, in the page's names (camelCase).
    pub data: Json,
}

impl Subject {
    /// How somebody pays with the token.
    pub fn payment_type(&self) -> PaymentType {
        match self {
            Self::Card(_) | Self::Resume(_) => PaymentType::Card,
            Self::Cvc(_) => PaymentType::Cvc,
            Self::Payment(payment) => payment.payment_type,
        }
    }
}

/// One attempt, as a dialect writes it down.
pub struct Call<'a> {
    /// What is turned into a token.
    pub subject: &'a Subject,
    /// The page's options.
    pub options: &'a Options,
    /// The same for every repetition of one attempt; for wires that have a place for it.
    pub idempotency_key: &'a str,
    /// Keap's one-time token for this submission.
    pub submission_token: Option<&'a str>,
}

/// What is kept of an attempt while its answer is awaited.
pub struct Sent {
    /// Whose answer it will be.
    pub provider: ProviderId,
    pub(super) dialect: &'static Dialect,
    /// How somebody pays with the token.
    pub payment_type: PaymentType,
    /// How often the token may be used.
    pub token_type: Option<TokenType>,
    /// What may be shown of the card.
    pub card: Option<TokenCard>,
    /// Whether the key is a live or a test key; `None` where no key tells.
    pub mode: Option<Mode>,
    /// What the answer must not repeat.
    pub echo: Echo,
    /// Keap's token for this submission: the token's id once it has worked.
    pub submission_token: Option<String>,
    /// The token whose security code is entered again.
    pub update_token: Option<String>,
    /// Must the token tell nothing of the card?
    #[cfg(feature = "frame")]
    pub hides_card: bool,
    /// What the page configured, for a request that follows.
    pub(super) options: Options,
    /// The attempt's key, for the same.
    pub(super) idempotency_key: String,
}

impl Sent {
    /// Keeps what the answer needs.
    pub(super) fn new(call: &Call<'_>) -> Self {
        let Call { subject, options, submission_token, .. } = call;
        Self {
            provider: options.provider,
            dialect: options.dialect,
            payment_type: subject.payment_type(),
            token_type: options.token_type,
            mode: options.mode,
            card: match subject {
                Subject::Card(card) => Some(shown(card, options.bin)),
                Subject::Cvc(_) | Subject::Payment(_) | Subject::Resume(_) => None,
            },
            echo: match subject {
                Subject::Card(card) => Echo::of(card),
                Subject::Cvc(update) => Echo::of_cvc(&update.cvc),
                Subject::Payment(_) | Subject::Resume(_) => Echo::default(),
            },
            submission_token: submission_token.map(str::to_owned),
            update_token: options.update_token.clone(),
            #[cfg(feature = "frame")]
            hides_card: false,
            options: (*options).clone(),
            idempotency_key: call.idempotency_key.to_owned(),
        }
    }
}

impl Sent {
    /// The token's id in a reply, unless it repeats the card.
    pub(super) fn id(&self, reply: &Reply, path: &str) -> Option<String> {
        reply.text(path).filter(|id| !self.echo.is_in(id)).map(str::to_owned)
    }

    /// A token of this attempt.
    pub(super) fn token(&self, id: String, life: Life) -> Box<Token> {
        let mut token = Box::new(Token::new(id, self.provider, life));
        token.payment_type = self.payment_type;
        token.token_type = self.token_type;
        token.mode = self.mode;
        token.card = self.card.clone();
        token
    }

    /// Leaves of the first digits that a reply has named as many as the page has opted in to, and
    /// fills in those that were typed where it has named none. `raw` shows none of them.
    pub(super) fn limit_bin(&self, token: &mut Token) {
        let mut told = token.card.as_mut().and_then(|card| card.bin.take());
        let is_bin =
            |name: &str, value: &Json| lists(FIRST_DIGITS, name) || self.echo.shows_bin(value);
        token.raw.retain(&|name, value| !is_bin(name, value));
        if self.options.bin.is_none() {
            return;
        }
        let typed = self.card.as_ref().and_then(|card| card.bin.as_deref());
        if let Some(told) = &mut told {
            // Of a number that was not typed here the length is not known.
            told.truncate(typed.map_or(BinLength::SHORTEST, str::len));
        }
        if let Some(card) = &mut token.card {
            card.bin = told.or_else(|| typed.map(str::to_owned));
        }
    }
}

/// What replies call the first digits of a number.
const FIRST_DIGITS: &str = "bin card_bin iin";

/// What may be shown of a card. The name may stand beside the token: it is no secret of the card's.
fn shown(card: &CardData, bin: Option<BinLength>) -> TokenCard {
    TokenCard {
        brand: card.number.brand(),
        last4: card.number.last4().to_owned(),
        exp_month: card.expiry.month(),
        exp_year: card.expiry.year(),
        bin: bin.map(|length| card.number.bin(length).to_owned()),
        holder: card.holder.as_ref().map(|holder| holder.name().expose().clone()),
    }
}
