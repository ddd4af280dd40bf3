//! hafez keeps by heart: a translation memory that misses nothing above the threshold and explains every score.

pub mod article;
pub mod format;
pub mod fuzzy;
pub mod model;
pub mod term;
pub mod text;
pub mod store;
pub mod memory;
