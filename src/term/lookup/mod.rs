//! Looks up one name as a translator types it.
//!
//! A [`NameIndex`] holds the names of a termbase by their letters, in order, and by their consonants. A name is found by its
//! beginning, by the beginning of any of its words, by a spelling a few letters off, and by its sound, in whichever script
//! it is typed. The journey of a query: `names` finds the beginnings; `skeleton` finds what shares its consonants, or all
//! but one; `spelling` and `phones` say how far each of these is off; `search` keeps the best.
//!
//! # Limits
//!
//! Of more than [`MOST_BEGINNINGS`] endings of names with one beginning, the first by their letters are ranked, and of names that
//! end alike a hundred. A name of more than 64 letters is found by its beginnings only. Two wrong consonants in one name
//! are more than the skeleton forgives, and so is another letter within sh, kh, gh or a doubled letter, which makes two consonants of
//! one, or behind c or g, which makes them sound otherwise.

mod found;
mod names;
mod phones;
mod search;
mod skeleton;
mod spelling;

#[cfg(test)]
mod tests;

pub use found::{Found, FoundBy};
pub use search::{LookUp, NameIndex};

/// How many endings of names that begin alike are looked at.
pub const MOST_BEGINNINGS: usize = 1_000;
