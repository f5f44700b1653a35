//! What an endpoint answers, read by each dialect.

use cardlet::provider::{
    Answer, Options, ProviderError, RawOptions, Received, Rejection, Response, Spent, decode,
    explain, observe,
};
use cardlet::token::{Json, Moment, ProviderId, Token};

use super::{NUMBER, exchange};

const NOW: Moment = Moment { monotonic_ms: 0.0, wall_ms: 1_795_253_400_000.0 };
const STATUSES: [u16; 16] =
    [200, 201, 202, 204, 302, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 0];

/// Provider, key and organization that each dialect takes.
const ACCOUNTS: &[(&str, &str, &str)] = &[
    ("rebilly", "pk_sandbox_1", "org"),
    ("checkout", "pk_sbox_cardletsandboxdemopublickey", ""),
    ("univapay", "e30.eyJtb2RlIjoidGVzdCJ9.e30", ""),
    ("processout", "test-proj_1", ""),
    ("paymentsai", "", "org"),
    ("keap", "", "app"),
    ("generic", "key", ""),
];

/// Replies: whatever comes, nothing that goes on to the page has seven digits of the card's number
/// in a row outside the bin, which has eight at most; a wait is an hour at most; a token has an id.
///
/// The first byte chooses the dialect, the second the status; the first line is a header's value.
pub fn reply(data: &[u8]) {
    let [dialect, status, rest @ ..] = data else { return };
    let (provider, public_key, organization) = ACCOUNTS[usize::from(*dialect) % ACCOUNTS.len()];
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    let mut parts = rest.splitn(2, |byte| *byte == b'\n');
    let header = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let body = parts.next().unwrap_or_default().to_vec();
    let names = ["retry-after", "x-ratelimit-retry-after", "date", "cko-request-id"];
    let headers = names.iter().map(|name| (*name, header.clone())).collect();
    let response = Response { status, headers, body };

    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let raw = RawOptions {
        provider: text(provider),
        public_key: text(public_key),
        organization: text(organization),
        endpoint: text("https://api.example"),
        ..RawOptions::default()
    };
    let options = Options::new(&raw).unwrap_or_else(|error| panic!("{provider}: {error:?}"));
    let sent = exchange(&options).unwrap().sent;
    match decode(&response, &sent, Received { sent: NOW, now: NOW }) {
        Ok(Answer::Token(token)) => {
            is_sound_token(&token);
            // What is read here is the answer to somebody who never had the card.
            observe(&token, &response.body);
        }
        Ok(Answer::Next(_)) => panic!("no card asks for another request"),
        Err(error) => is_sound_error(&error),
    }

    let body = String::from_utf8_lossy(&response.body);
    let spent = Spent { id: Some("tok_1"), is_over: None, is_consumed: false };
    let provider = ProviderId::from_name(provider).unwrap();
    explain(provider, &Rejection { status, body: &body, spent }).unwrap();
}

fn is_sound_token(token: &Token) {
    assert!(!token.id.is_empty());
    let bin = token.card.as_ref().and_then(|card| card.bin.as_deref());
    assert!(bin.is_none_or(|bin| (6..=8).contains(&bin.len())), "{bin:?}");
    let mut facts = token.facts();
    assert!(Json::parse(&facts.to_json_text()).is_some());
    if let Json::Object(facts) = &mut facts {
        // The bin may be there, and the submission token and the four digits are our own.
        facts.retain(|(name, _)| name != "card");
    }
    repeats_no_number(&facts.to_json_text());
    repeats_no_number(&token.cvv_authorize_facts().to_json_text());
    let left = token.life.left_ms(NOW);
    assert!(left.is_none_or(|left| left >= 0.0));
}

fn is_sound_error(error: &ProviderError) {
    let texts = [&error.provider_code, &error.request_id];
    texts.into_iter().flatten().for_each(|text| repeats_no_number(text));
    if let Some(action) = &error.action {
        repeats_no_number(&action.payload.to_json_text());
        repeats_no_number(&action.kind);
        repeats_no_number(action.url.as_deref().unwrap_or_default());
    }
    assert!(error.retry_after_ms.is_none_or(|wait| wait <= 3_600_000));
}

fn repeats_no_number(text: &str) {
    let sent: Vec<_> = NUMBER.as_bytes().windows(7).collect();
    let repeated = text.as_bytes().windows(7).find(|run| sent.contains(run));
    assert!(repeated.is_none(), "{text:?} repeats the number");
}
