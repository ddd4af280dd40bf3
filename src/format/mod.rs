//! Streaming readers of exchange formats.
