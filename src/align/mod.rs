//! Alignment: which segments of an article are translated by which of another.
//!
//! # The journey of a batch
//!
//! Article pairs come in as segments ([`ArticlePair`]). `batch` cuts them into `words` and numbers these; `likeness` finds
//! the words that need no lexicon (numbers, names); `verdict` sees at first sight what is no pair of translations. Then
//! come the `rounds`. In each, `direction` says for all segments near the path (`band`) how well the words of one side are
//! explained by the other, by a lexicon without what the segments themselves have taught it (`local`); the `lattice` adds
//! `length`, `kinds` of block, marks at the end (`agreement`) and how frequent each shape of bead is; `posterior` makes
//! probabilities of that, and `decode` the path with the most beads expected to be right. What is likely right teaches the
//! `lexicon` (IBM Model 1; `teaching`) and the `beliefs` of the next round: lengths, labels, shapes. In the end `confidence` says how
//! far each bead can be believed, `names` whether it speaks of other names than its source, and `verdict` whether the
//! article pair can be believed.
//!
//! # Invariants
//!
//! 1. The beads of an alignment cover every segment of either side exactly once, in order.
//! 2. An article pair is never scored by what it has taught itself (very long ones: by what the segments nearby have).
//! 3. The same batch with the same lexicon gives the same alignments.
//! 4. Nothing here knows a language: what depends on one is asked of [`crate::text`] and [`crate::term`].

mod agreement;
mod aligner;
mod anchors;
mod article;
mod band;
mod batch;
mod beliefs;
mod confidence;
mod decode;
mod direction;
mod evidence;
mod kinds;
mod lattice;
mod length;
mod lexicon;
mod likeness;
mod local;
mod moved;
mod names;
mod pairing;
mod posterior;
mod remembered;
mod rounds;
mod teaching;
mod verdict;
mod vocabulary;
mod watch;
mod weights;
mod words;

#[cfg(test)]
mod tests;

pub use aligner::Aligner;
pub use article::{Alignment, ArticlePair, Bead, Evidence, Piece, Reason, Verdict};
pub use confidence::{DEFAULT_GATE, MOST_IF_DOUBTFUL};
pub use lexicon::Lexicon;
pub use pairing::ArticleMatch;
pub use watch::{BrokenOff, Stretch, Watch, to_the_end};
