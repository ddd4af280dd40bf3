//! What is written together with a name and is none of it: و, numbers, and the prefixes of news.

use crate::text::Token;

use super::casing::Case;
use super::letters::letters;
use super::line::Reading;

/// What is written together with a word and is none of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Glued {
    /// The bytes before it: the و of وایران, the غیر of غیراوپک.
    pub before: usize,
    /// The bytes behind it: the number of تهران۱۴۰۴.
    pub behind: usize,
    /// Whether what stands before it is a prefix, which stands before names of all kinds.
    pub prefix: bool,
}

impl Glued {
    /// What is glued to the words of both, the others behind these.
    pub fn then(self, next: Glued) -> Glued {
        Glued { before: self.before + next.before, behind: next.behind, prefix: self.prefix || next.prefix }
    }
}

/// The least letters of a word that something is glued to: وزیر is not و and زیر.
const LEAST_GLUED: usize = 4;

/// ایران in آمریکا وایران: the commonest slip of Persian typists.
pub(super) fn without_and(token: &Token, text: &str) -> Option<Reading> {
    const AND: &str = "و";
    let word = token.key.strip_prefix(AND).filter(|word| word.chars().count() >= LEAST_GLUED)?;
    let glued = Glued { before: AND.len(), ..Glued::default() };
    text[token.start..].starts_with(AND).then(|| Reading { letters: letters(word), inflection: None, glued })
}

/// تهران in تهران۱۴۰۴.
pub(super) fn without_number(token: &Token, text: &str) -> Option<Reading> {
    let word = token.key.trim_end_matches(|c: char| c.is_ascii_digit());
    if word.len() == token.key.len() || word.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let written = &text[token.start..token.end];
    let behind = written.len() - written.trim_end_matches(char::is_numeric).len();
    let glued = Glued { behind, ..Glued::default() };
    // Latin letters and digits make codes: MARC21, Step2.
    let is_no_code = !token.key.is_ascii()
        || (token.key.len() - word.len() == 4
            && token.cased.as_deref().is_some_and(|cased| Case::of(cased) == Case::Title));
    let is_long = word.chars().count() >= LEAST_GLUED && is_no_code;
    (is_long && glued.behind > 0).then(|| Reading { letters: letters(word), inflection: None, glued })
}

/// Non-, anti-, post-, pre-, pro-, beyond: each with the least letters of a word that is written together with it. English
/// parts them by hyphens, at which words are cut anyway.
const PREFIXES: [(&str, usize); 7] = [
    ("غیر", LEAST_GLUED),
    ("ضد", LEAST_GLUED),
    ("پسا", LEAST_GLUED),
    ("پیشا", LEAST_GLUED),
    ("طرفدار", LEAST_GLUED),
    ("هوادار", LEAST_GLUED),
    // فراکسیون and فرامین.
    ("فرا", usize::MAX),
];

/// The least letters behind a prefix and a zero-width joint.
const LEAST_APART: usize = 2;

/// اوپک in غیراوپک and in ضد‌اوپک.
pub(super) fn without_prefix(token: &Token, text: &str) -> Option<Reading> {
    let written = &text[token.start..token.end];
    PREFIXES.iter().find_map(|&(prefix, least)| {
        let word = token.key.strip_prefix(prefix)?;
        let behind = written.get(prefix.len()..).filter(|_| starts_with(written, prefix))?;
        let joint = behind.len() - behind.trim_start_matches(['\u{200C}', '¬']).len();
        let least = if joint > 0 { LEAST_APART } else { least };
        let glued = Glued { before: prefix.len() + joint, behind: 0, prefix: true };
        (word.chars().count() >= least).then(|| Reading { letters: letters(word), inflection: None, glued })
    })
}

/// Whether a text starts with a prefix, on a Persian keyboard or an Arabic one.
fn starts_with(written: &str, prefix: &str) -> bool {
    let mut chars = written.chars();
    prefix.chars().all(|wanted| chars.next().is_some_and(|c| c == wanted || (c, wanted) == ('ي', 'ی')))
}
