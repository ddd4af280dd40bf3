//! The rooms keep apart what the layout says they do.

use std::fs;
use std::path::{Path, PathBuf};

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

fn sources(room: &Path) -> Vec<PathBuf> {
    if room.is_file() {
        return vec![room.to_owned()];
    }
    let entries = fs::read_dir(room).unwrap_or_else(|e| panic!("{}: {e}", room.display()));
    entries
        .flat_map(|entry| sources(&entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// Lines of code under `rooms` that hold one of the words, tests and comments left out.
fn offences(rooms: &[&str], forbidden: &[&str]) -> Vec<String> {
    let mut offences = Vec::new();
    for path in rooms.iter().flat_map(|room| sources(&Path::new(SRC).join(room))) {
        let is_test = path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
        let text = fs::read_to_string(&path).unwrap();
        let code =
            text.split("#[cfg(test)]").next().unwrap().lines().filter(|line| !line.trim_start().starts_with("//"));
        let found = code.filter(|line| !is_test && forbidden.iter().any(|word| line.contains(word)));
        offences.extend(found.map(|line| format!("{}: {line}", path.display())));
    }
    offences
}

#[test]
fn the_core_does_no_io_and_knows_no_runtime_no_store_and_no_wire_types() {
    let core = ["model", "text", "article", "fuzzy", "term", "align", "qa", "format"];
    let forbidden = [
        "tokio",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "File::",
        "println!",
        "Instant::now",
        "SystemTime",
        "Timestamp::now",
        "sled",
        "tonic",
        "prost",
        "tracing",
        "crate::store",
        "crate::memory",
        "crate::rpc",
        "crate::cli",
    ];
    assert_eq!(offences(&core, &forbidden), Vec::<String>::new());
}

#[test]
fn the_engine_and_the_store_know_no_wire_types_and_no_runtime() {
    assert_eq!(
        offences(&["memory", "store"], &["tokio", "tonic", "prost", "crate::rpc", "crate::cli"]),
        Vec::<String>::new()
    );
}

#[test]
fn no_type_of_the_embedded_store_leaves_its_adapter() {
    let others = ["memory", "rpc", "cli", "config.rs", "store/batch.rs", "store/identity.rs", "store/record.rs"];
    assert_eq!(offences(&others, &["sled::"]), Vec::<String>::new());
}

#[test]
fn the_check_sees_an_offence() {
    assert!(!offences(&["store/sled.rs"], &["sled::"]).is_empty());
}

#[test]
fn the_readme_shows_the_python_example_that_is_tested() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (readme, example) = (root.join("README.md"), root.join("tests/python/example.py"));
    assert!(fs::read_to_string(readme).unwrap().contains(&fs::read_to_string(example).unwrap()));
}
