//! What a provider's refusal means, in our codes.

use crate::card::{Field, FieldCode};
use crate::token::{Echo, Json, Moment, Timestamp, whole};

use super::Response;

macro_rules! codes {
    ($($kind:literal { $($(#[$doc:meta])* $variant:ident = $code:literal,)* })*) => {
        /// Our code for a provider's answer that is no token.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ProviderCode {
            /// The provider refuses one field of the card.
            Field(Field, FieldCode),
            $($($(#[$doc])* $variant,)*)*
        }

        impl ProviderCode {
            /// Every code that is not a field's.
            pub const ALL: &[Self] = &[$($(Self::$variant,)*)*];

            /// The stable snake_case code.
            pub fn code(self) -> &'static str {
                match self {
                    Self::Field(_, code) => code.code(),
                    $($(Self::$variant => $code,)*)*
                }
            }

            /// The type of error that the code belongs to.
            pub fn kind(self) -> &'static str {
                match self {
                    Self::Field(..) => "validation",
                    $($(Self::$variant)|* => $kind,)*
                }
            }
        }
    };
}

codes! {
    "authentication" {
        /// The key is missing, unknown or switched off.
        InvalidPublicKey = "invalid_public_key",
        /// The key may not do this.
        Forbidden = "forbidden",
        /// The key may not be used on this origin.
        OriginNotAllowed = "origin_not_allowed",
        /// The account takes no cards from browsers.
        DirectTokenizationDisabled = "direct_tokenization_disabled",
        /// The page's own credential is over.
        SessionExpired = "session_expired",
    }
    "rate_limit" {
        /// Too many requests.
        RateLimited = "rate_limited",
    }
    "provider" {
        /// The card was declined.
        CardDeclined = "card_declined",
        /// The account takes no cards of this kind.
        CardNotSupported = "card_not_supported",
        /// The provider refuses the request for a reason of its own.
        ProviderRejected = "provider_rejected",
        /// The provider has a fault; the same request may work later.
        ProviderUnavailable = "provider_unavailable",
        /// The answer is not what the provider documents.
        UnexpectedResponse = "unexpected_response",
        /// The customer has to do something first.
        ActionRequired = "action_required",
        /// Another request went out under the same key.
        IdempotencyConflict = "idempotency_conflict",
    }
    "token" {
        /// The token was used too late.
        TokenExpired = "token_expired",
        /// The token was used before.
        TokenConsumed = "token_consumed",
        /// The token is none that this provider makes.
        TokenMalformed = "token_malformed",
        /// The token was taken back.
        TokenRevoked = "token_revoked",
        /// The provider does not know the token.
        TokenUnknown = "token_unknown",
        /// Keap's token for the form was used too late.
        SubmissionTokenExpired = "submission_token_expired",
        /// Keap's token for the form was refused or could not be had.
        SubmissionTokenFailed = "submission_token_failed",
        /// The security code of a recurring token is over.
        CvcExpired = "cvc_expired",
        /// The security code of a recurring token is still being checked.
        CvvAuthorizePending = "cvv_authorize_pending",
        /// The security code of a recurring token was refused.
        CvvAuthorizeFailed = "cvv_authorize_failed",
    }
}

impl ProviderCode {
    /// What a status means when the body says nothing more.
    pub(super) fn of_status(status: u16, is_json: bool) -> Self {
        match status {
            401 => Self::InvalidPublicKey,
            403 => Self::Forbidden,
            429 => Self::RateLimited,
            // It waited too long for the request, or takes none so early.
            408 | 425 | 500.. => Self::ProviderUnavailable,
            400..=499 if is_json => Self::ProviderRejected,
            _ => Self::UnexpectedResponse,
        }
    }

    /// The field that the provider refuses.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Field(field, _) => Some(field),
            _ => None,
        }
    }

    /// Can the same request work if it is sent again?
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::ProviderUnavailable
                | Self::UnexpectedResponse
                | Self::SubmissionTokenExpired
                | Self::SubmissionTokenFailed
        )
    }
}

