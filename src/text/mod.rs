//! Language knowledge: match keys, tokens, numbers and sentence boundaries. Pure functions of text and language.
//!
//! A text is cut into tokens where it stands (`tokenize`), and each token carries the key that it is compared by. Stored
//! text stays as the user wrote it; what the key folds is decided in few places: `fold` for marks and dashes of every
//! language, `arabic` for the letters of the Arabic script, `persian` for zero-width joints and spaced affixes,
//! and `number` for values.

mod arabic;
mod class;
mod code;
mod fold;
mod key;
mod number;
mod numeral;
mod persian;
mod rules;
pub mod sentence;
pub mod srx;
mod token;
mod tokenize;

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::model::Language;

pub use code::{highest_placeholder, placeholders};
pub use numeral::{Numeral, joined_suffix};
pub use token::{Token, TokenKind};
pub use tokenize::{match_key, tokenize};

/// The text in Unicode normalization form C, the form in which text is stored. Borrows where nothing changes.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Whether a reader would see nothing: white space, marks of direction, zero-width characters.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || class::is_removed(c) || matches!(c, class::ZWNJ | class::ZWJ))
}

/// The text without the invisible characters at its start.
pub fn without_invisible_start(text: &str) -> &str {
    text.trim_start_matches(class::is_removed)
}

/// Whether a language leaves it to the writer if words are set apart, put behind a zero-width joint, or written as one
/// (Persian: رئیس جمهور, رئیس‌جمهور).
pub fn has_loose_words(language: &Language) -> bool {
    persian::is_persian(language.primary())
}

/// The parts of a word between its zero-width joints: رئیس and جمهور of رئیس‌جمهور.
pub fn parts(word: &str) -> impl Iterator<Item = &str> {
    persian::parts(word)
}

#[cfg(test)]
mod tests;
