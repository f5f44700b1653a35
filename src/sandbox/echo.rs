//! A page that shows which fields a form sent: what a merchant's server would see of it.

use super::{form, redact};
use axum::body::Bytes;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Html;

/// Shows the fields of a form with `method="get"`.
pub(crate) async fn get(RawQuery(query): RawQuery) -> Html<String> {
    page("GET", &form::fields(&query.unwrap_or_default()))
}

/// Shows the fields of a form with `method="post"`; of a body in another form, its text.
pub(crate) async fn post(headers: HeaderMap, body: Bytes) -> Html<String> {
    let text = String::from_utf8_lossy(&body);
    let content_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if content_type.is_some_and(|value| value.starts_with(b"application/x-www-form-urlencoded")) {
        page("POST", &form::fields(&text))
    } else {
        page("POST", &[("body".to_owned(), text.into_owned())])
    }
}

fn page(method: &str, fields: &[(String, String)]) -> Html<String> {
    let shown = |text: &String| escape(&redact::line(text));
    let rows: String = fields
        .iter()
        .map(|(name, value)| format!("<dt>{}</dt><dd>{}</dd>\n", shown(name), shown(value)))
        .collect();
    Html(format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <title>The form arrived</title>\n<h1>The form arrived</h1>\n\
         <p id=\"method\">{method}</p>\n<dl id=\"fields\">\n{rows}</dl>\n</html>\n"
    ))
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_shown_as_text_and_without_numbers() {
        let fields = form::fields("a=%3Cb%3E%22%26'&pan=4111+1111+1111+1111");
        let Html(page) = page("GET", &fields);
        assert!(page.contains("<dt>a</dt><dd>&lt;b&gt;&quot;&amp;&#39;</dd>"), "{page}");
        assert!(page.contains("<dt>pan</dt><dd>[16 digits]</dd>"), "{page}");
    }
}