/// What a customer has to do before there is a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The provider's word for it, such as `url`.
    pub kind: String,
    /// Where the customer has to go.
    pub url: Option<String>,
    /// What has to be sent there, or handed to `tokenize({ resume })` later.
    pub payload: Json,
}

/// A provider's answer that is no token.
#[derive(Debug, PartialEq)]
pub struct ProviderError {
    /// Our code.
    pub code: ProviderCode,
    /// The HTTP status.
    pub status: u16,
    /// Is the code sure? Where a provider has one word for several causes it may be our guess.
    pub certain: bool,
    /// The provider's own code, where it has one.
    pub provider_code: Option<String>,
    /// The provider's id for the request, for its support.
    pub request_id: Option<String>,
    /// When it may be tried again, 0 to 3,600,000 ms.
    pub retry_after_ms: Option<u32>,
    /// What the customer has to do.
    pub action: Option<Box<Action>>,
}

impl ProviderError {
    /// The longest wait that is passed on.
    const LONGEST_WAIT_MS: f64 = 3_600_000.0;

    /// An error with a code and nothing else.
    pub(crate) fn new(code: ProviderCode, status: u16) -> Self {
        Self {
            code,
            status,
            certain: true,
            provider_code: None,
            request_id: None,
            retry_after_ms: None,
            action: None,
        }
    }

    /// The page had no token of the merchant's server for the form.
    pub fn no_submission_token() -> Self {
        Self::new(ProviderCode::SubmissionTokenFailed, 0)
    }

    /// The provider's times say that the token was over when it came.
    pub(crate) fn dead_on_arrival() -> Self {
        Self::new(ProviderCode::TokenExpired, 201)
    }

    /// One answer after the other asked for another request.
    pub(crate) fn endless() -> Self {
        Self::unexpected(200)
    }

    /// An answer that the provider doesn't document.
    pub(super) fn unexpected(status: u16) -> Self {
        Self::new(ProviderCode::UnexpectedResponse, status)
    }

    /// The error without any text that repeats the card: what a server says goes on to the page.
    pub(super) fn without(mut self, echo: &Echo) -> Self {
        let is_echo = |text: &mut String| echo.is_in(text);
        self.provider_code.take_if(is_echo);
        self.request_id.take_if(is_echo);
        self.action.take_if(|action| echo.is_in(&action.kind));
        if let Some(action) = &mut self.action {
            action.url.take_if(is_echo);
            echo.scrub(&mut action.payload);
        }
        self
    }

    /// What a status means when the body says nothing more.
    pub(super) fn of_status(response: &Response, is_json: bool, now: Moment) -> Self {
        let code = ProviderCode::of_status(response.status, is_json);
        Self {
            retry_after_ms: code.is_retryable().then(|| retry_after_ms(response, now)).flatten(),
            ..Self::new(code, response.status)
        }
    }
}

/// `Retry-After` in seconds or as a date, or Rebilly's `X-RateLimit-Retry-After` in Unix seconds.
fn retry_after_ms(response: &Response, now: Moment) -> Option<u32> {
    let seconds = |name| whole(response.header(name)?);
    let until = |unix_ms: f64| {
        // The server's times are held against the server's clock where it can be read.
        let server = response.header("date").and_then(Timestamp::parse_http_date);
        unix_ms - server.map_or(now.wall_ms, |time| time.unix_ms() as f64)
    };
    let wait = if let Some(unix) = seconds("x-ratelimit-retry-after") {
        until(f64::from(unix) * 1000.0)
    } else if let Some(wait) = seconds("retry-after") {
        f64::from(wait) * 1000.0
    } else {
        until(Timestamp::parse_http_date(response.header("retry-after")?)?.unix_ms() as f64)
    };
    Some(wait.clamp(0.0, ProviderError::LONGEST_WAIT_MS) as u32)
}
