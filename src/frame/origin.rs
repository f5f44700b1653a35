//! Origins, compared as whole texts and never in part.

use std::fmt;

/// An origin as browsers write it: scheme, host and port, and nothing else.
///
/// `http:` is for this machine only. An opaque origin, `null`, is none.
///
/// ```
/// use cardlet::frame::Origin;
/// assert!(Origin::parse("https://shop.example").is_some());
/// assert!(Origin::parse("https://shop.example/").is_none());
/// assert!(Origin::parse("http://shop.example").is_none());
/// assert!(Origin::parse("null").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Reads an origin; `None` for anything that a browser would not write exactly so.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let default_port = match scheme {
            "https" => "443",
            "http" if is_this_machine(host) => "80",
            _ => return None,
        };
        let has_port = port.is_none_or(|port| is_port(port) && port != default_port);
        (text.len() <= 255 && is_host(host) && has_port).then(|| Self(text.to_owned()))
    }

    /// The origin's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}

fn is_port(port: &str) -> bool {
    !port.starts_with('0') && port.len() <= 5 && port.parse::<u16>().is_ok()
}

fn is_host(host: &str) -> bool {
    if let Some(v6) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return v6.len() > 1 && v6.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b':'));
    }
    let is_label = |label: &str| {
        let inner = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(inner)
    };
    host.split('.').all(is_label)
}
