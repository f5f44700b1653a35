//! The frame's side of the protocol, by the fixtures that the page's side is tested with too.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken fixture should stop the test"
)]
#![allow(clippy::indexing_slicing, reason = "a missing name in a fixture should stop the test")]

use cardlet::card::{Brand, BrandSet, Field, FieldCode, Verdict};
use cardlet::frame::{
    Command, Embedder, Embedders, Failure, FieldState, Handshake, Knock, Origin, PlainText, Report,
    Standing, State, Style,
};
use cardlet::token::{
    Json, Life, LifeFacts, Mode, Moment, ProviderId, Timestamp, Token, TokenCard,
};
use serde_json::{Value, json};

const HOST: &str = "https://shop.example";
const NONCE: &str = "4f1d";

fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/frame/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn rows(name: &str) -> Vec<Value> {
    fixture(name).as_array().unwrap().clone()
}

fn configuration() -> String {
    json!({"embedders": {HOST: {
        "provider": "rebilly",
        "publicKey": "pk_sandbox_1",
        "endpoint": "https://api.example",
    }}})
    .to_string()
}

fn embedders() -> Embedders {
    Embedders::read(&configuration())
}

fn embedder() -> Embedder {
    embedders().of(&Origin::parse(HOST).unwrap()).unwrap().clone()
}

fn handshake() -> Handshake {
    Handshake::new(&embedders(), HOST, Some(HOST), NONCE.to_owned())
}

fn value(json: &Json) -> Value {
    serde_json::from_str(&json.to_json_text()).unwrap()
}

/// A handshake whose port is open, and which was told to start if asked so.
fn opened(is_started: bool) -> Handshake {
    let mut handshake = handshake();
    let answer = json!({"cardlet": 1, "type": "port", "nonce": NONCE}).to_string();
    assert!(handshake.opens(&answer, Knock { origin: HOST, is_from_parent: true, ports: 1 }));
    if is_started {
        let start = rows("commands")[0]["message"].to_string();
        assert!(matches!(handshake.command(&start), Some(Command::Start(_))));
    }
    handshake
}

#[test]
fn every_command_is_read_as_the_fixture_says() {
    for row in rows("commands") {
        let command = Command::read(&row["message"].to_string(), &embedder());
        let command = command.unwrap_or_else(|| panic!("{} was refused", row["name"]));
        assert_eq!(value(&command.to_json()), row["reads"], "{}", row["name"]);
    }
}

#[test]
fn no_hostile_message_is_taken_for_a_command() {
    let hostile = rows("hostile-commands");
    assert!(hostile.len() >= 120, "{}", hostile.len());
    let mut started = opened(true);
    for row in hostile {
        let command = started.command(row["text"].as_str().unwrap());
        assert!(command.is_none(), "{} was read as {command:?}", row["name"]);
    }
    let clear = r#"{"cardlet":1,"type":"clear"}"#;
    assert_eq!(started.command(clear), Some(Command::Clear), "it still listens");
}

#[test]
fn only_the_page_that_is_listed_opens_the_port() {
    for row in rows("knocks") {
        let ancestor = row["ancestor"].as_str();
        let claimed = row["claimed"].as_str().unwrap();
        let mut handshake = Handshake::new(&embedders(), claimed, ancestor, NONCE.to_owned());
        let knock = Knock {
            origin: row["origin"].as_str().unwrap(),
            is_from_parent: row["isFromParent"].as_bool().unwrap(),
            ports: row["ports"].as_u64().unwrap() as usize,
        };
        let opens = handshake.opens(&row["message"].to_string(), knock);
        assert_eq!(opens, row["opens"].as_bool().unwrap(), "{}", row["name"]);
    }
}

#[test]
fn the_port_opens_once_and_starts_once() {
    let answer = json!({"cardlet": 1, "type": "port", "nonce": NONCE}).to_string();
    let mut handshake = opened(false);
    let again = Knock { origin: HOST, is_from_parent: true, ports: 1 };
    assert!(!handshake.opens(&answer, again), "a nonce is good for one port");
    let clear = r#"{"cardlet":1,"type":"clear"}"#;
    assert_eq!(handshake.command(clear), None, "nothing before start");
    let start = rows("commands")[0]["message"].to_string();
    assert!(handshake.command(&start).is_some());
    assert!(handshake.command(&start).is_none());
    assert_eq!(handshake.command(clear), Some(Command::Clear));
}

