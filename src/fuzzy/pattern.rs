//! What a concordance looks for: words in order, phrases, beginnings of words.

use super::profile::{Profile, Word};
use crate::model::Language;

/// Fewest letters of the beginning of a word.
const PREFIX_LEAST: usize = 2;

/// Words that have to stand in a text in this order, anything between them but where they are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub words: Vec<PatternWord>,
}

/// A word of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternWord {
    /// Normalized and case-folded; a number's value.
    pub key: Box<str>,
    pub is_number: bool,
    /// Any word that begins so will do.
    pub is_prefix: bool,
    /// It has to follow the word before it at once.
    pub is_joined: bool,
}

/// A pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("there is no word or number in it; punctuation alone cannot be looked for")]
    NoWords,
    #[error("`{0}*` is too short; give at least {PREFIX_LEAST} letters before the asterisk")]
    ShortPrefix(Box<str>),
}

impl Pattern {
    /// Reads words, `"phrases in quotation marks"` of any kind and beginnings of words with an asterisk (`khamene*`).
    pub fn parse(text: &str, language: &Language) -> Result<Pattern, PatternError> {
        let mut words = Vec::new();
        for (at, piece) in text.split(['"', '“', '”', '„', '«', '»']).enumerate() {
            let is_phrase = at % 2 == 1;
            for (nth, word) in Profile::new(piece, language).words.into_iter().enumerate() {
                let is_prefix = piece[word.end..].starts_with('*') && !word.is_number;
                if is_prefix && word.key.chars().count() < PREFIX_LEAST {
                    return Err(PatternError::ShortPrefix(word.key));
                }
                let (key, is_number) = (word.key, word.is_number);
                words.push(PatternWord { key, is_number, is_prefix, is_joined: is_phrase && nth > 0 });
            }
        }
        if words.is_empty() { Err(PatternError::NoWords) } else { Ok(Pattern { words }) }
    }

    /// Where the pattern stands in a text: for each time, the positions of its words.
    pub fn find_all(&self, text: &[Word]) -> Vec<Vec<usize>> {
        let fits = |word: usize, at: usize| self.words[word].fits(&text[at]);
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(positions) = self.find(from, text.len(), &fits) {
            from = positions.last().map_or(text.len(), |last| last + 1);
            found.push(positions);
        }
        found
    }

    /// The leftmost place, from word `from` of `len` on, where every word of the pattern `fits(word, at)` the text's, the
    /// positions of its words.
    pub fn find(&self, from: usize, len: usize, fits: &impl Fn(usize, usize) -> bool) -> Option<Vec<usize>> {
        let (mut positions, mut at) = (Vec::with_capacity(self.words.len()), from);
        let mut first = 0;
        // Phrase by phrase: the leftmost place of one leaves the most room for the next.
        while first < self.words.len() {
            let joined = self.words[first + 1..].iter().take_while(|word| word.is_joined).count();
            let is_here = |at: &usize| (0..=joined).all(|n| at + n < len && fits(first + n, at + n));
            let start = (at..len).find(is_here)?;
            positions.extend(start..=start + joined);
            (first, at) = (first + joined + 1, start + joined + 1);
        }
        Some(positions)
    }
}

impl PatternWord {
    fn fits(&self, word: &Word) -> bool {
        match self.is_prefix {
            true => !word.is_number && word.key.starts_with(&*self.key),
            false => word.is_number == self.is_number && word.key == self.key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str, tag: &str) -> Vec<Vec<usize>> {
        let language = Language::parse(tag).unwrap();
        Pattern::parse(pattern, &language).unwrap().find_all(&Profile::new(text, &language).words)
    }

    #[test]
    fn words_stand_in_order_with_anything_between() {
        let text = "The prime minister met the prime suspect, said the minister.";
        assert_eq!(found("prime minister", text, "en"), [[1, 2], [5, 9]]);
        assert_eq!(found("\"prime minister\"", text, "en"), [[1, 2]]);
        assert_eq!(found("minister prime", text, "en"), [[2, 5]]);
        assert_eq!(found("\"the prime\" \"the minister\"", text, "en"), [[0, 1, 8, 9]]);
        assert!(found("suspect prime", text, "en").is_empty());
    }

    #[test]
    fn a_word_may_be_given_by_its_beginning() {
        assert_eq!(found("minist*", "Ministers and a ministry", "en"), [[0], [3]]);
        assert_eq!(found("خامنه*", "آقای خامنه‌ای و خامنه اى", "fa"), [[1], [3]]);
        assert!(found("minist", "Ministers", "en").is_empty());
    }

    #[test]
    fn numbers_are_found_by_value() {
        assert_eq!(found("1000", "۱٬۰۰۰ نفر", "fa"), [[0]]);
        assert!(found("1000", "۱٬۰۰۱ نفر", "fa").is_empty());
    }

    #[test]
    fn what_cannot_be_looked_for_is_told() {
        let english = Language::parse("en").unwrap();
        assert_eq!(Pattern::parse("?!", &english), Err(PatternError::NoWords));
        assert_eq!(Pattern::parse("k*", &english), Err(PatternError::ShortPrefix("k".into())));
    }
}
