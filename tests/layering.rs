//! The import rules between modules, held as facts about the source text.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "an unreadable source should stop the test")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, and the siblings that each may import.
const ALLOWED: &[(&str, &[&str])] = &[
    ("card", &[]),
    ("token", &["card"]),
    ("provider", &["card", "token"]),
    ("client", &["card", "token", "provider"]),
    ("frame", &["card", "token"]),
    ("web", &["card", "token", "provider", "client", "frame"]),
    ("sandbox", &["card", "token", "provider"]),
];

/// Crates of the browser: only `web` may name them.
const BROWSER: &[&str] =
    &["wasm_bindgen", "js_sys", "web_sys", "gloo", "JsValue", "serde_wasm_bindgen"];

/// Ways to the clock, to randomness, to the environment and to logs: only `web` and `sandbox`.
const AMBIENT: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "std::time::Instant",
    "std::env",
    "env::var",
    " rand::",
    "getrandom",
    "println!",
    "eprintln!",
    "dbg!",
    "log::",
    "tracing::",
];

struct Source {
    path: PathBuf,
    module: String,
    /// The code without comments and without its tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let relative = path.strip_prefix(&root).expect("below src");
                let first = relative.components().next().expect("a name");
                let module = first.as_os_str().to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).expect("a source");
                let code = without_comments(text.split("#[cfg(test)]").next().unwrap_or_default());
                found.push(Source { path, module, code });
            }
        }
    }
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that a source names by `crate::…`, also in braces.
fn imported(code: &str) -> Vec<&str> {
    let names = ALLOWED.iter().map(|(name, _)| *name);
    names
        .filter(|name| {
            code.contains(&format!("crate::{name}::"))
                || code.contains(&format!("crate::{name};"))
                || code.contains(&format!("cardlet::{name}::"))
        })
        .collect()
}

#[test]
fn modules_import_only_what_stands_above_them() {
    for source in sources() {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == source.module) else {
            continue;
        };
        assert!(!source.code.contains("use crate::{"), "one import a module: {:?}", source.path);
        for name in imported(&source.code) {
            let fine = name == source.module || allowed.contains(&name);
            assert!(fine, "{:?} imports {name}", source.path);
        }
    }
}

#[test]
fn the_rules_notice_what_they_forbid() {
    assert_eq!(imported("use crate::client::Flight;"), ["client"]);
    assert_eq!(imported("let x = crate::web::clock();"), ["web"]);
    assert_eq!(without_comments("a // crate::web::x\nb"), "a \nb");
}

#[test]
fn only_web_names_the_browser() {
    for source in sources().iter().filter(|source| source.module != "web") {
        for name in BROWSER {
            assert!(!source.code.contains(name), "{:?} names {name}", source.path);
        }
    }
}

#[test]
fn the_frames_messages_can_name_no_card() {
    // Its views of a card are brands, fields, verdicts and their codes.
    let cards =
        ["CardNumber", "CardData", "Cvc::", "Cvc>", "Expiry", "HolderName", "Secret", "Digits"];
    let frame: Vec<_> = sources().into_iter().filter(|source| source.module == "frame").collect();
    assert!(frame.len() > 5);
    for source in frame {
        for name in cards {
            assert!(!source.code.contains(name), "{:?} names {name}", source.path);
        }
    }
}

#[test]
fn nothing_below_web_reads_the_clock_randomness_or_the_environment_or_logs() {
    let outer = ["web", "sandbox", "bin"];
    for source in sources().iter().filter(|source| !outer.contains(&source.module.as_str())) {
        for name in AMBIENT {
            assert!(!source.code.contains(name), "{:?} names {name}", source.path);
        }
    }
}

/// Holds the parts of a module apart, each a file or a folder of files.
fn assert_apart(module: &str, parts: &[&str]) {
    let is_part = |source: &Source, part: &str| {
        let names = source.path.iter().map(|name| name.to_string_lossy());
        names
            .skip_while(|name| name != module)
            .nth(1)
            .is_some_and(|name| name.strip_suffix(".rs").unwrap_or(&name) == part)
    };
    let all = sources();
    for part in parts {
        assert!(all.iter().any(|source| is_part(source, part)), "{module} has no {part}");
        for source in all.iter().filter(|source| is_part(source, part)) {
            for other in parts.iter().filter(|name| *name != part) {
                let named = source.code.contains(&format!("super::{other}::"))
                    || source.code.contains(&format!("{module}::{other}::"));
                assert!(!named, "{:?} imports {other}", source.path);
            }
        }
    }
}

#[test]
fn a_dialect_imports_no_other_dialect() {
    let dialects =
        ["checkout", "generic", "keap", "paymentsai", "processout", "rebilly", "univapay"];
    assert_apart("provider", &dialects);
}

#[test]
fn an_imitated_system_imports_no_other() {
    // The merchant's server, which spends the tokens of all, is none of them.
    let systems = ["checkout", "keap", "payments_ai", "processout", "rebilly", "univapay", "vault"];
    assert_apart("sandbox", &systems);
}

#[test]
fn only_the_allocator_is_unsafe() {
    for source in sources() {
        let has_unsafe = source.code.contains("unsafe ") || source.code.contains("unsafe_code");
        let is_allocator = source.path.ends_with("src/alloc.rs");
        assert_eq!(has_unsafe, is_allocator, "{:?}", source.path);
    }
}

#[test]
fn no_module_is_named_core() {
    // It would shadow `core::fmt` at the crate root.
    for source in sources() {
        assert_ne!(source.module, "core");
        assert!(!source.path.ends_with("core.rs"));
    }
}
