//! Recognition of known names and titles.
