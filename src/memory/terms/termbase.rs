//! All terms in memory, and what finds them in text and by name.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::CHUNK;
use super::super::error::EngineError;
use crate::model::{Language, Term, TermEntry, TermId, TermReviewState};
use crate::store::Store;
use crate::term::lookup::NameIndex;
use crate::term::{Recognizer, TermHit, recognize_in};
use crate::text::match_key;

/// Which terms are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TermsWanted {
    #[default]
    Approved,
    /// Those and mined ones that nobody has approved yet.
    WithCandidates,
}

/// A name without regard to its spelling: the primary language and the match key.
pub type NameKey = String;

pub fn name_key(text: &str, language: &Language) -> NameKey {
    format!("{} {}", language.primary(), match_key(text, language))
}

/// The keys of an entry's name and variants.
pub fn name_keys(entry: &TermEntry) -> impl Iterator<Item = NameKey> {
    entry.spellings().map(|text| name_key(text, &entry.language))
}

#[derive(Default)]
pub struct Termbase {
    terms: BTreeMap<TermId, Term>,
    by_name: FxHashMap<NameKey, Vec<TermId>>,
    approved: Recognizer,
    /// Apart, so that what was mined does not change how approved terms are found.
    candidates: Recognizer,
    approved_names: NameIndex,
    candidate_names: NameIndex,
    /// How many names each primary language has.
    languages: BTreeMap<String, usize>,
}

impl Termbase {
    pub fn load(store: &dyn Store) -> Result<Termbase, EngineError> {
        let (mut termbase, mut after) = (Termbase::default(), None);
        loop {
            let terms = store.terms(after, CHUNK)?;
            let Some(last) = terms.last() else { return Ok(termbase) };
            after = Some(last.id);
            terms.into_iter().for_each(|term| termbase.put(term));
        }
    }

    pub fn len(&self) -> usize {
        self.terms.len()
    }

    pub fn get(&self, id: TermId) -> Option<&Term> {
        self.terms.get(&id)
    }

    /// The terms behind one, in the order of their ids.
    pub fn behind(&self, after: Option<TermId>) -> impl Iterator<Item = &Term> {
        let first = after.map_or(TermId(0), |after| TermId(after.0.saturating_add(1)));
        self.terms.range(first..).map(|(_, term)| term)
    }

    /// The terms that have a name of this key, in the order of their ids.
    pub fn named(&self, key: &str) -> &[TermId] {
        self.by_name.get(key).map_or(&[], Vec::as_slice)
    }

    /// The primary languages that names are in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The terms with a name in a language whose match key is one of those wanted.
    pub fn with_key(&self, primary: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<TermId> {
        let named = self
            .by_name
            .iter()
            .filter(|(key, _)| key.strip_prefix(primary).and_then(|key| key.strip_prefix(' ')).is_some_and(&is_wanted));
        named.flat_map(|(_, ids)| ids).copied().collect()
    }

    /// The names of approved terms, and those of candidates, to be looked up one at a time.
    pub fn names(&self, wanted: TermsWanted) -> impl Iterator<Item = &NameIndex> {
        let candidates = (wanted == TermsWanted::WithCandidates).then_some(&self.candidate_names);
        std::iter::once(&self.approved_names).chain(candidates)
    }

    pub fn recognize(&self, text: &str, (from, to): (&Language, &Language), wanted: TermsWanted) -> Vec<TermHit> {
        match wanted {
            TermsWanted::Approved => self.approved.recognize(text, from, to),
            TermsWanted::WithCandidates => recognize_in(&[&self.approved, &self.candidates], text, from, to),
        }
    }

    pub fn put(&mut self, term: Term) {
        self.remove(term.id);
        match term.review {
            TermReviewState::Approved => {
                self.approved.insert(&term);
                self.approved_names.insert(&term);
            }
            TermReviewState::Candidate => {
                self.candidates.insert(&term);
                self.candidate_names.insert(&term);
            }
            TermReviewState::Rejected => (),
        }
        for entry in &term.entries {
            *self.languages.entry(entry.language.primary().to_owned()).or_default() += 1;
        }
        for key in term.entries.iter().flat_map(name_keys) {
            let named = self.by_name.entry(key).or_default();
            if let Err(at) = named.binary_search(&term.id) {
                named.insert(at, term.id);
            }
        }
        self.terms.insert(term.id, term);
    }

    pub fn remove(&mut self, id: TermId) {
        let Some(term) = self.terms.remove(&id) else { return };
        self.approved.remove(id);
        self.candidates.remove(id);
        self.approved_names.remove(id);
        self.candidate_names.remove(id);
        for entry in &term.entries {
            if let Some(count) = self.languages.get_mut(entry.language.primary()) {
                *count -= 1;
            }
        }
        self.languages.retain(|_, count| *count > 0);
        for key in term.entries.iter().flat_map(name_keys) {
            let Some(named) = self.by_name.get_mut(&key) else { continue };
            named.retain(|other| *other != id);
            if named.is_empty() {
                self.by_name.remove(&key);
            }
        }
    }
}
