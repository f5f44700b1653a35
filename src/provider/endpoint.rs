//! The address that cards are posted to, read strictly: whoever can bend it gets the cards.

use crate::token::whole;

/// The base URL of a tokenization endpoint, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(String);

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndpointProblem {
    /// It is no plain URL of scheme, host, port and path.
    Malformed,
    /// It is `http:` and not this machine.
    Insecure,
}

impl Endpoint {
    /// Reads `https://host[:port][/path]`, or the same with `http:` for a loopback host.
    ///
    /// No credentials, query, fragment, backslash, blank or non-ASCII character: each of them has
    /// been used to make an address look like another one.
    pub(super) fn parse(text: &str) -> Result<Self, EndpointProblem> {
        let (is_encrypted, rest) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("http://").ok_or(EndpointProblem::Malformed)?),
        };
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at_checked(slash).ok_or(EndpointProblem::Malformed)?,
            None => (rest, ""),
        };
        let host = host_of(authority).ok_or(EndpointProblem::Malformed)?;
        if !path.bytes().all(is_path_byte) || path.split('/').any(|part| matches!(part, "." | ".."))
        {
            return Err(EndpointProblem::Malformed);
        }
        if !is_encrypted && !is_loopback(host) {
            return Err(EndpointProblem::Insecure);
        }
        // The scheme's own port is left out, so that one address is spelled one way.
        let (scheme, port) = if is_encrypted { ("https://", ":443") } else { ("http://", ":80") };
        let authority = authority.strip_suffix(port).unwrap_or(authority);
        Ok(Self([scheme, authority, path.trim_end_matches('/')].concat()))
    }

    /// An endpoint that a dialect names.
    pub(super) fn known(url: String) -> Self {
        Self(url)
    }

    /// The URL, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The host of `host[:port]`, if both are written plainly.
fn host_of(authority: &str) -> Option<&str> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, port) = rest.split_once(']')?;
        let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
        return (plain && (port.is_empty() || is_port(port.strip_prefix(':')?))).then_some(host);
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let labels_are_plain = host.split('.').all(|label| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    (labels_are_plain && port.is_none_or(is_port)).then_some(host)
}

fn is_port(text: &str) -> bool {
    !text.starts_with('0') && whole(text).is_some_and(|port| port <= 65_535)
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~')
}

fn is_loopback(host: &str) -> bool {
    let address = host.strip_prefix("127.").is_some_and(|rest| {
        let mut parts = rest.split('.');
        (0..3).all(|_| parts.next().is_some_and(|part| whole(part).is_some_and(|part| part <= 255)))
            && parts.next().is_none()
    });
    address || host == "localhost" || host.ends_with(".localhost") || host == "::1"
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, EndpointProblem::*};

    #[test]
    fn plain_addresses_are_taken() {
        for (text, kept) in [
            ("https://api.example.com", "https://api.example.com"),
            ("https://api.example.com/", "https://api.example.com"),
            ("https://api.example.com:8443/v1/pay_me", "https://api.example.com:8443/v1/pay_me"),
            ("http://127.0.0.1:4282/rebilly", "http://127.0.0.1:4282/rebilly"),
            ("http://localhost:1", "http://localhost:1"),
            ("http://localhost:80/x/", "http://localhost/x"),
            ("https://api.example.com:443", "https://api.example.com"),
            ("http://shop.localhost", "http://shop.localhost"),
            ("http://[::1]:4282", "http://[::1]:4282"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(Endpoint::parse(text).as_ref().map(Endpoint::as_str), Ok(kept));
        }
    }

    #[test]
    fn tricks_are_refused() {
        for (text, problem) in [
            ("http://api.example.com", Insecure),
            ("http://127.0.0.1.example.com", Insecure),
            ("http://127.evil.example", Insecure),
            ("http://localhost.example.com", Insecure),
            ("http://127.0.0", Insecure),
            ("", Malformed),
            ("api.example.com", Malformed),
            ("//api.example.com", Malformed),
            ("ftp://api.example.com", Malformed),
            ("javascript://api.example.com", Malformed),
            ("HTTPS://api.example.com", Malformed),
            ("https://", Malformed),
            ("https:///tokens", Malformed),
            ("https://api.example.com@evil.example", Malformed),
            ("https://key:@api.example.com", Malformed),
            ("https:\\\\api.example.com", Malformed),
            ("https://evil.example\\@api.example.com", Malformed),
            ("https://api.example.com?x", Malformed),
            ("https://api.example.com/v1?x=1", Malformed),
            ("https://api.example.com#x", Malformed),
            ("https://api.example.com/../x", Malformed),
            ("https://api.example.com/%2e%2e", Malformed),
            ("https://api.example.com:0", Malformed),
            ("https://api.example.com:99999", Malformed),
            ("https://api.example.com:", Malformed),
            ("https://api..example.com", Malformed),
            ("https://аpi.example.com", Malformed),
            (" https://api.example.com", Malformed),
            ("https://api.example.com\n", Malformed),
            ("https://[::1", Malformed),
            ("https://[::1]x", Malformed),
        ] {
            assert_eq!(Endpoint::parse(text), Err(problem), "{text:?}");
        }
    }
}
