//! Which rules hold for texts of a language.

use crate::model::Language;

use super::{arabic, number::NumberStyle, persian};

#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Yeh, kaf, heh and hamza forms of the Arabic script count as one letter each.
    pub folds_letters: bool,
    /// Zero-width joints and spaced affixes of Persian are understood.
    pub persian: bool,
    pub numbers: NumberStyle,
}

impl Rules {
    pub fn of(language: &Language) -> Rules {
        let primary = language.primary();
        Rules {
            folds_letters: arabic::folds_letters(primary),
            persian: persian::is_persian(primary),
            numbers: NumberStyle::of(primary),
        }
    }
}
