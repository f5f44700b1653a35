//! What a sandbox is made of.

use super::clock::Clock;
use serde::Serialize;
use std::path::PathBuf;

/// The four origins, such as `http://localhost:4280`, without a slash at the end.
#[derive(Clone, Debug, Serialize)]
pub struct Origins {
    /// Serves the pages.
    pub shop: String,
    /// The merchant's own server.
    pub merchant: String,
    /// The providers' endpoints.
    pub api: String,
    /// The hosted card fields, on another site than the shop.
    pub fields: String,
}

/// The usual port of the hosted card fields.
const FIELDS_PORT: u16 = 4283;

impl Origins {
    /// The origins at their usual ports. The shop and the API differ by site, not only by port,
    /// as a merchant's page and a provider do.
    pub fn at_ports(shop: u16, merchant: u16, api: u16) -> Self {
        Self {
            shop: format!("http://localhost:{shop}"),
            merchant: format!("http://localhost:{merchant}"),
            api: format!("http://127.0.0.1:{api}"),
            fields: format!("http://127.0.0.1:{FIELDS_PORT}"),
        }
    }

    /// The same with the hosted card fields at this port.
    pub fn with_fields_at(self, port: u16) -> Self {
        Self { fields: format!("http://127.0.0.1:{port}"), ..self }
    }
}

/// What a sandbox is told when it starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The origins as pages see them.
    pub origins: Origins,
    /// The folder of static files that the shop serves.
    pub site: PathBuf,
    /// The time.
    pub clock: Clock,
}
