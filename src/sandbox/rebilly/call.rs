//! Which operation a path and a method name, and which keys open it.

use super::account::KeyKind;
use crate::sandbox::problem::Problem;
use axum::http::{HeaderValue, Method, StatusCode};

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call<'path> {
    CreateToken,
    ListTokens,
    ReadToken(&'path str),
    CreateInstrument,
    ReadInstrument(&'path str),
    UpdateInstrument(&'path str),
    DeactivateInstrument(&'path str),
    CreateTransaction,
    CreateSubscription,
}

impl<'path> Call<'path> {
    /// Reads a path below the prefix into the organization that it names, if any, and the call.
    /// Empty segments are passed over: the vendor's client makes `//` of a base that ends in `/`.
    ///
    /// # Errors
    /// 404 for a path that means nothing here, 405 for a wrong method.
    pub(super) fn parse(
        method: &Method,
        path: &'path str,
    ) -> Result<(Option<&'path str>, Self), Problem> {
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let (organization, resource) = match segments.as_slice() {
            ["organizations", id, resource @ ..] => (Some(*id), resource),
            resource => (None, resource),
        };
        let call = match resource {
            ["tokens"] => match *method {
                Method::POST => Self::CreateToken,
                Method::GET => Self::ListTokens,
                _ => return Err(not_allowed("GET, POST")),
            },
            ["payment-instruments"] => match *method {
                Method::POST => Self::CreateInstrument,
                _ => return Err(not_allowed("POST")),
            },
            ["payment-instruments", id] => match *method {
                Method::GET => Self::ReadInstrument(id),
                Method::PATCH => Self::UpdateInstrument(id),
                _ => return Err(not_allowed("GET, PATCH")),
            },
            ["payment-instruments", id, "deactivation"] => match *method {
                Method::POST => Self::DeactivateInstrument(id),
                _ => return Err(not_allowed("POST")),
            },
            ["transactions"] if *method == Method::POST => Self::CreateTransaction,
            ["subscriptions"] if *method == Method::POST => Self::CreateSubscription,
            ["transactions" | "subscriptions"] => return Err(not_allowed("POST")),
            ["tokens", id] if *method == Method::GET => Self::ReadToken(id),
            ["tokens", _] => return Err(not_allowed("GET")),
            _ => return Err(Problem::new(StatusCode::NOT_FOUND, "there is nothing at this path")),
        };
        Ok((organization, call))
    }

    /// May a key of this kind make the call?
    pub(super) fn is_open_to(self, kind: KeyKind) -> bool {
        match self {
            Self::CreateToken | Self::ReadToken(_) => true,
            Self::ListTokens
            | Self::CreateInstrument
            | Self::ReadInstrument(_)
            | Self::UpdateInstrument(_)
            | Self::DeactivateInstrument(_)
            | Self::CreateTransaction
            | Self::CreateSubscription => kind == KeyKind::Secret,
        }
    }

    /// Does it count against the rate limit?
    pub(super) fn is_limited(self) -> bool {
        !matches!(self, Self::ListTokens | Self::ReadToken(_) | Self::ReadInstrument(_))
    }
}

fn not_allowed(methods: &'static str) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("this path takes {methods}"))
        .with_header("allow", HeaderValue::from_static(methods))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_call_with_and_without_its_organization() {
        for (method, path, expected) in [
            (Method::POST, "/tokens", (None, Call::CreateToken)),
            (Method::POST, "//tokens", (None, Call::CreateToken)),
            (Method::POST, "//organizations/o/tokens", (Some("o"), Call::CreateToken)),
            (Method::GET, "/organizations/o/tokens/", (Some("o"), Call::ListTokens)),
            (Method::GET, "/tokens/t", (None, Call::ReadToken("t"))),
            (Method::POST, "/payment-instruments", (None, Call::CreateInstrument)),
            (Method::GET, "/payment-instruments/i", (None, Call::ReadInstrument("i"))),
            (Method::PATCH, "/payment-instruments/i", (None, Call::UpdateInstrument("i"))),
            (
                Method::POST,
                "/payment-instruments/i/deactivation",
                (None, Call::DeactivateInstrument("i")),
            ),
            (Method::POST, "/transactions", (None, Call::CreateTransaction)),
            (
                Method::POST,
                "//organizations/o/subscriptions",
                (Some("o"), Call::CreateSubscription),
            ),
        ] {
            assert_eq!(Call::parse(&method, path).unwrap(), expected, "{path}");
        }
        for (method, path) in [
            (Method::GET, "/"),
            (Method::GET, "/tokens/t/more"),
            (Method::GET, "/organizations/o"),
            (Method::POST, "/tokens/t"),
            (Method::DELETE, "/tokens"),
            (Method::GET, "/payment-instruments"),
            (Method::GET, "/transactions"),
            (Method::DELETE, "/payment-instruments/i"),
            (Method::GET, "/payment-instruments/i/deactivation"),
        ] {
            assert!(Call::parse(&method, path).is_err(), "{method} {path}");
        }
    }
}
