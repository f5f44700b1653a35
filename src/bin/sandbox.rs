//! `cardlet-sandbox`: the shop, the merchant's server, the providers' API and the hosted card
//! fields of the demos and tests, on loopback.

use cardlet::sandbox::{Clock, Listeners, Origins, Ports, Sandbox, Settings};
use clap::Parser;
use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// A local imitation of the tokenization providers, with a shop and a merchant's server to try
/// Cardlet in. It needs no network, keeps everything in memory and never keeps a card number.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Port of the shop, which serves the pages; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4280)]
    shop_port: u16,
    /// Port of the merchant's own server; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4281)]
    merchant_port: u16,
    /// Port of the providers' API; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4282)]
    api_port: u16,
    /// Port of the hosted card fields; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4283)]
    fields_port: u16,
    /// Folder of the shop's files
    #[arg(long, value_name = "DIR", default_value = "target/site")]
    site: PathBuf,
    /// The shop's origin as pages see it, if something stands in front
    #[arg(long, value_name = "URL", value_parser = origin)]
    public_shop: Option<String>,
    /// The merchant's origin as pages see it
    #[arg(long, value_name = "URL", value_parser = origin)]
    public_merchant: Option<String>,
    /// The API's origin as pages see it
    #[arg(long, value_name = "URL", value_parser = origin)]
    public_api: Option<String>,
    /// The hosted card fields' origin as pages see it
    #[arg(long, value_name = "URL", value_parser = origin)]
    public_fields: Option<String>,
    /// Print the addresses as one line of JSON
    #[arg(long)]
    json: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cardlet-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let ports = Ports {
        shop: options.shop_port,
        merchant: options.merchant_port,
        api: options.api_port,
        fields: options.fields_port,
    };
    let listeners = Listeners::bind(ports).await?;
    let listening = listeners.origins()?;
    let origins = Origins {
        shop: options.public_shop.unwrap_or_else(|| listening.shop.clone()),
        merchant: options.public_merchant.unwrap_or_else(|| listening.merchant.clone()),
        api: options.public_api.unwrap_or_else(|| listening.api.clone()),
        fields: options.public_fields.unwrap_or_else(|| listening.fields.clone()),
    };
    if !options.site.is_dir() {
        let site = options.site.display();
        eprintln!("cardlet-sandbox: the shop has no pages, there is no folder {site}");
    }
    let ended = stop_signal()?;
    if options.json {
        writeln!(io::stdout(), "{}", serde_json::to_string(&listening)?)?;
    } else {
        announce(&origins)?;
    }
    let sandbox = Sandbox::new(Settings { origins, site: options.site, clock: Clock::system() });
    tokio::select! {
        served = listeners.serve(&sandbox) => served?,
        () = ended => {}
    }
    Ok(())
}

fn announce(Origins { shop, merchant, api, fields }: &Origins) -> io::Result<()> {
    writeln!(
        io::stdout(),
        "Checkout demo      {shop}/checkout/\n\
         Hosted demo        {shop}/hosted/\n\
         Shop               {shop}\n\
         Merchant's server  {merchant}\n\
         Providers' API     {api}\n\
         Hosted fields      {fields}\n\
         Ctrl+C ends it."
    )
}

/// Ends with the first SIGINT or SIGTERM after this call.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without a signal to wait for, the program ends when its console does.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}

/// An origin such as `http://localhost:4280`; a slash at the end is taken off.
fn origin(text: &str) -> Result<String, String> {
    let uri: axum::http::Uri = text.parse().map_err(|_| "is no URL".to_owned())?;
    match (uri.scheme_str(), uri.authority(), uri.path_and_query().map(|path| path.as_str())) {
        (Some(scheme @ ("http" | "https")), Some(authority), None | Some("/")) => {
            Ok(format!("{scheme}://{authority}"))
        }
        _ => Err("is no origin such as http://localhost:4280".to_owned()),
    }
}
