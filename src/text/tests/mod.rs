//! What the tokenizer and its keys promise: cases to read, and properties that hold for any text.

mod cases;
mod persian;
mod properties;

use crate::model::Language;

use super::{Token, TokenKind, tokenize};

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// The keys of a text's tokens; numbers as `n:84`, marks as `p:-`, codes as `c:{1}`, words bare.
fn shown(text: &str, tag: &str) -> String {
    let show = |token: Token| match token.kind {
        TokenKind::Word => token.key,
        TokenKind::Number => format!("n:{}", token.key),
        TokenKind::Punctuation => format!("p:{}", token.key),
        TokenKind::Code => format!("c:{}", token.key),
    };
    let shown: Vec<_> = tokenize(text, &language(tag)).into_iter().map(show).collect();
    shown.join(" ")
}

/// The pieces of the text that its tokens were made from.
fn covered<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    tokenize(text, &language(tag)).iter().map(|token| &text[token.start..token.end]).collect()
}
