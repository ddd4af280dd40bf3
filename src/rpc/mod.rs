//! The gRPC services: convert, call the engine, map errors. Wire types stop here.

mod align;
mod analysis;
mod answers;
mod article;
mod backend;
mod checking;
mod chunks;
mod convert;
mod decoding;
mod export;
mod import;
mod in_process;
mod memory;
mod mining;
mod names;
mod paging;
mod retry;
mod server;
mod similar;
mod status;
mod store;
mod suggest;
mod term;
mod timestamp;
mod transfer;

/// The generated messages, clients and servers of package `hafez.v1`, and their canonical JSON.
#[allow(missing_docs, clippy::all)]
pub mod v1 {
    tonic::include_proto!("hafez.v1");
    include!(concat!(env!("OUT_DIR"), "/hafez.v1.serde.rs"));

    /// The descriptors of the package, for reflection.
    pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/hafez.v1.descriptors.bin"));
}

pub use backend::Backend;
pub use in_process::in_process;
pub use server::{ServerOptions, serve};
pub use timestamp::Timestamp;
