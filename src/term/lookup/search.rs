use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::MOST_BEGINNINGS;
use super::found::{Found, FoundBy};
use super::names::{Name, Names, Tail, Typed, words};
use super::phones::{distance, weight};
use super::skeleton::Skeleton;
use super::spelling::{edits, most_edits};
use crate::model::{Language, Percent, Term, TermId};

/// What a match with the end of a name has less than one with the whole.
const PART_OFF: usize = 4;

/// How many of the names that end alike are looked at: of a thousand rivers nobody means one by typing River.
const MOST_OF_ONE_ENDING: usize = 100;

/// Longer texts, in bytes, are no names.
const LONGEST: usize = 1_000;

/// The names of a termbase, to be looked up one at a time.
///
/// Terms come and go one by one.
#[derive(Default)]
pub struct NameIndex {
    /// By primary language.
    names: FxHashMap<String, Names>,
    /// The names of each term, with their languages.
    terms: FxHashMap<TermId, Vec<(String, u32)>>,
}

/// What is looked up, and how much of what is found is wanted.
#[derive(Clone, Debug)]
pub struct LookUp<'a> {
    pub text: &'a str,
    /// The language that it is taken to be written in.
    pub language: &'a Language,
    /// Whether it is compared by its letters, or by its sound alone.
    pub by_letters: bool,
    pub min_score: Percent,
    /// How many at the most.
    pub limit: usize,
}

impl NameIndex {
    /// Adds a term, in the place of an earlier one of the same id.
    pub fn insert(&mut self, term: &Term) {
        self.remove(term.id);
        let mut known = Vec::new();
        for entry in &term.entries {
            let primary = entry.language.primary();
            let names = self.names.entry(primary.to_owned()).or_default();
            for text in entry.spellings() {
                let name = Name { term: term.id, language: entry.language.clone(), text: text.clone() };
                known.extend(names.insert(name).map(|id| (primary.to_owned(), id)));
            }
        }
        self.terms.insert(term.id, known);
    }

    /// Takes a term out; does nothing where it is not known.
    pub fn remove(&mut self, term: TermId) {
        for (primary, id) in self.terms.remove(&term).unwrap_or_default() {
            if let Some(names) = self.names.get_mut(&primary) {
                names.remove(id);
            }
        }
    }

    /// Whether no trace of a name is left.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.names.values().all(Names::is_empty)
    }

    /// The names in a language that may be meant, the surest first, each term by the best of its names. `serves` says which
    /// terms are wanted.
    pub fn look_up(&self, what: &LookUp, language: &Language, serves: impl Fn(TermId) -> bool) -> Vec<Found> {
        if what.text.len() > LONGEST {
            return Vec::new();
        }
        let Some(names) = self.names.get(language.primary()) else { return Vec::new() };
        let typed = Typed::of(&words(what.text, what.language));
        if typed.letters.is_empty() {
            return Vec::new();
        }
        let mut search = Search { typed: &typed, best: FxHashMap::default(), min_score: what.min_score };
        if what.by_letters {
            names.beginning_with(&typed.joined).take(MOST_BEGINNINGS).for_each(|tail| search.begun(tail));
        }
        search.alike(names, what.by_letters);
        search.finish(names, language, what.limit, serves)
    }
}

struct Search<'a> {
    typed: &'a Typed,
    /// The best way that each name was found in.
    best: FxHashMap<u32, (Reverse<Percent>, FoundBy)>,
    min_score: Percent,
}

impl Search<'_> {
    /// Notes the names that begin with what was typed, or have a word that does.
    fn begun(&mut self, tail: &Tail) {
        let (typed, whole) = (self.typed.letters.len(), tail.letters.len());
        let share = |points: usize| points * typed / whole.max(1);
        let (whole_name, part) = match typed == whole {
            true => ((FoundBy::Exact, 100), 88),
            false => ((FoundBy::Prefix, 70 + share(25)), 55 + share(25)),
        };
        self.note(tail, whole_name, (FoundBy::Part, part));
    }

    /// Notes the names that are spelt or sound nearly like what was typed.
    fn alike(&mut self, names: &Names, by_letters: bool) {
        let sounds = weight(&self.typed.phones);
        for skeleton in Skeleton::of(&self.typed.phones).neighbours() {
            for tail in names.with_skeleton(skeleton) {
                if by_letters {
                    self.spelt_alike(tail);
                }
                self.sounding_alike(tail, sounds);
            }
        }
    }

    fn spelt_alike(&mut self, tail: &Tail) {
        let shorter = self.typed.letters.len().min(tail.letters.len());
        let longer = self.typed.letters.len().max(tail.letters.len());
        match edits(&self.typed.letters, &tail.letters, most_edits(shorter)) {
            None | Some(0) => (),
            Some(edits) => {
                let points = (100 - 60 * edits / longer.max(1)).min(92);
                self.note(tail, (FoundBy::Spelling, points), (FoundBy::Spelling, points - PART_OFF));
            }
        }
    }

    fn sounding_alike(&mut self, tail: &Tail, sounds: u16) {
        let longer = sounds.max(weight(&tail.phones)).max(1);
        // What would not come up to 50 points need not be measured to the end.
        let Some(distance) = distance(&self.typed.phones, &tail.phones, longer * 2 / 5) else { return };
        let points = 92 - usize::from(distance) * 100 / usize::from(longer);
        self.note(tail, (FoundBy::Sound, points), (FoundBy::Sound, points - PART_OFF));
    }

    /// Notes the names of a tail: those that it is the whole of, and those that it is the end of.
    fn note(&mut self, tail: &Tail, whole: (FoundBy, usize), part: (FoundBy, usize)) {
        for &(name, word) in tail.names.iter().take(MOST_OF_ONE_ENDING) {
            let (by, points) = if word == 0 { whole } else { part };
            let Some(score) = Percent::from_hundredths(points as u16 * 100) else { continue };
            if score >= self.min_score {
                let best = self.best.entry(name).or_insert((Reverse(score), by));
                *best = (*best).min((Reverse(score), by));
            }
        }
    }

    fn finish(self, names: &Names, language: &Language, limit: usize, serves: impl Fn(TermId) -> bool) -> Vec<Found> {
        let named = self.best.into_iter().filter_map(|(id, (score, by))| {
            let name = names.name(id)?;
            Some((score, by, name.text.len(), name.term, name))
        });
        let mut ranked: Vec<_> = named.collect();
        ranked.sort_unstable_by(|one, other| {
            (one.0, one.1, one.2, one.3, &one.4.text).cmp(&(other.0, other.1, other.2, other.3, &other.4.text))
        });
        let mut found: Vec<Found> = Vec::new();
        for (Reverse(score), by, _, term, name) in ranked {
            if found.len() == limit {
                break;
            }
            let is_new = found.iter().all(|other| other.term != term);
            if is_new && name.language.is_variant_of(language) && serves(term) {
                found.push(Found { term, text: name.text.clone(), language: name.language.clone(), by, score });
            }
        }
        found
    }
}
