//! One name of a term, prepared for look-up.

use crate::model::{Language, TermId, TermType};
use crate::text::{TokenKind, match_key, nfc};

use super::inflection::Inflection;
use super::letters::{letters, push_word};
use super::line::Line;

pub(super) struct Form {
    pub term: TermId,
    pub kind: TermType,
    pub language: Language,
    /// The entry's or variant's text, NFC.
    pub text: String,
    /// The letters of each word.
    pub words: Vec<String>,
    /// The words before case folding.
    pub cased: Vec<String>,
    /// The keys of the words with one space between them.
    pub keys: String,
    /// Its letters without anything between the words: what it is looked up by.
    pub joined: String,
    /// The same with the last word in the singular, where the term may stand in it: Revolutionary Guard(s).
    pub singular: Option<String>,
    /// Byte offsets into `joined` where the name may be parted by a space: between words, and at zero-width joints.
    pub joints: Vec<usize>,
    /// The keys of the parting marks inside the name.
    pub marks: Vec<String>,
    /// The keys of the marks before the first word and behind the last one: Yahoo!, .NET.
    pub edges: (Vec<String>, Vec<String>),
}

/// Longer texts are no names. Names are followed word by word, so this bounds the depth of the search too.
pub(super) const MOST_BYTES: usize = 1_000;

impl Form {
    /// `None` where the text has no word, as there is nothing to recognize it by, or is longer than any name.
    pub fn new(term: TermId, kind: TermType, language: &Language, text: &str) -> Option<Form> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let text = nfc(text).into_owned();
        let line = Line::new(&text, language);
        line.tokens.iter().find(|token| token.kind == TokenKind::Word)?;
        let last = line.words.len().checked_sub(1)?;
        let words: Vec<_> = line.words.iter().map(|word| word.letters().to_owned()).collect();
        let keys: Vec<_> = line.words.iter().map(|word| line.tokens[word.token].key.as_str()).collect();
        let joined = join(&words);
        Some(Form {
            term,
            kind,
            language: language.clone(),
            keys: keys.join(" "),
            cased: (0..=last).map(|at| line.cased(at).to_owned()).collect(),
            singular: singular(&line, kind),
            joints: joints(&line, language),
            marks: line.parting_marks(0, last).map(str::to_owned).collect(),
            edges: edges(&line),
            joined,
            words,
            text,
        })
    }
}

pub(super) fn join<S: AsRef<str>>(words: &[S]) -> String {
    let mut joined = String::new();
    for word in words {
        push_word(&mut joined, word.as_ref());
    }
    joined
}

fn singular(line: &Line, kind: TermType) -> Option<String> {
    const LEAST_LETTERS: usize = 5;
    let (last, others) = line.words.split_last()?;
    let plural = |inflection| inflection == Some(Inflection::EnglishPlural) && Inflection::EnglishPlural.fits(kind);
    let stem = last.readings.iter().find(|reading| plural(reading.inflection))?;
    let mut joined = join(&others.iter().map(|word| word.letters()).collect::<Vec<_>>());
    push_word(&mut joined, &stem.letters);
    (stem.letters.len() >= LEAST_LETTERS).then_some(joined)
}

/// Where words meet, and where a zero-width joint or a joined affix lies inside one.
fn joints(line: &Line, language: &Language) -> Vec<usize> {
    let mut joints = Vec::new();
    let mut joined = String::new();
    for word in &line.words {
        let token = &line.tokens[word.token];
        joints.push(joined.len());
        let written = &line.text[token.start..token.end];
        for (at, _) in written.match_indices(|c: char| matches!(c, '\u{200C}' | '¬') || c.is_whitespace()) {
            let head = match_key(&written[..at], language).replace(' ', "");
            joints.push(joined.len() + letters(&head).len());
        }
        push_word(&mut joined, word.letters());
    }
    joints
}

fn edges(line: &Line) -> (Vec<String>, Vec<String>) {
    let keys = |tokens: &[crate::text::Token]| tokens.iter().map(|token| token.key.clone()).collect();
    let (Some(first), Some(last)) = (line.words.first(), line.words.last()) else {
        return Default::default();
    };
    (keys(&line.tokens[..first.token]), keys(&line.tokens[last.token + 1..]))
}
