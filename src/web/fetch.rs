//! Sends requests with fetch, over gloo-net.
//!
//! gloo-net panics on a rejection that is no `Error` and in `text()`, and reads a body of any
//! size. So it builds the request here, and the sending and reading are done by hand.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{IteratorNext, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestRedirect,
};

use crate::client::NetworkCode;
use crate::provider::{RESPONSE_HEADERS, Request, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn fetch(request: &web_sys::Request) -> Promise;
}

/// The largest answer that is read, in bytes.
const LARGEST_RESPONSE: usize = 64 * 1024;

/// The browser's network.
pub(super) struct Fetch;

impl Fetch {
    pub(super) async fn send(
        &self,
        request: &Request,
        body: &[u8],
    ) -> Result<Response, NetworkCode> {
        let abort = AbortOnDrop::new()?;
        let answer = {
            // The one place where the card leaves. The bytes are wiped once fetch has taken its
            // copy: WebKit's Request only refers to them.
            let body = Uint8Array::from(body);
            let answer = build(request, &body, &abort).map(|built| fetch(&built));
            body.fill(0, 0, body.length());
            answer?
        };
        let response = JsFuture::from(answer).await.map_err(|_| unreachable_code())?;
        let response: web_sys::Response = response.unchecked_into();
        let headers = response.headers();
        let read = |name: &&'static str| Some((*name, headers.get(name).ok().flatten()?));
        Ok(Response {
            status: response.status(),
            headers: RESPONSE_HEADERS.iter().filter_map(read).collect(),
            body: match read_body(&response).await {
                // The status of a refusal says enough, whatever page comes with it.
                Err(NetworkCode::ResponseTooLarge) if !response.ok() => Vec::new(),
                body => body?,
            },
        })
    }
}

fn build(
    request: &Request,
    body: &Uint8Array,
    abort: &AbortOnDrop,
) -> Result<web_sys::Request, NetworkCode> {
    let method = match request.method {
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        _ => Method::POST,
    };
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&abort.0.signal()));
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = builder.body(body).map_err(|_| NetworkCode::ConnectionFailed)?;
    Ok(built.into())
}

/// Browsers reject alike for a refused connection, a wrong name, CORS and a redirect.
fn unreachable_code() -> NetworkCode {
    let offline = web_sys::window().is_some_and(|window| !window.navigator().on_line());
    if offline { NetworkCode::Offline } else { NetworkCode::ConnectionFailed }
}

/// Reads the body as it streams in, up to the limit.
async fn read_body(response: &web_sys::Response) -> Result<Vec<u8>, NetworkCode> {
    let Some(stream) = response.body() else {
        return Ok(Vec::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    loop {
        let next = JsFuture::from(reader.read()).await.map_err(|_| unreachable_code())?;
        let next: IteratorNext = next.unchecked_into();
        if next.done() {
            return Ok(body);
        }
        let chunk: Uint8Array = next.value().unchecked_into();
        if body.len() + chunk.length() as usize > LARGEST_RESPONSE {
            return Err(NetworkCode::ResponseTooLarge);
        }
        body.extend(chunk.to_vec());
    }
}

/// Cancels its request when it is dropped, which does nothing once the answer has been read.
struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    fn new() -> Result<Self, NetworkCode> {
        AbortController::new().map(Self).map_err(|_| NetworkCode::ConnectionFailed)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
