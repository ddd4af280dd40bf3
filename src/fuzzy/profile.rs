//! What is compared of a text.

use crate::model::Language;
use crate::text::{Token, TokenKind, tokenize};

/// A word or number of a text, as far as comparing goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Normalized and case-folded; a number's value.
    pub key: Box<str>,
    /// The key before case folding, where that differs.
    pub cased: Option<Box<str>>,
    pub is_number: bool,
    /// Byte offset into the text where it starts.
    pub start: usize,
    /// Byte offset into the text just behind it.
    pub end: usize,
}

/// A punctuation mark or inline code, and how many words stand before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub key: Box<str>,
    pub words_before: usize,
}

/// What is compared of a text: its words and numbers by distance, the rest by penalties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub words: Vec<Word>,
    pub punctuation: Vec<Mark>,
    pub codes: Vec<Mark>,
}

impl Profile {
    pub fn new(text: &str, language: &Language) -> Profile {
        let mut profile = Profile::default();
        for token in tokenize(text, language) {
            profile.push(token);
        }
        profile
    }

    fn push(&mut self, token: Token) {
        let Token { kind, key, cased, start, end } = token;
        let (key, words_before) = (key.into_boxed_str(), self.words.len());
        match kind {
            TokenKind::Word => self.words.push(Word { key, cased, is_number: false, start, end }),
            TokenKind::Number => self.words.push(Word { key, cased: None, is_number: true, start, end }),
            TokenKind::Punctuation => self.punctuation.push(Mark { key, words_before }),
            TokenKind::Code => self.codes.push(Mark { key, words_before }),
        }
    }
}
