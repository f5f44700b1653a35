//! When a request is sent again by itself: only where the wire tells repetitions apart.

use super::{Error, NetworkCode};
use crate::provider::ProviderCode;

/// How often a request is repeated.
const REPEATS: u32 = 2;
const FIRST_WAIT_MS: f64 = 400.0;
const LONGEST_WAIT_MS: f64 = 10_000.0;

/// How long to wait before sending a request with an idempotency key again; `None` when that
/// would not help. `random` is from 0 to 1 and spreads the waits of many people.
pub(super) fn wait_ms(error: &Error, repeats: u32, random: f64) -> Option<u32> {
    let asked = match error {
        Error::Network(NetworkCode::ConnectionFailed) => None,
        Error::Provider(error) => match error.code {
            ProviderCode::RateLimited | ProviderCode::ProviderUnavailable => error.retry_after_ms,
            _ => return None,
        },
        Error::Network(_) | Error::Config(_) | Error::Field(..) | Error::Destroyed => return None,
    };
    if repeats >= REPEATS {
        return None;
    }
    let wait = f64::from(asked.unwrap_or(0)).max(FIRST_WAIT_MS * f64::from(1 << repeats));
    // A person waits: what takes longer is theirs to try again.
    (wait <= LONGEST_WAIT_MS).then_some((wait * (1.0 + random / 2.0)).min(LONGEST_WAIT_MS) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::ProviderError;

    #[test]
    fn a_lost_connection_is_tried_twice_more_and_later_each_time() {
        let lost = Error::Network(NetworkCode::ConnectionFailed);
        let waits = (0..4).map(|repeats| wait_ms(&lost, repeats, 0.0)).collect::<Vec<_>>();
        assert_eq!(waits, [Some(400), Some(800), None, None]);
        assert_eq!(wait_ms(&lost, 0, 1.0), Some(600));
    }

    fn told(code: ProviderCode, retry_after_ms: Option<u32>) -> Error {
        Error::Provider(ProviderError { retry_after_ms, ..ProviderError::new(code, 429) })
    }

    #[test]
    fn a_server_may_ask_for_a_longer_wait_but_not_for_a_long_one() {
        for (code, asked, random, wait) in [
            (ProviderCode::RateLimited, None, 0.0, Some(400)),
            (ProviderCode::RateLimited, Some(0), 0.0, Some(400)),
            (ProviderCode::RateLimited, Some(0), 1.0, Some(600)),
            (ProviderCode::ProviderUnavailable, Some(3_000), 0.0, Some(3_000)),
            (ProviderCode::ProviderUnavailable, Some(10_000), 1.0, Some(10_000)),
            (ProviderCode::RateLimited, Some(10_001), 0.0, None),
            (ProviderCode::CardDeclined, Some(1), 0.0, None),
        ] {
            assert_eq!(wait_ms(&told(code, asked), 0, random), wait, "{code:?} {asked:?} {random}");
        }
    }

    #[test]
    fn what_a_repetition_can_not_mend_is_told_at_once() {
        for code in [NetworkCode::Offline, NetworkCode::Timeout, NetworkCode::Aborted] {
            assert_eq!(wait_ms(&Error::Network(code), 0, 0.0), None);
        }
        assert_eq!(wait_ms(&Error::Destroyed, 0, 0.0), None);
    }
}
