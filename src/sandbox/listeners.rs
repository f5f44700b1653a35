//! The sockets: loopback only.

use super::servers::Sandbox;
use super::settings::Origins;
use axum::Router;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Which ports to listen on; 0 is any that is free.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// The shop's.
    pub shop: u16,
    /// The merchant's server's.
    pub merchant: u16,
    /// The API's.
    pub api: u16,
    /// The hosted card fields'.
    pub fields: u16,
}

/// A port that can't be listened on.
#[derive(Debug)]
pub struct BindError {
    port: u16,
    flag: &'static str,
    source: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { port, flag, source } = self;
        if source.kind() == io::ErrorKind::AddrInUse {
            write!(f, "port {port} is taken: choose another with {flag}")
        } else {
            write!(f, "port {port} can't be used ({source}): choose another with {flag}")
        }
    }
}

impl std::error::Error for BindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// The bound sockets of the servers.
#[derive(Debug)]
pub struct Listeners {
    shop: Named,
    merchant: Named,
    api: TcpListener,
    fields: TcpListener,
}

/// A server that is known as `localhost`, which means an address of each family.
#[derive(Debug)]
struct Named {
    v4: TcpListener,
    /// `None` where there is no IPv6, or where the port is another program's.
    v6: Option<TcpListener>,
}

impl Listeners {
    /// Binds all of them.
    ///
    /// # Errors
    /// The first port that can't be bound, with the flag that sets it.
    pub async fn bind(ports: Ports) -> Result<Self, BindError> {
        Ok(Self {
            shop: Named::bind(ports.shop, "--shop-port").await?,
            merchant: Named::bind(ports.merchant, "--merchant-port").await?,
            api: bind(ports.api, "--api-port").await?,
            fields: bind(ports.fields, "--fields-port").await?,
        })
    }

    /// Where the sockets listen.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn origins(&self) -> io::Result<Origins> {
        let port = |listener: &TcpListener| listener.local_addr().map(|address| address.port());
        let origins =
            Origins::at_ports(port(&self.shop.v4)?, port(&self.merchant.v4)?, port(&self.api)?);
        Ok(origins.with_fields_at(port(&self.fields)?))
    }

    /// Serves until the future is dropped, or until a socket fails.
    ///
    /// # Errors
    /// What the socket failed with.
    pub async fn serve(self, sandbox: &Sandbox) -> io::Result<()> {
        let mut servers = JoinSet::new();
        self.shop.serve(sandbox.shop(), &mut servers);
        self.merchant.serve(sandbox.merchant(), &mut servers);
        servers.spawn(axum::serve(self.api, sandbox.api()).into_future());
        servers.spawn(axum::serve(self.fields, sandbox.fields()).into_future());
        match servers.join_next().await {
            Some(ended) => ended.unwrap_or_else(|error| Err(io::Error::other(error))),
            None => Ok(()),
        }
    }
}

impl Named {
    async fn bind(port: u16, flag: &'static str) -> Result<Self, BindError> {
        let v4 = bind(port, flag).await?;
        let v6 = match v4.local_addr() {
            Ok(address) => TcpListener::bind((Ipv6Addr::LOCALHOST, address.port())).await.ok(),
            Err(_) => None,
        };
        Ok(Self { v4, v6 })
    }

    fn serve(self, router: Router, servers: &mut JoinSet<io::Result<()>>) {
        for listener in [Some(self.v4), self.v6].into_iter().flatten() {
            servers.spawn(axum::serve(listener, router.clone()).into_future());
        }
    }
}

async fn bind(port: u16, flag: &'static str) -> Result<TcpListener, BindError> {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    bound.map_err(|source| BindError { port, flag, source })
}