#[test]
fn a_gate_that_goes_on_knows_what_the_page_has_narrowed_and_opens_no_second_time() {
    let answer = json!({"cardlet": 1, "type": "port", "nonce": NONCE}).to_string();
    let again = Knock { origin: HOST, is_from_parent: true, ports: 1 };
    let start = rows("commands")[0]["message"].to_string();
    let clear = r#"{"cardlet":1,"type":"clear"}"#;

    let mut resumed = handshake();
    resumed.resume(Some(&start));
    assert!(resumed.is_resumed() && !opened(true).is_resumed());
    assert!(!resumed.opens(&answer, again));
    assert!(resumed.command(&start).is_none(), "it has started");
    assert_eq!(resumed.command(clear), Some(Command::Clear));
    let narrowed = |handshake: &Handshake| handshake.embedder().unwrap().configure.clone();
    assert_eq!(narrowed(&resumed), narrowed(&opened(true)));

    let mut early = handshake();
    early.resume(None);
    assert!(!early.opens(&answer, again));
    assert!(early.command(clear).is_none());
    assert!(matches!(early.command(&start), Some(Command::Start(_))));

    let mut nobody = Handshake::new(&embedders(), "https://evil.example", None, NONCE.to_owned());
    nobody.resume(Some(&start));
    assert!(nobody.command(clear).is_none());
}

#[test]
fn the_first_message_is_for_one_origin_and_only_if_that_is_certain() {
    let standing = |claimed: &str, ancestor: Option<&str>| {
        let handshake = Handshake::new(&embedders(), claimed, ancestor, NONCE.to_owned());
        let greeting = handshake.greeting().map(|(host, text)| {
            let text: Value = serde_json::from_str(&text).unwrap();
            (host.to_string(), text["type"].as_str().unwrap().to_owned())
        });
        (handshake.standing(), greeting)
    };
    let hello = Some((HOST.to_owned(), "hello".to_owned()));
    assert_eq!(standing(HOST, Some(HOST)), (Standing::Admitted, hello));
    let other = "https://other.example";
    let refused = Some((other.to_owned(), "refused".to_owned()));
    assert_eq!(standing(other, Some(other)), (Standing::NotListed, refused));
    for (claimed, ancestor) in
        [(HOST, other), (other, HOST), ("null", "null"), ("*", "*"), ("", "")]
    {
        assert_eq!(standing(claimed, Some(ancestor)), (Standing::Unknown, None), "{claimed}");
    }
}

#[test]
fn the_first_digits_take_the_consent_of_both_sides() {
    for (own, page, both) in [
        (json!("6"), json!("8"), json!("6")),
        (json!("8"), json!("6"), json!("6")),
        (json!("8"), json!("8"), json!("8")),
        (json!("8"), json!(null), json!(null)),
    ] {
        let text = json!({"embedders": {HOST: {"provider": "rebilly", "bin": own}}}).to_string();
        let embedders = Embedders::read(&text);
        let embedder = embedders.of(&Origin::parse(HOST).unwrap()).unwrap();
        let mut message = rows("commands")[0]["message"].clone();
        message["bin"] = page.clone();
        let command = Command::read(&message.to_string(), embedder).unwrap();
        assert_eq!(value(&command.to_json())["bin"], both, "{own} {page}");
        message["bin"] = json!("7");
        assert!(Command::read(&message.to_string(), embedder).is_none());
    }
    let wrong = json!({"embedders": {HOST: {"provider": "rebilly", "bin": 8}}}).to_string();
    assert!(Embedders::read(&wrong).of(&Origin::parse(HOST).unwrap()).is_none());
}

