//! The content security policy of each of the shop's pages: nothing is let in but what it needs.

use super::keap;
use super::settings::Origins;
use axum::http::HeaderValue;

/// Where Keap's redirect leads: a page inside a hidden frame of the shop's own pages.
const RETURN_PAGE: &str = "/cardlet/return.html";
/// The pages that post a form to Keap.
const PAGES_WITH_FORM_POST: [&str; 2] = ["/trial/", "/playground/"];

/// The other pages whose fields may be in a frame of another origin.
const PAGES_WITH_FRAME: [&str; 2] = ["/checkout/", "/hosted/"];

/// The policies, ready to be sent.
#[derive(Clone)]
pub(super) struct Policies {
    page: HeaderValue,
    page_with_form_post: HeaderValue,
    page_with_frame: HeaderValue,
    return_page: HeaderValue,
}

impl Policies {
    pub(super) fn new(origins: &Origins) -> Self {
        let form = format!("{}{}{}", origins.api, keap::PREFIX, keap::FORM_PATH);
        Self {
            page: header(&page(origins, "form-action 'self'")),
            // The frame goes on to the return page, and Chromium asks for both once more then.
            page_with_form_post: header(&page(
                origins,
                &format!("frame-src 'self' {form} {}; form-action 'self' {form}", origins.fields),
            )),
            page_with_frame: header(&page(
                origins,
                &format!("frame-src {}; form-action 'self'", origins.fields),
            )),
            return_page: HeaderValue::from_static(
                "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
            ),
        }
    }

    /// The policy of what is at a path.
    pub(super) fn of(&self, path: &str) -> HeaderValue {
        let is_one_of = |pages: [&str; 2]| pages.iter().any(|page| path.starts_with(page));
        let policy = match path {
            RETURN_PAGE => &self.return_page,
            _ if is_one_of(PAGES_WITH_FORM_POST) => &self.page_with_form_post,
            _ if is_one_of(PAGES_WITH_FRAME) => &self.page_with_frame,
            _ => &self.page,
        };
        policy.clone()
    }
}

fn page(Origins { api, merchant, .. }: &Origins, forms: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self' {api} {merchant}; base-uri 'none'; \
         {forms}; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

/// An origin that can't stand in a header is no place that a page could reach.
fn header(policy: &str) -> HeaderValue {
    HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}
