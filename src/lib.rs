//! hafez keeps by heart: a translation memory that misses nothing above the threshold and explains every score.
//!
//! # The journey of a suggestion
//!
//! A client calls `SuggestService.SuggestArticle`. [`rpc`] converts the request and calls [`memory`], which asks [`article`]
//! for blocks and segments (a headline, a sentence of a paragraph, …). For each segment [`text`] makes tokens with match keys,
//! [`fuzzy`] finds every text in the index that can reach the threshold, and the engine reads those units from the
//! [`store`], scores them ([`fuzzy::score()`], the one place where a percentage is made), ranks them and adds what
//! [`term`] recognizes. The answers stream back segment by segment, the leverage statistics last.
//!
//! # The journey of an import
//!
//! A client streams a file to `TransferService.ImportUnits`. [`format`](mod@format) reads records and problems out of it; [`memory`]
//! checks them, finds the units that are there already, writes the batch to the [`store`] (durable), puts it into
//! the index (findable) and only then acknowledges the position in the file. What is refused is reported unit by unit.
//!
//! # Invariants
//!
//! 1. The store is the truth; the index is derived from it and can always be rebuilt.
//! 2. A write is acknowledged only when it is durable *and* findable.
//! 3. Complete recall: the index returns exactly what scanning everything with the scoring function would, or says that it
//!    was cut short.
//! 4. Stored text is the user's text in Unicode NFC. Normalization lives in match keys only.
//! 5. A percentage is made in one place, and every point that is taken off has a name that the caller sees.
//! 6. The core ([`model`], [`text`], [`article`], [`fuzzy`], [`term`], [`align`], [`qa`], [`format`](mod@format)) does no I/O and knows neither tokio,
//!    nor the store, nor wire types. `tests/architecture.rs` holds it to that.
//! 7. The order of suggestions is total and deterministic: score, match type, status, shared information, recency,
//!    id.
//! 8. The same work done twice changes nothing the second time.

pub mod align;
pub mod article;
pub mod cli;
pub mod config;
pub mod format;
pub mod fuzzy;
pub mod memory;
pub mod model;
pub mod qa;
pub mod rpc;
pub mod store;
pub mod term;
pub mod text;
