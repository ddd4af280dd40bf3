//! What a concordance looks for: words in order, phrases, beginnings of words.

mod matching;

use std::ops::Range;

use self::matching::Matching;
use super::profile::{Profile, Word};
use crate::model::Language;
use crate::text::{has_loose_words, parts, without_invisible_start};

/// Fewest letters of the beginning of a word, and of a part of a word that is looked for as a word of its own.
const LETTERS_LEAST: usize = 2;
/// Most words of a pattern; nobody looks for more, and each costs time.
const WORDS_MOST: usize = 100;
/// How many words may be written as one, in languages that leave that to the writer.
const AS_ONE_MOST: usize = 3;

/// Words that have to stand in a text in this order, anything between them but where they are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    words: Vec<PatternWord>,
    /// Some words may be written as one.
    is_loose: bool,
}

/// A word of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternWord {
    /// What a text's word may be: first the word itself, then it and the next one written as one, and so on.
    pub spellings: Vec<Sought>,
    /// It has to follow the word before it at once.
    pub is_joined: bool,
}

/// What one word of a text has to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Sought {
    /// The word with this key.
    Word(Box<str>),
    /// Any word whose key begins so.
    Beginning(Box<str>),
    /// The number of this value.
    Number(Box<str>),
}

/// A pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("there is no word or number in it; punctuation alone cannot be looked for")]
    NoWords,
    #[error("`{0}*` is too short; give at least {LETTERS_LEAST} letters before the asterisk")]
    ShortBeginning(Box<str>),
    #[error("it has {0} words, the most is {WORDS_MOST}; leave some out")]
    TooManyWords(usize),
}

impl Pattern {
    /// Reads words, `"phrases in quotation marks"` of any kind and beginnings of words with an asterisk (`khamene*`). Words
    /// without white space between them (`Ben-Gurion`, `U.S.`) are a phrase as well.
    ///
    /// Where a language leaves it to the writer whether words are set apart, put behind a zero-width joint or written as
    /// one (Persian: رئیس جمهور, رئیس‌جمهور), any of these is found by any other.
    pub fn parse(text: &str, language: &Language) -> Result<Pattern, PatternError> {
        let mut words = Vec::new();
        for (at, piece) in text.split(['"', '“', '”', '„', '«', '»']).enumerate() {
            read_piece(piece, at % 2 == 1, language, &mut words)?;
        }
        match words.len() {
            0 => Err(PatternError::NoWords),
            1..=WORDS_MOST => {
                if has_loose_words(language) {
                    add_spellings_as_one(&mut words);
                }
                let is_loose = words.iter().any(|word| word.spellings.len() > 1);
                Ok(Pattern { words, is_loose })
            }
            count => Err(PatternError::TooManyWords(count)),
        }
    }

    pub fn words(&self) -> &[PatternWord] {
        &self.words
    }

    /// The words of the pattern that a text may hold in one word, from the `word`th on, as numbers of words and spellings.
    pub fn spellings_of(&self, word: usize) -> impl Iterator<Item = (usize, usize)> {
        let first = word.saturating_sub(AS_ONE_MOST - 1);
        (first..=word)
            .flat_map(move |first| (word - first..self.words[first].spellings.len()).map(move |nth| (first, nth)))
    }

    /// The fewest words of a text in which it stands.
    pub fn least_length(&self) -> usize {
        if self.is_loose { self.words.len().div_ceil(AS_ONE_MOST) } else { self.words.len() }
    }

    /// Where the pattern stands in a text, each time as stretches of words: one for each phrase or word that is not part
    /// of a phrase. The places do not overlap; each ends as early, then begins as late as it can.
    pub fn find_all(&self, text: &[Word]) -> Vec<Vec<Range<usize>>> {
        let is = |word: usize, nth: usize, at: usize| self.words[word].spellings[nth].is(&text[at]);
        let matching = Matching::new(self, text.len(), is);
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(stretches) = matching.stretches(from) {
            from = stretches.last().map_or(text.len(), |last| last.end);
            found.push(stretches);
        }
        found
    }

    /// Whether it stands in a text of `len` words, where `is(word, nth, at)` tells whether the text's word `at` is the
    /// `nth` spelling of the pattern's `word`.
    pub fn stands_in(&self, len: usize, is: impl Fn(usize, usize, usize) -> bool) -> bool {
        Matching::new(self, len, is).earliest_ends(0).is_some()
    }
}

impl Sought {
    fn is(&self, word: &Word) -> bool {
        match self {
            Sought::Word(key) => !word.is_number && word.key == *key,
            Sought::Beginning(key) => !word.is_number && word.key.starts_with(&**key),
            Sought::Number(value) => word.is_number && word.key == *value,
        }
    }
}

/// Adds the words of a text without quotation marks, which is a phrase or not.
fn read_piece(
    piece: &str,
    is_phrase: bool,
    language: &Language,
    words: &mut Vec<PatternWord>,
) -> Result<(), PatternError> {
    let mut end = None;
    for word in Profile::new(piece, language).words {
        let touches = |end: usize| !piece[end..word.start].contains(char::is_whitespace);
        let is_joined = end.is_some_and(|end| is_phrase || touches(end));
        end = Some(word.end);
        let is_beginning = without_invisible_start(&piece[word.end..]).starts_with('*');
        if is_beginning && !word.is_number && word.key.chars().count() < LETTERS_LEAST {
            return Err(PatternError::ShortBeginning(word.key));
        }
        let mut keys = match word.is_number {
            true => Vec::new(),
            false => keys_of_parts(&piece[word.start..word.end], &word.key, language),
        };
        let last = match (keys.pop().unwrap_or_default(), is_beginning) {
            _ if word.is_number => Sought::Number(word.key),
            (key, true) => Sought::Beginning(key),
            (key, false) => Sought::Word(key),
        };
        for (nth, sought) in keys.into_iter().map(Sought::Word).chain([last]).enumerate() {
            words.push(PatternWord { spellings: vec![sought], is_joined: is_joined || nth > 0 });
        }
    }
    Ok(())
}

/// The keys of the words that a word falls into where it is written apart; of itself, where it cannot be.
fn keys_of_parts(text: &str, key: &str, language: &Language) -> Vec<Box<str>> {
    // More parts could not be found written as one.
    if !has_loose_words(language) || !(2..=AS_ONE_MOST).contains(&parts(text).count()) {
        return vec![key.into()];
    }
    let words: Vec<Word> = parts(text).flat_map(|part| Profile::new(part, language).words).collect();
    let are_words = words.iter().all(|word| !word.is_number && word.key.chars().count() >= LETTERS_LEAST);
    match are_words && words.iter().map(|word| &*word.key).collect::<String>() == key {
        true => words.into_iter().map(|word| word.key).collect(),
        false => vec![key.into()],
    }
}

fn add_spellings_as_one(words: &mut [PatternWord]) {
    for first in 0..words.len() {
        let Sought::Word(mut key) = words[first].spellings[0].clone() else { continue };
        let last = words.len().min(first + AS_ONE_MOST);
        for next in first + 1..last {
            let (more, is_beginning) = match &words[next].spellings[0] {
                Sought::Word(more) => (more, false),
                Sought::Beginning(more) => (more, true),
                Sought::Number(_) => break,
            };
            key = format!("{key}{more}").into();
            let as_one = if is_beginning { Sought::Beginning(key.clone()) } else { Sought::Word(key.clone()) };
            words[first].spellings.push(as_one);
            if is_beginning {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests;
