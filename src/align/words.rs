//! From a segment's text to the words that a lexicon counts.

use crate::model::Language;
use crate::text::{Token, TokenKind, match_key, parts, tokenize};

/// What a word can be recognized by beside the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordKind {
    /// Written in small letters, or in a script that has no others.
    Plain,
    /// Written with a capital letter: perhaps a name.
    Capital,
    /// Its key is the value in ASCII digits.
    Number,
    /// A question mark, a bracket, a per cent sign: translators keep them.
    Mark,
}

/// A word of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The match key, cut at zero-width joints: the parts of می‌شود are words of their own.
    pub key: String,
    pub kind: WordKind,
}

/// Marks that nearly every sentence has say nothing about which sentence it is.
const COMMON_MARKS: [&str; 5] = [".", ",", "-", "'", "..."];

/// The words of a text in its order; inline codes are none.
pub(super) fn words(text: &str, language: &Language) -> Vec<Word> {
    let mut words = Vec::new();
    for token in tokenize(text, language) {
        match token.kind {
            TokenKind::Word => push_word(&mut words, text, token, language),
            TokenKind::Number => words.push(Word { key: token.key, kind: WordKind::Number }),
            TokenKind::Punctuation if !COMMON_MARKS.contains(&token.key.as_str()) => {
                words.push(Word { key: token.key, kind: WordKind::Mark });
            }
            TokenKind::Punctuation | TokenKind::Code => {}
        }
    }
    words
}

fn push_word(words: &mut Vec<Word>, text: &str, token: Token, language: &Language) {
    let kind = if token.cased.is_some() { WordKind::Capital } else { WordKind::Plain };
    let written = &text[token.start..token.end];
    let is_joined = !written.is_ascii() && written.split_whitespace().flat_map(parts).nth(1).is_some();
    if !is_joined {
        return push_key(words, &token.key, kind);
    }
    for part in written.split_whitespace().flat_map(parts) {
        push_key(words, &match_key(part, language), kind);
    }
}

/// An apostrophe parts words: Iran's, l'eau.
fn push_key(words: &mut Vec<Word>, key: &str, kind: WordKind) {
    let parts = key.split('\'').filter(|part| !part.is_empty());
    words.extend(parts.map(|part| Word { key: part.to_owned(), kind }));
}

/// The length of a text as the length model counts it, in characters that are no white space.
pub(super) fn letters(text: &str) -> f32 {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}')).count() as f32
}

/// The mark that ends a text, as a label below [`ENDS`]; quotes and brackets behind it do not count.
pub(super) fn end(text: &str) -> u8 {
    let is_closer = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '»' | '”' | '’' | ')' | ']' | '«' | '“' | '\u{200B}'..='\u{200F}')
    };
    match text.trim_end_matches(is_closer).chars().last() {
        Some('.' | '。' | '…' | '۔' | '।') => 1,
        Some('?' | '؟' | '？') => 2,
        Some('!' | '！') => 3,
        Some(':' | '：') => 4,
        Some(',' | '،' | ';' | '؛' | '，' | '；') => 5,
        Some('-' | '–' | '—') => 6,
        _ => 0,
    }
}

/// The number of labels that [`end`] gives.
pub(super) const ENDS: usize = 7;
