//! The words on either side of a possible boundary. Every look is bounded, so that scanning stays linear.

use super::chars::{is_arabic_letter, is_bidi_mark, is_dash, is_opener, is_zero_width};
use super::knowledge::knowledge;

/// The longest word that is looked at, in characters: no abbreviation or starter is longer.
const LONGEST: usize = 24;

/// What a full stop behind an abbreviation leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Never ends a sentence.
    MoreFollows,
    /// Ends one unless a number follows.
    NumberFollows,
    /// Ends one unless a number or another part of a date follows.
    DateFollows,
    /// Ends one only before a listed sentence starter.
    Ambiguous,
    /// A single capital: a name goes on behind it.
    Initial,
}

/// The word directly before a mark: up to white space, an opening mark, a dash or a slash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Previous<'a> {
    pub word: &'a str,
    /// The sentence before the word.
    before: &'a str,
}

impl<'a> Previous<'a> {
    /// The last word of `sentence`, which ends right before the mark.
    pub fn of(sentence: &'a str) -> Previous<'a> {
        let ends_word = |c: char| c.is_whitespace() || is_opener(c) || is_dash(c) || matches!(c, '-' | '/' | ',' | '،');
        let start = sentence
            .char_indices()
            .rev()
            .take(LONGEST)
            .take_while(|&(_, c)| !ends_word(c) && !is_bidi_mark(c))
            .last()
            .map_or(sentence.len(), |(at, _)| at);
        Previous { word: &sentence[start..], before: &sentence[..start] }
    }

    /// How a full stop behind this word is to be taken; `None` for an ordinary word.
    pub fn stop(&self) -> Option<Stop> {
        if knowledge().is_unit(self.word) && self.follows_number() {
            return Some(Stop::NumberFollows);
        }
        knowledge().stop(self.word).or_else(|| self.stop_by_shape())
    }

    fn stop_by_shape(&self) -> Option<Stop> {
        let word = self.word;
        let mut letters = word.chars();
        match (letters.next(), letters.next()) {
            (Some(c), None) if c.is_uppercase() => Some(Stop::Initial),
            (Some(c), None) if is_arabic_letter(c) => Some(Stop::Ambiguous),
            _ if is_dotted_letters(word) => Some(Stop::Ambiguous),
            _ if self.is_spelled_initials() => Some(Stop::Ambiguous),
            _ => None,
        }
    }

    /// `جی.دی`, or `دبلیو` where a name stands before it: Latin initials spelled in Persian. A letter that is a word too
    /// (`دی`) must follow another initial, and letters in a row without dots (`سی ان ان`) are an acronym, no initials.
    fn is_spelled_initials(&self) -> bool {
        let may_be_letter = |word| knowledge().may_be_spelled_letter(word);
        if self.word.contains('.') {
            return self.word.split('.').all(may_be_letter);
        }
        let before = Previous::of(self.before.trim_end()).word;
        match before.strip_suffix('.') {
            Some(initial) if may_be_letter(initial) => may_be_letter(self.word),
            _ => knowledge().is_spelled_letter(self.word) && !may_be_letter(before),
        }
    }

    fn follows_number(&self) -> bool {
        let before = self.before.trim_end_matches([' ', '-', '\u{a0}']);
        before.ends_with(|c: char| c.is_numeric() || matches!(c, '½' | '¼' | '¾'))
            || matches!(Previous::of(before).word, "sq." | "cu." | "fl.")
    }

    /// Whether the word is a time of day (`6 p.m.`) that ends a sentence if a name follows: it does, unless it is part
    /// of a short phrase that opens the sentence, as in `At 6 p.m. Mr. Smith left.`
    pub fn is_time_that_closes(&self) -> bool {
        let is_time = matches!(self.word, "a.m" | "p.m" | "A.M" | "P.M");
        let short = self.before.len() < 40;
        is_time && !(short && knowledge().opens_with_time(self.before.trim_start_matches(is_opener_or_space)))
    }

    /// Whether the word is written in Arabic letters.
    pub fn is_arabic(&self) -> bool {
        self.word.chars().next_back().is_some_and(is_arabic_letter)
    }

    /// Whether the sentence so far is nothing but a number of up to three digits: `1.` opens a list.
    pub fn is_list_marker(&self) -> bool {
        // The length comes first: it bounds the look.
        let opens = self.before.len() < 16
            && self.before.chars().all(|c| c.is_whitespace() || is_bidi_mark(c) || "•⁃-–*".contains(c));
        let digits = self.word.chars().count() <= 3 && self.word.chars().all(char::is_numeric);
        opens && !self.word.is_empty() && digits
    }
}

/// `U.S`, `a.m`, `ه.ق`: single letters with dots between them.
fn is_dotted_letters(word: &str) -> bool {
    let mut parts = word.split('.').map(|part| part.trim_matches(is_zero_width));
    word.contains('.') && parts.all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// What comes behind a mark, its closing marks and white space: the first word, behind opening marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next<'a> {
    pub word: &'a str,
    /// The first character that is not an opening mark, and the one behind it.
    pub first: Option<char>,
    second: Option<char>,
    /// Everything from `word` on.
    rest: &'a str,
    /// Whether an opening mark stands before the word.
    pub opened: bool,
}

impl<'a> Next<'a> {
    pub fn of(rest: &'a str) -> Next<'a> {
        let skipped = |c: char| is_opener(c) || is_bidi_mark(c);
        let rest_of_word = rest.trim_start_matches(skipped);
        let mut chars = rest_of_word.chars();
        Next {
            word: word_at(rest_of_word),
            first: chars.next(),
            second: chars.next(),
            rest: rest_of_word,
            opened: rest.starts_with(is_opener),
        }
    }

    /// Whether `mark` follows the word, directly or behind spaces.
    pub fn is_before(&self, mark: char) -> bool {
        self.rest[self.word.len()..].trim_start_matches(' ').starts_with(mark)
    }

    /// Whether it begins with a small letter of a script that has capitals. `iPhone` and `eBay` do not count.
    pub fn is_small(&self) -> bool {
        self.first.is_some_and(char::is_lowercase) && !self.second.is_some_and(char::is_uppercase)
    }

    pub fn is_capital(&self) -> bool {
        self.first.is_some_and(char::is_uppercase)
    }

    /// Whether it is a capital with small letters behind it.
    pub fn is_capitalized(&self) -> bool {
        self.is_capital() && self.second.is_some_and(char::is_lowercase)
    }

    /// Whether a space follows the word.
    pub fn is_before_space(&self) -> bool {
        self.rest[self.word.len()..].starts_with(' ')
    }

    pub fn is_number(&self) -> bool {
        self.first.is_some_and(char::is_numeric)
    }

    pub fn is_arabic(&self) -> bool {
        self.first.is_some_and(is_arabic_letter)
    }

    /// Whether the word opens a sentence even behind an abbreviation. An initial (`A. Smith`) does not.
    pub fn is_starter(&self) -> bool {
        let behind = &self.rest[self.word.len()..];
        let is_initial = self.word.len() == 1 && behind.starts_with('.');
        !is_initial && knowledge().is_starter(self.word)
    }

    /// Whether the word is `Mr`, `Gen` and the like, with a full stop.
    pub fn is_title(&self) -> bool {
        self.is_capital() && self.is_before('.') && knowledge().stop(self.word) == Some(Stop::MoreFollows)
    }

    /// `I`, `I'm`, `I'd`.
    pub fn is_first_person(&self) -> bool {
        self.word == "I" || self.word.starts_with("I'") || self.word.starts_with("I’")
    }

    /// Whether the word is part of a date: `Sat. Oct. 5`.
    pub fn is_part_of_date(&self) -> bool {
        self.is_number() || knowledge().stop(self.word) == Some(Stop::DateFollows)
    }

    /// The words up to the first mark, each with whether a full stop or comma follows directly.
    pub fn words(&self) -> impl Iterator<Item = (&'a str, bool)> {
        let mut rest = self.rest;
        std::iter::from_fn(move || {
            let word = word_at(rest);
            let behind = &rest[word.len()..];
            rest = behind.trim_start_matches(' ');
            (!word.is_empty()).then_some((word, behind.starts_with(['.', ',', '،'])))
        })
    }
}

fn is_opener_or_space(c: char) -> bool {
    is_opener(c) || c.is_whitespace()
}

fn word_at(text: &str) -> &str {
    let in_word = |c: char| c.is_alphanumeric() || is_zero_width(c) || matches!(c, '\'' | '’' | '\u{64b}'..='\u{652}');
    let end = text.char_indices().take(LONGEST).take_while(|&(_, c)| in_word(c)).last();
    &text[..end.map_or(0, |(at, c)| at + c.len_utf8())]
}
