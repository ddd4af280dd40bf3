//! A real `hafez serve` for tests, clients that talk to it, and short ways to say what is sent and what is refused.

#![allow(dead_code, unused_imports, reason = "each test program uses its own part of this")]

mod client;
mod data;
mod refusal;
mod server;

pub use client::{Client, Imported, mask};
pub use data::{entry, header, occurrence, query, term, text, unit};
pub use refusal::{Refusal, refused};
pub use server::{Server, hafez};
