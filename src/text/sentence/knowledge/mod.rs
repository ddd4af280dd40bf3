//! What the scanner knows of words: the tables of `en.toml` and `fa.toml`, one policy's worth of them.
//!
//! Both files fill the same tables. Their scripts keep them apart, and news in either language quotes the other.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::word::Stop;

const FILES: [&str; 2] = [include_str!("en.toml"), include_str!("fa.toml")];

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    // A test reads the files, so that a mistake in them is not met here.
    Knowledge::of(FILES.map(|file| toml::from_str(file).expect("the built-in tables are well-formed")))
});

/// The tables of one file; the comments in the files say what each means.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Tables {
    titles: Vec<String>,
    inside: Vec<String>,
    before_number: Vec<String>,
    dates: Vec<String>,
    anywhere: Vec<String>,
    units: Vec<String>,
    exclaimed_names: Vec<String>,
    time_openers: Vec<String>,
    starters: Vec<String>,
    reporting_verbs: Vec<String>,
    openers_without_stop: Vec<String>,
    before_names: Vec<String>,
    spelled_letters: Vec<String>,
    spelled_letters_or_words: Vec<String>,
    go_on_behind_question: Vec<String>,
    go_on_behind_stop: Vec<String>,
    before_quotations: Vec<String>,
}

type Words = FxHashSet<Box<str>>;

/// The tables, ready for look-up.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    stops: FxHashMap<Box<str>, Stop>,
    units: Words,
    exclaimed_names: Words,
    time_openers: Words,
    starters: Words,
    reporting_verbs: Words,
    openers_without_stop: Words,
    before_names: Words,
    spelled_letters: Words,
    spelled_letters_or_words: Words,
    go_on_behind_question: Words,
    go_on_behind_stop: Words,
    before_quotations: Words,
}

/// The built-in knowledge, read once.
pub(super) fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}

impl Knowledge {
    fn of(files: impl IntoIterator<Item = Tables>) -> Knowledge {
        let mut knowledge = Knowledge::default();
        for tables in files {
            knowledge.add(tables);
        }
        knowledge
    }

    fn add(&mut self, tables: Tables) {
        self.add_stops(&tables);
        let pairs = [
            (&mut self.units, tables.units),
            (&mut self.exclaimed_names, tables.exclaimed_names),
            (&mut self.time_openers, tables.time_openers),
            (&mut self.starters, tables.starters),
            (&mut self.reporting_verbs, tables.reporting_verbs),
            (&mut self.openers_without_stop, tables.openers_without_stop),
            (&mut self.before_names, tables.before_names),
            (&mut self.spelled_letters, tables.spelled_letters),
            (&mut self.spelled_letters_or_words, tables.spelled_letters_or_words),
            (&mut self.go_on_behind_question, tables.go_on_behind_question),
            (&mut self.go_on_behind_stop, tables.go_on_behind_stop),
            (&mut self.before_quotations, tables.before_quotations),
        ];
        for (set, words) in pairs {
            set.extend(words.into_iter().map(String::into_boxed_str));
        }
    }

    fn add_stops(&mut self, tables: &Tables) {
        let kinds = [
            (&tables.titles, Stop::MoreFollows),
            (&tables.inside, Stop::MoreFollows),
            (&tables.before_number, Stop::NumberFollows),
            (&tables.dates, Stop::DateFollows),
            (&tables.anywhere, Stop::Ambiguous),
        ];
        for (words, stop) in kinds {
            self.stops.extend(words.iter().map(|word| (word.as_str().into(), stop)));
        }
        for title in tables.titles.iter().filter_map(|title| in_capitals(title)) {
            self.stops.entry(title).or_insert(Stop::Ambiguous);
        }
    }

    /// How a full stop behind `word` (without the dot) is to be taken; `None` for an ordinary word.
    pub fn stop(&self, word: &str) -> Option<Stop> {
        self.stops.get(word).copied()
    }

    /// Whether `word` is an abbreviation when it stands behind a number.
    pub fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// Whether the name `word` (without its mark) is written with an exclamation mark.
    pub fn is_exclaimed_name(&self, word: &str) -> bool {
        self.exclaimed_names.contains(word)
    }

    /// Whether `phrase` opens with a preposition of time, as in `At 6 p.m.`
    pub fn opens_with_time(&self, phrase: &str) -> bool {
        self.time_openers.contains(phrase.split(' ').next().unwrap_or_default())
    }

    /// Whether `word` opens a sentence even behind an abbreviation. Curly apostrophes count as straight ones.
    pub fn is_starter(&self, word: &str) -> bool {
        let stem = word.split(['\'', '’']).next().unwrap_or(word);
        self.starters.contains(stem) || (stem.len() < word.len() && self.starters.contains(word))
    }

    /// Whether `word`, with its capital, opens a sentence even where no mark stands before it.
    pub fn opens_without_stop(&self, word: &str) -> bool {
        self.openers_without_stop.contains(word)
    }

    /// Whether a capital behind `word` opens a name and no sentence.
    pub fn is_before_names(&self, word: &str) -> bool {
        self.before_names.contains(word)
    }

    /// Whether `word` attaches a question or an exclamation to its speaker.
    pub fn is_reporting_verb(&self, word: &str) -> bool {
        self.reporting_verbs.contains(word)
    }

    /// Whether `word` is a Latin letter written out (`دبلیو`) and nothing else.
    pub fn is_spelled_letter(&self, word: &str) -> bool {
        self.spelled_letters.contains(word)
    }

    /// Whether `word` may be a Latin letter written out (`بی`, `او`).
    pub fn may_be_spelled_letter(&self, word: &str) -> bool {
        self.is_spelled_letter(word) || self.spelled_letters_or_words.contains(word)
    }

    /// Whether `word` goes on with the sentence that a quotation, closed behind `mark`, is part of.
    pub fn goes_on_behind_quotation(&self, word: &str, mark: char) -> bool {
        let words = if mark == '.' { &self.go_on_behind_stop } else { &self.go_on_behind_question };
        words.contains(word)
    }

    /// Whether `word` is a noun that names the quotation behind it, whatever mark that ends in.
    pub fn names_quotation(&self, word: &str) -> bool {
        self.before_quotations.contains(word)
    }
}

/// `GEN` for `Gen`; `None` where that is no word of two or more ASCII letters.
fn in_capitals(title: &str) -> Option<Box<str>> {
    let plain = title.len() > 1 && title.bytes().all(|b| b.is_ascii_alphabetic());
    plain.then(|| title.to_ascii_uppercase().into_boxed_str())
}

#[cfg(test)]
mod tests;