#[test]
fn what_the_page_narrows_stays_narrow_and_never_widens() {
    let limits = json!({"embedders": {HOST: {
        "brands": ["visa", "mastercard"],
        "configure": {"maxYearsAhead": 10, "email": "own@example.org"},
    }}});
    let embedders = Embedders::read(&limits.to_string());
    let embedder = embedders.of(&Origin::parse(HOST).unwrap()).unwrap();
    let start = |brands: Value, years: Value| {
        let mut message = rows("commands")[0]["message"].clone();
        message["brands"] = brands;
        message["maxYearsAhead"] = years;
        message["configure"] = json!({"email": "page@example.org"});
        let command = Command::read(&message.to_string(), embedder).unwrap();
        let read = value(&command.to_json());
        (read["brands"].clone(), read["settings"]["configure"].clone())
    };
    let own = |years: u32| json!({"maxYearsAhead": years, "email": "own@example.org"});
    assert_eq!(start(json!(["visa", "jcb"]), json!(5)), (json!("visa"), own(5)));
    assert_eq!(start(json!([]), json!(99)), (json!("visa mastercard"), own(10)));
    assert_eq!(start(json!(["jcb"]), json!(null)).0, json!("none"));

    let mut handshake = Handshake::new(&embedders, HOST, Some(HOST), NONCE.to_owned());
    let answer = json!({"cardlet": 1, "type": "port", "nonce": NONCE}).to_string();
    assert!(handshake.opens(&answer, Knock { origin: HOST, is_from_parent: true, ports: 1 }));
    let mut message = rows("commands")[0]["message"].clone();
    message["maxYearsAhead"] = json!(3);
    handshake.command(&message.to_string()).unwrap();
    let set = handshake.command(&rows("commands")[2]["message"].to_string()).unwrap();
    assert_eq!(value(&set.to_json())["settings"]["configure"], own(3));
}

#[test]
fn a_broken_entry_of_the_configuration_admits_nobody() {
    let origin = Origin::parse(HOST).unwrap();
    for entry in
        [json!({"brands": ["vsia"]}), json!({"brands": "visa"}), json!({"color": "x"}), json!([])]
    {
        let text = json!({"embedders": {HOST: entry}}).to_string();
        assert!(Embedders::read(&text).of(&origin).is_none(), "{text}");
    }
    for text in ["", "{}", "[]", r#"{"embedders":[]}"#, r#"{"embedders":{"*":{}}}"#] {
        assert!(Embedders::read(text).of(&origin).is_none());
    }
}

#[test]
fn origins_are_whole_and_in_the_browsers_spelling() {
    for origin in [
        "https://shop.example",
        "https://shop.example:8443",
        "https://xn--bcher-kva.example",
        "http://localhost:4280",
        "http://127.0.0.1:4283",
        "http://[::1]:80443",
        "https://[2001:db8::1]",
    ] {
        let is_port = !origin.ends_with("80443");
        assert_eq!(Origin::parse(origin).is_some(), is_port, "{origin}");
    }
    for text in [
        "https://shop.example:443",
        "http://localhost:80",
        "https://shop.example:0",
        "https://shop.example:08443",
        "https://shop.example:",
        "https://-shop.example",
        "https://shop..example",
        "https://shop.example?x",
        "https://shop.example#x",
        "https://shop.example\\evil",
        "https://bücher.example",
        "https://a b",
        "file://",
        "data://x",
        "chrome-extension://abc",
        "//shop.example",
        "https:shop.example",
    ] {
        assert!(Origin::parse(text).is_none(), "{text}");
    }
}

/// The message of this name in the fixture of reports.
fn report(name: &str) -> Value {
    let found = rows("reports").into_iter().find(|row| row["name"] == name);
    found.unwrap()["message"].clone()
}

fn written(report: &Report<'_>) -> Value {
    serde_json::from_str(&report.write()).unwrap()
}

