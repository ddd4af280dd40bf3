//! A text cut into the words that names are made of.

use rustc_hash::FxHashSet;

use crate::model::Language;
use crate::text::{Token, TokenKind, tokenize};

use super::casing::{Case, Setting};
use super::glued::{Glued, without_and, without_number, without_prefix};
use super::inflection::{Inflection, stems};
use super::letters::letters;

/// A word or number of a line.
pub(super) struct Word {
    /// The position of its token in the line.
    pub token: usize,
    /// The word as it stands, then without each ending that it may have. Never empty.
    pub readings: Vec<Reading>,
}

/// One way to take a word.
pub(super) struct Reading {
    pub letters: String,
    pub inflection: Option<Inflection>,
    pub glued: Glued,
}

impl Word {
    pub fn letters(&self) -> &str {
        &self.readings[0].letters
    }

    /// The word without its possessive ending, if it has one.
    pub fn owner(&self) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.inflection == Some(Inflection::Possessive))
    }
}

/// The least letters of a word that has a capital in every headline that gives words capitals.
const LEAST_CAPITALIZED: usize = 4;

pub(super) struct Line<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub words: Vec<Word>,
    /// Whether the whole text is in capitals, as some headlines are.
    in_capitals: bool,
    /// Whether most words have capitals, as in some other headlines.
    in_title_case: bool,
    /// The letters of the words in lower case.
    in_lower_case: FxHashSet<String>,
}

impl<'a> Line<'a> {
    pub fn new(text: &'a str, language: &Language) -> Line<'a> {
        let tokens = tokenize(text, language);
        let is_word = |(_, token): &(usize, &Token)| matches!(token.kind, TokenKind::Word | TokenKind::Number);
        let word = |(at, _): (usize, &Token)| word(at, &tokens, text, language);
        let words: Vec<_> = tokens.iter().enumerate().filter(is_word).map(word).collect();
        let in_capitals = is_in_capitals(&tokens);
        let is_lower = |word: &&Word| {
            let token = &tokens[word.token];
            Case::of(token.cased.as_deref().unwrap_or(&token.key)) == Case::Lower
        };
        let in_lower_case: FxHashSet<_> = words.iter().filter(is_lower).map(|word| word.letters().to_owned()).collect();
        let in_title_case = in_lower_case.iter().all(|word| word.len() < LEAST_CAPITALIZED);
        Line { text, tokens, words, in_capitals, in_title_case, in_lower_case }
    }

    /// The word before case folding.
    pub fn cased(&self, word: usize) -> &str {
        let token = &self.tokens[self.words[word].token];
        token.cased.as_deref().unwrap_or(&token.key)
    }

    /// Whether white space stands somewhere between a word and the next one.
    pub fn is_spaced_behind(&self, word: usize) -> bool {
        let gap = self.token(word).end..self.token(word + 1).start;
        self.text[gap].contains(char::is_whitespace)
    }

    /// The keys of the marks between two words that part names from each other, or are part of one.
    pub fn parting_marks(&self, first: usize, last: usize) -> impl Iterator<Item = &str> {
        let between = self.words[first].token + 1..self.words[last].token;
        between.filter(|&at| self.parts(at)).map(|at| self.tokens[at].key.as_str())
    }

    pub fn setting(&self, word: usize) -> Setting {
        if self.in_capitals {
            return Setting::Capitals;
        }
        let mut before = self.tokens[..self.words[word].token].iter().rev();
        match before.find(|token| token.kind != TokenKind::Code) {
            None => Setting::SentenceStart,
            Some(token) if matches!(token.key.as_str(), "." | "?" | "!" | "..." | ":" | "\"" | "'") => {
                Setting::SentenceStart
            }
            Some(_) => Setting::Running,
        }
    }

    pub fn is_in_capitals(&self) -> bool {
        self.in_capitals
    }

    /// Whether capitals say nothing here, as in headlines of two kinds.
    pub fn is_headline(&self) -> bool {
        self.in_capitals || self.in_title_case
    }

    /// The word before another, if nothing but space is between them.
    pub fn previous_beside(&self, word: usize) -> Option<usize> {
        word.checked_sub(1).filter(|&before| self.words[before].token + 1 == self.words[word].token)
    }

    /// The word behind another, if nothing but space is between them.
    pub fn next_beside(&self, word: usize) -> Option<usize> {
        let behind = word + 1;
        (behind < self.words.len() && self.words[word].token + 1 == self.words[behind].token).then_some(behind)
    }

    /// Whether a word is written in lower case anywhere in the line, as ordinary words are and names are not.
    pub fn has_in_lower_case(&self, letters: &str) -> bool {
        self.in_lower_case.contains(letters)
    }

    /// The key of the token before a word.
    pub fn key_before(&self, word: usize) -> Option<&str> {
        self.words[word].token.checked_sub(1).map(|at| self.tokens[at].key.as_str())
    }

    /// The key of the token behind a word.
    pub fn key_behind(&self, word: usize) -> Option<&str> {
        self.tokens.get(self.words[word].token + 1).map(|token| token.key.as_str())
    }

    fn token(&self, word: usize) -> &Token {
        &self.tokens[self.words[word].token]
    }

    /// Whether a token parts what stands on its two sides. Hyphens, apostrophes and the dots of initials do not.
    fn parts(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let starts_spaced = self.text[..token.start].ends_with(char::is_whitespace);
        let ends_spaced = self.text[token.end..].starts_with(char::is_whitespace);
        match token.key.as_str() {
            _ if token.kind != TokenKind::Punctuation => false,
            "'" => false,
            "-" => starts_spaced && ends_spaced,
            // Dr. and Sept. are abbreviations; a longer word has ended a sentence.
            "." => ends_spaced && at > 0 && self.tokens[at - 1].key.chars().count() > 4,
            _ => true,
        }
    }
}

fn word(at: usize, tokens: &[Token], text: &str, language: &Language) -> Word {
    let token = &tokens[at];
    let glued = Glued::default();
    let whole = Reading { letters: letters(&token.key), inflection: None, glued };
    let stems = match token.kind {
        TokenKind::Word => stems(token, text, language),
        _ => Vec::new(),
    };
    let is_told_apart = tokens.get(at + 1).is_some_and(|next| matches!(next.key.as_str(), "که" | "دیگر"));
    let stems = stems.into_iter().filter(|stem| stem.inflection != Inflection::Relative || is_told_apart);
    let stem_readings =
        stems.map(|stem| Reading { letters: letters(&stem.key), inflection: Some(stem.inflection), glued });
    let is_behind_a_word = at > 0 && tokens[at - 1].kind == TokenKind::Word;
    let without_and = without_and(token, text).filter(|_| is_behind_a_word);
    let parted = without_and.into_iter().chain(without_number(token, text)).chain(without_prefix(token, text));
    Word { token: at, readings: std::iter::once(whole).chain(stem_readings).chain(parted).collect() }
}

/// Three words or more with case, all of them in capitals: fewer may be acronyms.
fn is_in_capitals(tokens: &[Token]) -> bool {
    let cases = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let mut cases = cases.map(|token| Case::of(token.cased.as_deref().unwrap_or(&token.key)));
    let count = cases.clone().filter(|&case| case == Case::Upper).count();
    count >= 3 && cases.all(|case| matches!(case, Case::Upper | Case::Without))
}
