//! Texts as numbered tokens.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::align::{BrokenOff, Stretch};
use crate::model::Language;
use crate::term::is_stop_word;
use crate::term::romanization::Consonants;
use crate::text::{Token, TokenKind, tokenize};

/// A spelling of a token, by its number in one [`Side`].
pub(super) type SpellingId = u32;
/// What a token counts as, by its number in one [`Side`].
pub(super) type KeyId = u32;

/// How many texts are looked at between two questions whether to go on: some milliseconds' work.
pub(super) const TEXTS_AT_ONCE: usize = 4_096;
/// Longer texts are left out: they are no segments, and what is in them cannot be told apart.
const MOST_TOKENS: usize = 200;

/// What parts a token from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// The start of the text or, perhaps, of a sentence in it: a capital tells nothing.
    Start,
    /// A comma, a bracket, a number: no name goes across.
    Break,
    Space,
    Hyphen,
    /// The full stop of an initial: J. Smith.
    Initial,
}

impl Joint {
    /// Whether a phrase goes across.
    pub fn holds(self) -> bool {
        !matches!(self, Joint::Start | Joint::Break)
    }
}

/// A token of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub spelling: SpellingId,
    pub joint: Joint,
}

/// A spelling, and what is known of it by itself.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    /// As it was written, less the possessive.
    pub text: String,
    pub key: KeyId,
    pub is_capital: bool,
    pub is_stop_word: bool,
    /// Whether no name goes on behind it: Iran's.
    pub is_possessive: bool,
    pub sound: Option<Consonants>,
}

/// The texts of one language.
pub(super) struct Side {
    pub language: Language,
    spellings: Vec<Spelling>,
    by_text: FxHashMap<String, SpellingId>,
    keys: FxHashMap<String, KeyId>,
    words: Vec<Word>,
    ends: Vec<usize>,
}

impl Side {
    pub fn new(language: Language) -> Side {
        let (by_text, keys) = Default::default();
        Side { language, spellings: Vec::new(), by_text, keys, words: Vec::new(), ends: Vec::new() }
    }

    /// Adds texts, on all cores.
    pub fn extend(&mut self, texts: &[&str]) {
        let tokens: Vec<Vec<Token>> = texts.par_iter().map(|text| tokenize(text, &self.language)).collect();
        for (text, tokens) in texts.iter().zip(tokens) {
            self.push(text, &tokens);
        }
    }

    fn push(&mut self, text: &str, tokens: &[Token]) {
        if tokens.len() <= MOST_TOKENS {
            let mut before: Option<&Token> = None;
            let mut joint = Joint::Start;
            for (at, token) in tokens.iter().enumerate() {
                if token.kind == TokenKind::Word {
                    if let Some(before) = before.filter(|_| joint == Joint::Space) {
                        joint = if before.end < token.start { Joint::Space } else { Joint::Break };
                    }
                    let spelling = self.spelling(&text[token.start..token.end], token);
                    self.words.push(Word { spelling, joint });
                    joint = Joint::Space;
                } else {
                    joint = joint_at(tokens, at);
                }
                before = Some(token);
            }
        }
        self.ends.push(self.words.len());
    }

    fn spelling(&mut self, written: &str, token: &Token) -> SpellingId {
        if let Some(&id) = self.by_text.get(written) {
            return id;
        }
        let (text, key) = match without_possessive(written, &token.key) {
            Some(parts) => parts,
            None => (written, token.key.as_str()),
        };
        let next = self.keys.len() as KeyId;
        let spelling = Spelling {
            text: text.to_owned(),
            key: *self.keys.entry(key.to_owned()).or_insert(next),
            is_capital: text.chars().next().is_some_and(char::is_uppercase),
            // A Latin or Arabic letter has two bytes at the most; a Chinese character is a word.
            is_stop_word: is_stop_word(key, &self.language) || key.len() <= 2 && key.chars().count() == 1,
            is_possessive: text.len() < written.len(),
            sound: Consonants::of(key),
        };
        let id = self.spellings.len() as SpellingId;
        self.by_text.insert(written.to_owned(), id);
        self.spellings.push(spelling);
        id
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn words(&self, text: usize) -> &[Word] {
        let start = if text == 0 { 0 } else { self.ends[text - 1] };
        &self.words[start..self.ends[text]]
    }

    pub fn of(&self, word: Word) -> &Spelling {
        &self.spellings[word.spelling as usize]
    }

    pub fn spellings(&self) -> &[Spelling] {
        &self.spellings
    }

    /// The texts one after the other, as words.
    pub fn texts(&self) -> impl Iterator<Item = &[Word]> {
        (0..self.len()).map(|text| self.words(text))
    }

    /// Looks at all texts, as words, and asks now and then whether to go on.
    pub fn each_text(&self, stretch: &Stretch<'_>, mut look: impl FnMut(&[Word])) -> Result<(), BrokenOff> {
        for (at, words) in self.texts().enumerate() {
            if at % TEXTS_AT_ONCE == 0 {
                stretch.reach(at, self.len())?;
            }
            look(words);
        }
        Ok(())
    }

    /// What a word counts as, by its match key.
    pub fn key(&self, key: &str) -> Option<KeyId> {
        self.keys.get(key).copied()
    }

    pub fn key_count(&self) -> usize {
        self.keys.len()
    }

    /// The words as they stand in a text, with what is between them.
    pub fn written(&self, words: &[Word]) -> String {
        let mut written = String::new();
        for (at, &word) in words.iter().enumerate() {
            written.push_str(match word.joint {
                _ if at == 0 => "",
                Joint::Hyphen => "-",
                Joint::Initial => ". ",
                Joint::Space | Joint::Break | Joint::Start => " ",
            });
            written.push_str(&self.of(word).text);
        }
        written
    }
}

/// What the mark or number at a position parts the next token with.
fn joint_at(tokens: &[Token], at: usize) -> Joint {
    let (mark, before) = (&tokens[at], at.checked_sub(1).map(|at| &tokens[at]));
    let follows_word = before.is_some_and(|before| before.kind == TokenKind::Word && before.end == mark.start);
    let is_initial = || before.is_some_and(|before| before.cased.is_some() && before.key.chars().count() == 1);
    let is_joined = tokens.get(at + 1).is_some_and(|next| next.start == mark.end);
    match mark.key.as_str() {
        "-" if follows_word && is_joined => Joint::Hyphen,
        "." if follows_word && is_initial() => Joint::Initial,
        "," | ";" | "-" | "/" | "(" | ")" => Joint::Break,
        _ if mark.kind == TokenKind::Number => Joint::Break,
        _ => Joint::Start,
    }
}

/// A word and its key without 's or '.
fn without_possessive<'a>(written: &'a str, key: &'a str) -> Option<(&'a str, &'a str)> {
    const APOSTROPHES: [char; 2] = ['\'', '’'];
    let stem = key.strip_suffix("'s").or(key.strip_suffix('\''))?;
    let end = written.rfind(APOSTROPHES)?;
    (end > 0 && !stem.is_empty()).then(|| (&written[..end], stem))
}
