//! What is known of the words that names are made of and stand among, by language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::corpus::{KeyId, Side, Word};
use crate::model::TermType;

static ENGLISH: LazyLock<WordLists> = LazyLock::new(|| {
    // A test reads it.
    toml::from_str(include_str!("knowledge/en.toml")).unwrap_or_default()
});

#[derive(Default, Deserialize)]
struct WordLists {
    inner: Vec<String>,
    between: Vec<String>,
    of: Vec<String>,
    heads: BTreeMap<String, Vec<String>>,
    before: BTreeMap<String, Vec<String>>,
    after: BTreeMap<String, Vec<String>>,
}

/// What is known of the words of one side.
#[derive(Default)]
pub(super) struct Knowledge {
    inner: Vec<bool>,
    between: Vec<bool>,
    of: Vec<bool>,
    heads: FxHashMap<KeyId, TermType>,
    before: FxHashMap<KeyId, TermType>,
    after: FxHashMap<KeyId, TermType>,
}

impl Knowledge {
    /// Of languages but English nothing is known: names are then found by their capitals alone, and have no type.
    pub fn new(side: &Side) -> Knowledge {
        match side.language.primary() {
            "en" => Knowledge::of(&ENGLISH, side),
            _ => Knowledge::of(&WordLists::default(), side),
        }
    }

    fn of(file: &WordLists, side: &Side) -> Knowledge {
        let marked = |words: &[String]| {
            let mut marked = vec![false; side.key_count()];
            words.iter().filter_map(|word| side.key(word)).for_each(|key| marked[key as usize] = true);
            marked
        };
        let typed = |words: &BTreeMap<String, Vec<String>>| {
            let keys = words.iter().flat_map(|(kind, words)| {
                let kind = kind_of(kind);
                words.iter().filter_map(move |word| Some((side.key(word)?, kind)))
            });
            keys.collect()
        };
        Knowledge {
            inner: marked(&file.inner),
            between: marked(&file.between),
            of: marked(&file.of),
            heads: typed(&file.heads),
            before: typed(&file.before),
            after: typed(&file.after),
        }
    }

    /// Whether names have the word inside, in small letters.
    pub fn is_inner(&self, key: KeyId) -> bool {
        self.inner[key as usize]
    }

    /// The parts of a stretch before and behind an `and`, if it has one inside.
    pub fn halves<'w>(&self, side: &Side, words: &'w [Word]) -> Option<[&'w [Word]; 2]> {
        let at = words.iter().position(|&word| self.between[side.of(word).key as usize])?;
        let behind = words[at..].iter().position(|&word| !side.of(word).is_stop_word)?;
        (at > 0).then(|| [&words[..at], &words[at + behind..]])
    }

    /// What a phrase names by its head: its last word, or the last before an `of`.
    pub fn head(&self, side: &Side, words: &[Word]) -> Option<TermType> {
        let of = words.iter().position(|&word| self.of[side.of(word).key as usize]).unwrap_or(words.len());
        let head = words[..of].last().or(words.last())?;
        self.heads.get(&side.of(*head).key).copied()
    }

    /// How many of the first words are a title that somebody with a name has, as in Foreign Minister Karimi.
    pub fn leading_title(&self, side: &Side, words: &[Word]) -> Option<usize> {
        let is_title = |at: &usize| self.heads.get(&side.of(words[*at - 1]).key) == Some(&TermType::Title);
        (1..words.len()).rev().find(is_title)
    }

    /// What a name names by the words beside it.
    pub fn company(&self, side: &Side, before: Option<Word>, after: Option<Word>) -> Option<TermType> {
        let before = before.map(|word| side.of(word).key);
        let after = after.and_then(|word| self.after.get(&side.of(word).key));
        let title = before.and_then(|key| self.heads.get(&key)).filter(|kind| **kind == TermType::Title);
        match (title, after) {
            (None, None) => before.and_then(|key| self.before.get(&key)).copied(),
            _ => Some(TermType::Person),
        }
    }
}

fn kind_of(name: &str) -> TermType {
    match name {
        "person" => TermType::Person,
        "organization" => TermType::Organization,
        "place" => TermType::Place,
        "title" => TermType::Title,
        "event" => TermType::Event,
        "work" => TermType::Work,
        _ => TermType::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn the_file_is_read_and_every_type_in_it_is_one() {
        let file: WordLists = toml::from_str(include_str!("knowledge/en.toml")).unwrap();
        let kinds = file.heads.keys().chain(file.before.keys()).chain(file.after.keys());
        assert!(kinds.clone().count() > 5);
        kinds.for_each(|kind| assert_ne!(kind_of(kind), TermType::Other, "{kind}"));
    }

    #[test]
    fn heads_and_titles_are_seen() {
        let mut side = Side::new(Language::parse("en").unwrap());
        let texts = ["University of Tehran", "Foreign Minister Karimi", "Bank of England", "Secretary of State"];
        side.extend(&texts);
        let knowledge = Knowledge::new(&side);
        let head = |text: usize| knowledge.head(&side, side.words(text));
        assert_eq!([0, 1, 2, 3].map(head)[..1], [Some(TermType::Organization)]);
        assert_eq!((head(1), head(3)), (None, Some(TermType::Title)));
        assert_eq!(knowledge.leading_title(&side, side.words(1)), Some(2));
    }
}
