//! The servers and what they share.

use super::body::refuse_oversized;
use super::checkout::{self, Checkout};
use super::clock::{Clock, http_date};
use super::control::{self, Control};
use super::cors::{self, AllowedOrigin};
use super::faults::{self, Faults};
use super::hosted;
use super::keap::{self, Keap};
use super::log::{self, RequestLog};
use super::merchant::{self, Merchant};
use super::payments_ai::{self, PaymentsAi};
use super::problem::Problem;
use super::processout::{self, ProcessOut};
use super::random::Random;
use super::rebilly::{self, Rebilly};
use super::received::{self, Received};
use super::settings::Settings;
use super::shop;
use super::univapay::{self, Univapay};
use super::vault::{self, Vault};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response, map_response_with_state};
use axum::response::Response;
use std::collections::HashSet;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex};

/// A sandbox: four servers over one state. The routers can be served or called in process.
pub struct Sandbox {
    settings: Settings,
    random: Arc<Random>,
    log: Arc<RequestLog>,
    faults: Arc<Faults>,
    received: Arc<Received>,
    checkout: Arc<Checkout>,
    keap: Arc<Keap>,
    payments_ai: Arc<PaymentsAi>,
    processout: Arc<ProcessOut>,
    rebilly: Arc<Rebilly>,
    vault: Arc<Vault>,
    univapay: Arc<Univapay>,
    contacts: Arc<AtomicI64>,
    spent: Arc<Mutex<HashSet<String>>>,
}

impl Sandbox {
    /// A sandbox in which nothing has happened yet.
    pub fn new(settings: Settings) -> Self {
        let clock = settings.clock.clone();
        let random = Arc::new(Random::from_system());
        let api = &settings.origins.api;
        Self {
            log: Arc::new(RequestLog::new(clock.clone())),
            faults: Arc::new(Faults::new(clock.clone())),
            received: Arc::default(),
            checkout: Arc::new(Checkout::new(clock.clone(), Arc::clone(&random), api)),
            keap: Arc::new(Keap::new(clock.clone(), Arc::clone(&random))),
            payments_ai: Arc::new(PaymentsAi::new(clock.clone(), Arc::clone(&random))),
            vault: Arc::new(Vault::new(clock.clone(), Arc::clone(&random))),
            rebilly: Arc::new(Rebilly::new(clock.clone(), Arc::clone(&random), api)),
            processout: Arc::new(ProcessOut::new(clock.clone(), Arc::clone(&random), api)),
            univapay: Arc::new(Univapay::new(clock, Arc::clone(&random), api)),
            contacts: Arc::new(1.into()),
            spent: Arc::default(),
            random,
            settings,
        }
    }

    /// The shop: the site's files, `/config.json` and `/echo`.
    pub fn shop(&self) -> Router {
        shop::router(&self.settings)
    }

    /// The hosted card fields: the frame and its files, for the shop's pages alone.
    pub fn fields(&self) -> Router {
        hosted::router(&self.settings)
    }

    /// The merchant's server: `/orders` and `/orders/received`, for the shop's pages.
    pub fn merchant(&self) -> Router {
        let router = merchant::router(Merchant {
            api: self.providers(),
            received: Arc::clone(&self.received),
            random: Arc::clone(&self.random),
            spent: Arc::clone(&self.spent),
            contacts: Arc::clone(&self.contacts),
            shop_origin: self.settings.origins.shop.clone(),
        });
        let router = router.layer(from_fn(refuse_oversized));
        // A preflight is received too, so this stands before what answers it.
        let keep = from_fn_with_state(Arc::clone(&self.received), received::keep);
        self.logged("merchant", self.for_shop_pages(router).layer(keep))
    }

    /// The providers' endpoints, for any page, and the control of the sandbox, for the shop's.
    pub fn api(&self) -> Router {
        let control = control::router(Control {
            clock: self.settings.clock.clone(),
            log: Arc::clone(&self.log),
            faults: Arc::clone(&self.faults),
            received: Arc::clone(&self.received),
            checkout: Arc::clone(&self.checkout),
            keap: Arc::clone(&self.keap),
            payments_ai: Arc::clone(&self.payments_ai),
            processout: Arc::clone(&self.processout),
            rebilly: Arc::clone(&self.rebilly),
            univapay: Arc::clone(&self.univapay),
            vault: Arc::clone(&self.vault),
        });
        let inject = from_fn_with_state(Arc::clone(&self.faults), faults::inject);
        self.providers().layer(inject).merge(self.for_shop_pages(control))
    }

    /// The providers' endpoints, without faults for who asks in this process.
    fn providers(&self) -> Router {
        let providers = Router::new()
            .nest_service(checkout::PREFIX, checkout::router(Arc::clone(&self.checkout)))
            .nest_service(keap::PREFIX, keap::router(Arc::clone(&self.keap)))
            .nest_service(payments_ai::PREFIX, payments_ai::router(Arc::clone(&self.payments_ai)))
            .nest_service(processout::PREFIX, processout::router(Arc::clone(&self.processout)))
            .nest_service(rebilly::PREFIX, rebilly::router(Arc::clone(&self.rebilly)))
            .nest_service(vault::PREFIX, vault::router(Arc::clone(&self.vault)))
            .nest_service(univapay::PREFIX, univapay::router(Arc::clone(&self.univapay)))
            .fallback(async || Problem::new(StatusCode::NOT_FOUND, "no provider has this path"))
            .layer(from_fn(refuse_oversized))
            .layer(from_fn_with_state(AllowedOrigin::Any, cors::share))
            .layer(map_response(close));
        self.logged("api", providers)
    }

    fn for_shop_pages(&self, router: Router) -> Router {
        let shop = AllowedOrigin::Only(self.settings.origins.shop.clone());
        router.layer(from_fn_with_state(shop, cors::share))
    }

    fn logged(&self, server: &'static str, router: Router) -> Router {
        router
            .layer(from_fn_with_state((Arc::clone(&self.log), server), log::record))
            .layer(map_response_with_state(self.settings.clock.clone(), date))
    }
}

/// The sandbox's time stands in `Date` too, or a client that looks at both would see two clocks.
async fn date(State(clock): State<Clock>, mut response: Response) -> Response {
    if let Ok(date) = HeaderValue::from_str(&http_date(clock.now())) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// The connection's read buffer holds the last request until it closes: a card number with it.
async fn close(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
