//! Which operation a path and a method name, and which keys open it.

use super::api_error::ApiError;
use axum::http::{Method, StatusCode};

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call<'path> {
    CheckoutInfo,
    CreateToken,
    ListTokens,
    ReadToken(&'path str),
    UpdateToken(&'path str),
    DeleteToken(&'path str),
    ConfirmToken(&'path str),
    RenewToken(&'path str),
    ReadIssuerToken(&'path str),
    CreateCharge,
    ListCharges,
    ReadCharge(&'path str),
    CaptureCharge(&'path str),
    CreateSubscription,
    ReadSubscription(&'path str),
    CancelSubscription(&'path str),
    ListPayments(&'path str),
}

impl<'path> Call<'path> {
    /// Reads a path below the prefix into the store that it names, if any, and the call. Empty
    /// segments are passed over: the vendor's client makes `//` of a base that ends in `/`.
    ///
    /// # Errors
    /// 404 for a path that means nothing here, 405 for a wrong method.
    pub(super) fn parse(
        method: &Method,
        path: &'path str,
    ) -> Result<(Option<&'path str>, Self), ApiError> {
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let (store, resource) = match segments.as_slice() {
            ["stores", id, resource @ ..] => (Some(*id), resource),
            resource => (None, resource),
        };
        let call = match (method.as_str(), resource, store) {
            ("GET", ["checkout_info"], None) => Self::CheckoutInfo,
            ("POST", ["tokens"], None) => Self::CreateToken,
            ("GET", ["tokens"], _) => Self::ListTokens,
            ("GET", ["tokens", id], Some(_)) => Self::ReadToken(id),
            ("PATCH", ["tokens", id], Some(_)) => Self::UpdateToken(id),
            ("DELETE", ["tokens", id], Some(_)) => Self::DeleteToken(id),
            ("POST", ["tokens", id, "confirm"], Some(_)) => Self::ConfirmToken(id),
            ("POST", ["tokens", id, "renew"], Some(_)) => Self::RenewToken(id),
            ("GET", ["tokens", id, "three_ds", "issuer_token"], Some(_)) => {
                Self::ReadIssuerToken(id)
            }
            ("POST", ["charges"], None) => Self::CreateCharge,
            ("GET", ["charges"], _) => Self::ListCharges,
            ("GET", ["charges", id], Some(_)) => Self::ReadCharge(id),
            ("POST", ["charges", id, "capture"], Some(_)) => Self::CaptureCharge(id),
            ("POST", ["subscriptions"], None) => Self::CreateSubscription,
            ("GET", ["subscriptions", id], Some(_)) => Self::ReadSubscription(id),
            ("DELETE", ["subscriptions", id], Some(_)) => Self::CancelSubscription(id),
            ("GET", ["subscriptions", id, "payments"], Some(_)) => Self::ListPayments(id),
            (
                _,
                ["checkout_info" | "tokens" | "charges" | "subscriptions"]
                | ["tokens" | "charges" | "subscriptions", _],
                _,
            ) => return Err(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "NOT_ALLOWED")),
            _ => return Err(ApiError::not_found()),
        };
        Ok((store, call))
    }

    /// May a browser make the call, with the JWT alone? An update only when it is of the security
    /// code and of nothing else.
    pub(super) fn is_open_to_browsers(self) -> bool {
        matches!(self, Self::CheckoutInfo | Self::CreateToken | Self::UpdateToken(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_call_and_its_store() {
        for (method, path, expected) in [
            (Method::POST, "/tokens", (None, Call::CreateToken)),
            (Method::POST, "//tokens", (None, Call::CreateToken)),
            (Method::GET, "/stores/s/tokens", (Some("s"), Call::ListTokens)),
            (Method::PATCH, "/stores/s/tokens/t", (Some("s"), Call::UpdateToken("t"))),
            (Method::POST, "/stores/s/tokens/t/renew", (Some("s"), Call::RenewToken("t"))),
            (Method::POST, "/stores/s/charges/c/capture", (Some("s"), Call::CaptureCharge("c"))),
            (
                Method::DELETE,
                "/stores/s/subscriptions/u",
                (Some("s"), Call::CancelSubscription("u")),
            ),
        ] {
            assert_eq!(Call::parse(&method, path).unwrap(), expected, "{path}");
        }
        for (method, path) in [
            (Method::GET, "/"),
            (Method::GET, "/tokens/t"),
            (Method::PUT, "/tokens"),
            (Method::POST, "/stores/s/tokens"),
            (Method::POST, "/stores/s/tokens/t/cancel"),
            (Method::GET, "/stores/s"),
        ] {
            assert!(Call::parse(&method, path).is_err(), "{method} {path}");
        }
    }
}
