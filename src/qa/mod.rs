//! Quality checks of a pair of texts, as translation tools have them: what makes a pair doubtful without being wrong for sure.
//!
//! A check looks at the two texts and their languages only, and leans to silence: what it says should be worth a look.

mod codes;
mod length;
mod numbers;
mod script;

use std::borrow::Cow;

use unicode_script::{Script, UnicodeScript};

use crate::model::{Language, UnitText};
use crate::text::{is_blank, match_key, placeholders};

/// What is doubtful about a pair. The [`name`](Doubt::name)s are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// A text without any, or hardly any, letter of the script that its language is written in.
    WrongScript,
    /// Source and target are the same words.
    EqualToSource,
    /// One text is several times as long as the other.
    UnusualLength,
    /// The inline codes of the target are not those of the source.
    UnbalancedCodes,
    /// The source has a number that the target lacks, and the target one that the source lacks.
    NumbersDisagree,
}

impl Doubt {
    pub const ALL: [Doubt; 5] = [
        Doubt::WrongScript,
        Doubt::EqualToSource,
        Doubt::UnusualLength,
        Doubt::UnbalancedCodes,
        Doubt::NumbersDisagree,
    ];

    /// As reports and the API spell it, for example `WRONG_SCRIPT`.
    pub fn name(self) -> &'static str {
        match self {
            Doubt::WrongScript => "WRONG_SCRIPT",
            Doubt::EqualToSource => "EQUAL_TO_SOURCE",
            Doubt::UnusualLength => "UNUSUAL_LENGTH",
            Doubt::UnbalancedCodes => "UNBALANCED_CODES",
            Doubt::NumbersDisagree => "NUMBERS_DISAGREE",
        }
    }
}

/// Something doubtful, in words that tell what to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub doubt: Doubt,
    pub message: String,
}

/// Says what is doubtful about a source and its target, if anything is.
type Check = fn(&UnitText, &UnitText) -> Option<String>;

/// Everything doubtful about a pair, at most one finding a [`Doubt`], in their order.
pub fn check(source: &UnitText, target: &UnitText) -> Vec<Finding> {
    let checks: [(Doubt, Check); 5] = [
        (Doubt::WrongScript, script::check),
        (Doubt::EqualToSource, equality),
        (Doubt::UnusualLength, length::check),
        (Doubt::UnbalancedCodes, codes::check),
        (Doubt::NumbersDisagree, numbers::check),
    ];
    let found =
        checks.into_iter().filter_map(|(doubt, check)| Some(Finding { doubt, message: check(source, target)? }));
    found.collect()
}

/// Says that a text is hardly in the script that its language is written in, if so.
pub fn wrong_script(text: &str, language: &Language) -> Option<String> {
    script::wrong(text, language)
        .map(|script| format!("“{text}” is hardly in {script} letters, as {language} is written"))
}

/// Small letters at the beginning that make a word, which a language would say in its own. Names, numbers, units and codes
/// may well stay as they are.
const WORD: usize = 3;

fn equality(source: &UnitText, target: &UnitText) -> Option<String> {
    let first = |side: &UnitText| side.text.chars().find(|c| c.is_alphabetic());
    let has_words = || {
        let plain = without_codes(&source.text);
        words(&plain).any(|word| word.chars().take_while(|c| c.is_lowercase()).count() >= WORD)
    };
    // Texts that begin in different scripts are not the same; making keys takes longer than finding that out.
    let may_be_same = first(source).zip(first(target)).is_some_and(|(one, other)| one.is_ascii() == other.is_ascii());
    let is_same = || {
        source.text == target.text
            || match_key(&source.text, &source.language) == match_key(&target.text, &target.language)
    };
    (may_be_same && is_same() && has_words()).then(|| "the target says the same words as the source".into())
}

/// The text with a space for every placeholder.
fn without_codes(text: &str) -> Cow<'_, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut from) = (String::new(), 0);
    for code in placeholders(text) {
        plain.push_str(&text[from..code.start]);
        plain.push(' ');
        from = code.end;
    }
    plain.push_str(&text[from..]);
    Cow::Owned(plain)
}

/// The words of a text that are no address, name of a file or code.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |(name, rest): (&str, &str)| !name.is_empty() && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_address =
        move |word: &&str| word.contains("://") || word.contains('@') || word.split_once('.').is_some_and(is_name);
    text.split_whitespace().filter(move |word| !is_address(word) && !is_blank(word))
}

/// The script of a character, quickly where texts mostly are.
fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '\0'..='\u{7F}' => Script::Common,
        '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => Script::Arabic,
        _ => c.script(),
    }
}

#[cfg(test)]
mod tests;
