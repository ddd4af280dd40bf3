//! Generates the gRPC code and its JSON mapping from `proto/`, without a `protoc` on the machine (protox compiles).

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
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
