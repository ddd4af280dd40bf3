//! One name of a term, prepared for look-up.

use crate::model::{Language, TermEntry, TermId, TermType};
use crate::text::{TokenKind, match_key, nfc};

use super::inflection::Inflection;
use super::initials::with_initials;
use super::letters::{letters, push_word};
use super::lexicon::Spelt;
use super::line::{Line, Reading};
use super::link::{is_link, without_links};

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
    /// The same of other spellings that it is looked up by: with the last word in the singular, where the term may stand
    /// in it (Revolutionary Guard(s)), with initials, without words that some leave out.
    pub otherwise: Vec<(String, Spelt)>,
    /// How many of its words some leave out.
    pub links: usize,
    /// Whether it is what a fuller name of the same person ends with.
    pub is_family_name: bool,
    /// Of a name of one word, the words of other spellings of its term that begin like it: Karun of Karun River for Karoun.
    pub kin: Vec<String>,
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
            otherwise: otherwise(&line, kind, &words),
            joints: joints(&line, language),
            links: (0..=last).filter(|&at| is_link(&line, at)).count(),
            is_family_name: false,
            kin: Vec::new(),
            marks: line.parting_marks(0, last).map(str::to_owned).collect(),
            edges: edges(&line),
            joined,
            words,
            text,
        })
    }
}

impl Form {
    /// The form beside the other spellings of its entry.
    pub fn among(mut self, entry: &TermEntry) -> Form {
        if self.words.len() > 1 {
            return self;
        }
        let is_end_of = |full: &String| full.strip_suffix(self.text.as_str()).is_some_and(|given| given.ends_with(' '));
        self.is_family_name = self.kind == TermType::Person && entry.spellings().any(is_end_of);
        let others = entry.spellings().flat_map(|spelling| spelling.split_whitespace());
        let words = others.map(|word| letters(&match_key(word, &self.language)));
        let is_kin = |word: &String| *word != self.joined && word.chars().next() == self.joined.chars().next();
        self.kin = words.filter(is_kin).collect();
        self
    }
}

pub(super) fn join<S: AsRef<str>>(words: &[S]) -> String {
    let mut joined = String::new();
    for word in words {
        push_word(&mut joined, word.as_ref());
    }
    joined
}

fn otherwise(line: &Line, kind: TermType, words: &[String]) -> Vec<(String, Spelt)> {
    let singular = singular(line, kind).map(|(letters, plural)| (letters, Spelt::Singular(plural)));
    let without_links = without_links(line).map(|letters| (letters, Spelt::WithoutLinks));
    let with_initials = match kind {
        TermType::Person => with_initials(words),
        _ => Vec::new(),
    };
    let with_initials = with_initials.into_iter().map(|letters| (letters, Spelt::WithInitials));
    singular.into_iter().chain(without_links).chain(with_initials).collect()
}

fn singular(line: &Line, kind: TermType) -> Option<(String, Inflection)> {
    if !Inflection::EnglishPlural.fits(kind) {
        return None;
    }
    let (last, others) = line.words.split_last()?;
    let written = &line.text[line.tokens[last.token].start..line.tokens[last.token].end];
    let (stem, plural) = last.readings.iter().find_map(|reading| Some((reading, plural(reading, written)?)))?;
    let mut joined = join(&others.iter().map(|word| word.letters()).collect::<Vec<_>>());
    push_word(&mut joined, &stem.letters);
    Some((joined, plural))
}

/// The plural that a reading takes off the last word of a name, if the rest is long enough to be the name too.
fn plural(reading: &Reading, written: &str) -> Option<Inflection> {
    let letters = reading.letters.chars().count();
    let has_joint = written.contains('\u{200C}');
    match reading.inflection? {
        Inflection::EnglishPlural if letters >= 5 => Some(Inflection::EnglishPlural),
        Inflection::PersianPlural if has_joint && letters >= 4 && written.ends_with("ها") => {
            Some(Inflection::PersianPlural)
        }
        // Of a compound: جمهوری‌خواهان. طالب is not of the طالبان.
        Inflection::PersonPlural if has_joint && letters >= 7 && written.ends_with("ان") => {
            Some(Inflection::PersianPlural)
        }
        _ => None,
    }
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
