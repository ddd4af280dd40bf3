//! What has to hold for every file, however broken. Each fuzz target is one of these functions.

mod articles;
mod readers;
mod terms;
mod units;
mod workbook;

pub use articles::{cut_by_rules, read_article};
pub use readers::{read, unpack};
pub use terms::read_terms;
pub use workbook::read_workbook;