#[test]
fn the_reports_are_those_of_the_fixture() {
    let field = |field, verdict| FieldState {
        field,
        verdict,
        is_focused: false,
        is_touched: false,
        is_dirty: false,
        is_refused: false,
        shows_error: false,
    };
    let number = field(Field::Number, Verdict::Valid);
    let expiry = field(Field::Expiry, Verdict::Unfinished(FieldCode::IncompleteExpiry));
    let mut candidates = BrandSet::only(Brand::Visa);
    candidates.insert(Brand::Dankort);
    let state = State {
        fields: vec![
            FieldState { is_touched: true, is_dirty: true, ..number },
            FieldState { is_focused: true, is_dirty: true, ..expiry },
            FieldState { ..field(Field::Cvc, Verdict::Empty(FieldCode::IncompleteCvc)) },
        ],
        brand: Some(Brand::Visa),
        candidates,
        is_busy: false,
        is_reusable: false,
    };
    assert_eq!(written(&Report::State(&state)), report("a state"));

    let postal_code = field(Field::PostalCode, Verdict::Invalid(FieldCode::InvalidPostalCode));
    let postal_code =
        FieldState { is_touched: true, is_dirty: true, shows_error: true, ..postal_code };
    let state = State {
        fields: vec![postal_code, field(Field::Country, Verdict::NotNeeded)],
        brand: None,
        candidates: BrandSet::NONE,
        ..state
    };
    assert_eq!(written(&Report::State(&state)), report("a state of an address"));

    let sent = Moment { monotonic_ms: 0.0, wall_ms: 0.0 };
    let time = |text| Some(Timestamp::parse(text).unwrap());
    let created = time("2026-11-21T08:00:00Z");
    let expires = time("2026-11-21T08:30:00Z");
    let life = Life::new(LifeFacts { created, expires, ..LifeFacts::default() }, sent);
    let mut token = Token::new("tok_1".to_owned(), ProviderId::Rebilly, life);
    token.created = created;
    token.mode = Some(Mode::Test);
    token.card = Some(TokenCard {
        brand: Some(Brand::Visa),
        last4: "1111".to_owned(),
        exp_month: 12,
        exp_year: 2029,
        bin: None,
        holder: None,
    });
    let said = Report::Token {
        call: Some(1),
        serial: 1,
        is_reusable: true,
        token: &token,
        hides_card: false,
        now: sent,
    };
    let mut said = written(&said);
    for name in ["createdTime", "expirationTime"] {
        let time = Timestamp::parse(said["facts"][name].as_str().unwrap()).unwrap();
        let expected = report("a token");
        assert_eq!(Timestamp::parse(expected["facts"][name].as_str().unwrap()).unwrap(), time);
        said["facts"][name] = expected["facts"][name].clone();
    }
    assert_eq!(said, report("a token"));
    let hidden = Report::Token {
        call: Some(1),
        serial: 1,
        is_reusable: true,
        token: &token,
        hides_card: true,
        now: sent,
    };
    let facts = written(&hidden)["facts"].clone();
    assert_eq!((&facts["card"], &facts["raw"]), (&Value::Null, &json!({})));

    let failure = report("a failure")["failure"].to_string();
    let failure = Failure::read(&Json::parse(&failure).unwrap()).unwrap();
    assert_eq!(written(&Report::Failure { call: None, failure }), report("a failure"));
    assert_eq!(written(&Report::Enter), report("Enter"));
    let submission = Report::FetchSubmissionToken {
        ask: 1,
        success_url: "https://fields.example/return.html?outcome=success",
        failure_url: "https://fields.example/return.html?outcome=failure",
    };
    assert_eq!(written(&submission), report("a question for a submission's token"));
    let token = Report::FetchToken { ask: 2, id: "tok_1" };
    assert_eq!(written(&token), report("a question for a token"));

    let texts =
        Report::texts(&Json::parse(&report("the fields are live")["texts"].to_string()).unwrap());
    let ready = written(&Report::Ready { texts });
    assert_eq!(ready["texts"], report("the fields are live")["texts"]);
    assert_eq!(ready["brands"].as_array().unwrap().len(), Brand::ALL.len() + 1);
    let texts = Report::texts(&Json::parse(&report("other texts")["texts"].to_string()).unwrap());
    assert_eq!(written(&Report::Texts { texts }), report("other texts"));
}

#[test]
fn no_text_that_travels_holds_three_digits_in_a_row() {
    for text in ["123", "a 4111 b", "12a345", "٤١١١", "１２３", "x\n", &"x".repeat(201)] {
        assert!(PlainText::new(text).is_none(), "{text}");
    }
    for text in ["", "The month must be 01 to 12.", "64 KiB", "1 2 3"] {
        assert!(PlainText::new(text).is_some(), "{text}");
    }
    let texts = json!({"invalid_cvc": "Code 4111", "label.number": "x", "__proto__": "x", "status.busy": "…"});
    let texts = Report::texts(&Json::parse(&texts.to_string()).unwrap());
    assert_eq!(texts, [("status.busy".to_owned(), PlainText::new("…").unwrap())]);
}

#[test]
fn a_failure_that_is_none_of_ours_is_not_told() {
    let fine = report("a failure")["failure"].clone();
    for (name, wrong) in [
        ("message", json!("card 4111111111111111")),
        ("code", json!("Card Declined")),
        ("type", json!("4111")),
        ("field", json!("pin")),
        ("status", json!(1000)),
    ] {
        let mut failure = fine.clone();
        failure[name] = wrong;
        assert!(Failure::read(&Json::parse(&failure.to_string()).unwrap()).is_none(), "{name}");
    }
}

