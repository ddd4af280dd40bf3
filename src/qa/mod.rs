//! Quality checks of a pair of texts, as translation tools have them: what makes a pair doubtful without being wrong for sure.
//!
//! A check looks at the two texts and their languages only, and leans to silence: what it says should be worth a look.

mod codes;
mod length;
mod numbers;
mod script;

use crate::model::UnitText;
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

/// Everything doubtful about a pair, at most one finding a [`Doubt`], in their order.
pub fn check(source: &UnitText, target: &UnitText) -> Vec<Finding> {
    let checks: [(Doubt, fn(&UnitText, &UnitText) -> Option<String>); 5] = [
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

/// Names in capitals, numbers and codes may well stay as they are.
fn equality(source: &UnitText, target: &UnitText) -> Option<String> {
    let has_words = || without_codes(&source.text).chars().any(char::is_lowercase);
    let is_same = source.text == target.text
        || match_key(&source.text, &source.language) == match_key(&target.text, &source.language);
    (is_same && has_words()).then(|| "the target says the same words as the source".into())
}

/// The text with a space for every placeholder.
fn without_codes(text: &str) -> String {
    let (mut plain, mut from) = (String::new(), 0);
    for code in placeholders(text) {
        plain.push_str(&text[from..code.start]);
        plain.push(' ');
        from = code.end;
    }
    plain.push_str(&text[from..]);
    plain
}

/// The words of a text that are no address, name of a file or code.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_address = |word: &&str| word.contains("://") || word.contains('@') || word.starts_with("www.");
    text.split_whitespace().filter(move |word| !is_address(word) && !is_blank(word))
}

#[cfg(test)]
mod tests;
