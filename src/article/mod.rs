//! Articles into blocks and segments.
