//! Numbers as they are written: what is needed to write one as another one is written.

use super::class::{Class, class, digit, is_removed};
use super::number::{self, NumberStyle};
use super::persian;
use crate::model::Language;

/// A number in the writing that a text gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// ASCII digits, with the zeros that were written; at least one.
    pub whole: String,
    /// The digits behind the decimal mark; likewise, but perhaps none.
    pub fraction: String,
    /// The digit zero of its script.
    pub zero: char,
    /// What stands between groups of three digits, if anything does.
    pub grouping: Option<char>,
    /// What stands before the fraction, if there is one.
    pub decimal: Option<char>,
}

impl Numeral {
    /// `None` for what is not one number in that language.
    pub fn read(text: &str, language: &Language) -> Option<Numeral> {
        let first = text.chars().find(|c| !is_removed(*c))?;
        let zero = char::from_u32(u32::from(first) - u32::from(digit(first)?))?;
        let reading = number::read(text, NumberStyle::of(language.primary()))?;
        let (whole, fraction) = (reading.whole, reading.fraction);
        Some(Numeral { whole, fraction, zero, grouping: reading.grouping, decimal: reading.decimal })
    }

    /// What a language puts between groups and before a fraction, in digits of this number's script.
    pub fn usual_marks(&self, language: &Language) -> (char, char) {
        match NumberStyle::of(language.primary()) {
            _ if persian::is_digit(self.zero) => ('٬', '٫'),
            NumberStyle::Comma => ('.', ','),
            NumberStyle::Point | NumberStyle::Slash => (',', '.'),
        }
    }

    /// Whether it begins with zeros that only fill a width, as 05 does.
    pub fn is_padded(&self) -> bool {
        self.whole.len() > 1 && self.whole.starts_with('0')
    }

    /// The number in its own digits, with its marks.
    pub fn written(&self) -> String {
        let mut written = String::new();
        for (at, digit) in self.whole.chars().enumerate() {
            let begins_group = at > 0 && (self.whole.len() - at).is_multiple_of(3);
            written.extend(self.grouping.filter(|_| begins_group));
            written.push(self.in_script(digit));
        }
        if !self.fraction.is_empty() {
            written.extend(self.decimal);
            written.extend(self.fraction.chars().map(|digit| self.in_script(digit)));
        }
        written
    }

    fn in_script(&self, ascii: char) -> char {
        char::from_u32(u32::from(self.zero) + u32::from(ascii) - u32::from('0')).unwrap_or(ascii)
    }
}

/// The letters that stand joined to a number (21st, ۲۱م, 5km), as they have to stand behind `whole` instead, given in ASCII
/// digits. `None` where nothing is known of the language: in French, 1er becomes 2e.
pub fn joined_suffix(suffix: &str, whole: &str, language: &Language) -> Option<String> {
    let is_unspaced = suffix.chars().next().is_some_and(|c| class(c) == Class::Unspaced);
    match language.primary() {
        "en" if matches!(&*suffix.to_lowercase(), "st" | "nd" | "rd" | "th") => {
            let ordinal = english_ordinal(whole);
            let is_upper = suffix.chars().all(char::is_uppercase);
            Some(if is_upper { ordinal.to_uppercase() } else { ordinal.to_owned() })
        }
        primary if primary == "en" || persian::is_persian(primary) || is_unspaced => Some(suffix.to_owned()),
        _ => None,
    }
}

fn english_ordinal(whole: &str) -> &'static str {
    let teens = whole.len() > 1 && whole[..whole.len() - 1].ends_with('1');
    match whole.as_bytes().last() {
        Some(b'1') if !teens => "st",
        Some(b'2') if !teens => "nd",
        Some(b'3') if !teens => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn a_number_is_written_as_it_was_read() {
        let cases = [
            ("en", "1,234,567.890"),
            ("en", "05"),
            ("en", "1000"),
            ("fa", "۱۲٬۵۰۰"),
            ("fa", "۱،۰۰۰"),
            ("fa", "۳۸/۷"),
            ("fa", "۰٫۵۰"),
            ("fa", "38.7"),
            ("ar", "١٬٢٣٤٫٥"),
            ("de", "1.234,5"),
            ("de", "38.7"),
            ("hi", "१,२३४"),
        ];
        for (tag, text) in cases {
            let numeral = Numeral::read(text, &language(tag)).unwrap();
            assert_eq!(numeral.written(), text, "{numeral:?}");
        }
    }

    #[test]
    fn what_is_not_one_number_is_not_read() {
        for (tag, text) in [("en", "1,2,3"), ("en", "12 "), ("en", "a"), ("en", ""), ("fa", "۱۹۷۷/۱۹۷۸")] {
            assert_eq!(Numeral::read(text, &language(tag)), None, "{text}");
        }
    }

    #[test]
    fn english_ordinals_agree_with_their_number() {
        let cases = [("1", "st"), ("2", "nd"), ("3", "rd"), ("4", "th"), ("10", "th"), ("21", "st"), ("101", "st")];
        let teens = [("11", "th"), ("12", "th"), ("13", "th"), ("111", "th"), ("1012", "th"), ("0", "th")];
        for (number, expected) in cases.into_iter().chain(teens) {
            assert_eq!(joined_suffix("th", number, &language("en")).as_deref(), Some(expected), "{number}");
        }
        assert_eq!(joined_suffix("TH", "22", &language("en-GB")).as_deref(), Some("ND"));
    }

    #[test]
    fn other_letters_behind_a_number_stay_where_the_language_is_known() {
        let suffix = |suffix, tag| joined_suffix(suffix, "2", &language(tag));
        assert_eq!(suffix("km", "en").as_deref(), Some("km"));
        assert_eq!(suffix("م", "fa").as_deref(), Some("م"));
        assert_eq!(suffix("回", "ja").as_deref(), Some("回"));
        assert_eq!(suffix("er", "fr"), None);
    }
}
