//! Language knowledge: match keys, tokens, numbers and sentence boundaries. Pure functions of text and language.

mod token;

pub use token::{Token, TokenKind};
