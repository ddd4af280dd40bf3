//! Generates the gRPC code and its JSON mapping from `proto/`, without a `protoc` on the machine (protox compiles).

use std::error::Error;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    fingerprint("HAFEZ_INDEX_FINGERPRINT", &MAKERS_OF_INDEXES)?;
    fingerprint("HAFEZ_LEXICON_FINGERPRINT", &MAKERS_OF_LEXICONS)?;
    println!("cargo:rerun-if-changed=proto");
    let mut files: Vec<PathBuf> =
        fs::read_dir("proto/hafez/v1")?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();

    let descriptors = protox::compile(&files, ["proto"])?;
    let encoded = prost::Message::encode_to_vec(&descriptors);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("hafez.v1.descriptors.bin"), &encoded)?;

    tonic_prost_build::configure()
        .compile_well_known_types(true)
        .extern_path(".google.protobuf.Timestamp", "crate::rpc::Timestamp")
        .extern_path(".google.protobuf", "::pbjson_types")
        // Ordered maps: the same message always encodes to the same bytes, which retries are recognized by.
        .btree_map(".")
        .compile_fds(descriptors)?;
    // Default values are spelled out: a consumer of the JSON finds every field that the proto names.
    pbjson_build::Builder::new()
        .register_descriptors(&encoded)?
        .emit_fields()
        .btree_map(["."])
        .build(&[".hafez.v1"])?;
    Ok(())
}

/// What indexes are made by; a copy of an index that was made by other sources is not read.
const MAKERS_OF_INDEXES: [&str; 5] = ["src/text", "src/fuzzy", "src/model", "src/memory/lookup", "src/store/mark.rs"];

/// What lexicons are made by; one that was made by other sources is not read.
const MAKERS_OF_LEXICONS: [&str; 6] = [
    "src/text",
    "src/align/lexicon",
    "src/align/words.rs",
    "src/model",
    "src/memory/align/learning",
    "src/store/mark.rs",
];

/// Digests the sources that something kept is made by, and the versions of what it is made with, into a variable.
fn fingerprint(variable: &str, makers: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    for maker in makers {
        println!("cargo:rerun-if-changed={maker}");
        digest(Path::new(maker), &mut hasher)?;
    }
    println!("cargo:rerun-if-changed=Cargo.lock");
    hasher.write(&fs::read("Cargo.lock").unwrap_or_default());
    // Characters and hashes are the standard library's; sizes are the machine's.
    hasher.write(&Command::new(env::var("RUSTC")?).arg("-vV").output()?.stdout);
    hasher.write(env::var("TARGET")?.as_bytes());
    println!("cargo:rustc-env={variable}={:016x}", hasher.finish());
    Ok(())
}

fn digest(path: &Path, hasher: &mut DefaultHasher) -> Result<(), Box<dyn Error>> {
    if path.is_file() {
        hasher.write(&fs::read(path)?);
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| digest(entry, hasher))
}
