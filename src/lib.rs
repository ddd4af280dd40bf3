//! hafez keeps by heart: a translation memory that misses nothing above the threshold and explains every score.

pub mod article;
pub mod cli;
pub mod config;
pub mod format;
pub mod fuzzy;
pub mod memory;
pub mod model;
pub mod rpc;
pub mod store;
pub mod term;
pub mod text;
