//! The hosted frame's door: what the page around it says.

use cardlet::frame::{
    Command, Embedder, Embedders, Envelope, Failure, Handshake, Knock, Origin, PlainText, Report,
    Standing, VERSION,
};
use cardlet::token::Json;

use super::steered;

const HOST: &str = "https://shop.example";
const CONFIGURATION: &str = r#"{"embedders": {"https://shop.example": {
    "provider": "rebilly", "publicKey": "pk_sandbox_1", "endpoint": "https://api.example",
    "brands": ["visa", "mastercard"],
    "fonts": {"Shop Sans": "fonts/shop.woff2"},
    "configure": {"maxYearsAhead": 10, "email": "own@example.org"}
}}}"#;

/// Messages: what is read has not one name more than it may, and widens nothing that the frame's
/// own configuration says. Nobody is admitted who is not listed.
pub fn message(data: &[u8]) {
    let (steer, text) = steered(data);
    let embedders = Embedders::read(CONFIGURATION);
    let embedder = embedders.of(&Origin::parse(HOST).unwrap()).unwrap();
    match steer % 4 {
        0 | 1 => command(&text, embedder),
        2 => knock(&text, &embedders),
        _ => report(&text),
    }
}

fn command(text: &str, embedder: &Embedder) {
    let Some(command) = Command::read(text, embedder) else { return };
    let longer = text.trim_end().strip_suffix('}').unwrap();
    assert_eq!(Command::read(&format!("{longer},\"more\":1}}"), embedder), None);
    assert_eq!(Command::read(&text.replace("cardlet", "Cardlet"), embedder), None);
    let told = command.to_json().to_json_text();
    assert!(Json::parse(&told).is_some(), "{told}");
    let settings = match &command {
        Command::Start(start) => {
            assert_eq!(start.accepted.and(embedder.accepted), start.accepted);
            assert!(!start.fields.is_empty());
            let years = start.narrowed.iter().find(|(name, _)| name == "maxYearsAhead");
            assert!(years.is_some_and(|(_, years)| years.as_whole().unwrap() <= 10));
            assert!(!has_css(&start.style.to_json()));
            &start.settings
        }
        Command::Set(settings) => settings,
        Command::Style(style) => {
            assert!(!has_css(&style.to_json()));
            return;
        }
        _ => return,
    };
    let own = Json::Text("own@example.org".to_owned());
    let emails: Vec<_> = settings.configure.iter().filter(|(name, _)| name == "email").collect();
    assert!(matches!(emails[..], [(_, email)] if *email == own));
    for name in ["fieldMap", "path", "keyHeader", "keyPrefix", "brandRanges", "endpoint"] {
        assert!(settings.configure.iter().all(|(other, _)| other != name), "{name}");
    }
}

/// Could a property's value be more than a value?
fn has_css(style: &Json) -> bool {
    let properties = style.at("properties").map(Json::entries).unwrap_or_default();
    properties.iter().any(|(name, value)| {
        let value = value.as_text().unwrap();
        !name.starts_with("--cardlet-") || value.contains([';', '{', '}', '\\', '/', ':', '*', '<'])
    })
}

/// The text is the first message, and also the origin that the page claims.
fn knock(text: &str, embedders: &Embedders) {
    let nonce = || "4f1d".to_owned();
    let mut handshake = Handshake::new(embedders, HOST, Some(HOST), nonce());
    let knock = Knock { origin: HOST, is_from_parent: true, ports: 1 };
    let strangers = [
        Knock { origin: "https://shop.example.org", ..knock },
        Knock { is_from_parent: false, ..knock },
        Knock { ports: 0, ..knock },
    ];
    assert!(!strangers.into_iter().any(|stranger| handshake.opens(text, stranger)));
    assert_eq!(handshake.command(text), None);
    if handshake.opens(text, knock) {
        assert!(text.contains("4f1d") || text.contains("\\u"));
        assert!(!handshake.opens(text, knock));
        assert_eq!(Envelope::open(text).map(|envelope| envelope.kind).as_deref(), Some("port"));
    }
    let claimed = Handshake::new(embedders, text, Some(text), nonce());
    let is_admitted = claimed.standing() == Standing::Admitted;
    assert_eq!(is_admitted, text == HOST);
    if let Some((origin, greeting)) = claimed.greeting() {
        assert_eq!(origin.as_str(), text);
        assert!(text.starts_with("https://") || text.starts_with("http://"));
        assert!(!text.contains(['*', '@', '\\', '?', '#', ' ', '%']));
        assert!(Envelope::open(&greeting).is_some());
    }
}

/// The text is an error's facts, and also a text for people.
fn report(text: &str) {
    if let Some(plain) = PlainText::new(text) {
        assert_eq!(plain.as_str(), text);
        assert!(!text.as_bytes().windows(3).any(|run| run.iter().all(u8::is_ascii_digit)));
    }
    let Some(failure) = Json::parse(text).as_ref().and_then(Failure::read) else { return };
    let written = Report::Failure { call: Some(1), failure }.write();
    let read = Json::parse(&written).unwrap();
    assert_eq!(read.at("cardlet").and_then(Json::as_whole), Some(VERSION));
    assert!(PlainText::new(read.text("failure.message").unwrap()).is_some());
}
