//! The scan from text to tokens.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::Language;

use super::arabic;
use super::class::{Class, class, is_apostrophe};
use super::code::code_length;
use super::key::{cased_word_key, fold_case, mark_key};
use super::number::{Piece, pieces};
use super::persian;
use super::rules::Rules;
use super::{Token, TokenKind};

/// Cuts a text into words, numbers, marks and inline codes.
///
/// The tokens come in the order of the text, do not overlap, and carry byte ranges of the text as it was given (composed
/// or not). White space and invisible characters are in no token, except inside a word. Persian affixes that stand apart
/// (می شود, کتاب ها) are one token with their word. Words split at hyphens; in scripts without spaces every character
/// counts as a word.
pub fn tokenize(text: &str, language: &Language) -> Vec<Token> {
    let rules = Rules::of(language);
    let mut scan = Scan { text, rules, at: 0, tokens: Vec::with_capacity(text.len() / 5 + 1) };
    scan.run();
    if rules.persian {
        persian::join_compounds(&mut scan.tokens);
        persian::join_affixes(&mut scan.tokens);
    }
    scan.tokens
}

/// The keys of all tokens but codes, with one space between them: equal for texts that say the same in other spelling.
pub fn match_key(text: &str, language: &Language) -> String {
    let mut key = String::with_capacity(text.len());
    for token in tokenize(text, language) {
        if token.kind == TokenKind::Code {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&token.key);
    }
    key
}

struct Scan<'a> {
    text: &'a str,
    rules: Rules,
    at: usize,
    tokens: Vec<Token>,
}

impl Scan<'_> {
    fn run(&mut self) {
        while let Some(c) = self.text[self.at..].chars().next() {
            match class(c) {
                Class::Space | Class::Removed => self.at += c.len_utf8(),
                Class::Letter => self.word(),
                Class::Unspaced => self.unspaced_words(),
                Class::Digit => self.numbers(),
                Class::Mark | Class::Other => self.code_or_mark(c),
            }
        }
    }

    fn word(&mut self) {
        self.push_word(self.at + word_length(&self.text[self.at..]));
    }

    /// A run in a script without spaces. The default word boundaries of Unicode (UAX 29) part Han and Hiragana at every
    /// character and keep Katakana words; dictionaries for more are not worth their size here.
    fn unspaced_words(&mut self) {
        let in_run = |c: &char| matches!(class(*c), Class::Unspaced | Class::Mark | Class::Removed);
        let length: usize = self.text[self.at..].chars().take_while(in_run).map(char::len_utf8).sum();
        let run = &self.text[self.at..self.at + length];
        for word in run.split_word_bounds() {
            self.push_word(self.at + word.len());
        }
    }

    fn numbers(&mut self) {
        for (piece, start, end) in pieces(self.text, self.at, self.rules.numbers) {
            self.at = start;
            match piece {
                Piece::Number(key) => self.push(TokenKind::Number, key, None, end),
                Piece::Separator => self.push_mark(end),
            }
        }
    }

    fn code_or_mark(&mut self, c: char) {
        if let Some(length) = code_length(self.text, self.at) {
            let end = self.at + length;
            return self.push(TokenKind::Code, self.text[self.at..end].to_owned(), None, end);
        }
        let rest = &self.text[self.at..];
        if let Some(length) = ellipsis_length(rest) {
            return self.push(TokenKind::Punctuation, "...".to_owned(), None, self.at + length);
        }
        if let Some(length) = typed_dash_length(rest) {
            return self.push(TokenKind::Punctuation, "-".to_owned(), None, self.at + length);
        }
        self.push_mark(self.at + mark_length(rest, c));
    }

    fn push_word(&mut self, end: usize) {
        let cased = cased_word_key(&self.text[self.at..end], self.rules);
        let key = fold_case(&cased);
        let cased = (key != cased).then(|| cased.into_boxed_str());
        self.push(TokenKind::Word, key, cased, end);
    }

    fn push_mark(&mut self, end: usize) {
        let key = mark_key(&self.text[self.at..end], self.rules);
        self.push(TokenKind::Punctuation, key, None, end);
    }

    /// A token from where the scan stands up to `end`; none where nothing of the text counts, as for a stray vowel sign.
    fn push(&mut self, kind: TokenKind, key: String, cased: Option<Box<str>>, end: usize) {
        if !key.is_empty() {
            self.tokens.push(Token { kind, key, cased, start: self.at, end });
        }
        self.at = end;
    }
}

/// The byte length of the word that starts the text: letters, marks, digits, and what only joins them.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut last = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = || chars.clone().map(|(_, next)| next).find(|&next| class(next) != Class::Removed);
        match class(c) {
            Class::Letter | Class::Mark | Class::Digit => (end, last) = (at + c.len_utf8(), c),
            Class::Removed => {}
            _ if is_apostrophe(c) && next().is_some_and(|next| class(next) == Class::Letter) => {}
            _ if c == '¬' && arabic::is_letter(last) && next().is_some_and(arabic::is_letter) => {}
            _ => break,
        }
    }
    end
}

/// Three or more dots, or the one character for them.
fn ellipsis_length(text: &str) -> Option<usize> {
    let dots = text.chars().take_while(|c| matches!(c, '.' | '…'));
    let (length, count) =
        dots.fold((0, 0), |(length, count), c| (length + c.len_utf8(), count + if c == '…' { 3 } else { 1 }));
    (count >= 3).then_some(length)
}

/// `--` or more, as typists write a dash or a rule.
fn typed_dash_length(text: &str) -> Option<usize> {
    let length = text.bytes().take_while(|&b| b == b'-').count();
    (length > 1).then_some(length)
}

/// The byte length of a mark or symbol that starts the text, with the marks that combine with it; an emoji is one.
fn mark_length(text: &str, c: char) -> usize {
    let stands_alone = c.is_ascii() && text.as_bytes().get(1).is_none_or(u8::is_ascii);
    if stands_alone {
        return 1;
    }
    // Legacy clusters: extended ones would draw the letter behind a prefix sign into the mark.
    text.graphemes(false).next().map_or(c.len_utf8(), str::len)
}
