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

impl Word {
    /// The key before case folding.
    pub fn cased(&self) -> &str {
        self.cased.as_deref().unwrap_or(&self.key)
    }
}

/// A punctuation mark, sign or inline code, and how many words stand before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub key: Box<str>,
    pub words_before: usize,
    /// Byte offset into the text where it starts.
    pub start: usize,
    /// Byte offset into the text just behind it.
    pub end: usize,
}

impl Mark {
    /// Whether two texts have the same marks at the same places among their words.
    pub fn same_places(ours: &[Mark], theirs: &[Mark]) -> bool {
        ours.iter().map(|m| (&m.key, m.words_before)).eq(theirs.iter().map(|m| (&m.key, m.words_before)))
    }

    /// Whether two texts have the same marks in the same order.
    pub fn same_order(ours: &[Mark], theirs: &[Mark]) -> bool {
        ours.iter().map(|m| &m.key).eq(theirs.iter().map(|m| &m.key))
    }
}

/// What is compared of a text: its words and numbers by distance, the rest by penalties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub words: Vec<Word>,
    pub punctuation: Vec<Mark>,
    /// Currency, percent and minus signs: part of what a number says.
    pub signs: Vec<Mark>,
    pub codes: Vec<Mark>,
}

/// Symbols that change what a number says, wherever they stand.
const SIGNS: &str = "$€£¥₹₽₺﷼¢%‰°+±";

impl Profile {
    pub fn new(text: &str, language: &Language) -> Profile {
        let mut profile = Profile::default();
        let tokens = tokenize(text, language);
        for (at, token) in tokens.iter().enumerate() {
            let is_sign = SIGNS.contains(&token.key)
                || is_minus(at.checked_sub(1).map(|p| &tokens[p]), token, tokens.get(at + 1));
            profile.push(token.clone(), is_sign);
        }
        profile
    }

    fn push(&mut self, token: Token, is_sign: bool) {
        let Token { kind, key, cased, start, end } = token;
        let (key, words_before) = (key.into_boxed_str(), self.words.len());
        match kind {
            TokenKind::Word => self.words.push(Word { key, cased, is_number: false, start, end }),
            TokenKind::Number => self.words.push(Word { key, cased: None, is_number: true, start, end }),
            TokenKind::Punctuation if is_sign => self.signs.push(Mark { key, words_before, start, end }),
            TokenKind::Punctuation => self.punctuation.push(Mark { key, words_before, start, end }),
            TokenKind::Code => self.codes.push(Mark { key, words_before, start, end }),
        }
    }
}

/// Whether a dash is a number's sign: it touches the number behind it and nothing before it.
fn is_minus(before: Option<&Token>, dash: &Token, behind: Option<&Token>) -> bool {
    let touches_number = behind.is_some_and(|t| t.kind == TokenKind::Number && t.start == dash.end);
    dash.key == "-" && touches_number && before.is_none_or(|t| t.end < dash.start)
}
