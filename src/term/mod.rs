//! Recognition of known names and titles in texts, and, in [`lookup`], of one name as it is typed.
//!
//! A termbase is loaded into a [`Recognizer`], which then finds its terms in any text: as they are written there, in
//! another spelling, inflected, and (names only) misspelt. The journey of a text: `line` cuts it into words; `walk` follows
//! words through the names of the `lexicon`; `likeness` looks for misspelt ones among the names that `sound` like them,
//! as far as `misspelling` allows, and for `slip`s behind first names that agree; `fit` refuses what only looks like the term
//! (`seam`: two words where it has one; `month`: May and March; `namesake`: a part of a longer name); the recognizer keeps
//! the longest hits. A `form` is one name, prepared, with its spellings by `initials` and without what `link`s its words.

mod casing;
mod fit;
mod form;
mod glued;
mod hit;
mod inflection;
mod initials;
mod knowledge;
mod letters;
mod letters_key;
mod lexicon;
mod likeness;
mod line;
mod link;
pub mod lookup;
pub mod mining;
mod misspelling;
mod month;
mod namesake;
mod recognizer;
mod romanization;
mod seam;
mod slip;
mod sound;
mod stop_words;
mod usage;
mod walk;

#[cfg(test)]
pub(crate) mod tests;

pub use hit::{MatchReason, TermHit};
pub use recognizer::{Recognizer, recognize_in};
pub use romanization::Consonants;
pub use stop_words::{is_of_stop_words, is_stop_word};
pub use usage::{SearchedText, Usage};