#[test]
fn what_is_too_long_to_be_told_is_left_out() {
    let told = |name: &str, value: Value| {
        let mut failure = report("a failure")["failure"].clone();
        failure[name] = value;
        let failure = Failure::read(&Json::parse(&failure.to_string()).unwrap()).unwrap();
        written(&Report::Failure { call: Some(1), failure })["failure"][name].clone()
    };
    for (name, longest) in [("providerCode", 200), ("requestId", 200), ("option", 64)] {
        let fine = json!("x".repeat(longest));
        assert_eq!(told(name, fine.clone()), fine, "{name}");
        assert_eq!(told(name, json!("x".repeat(longest + 1))), Value::Null, "{name}");
    }
    let action = |length| json!({"type": "url", "payload": "x".repeat(length)});
    assert_eq!(told("action", action(60_000)), action(60_000));
    assert_eq!(told("action", action(66_000)), Value::Null);

    let sent = Moment { monotonic_ms: 0.0, wall_ms: 0.0 };
    let raw = |length| {
        let life = Life::new(LifeFacts::default(), sent);
        let mut token = Token::new("tok_1".to_owned(), ProviderId::Rebilly, life);
        token.raw = Json::of([("billingAddress", Json::Text("x".repeat(length)))]);
        let report = Report::Token {
            call: Some(1),
            serial: 1,
            is_reusable: true,
            token: &token,
            hides_card: false,
            now: sent,
        };
        written(&report)["facts"]["raw"].clone()
    };
    assert_eq!(raw(60_000)["billingAddress"].as_str().unwrap().len(), 60_000);
    assert_eq!(raw(66_000), json!({}));
}

#[test]
fn a_brand_that_is_unknown_here_is_none_that_is_accepted() {
    for (brands, accepted) in [
        (json!(["visa", "bcmc"]), Some("visa")),
        (json!(["bcmc"]), Some("none")),
        (json!(["visa", 1]), None),
        (json!("visa"), None),
    ] {
        let mut message = rows("commands")[0]["message"].clone();
        message["brands"] = brands.clone();
        let command = Command::read(&message.to_string(), &embedder());
        let read = command.map(|command| value(&command.to_json())["brands"].clone());
        assert_eq!(read, accepted.map(|accepted| json!(accepted)), "{brands}");
    }
}

#[test]
fn only_plain_values_of_known_kinds_are_looks() {
    let styles = fixture("styles");
    let read = |row: &Value| {
        let style = json!({row["token"].as_str().unwrap(): row["value"]});
        let style = Style::read(&Json::parse(&style.to_string()).unwrap(), &embedder());
        value(&style.to_json())["properties"].as_object().unwrap().len()
    };
    let refused = styles["refused"].as_array().unwrap();
    assert!(refused.len() >= 40);
    for row in refused {
        assert_eq!(read(row), 0, "{row}");
    }
    for row in styles["taken"].as_array().unwrap() {
        assert_eq!(read(row), 1, "{row}");
    }
}

#[test]
fn a_font_is_the_frames_own_or_there_is_none() {
    let fonts = |fonts: Value| {
        let entry = json!({"embedders": {HOST: {"provider": "rebilly", "fonts": fonts}}});
        let embedders = Embedders::read(&entry.to_string());
        let embedder = embedders.of(&Origin::parse(HOST).unwrap())?;
        let style =
            Style::read(&Json::of([("fontFamily", Json::of_text(Some("Inter")))]), embedder);
        Some(value(&style.to_json())["properties"]["--cardlet-font-family"].clone())
    };
    let inter = Some(json!("\"Inter\", system-ui, sans-serif"));
    assert_eq!(fonts(json!({"Inter": "fonts/inter.woff2"})), inter);
    assert_eq!(fonts(json!({"Other": "other.woff2"})), Some(Value::Null));
    for (name, path) in [
        ("Inter", "https://evil.example/x.woff2"),
        ("Inter", "//evil.example/x.woff2"),
        ("Inter", "/x.woff2"),
        ("Inter", "../x.woff2"),
        ("Inter", "x.woff2\") format(\"x"),
        ("Inter\", url(x", "x.woff2"),
        ("Inter;}", "x.woff2"),
        ("", "x.woff2"),
    ] {
        assert_eq!(fonts(json!({ name: path })), None, "{name} {path} admits nobody");
    }
    assert_eq!(fonts(json!({"Inter": 1})), None);
}
