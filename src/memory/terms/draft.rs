//! The termbase as a batch of writes is about to leave it: which terms are new, which get more names, which contradict.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::error::EngineError;
use super::super::now;
use super::super::units::Written;
use super::merging::{
    absorb, have_names_in_common, is_same_concept, one_forbids_renderings, only_forbids, overrule, replace,
};
use super::termbase::{NameKey, Termbase, name_keys};
use super::{NewTerm, contradiction};
use crate::format::terms::NamePlace;
use crate::model::{Term, TermEntry, TermId, TermReviewState, TermStep};
use crate::store::{Batch, Change};

/// What is done with a term that is there already when it is written again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExistingTerm {
    /// It gets the names, variants, evidence and details that it lacks, and keeps the statuses that it has.
    #[default]
    Merge,
    /// The same, and the statuses and details that are said replace its own.
    Update,
    /// It stays as it is.
    Skip,
}

/// How a term is written that may be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rewriting {
    pub existing: ExistingTerm,
    /// The [tag](Term::tag) of the term that it was when it went into a file. If that has it still, what is written replaces
    /// what it says.
    pub tag: Option<String>,
    /// Which names the file had places for; others stay. `None` where it had places for all.
    pub places: Option<Vec<NamePlace>>,
    /// Whether its type is nothing but the one that is assumed where nothing is said.
    pub has_assumed_type: bool,
    /// The same of its review state. Then what was rejected stays so.
    pub has_assumed_review: bool,
    /// The same of where it is from.
    pub has_assumed_source: bool,
}

/// The termbase with changes that are not made yet.
pub struct Draft<'a> {
    base: &'a Termbase,
    changes: DraftChanges,
    /// How many names a term may have.
    most_names: usize,
}

/// Changes to a termbase.
#[derive(Default)]
pub struct DraftChanges {
    /// Terms as they are to be; `None` for those that are to go.
    terms: BTreeMap<TermId, Option<Term>>,
    /// Those terms by name. Some may have lost the name again.
    by_name: HashMap<NameKey, Vec<TermId>>,
    /// Terms that were written again and are as they were.
    met: BTreeSet<TermId>,
}

impl DraftChanges {
    /// Terms as they are to be; `None` for those that are to go.
    pub fn into_terms(self) -> BTreeMap<TermId, Option<Term>> {
        self.terms
    }
}

impl<'a> Draft<'a> {
    /// Terms have `most_names` names at the most.
    pub fn new(base: &'a Termbase, most_names: usize) -> Draft<'a> {
        Draft::with(base, DraftChanges::default(), most_names)
    }

    /// Goes on with changes that were made to the same termbase.
    pub fn with(base: &'a Termbase, changes: DraftChanges, most_names: usize) -> Draft<'a> {
        Draft { base, changes, most_names }
    }

    /// How many terms have been changed.
    pub fn len(&self) -> usize {
        self.changes.terms.len()
    }

    pub fn get(&self, id: TermId) -> Option<&Term> {
        match self.changes.terms.get(&id) {
            Some(changed) => changed.as_ref(),
            None => self.base.get(id),
        }
    }

    /// The terms that may have a name of this key, each once, in the order of their ids.
    pub fn named(&self, key: &str) -> Vec<&Term> {
        self.ids(key).into_iter().filter_map(|id| self.get(id)).collect()
    }

    /// Writes a term: into the one that it is, if that is there, and as a new one with the next id if not.
    pub fn add(&mut self, next: &mut TermId, new: NewTerm, how: Rewriting) -> Result<(TermId, Written), EngineError> {
        let edited = self.edited(&new, &how).cloned();
        let is_edit = edited.is_some();
        let Some(before) = edited.or_else(|| self.same_concept(&new).cloned()) else {
            let term = new_term(*next, new);
            contradiction::check(self, &term)?;
            self.put(term);
            next.0 += 1;
            return Ok((TermId(next.0 - 1), Written::Added));
        };
        let mut term = before.clone();
        let said = |new: NewTerm| if how.has_assumed_source { NewTerm { source: String::new(), ..new } } else { new };
        match how.existing {
            _ if how.has_assumed_review && before.review == TermReviewState::Rejected => (),
            ExistingTerm::Skip => (),
            ExistingTerm::Update if is_edit => {
                term.kind = if how.has_assumed_type { term.kind } else { new.kind };
                term.review = if how.has_assumed_review { term.review } else { new.review };
                replace(&mut term, said(new), how.places.as_deref());
            }
            ExistingTerm::Update if before.review != TermReviewState::Approved || is_approved(&new) => {
                absorb(&mut term, new.clone());
                overrule(&mut term, said(new));
            }
            ExistingTerm::Merge | ExistingTerm::Update => absorb(&mut term, new),
        }
        self.put_changed(&before, term, is_edit)
    }

    /// Puts a term that was there, if it is to be another one.
    fn put_changed(&mut self, before: &Term, mut term: Term, is_edit: bool) -> Result<(TermId, Written), EngineError> {
        let id = term.id;
        if term == *before {
            self.changes.met.insert(id);
            return Ok((id, Written::Unchanged));
        }
        if !term.says_what(before) {
            self.check_count(&term)?;
            contradiction::check(self, &term)?;
        }
        if is_edit {
            self.check_is_alone(&term)?;
        }
        if self.is_as_stored(before) {
            (term.updated, term.revision) = (now(), before.revision + 1);
        }
        self.put(term);
        Ok((id, Written::Updated))
    }

    fn check_count(&self, term: &Term) -> Result<(), EngineError> {
        let variants = term.entries.iter().map(|entry| entry.variants.len());
        let names = variants.max().unwrap_or_default().max(term.entries.len());
        if names <= self.most_names {
            return Ok(());
        }
        let (id, most) = (term.id.name(), self.most_names);
        let message = format!("with these, {id} would have {names} names, the most is {most}; write it apart");
        Err(EngineError::invalid("term.entries", message))
    }

    /// Whether a new term is an edited copy of one that is there.
    pub fn is_edit(&self, new: &NewTerm, how: &Rewriting) -> bool {
        self.edited(new, how).is_some()
    }

    /// The term that a new one is an edited copy of.
    fn edited(&self, new: &NewTerm, how: &Rewriting) -> Option<&Term> {
        let tag = how.tag.as_ref().filter(|_| how.existing == ExistingTerm::Update)?;
        let there = self.get(TermId(tag.split_once('-')?.0.parse().ok()?))?;
        // Nobody has said that what is approved is none of it.
        let is_demoted = how.has_assumed_review && there.review == TermReviewState::Approved && !is_approved(new);
        let is_brought_back = there.review == TermReviewState::Rejected && new.review == TermReviewState::Candidate;
        // A row that was copied, and stands in the file as it was too, is another term.
        let is_there_too = self.changes.met.contains(&there.id);
        (there.tag() == *tag && !is_demoted && !is_brought_back && !is_there_too).then_some(there)
    }

    /// The first term that a new one is or belongs to.
    fn same_concept(&self, new: &NewTerm) -> Option<&Term> {
        let same = self.sharing_names(&new.entries).into_iter().find(|term| is_same_concept(term, new));
        same.or_else(|| {
            let called_so = new.entries.first().into_iter().flat_map(name_keys).flat_map(|key| self.named(&key));
            let of_new = only_forbids(&new.entries);
            let mut concepts =
                called_so.filter(|term| of_new != only_forbids(&term.entries) && one_forbids_renderings(term, new));
            let first = concepts.next()?;
            concepts.all(|other| other.id == first.id).then_some(first)
        })
    }

    /// Refuses a term that has become what another one is.
    pub fn check_is_alone(&self, term: &Term) -> Result<(), EngineError> {
        let is_the_same = |other: &&Term| {
            other.id != term.id
                && (other.kind, other.review) == (term.kind, term.review)
                && have_names_in_common(&other.entries, &term.entries)
        };
        match self.sharing_names(&term.entries).into_iter().find(is_the_same) {
            Some(other) => Err(EngineError::SameTerm { name: other.id.name() }),
            None => Ok(()),
        }
    }

    /// Refuses a term that is not to be beside the others.
    pub fn check(&self, term: &Term) -> Result<(), EngineError> {
        self.check_is_alone(term)?;
        contradiction::check(self, term)
    }

    /// The terms that may have names in common with these in two languages, in the order of their ids; where these are in
    /// one language, in that one.
    fn sharing_names(&self, entries: &[TermEntry]) -> Vec<&Term> {
        let mut languages: BTreeMap<TermId, (&str, bool)> = BTreeMap::new();
        for entry in entries {
            let primary = entry.language.primary();
            for id in name_keys(entry).flat_map(|key| self.ids(&key)) {
                let (first, has_two) = languages.entry(id).or_insert((primary, false));
                *has_two |= *first != primary;
            }
        }
        let is_in_one = entries.windows(2).all(|pair| pair[0].language.primary() == pair[1].language.primary());
        let sharing = languages.into_iter().filter(|(_, (_, has_two))| *has_two || is_in_one);
        sharing.filter_map(|(id, _)| self.get(id)).collect()
    }

    /// The ids of the terms that may have a name of this key, each once, in their order.
    fn ids(&self, key: &str) -> Vec<TermId> {
        let fresh = self.changes.by_name.get(key).map_or(&[][..], Vec::as_slice);
        let mut ids = [self.base.named(key), fresh].concat();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether a term has not been changed by this draft before: several changes in one draft are one revision.
    fn is_as_stored(&self, term: &Term) -> bool {
        self.base.get(term.id).is_some_and(|stored| stored.revision == term.revision)
    }

    pub fn put(&mut self, term: Term) {
        for key in term.entries.iter().flat_map(name_keys) {
            self.changes.by_name.entry(key).or_default().push(term.id);
        }
        self.changes.terms.insert(term.id, Some(term));
    }

    pub fn delete(&mut self, id: TermId) {
        self.changes.terms.insert(id, None);
    }

    /// Forgets what has been changed and is as it was again.
    fn settle(&mut self) {
        let base = self.base;
        self.changes.terms.retain(|id, term| match (term, base.get(*id)) {
            (Some(term), Some(before)) => {
                let (revision, updated) = (before.revision, before.updated);
                Term { revision, updated, ..term.clone() } != *before
            }
            (None, None) => false,
            _ => true,
        });
    }

    /// What the store has to do.
    pub fn batch(&mut self) -> Batch {
        self.settle();
        let change = |(id, term): (&TermId, &Option<Term>)| match (term, self.base.get(*id)) {
            (Some(term), before) => Some(Change::PutTerm { term: term.clone(), before: before.cloned() }),
            (None, before) => before.cloned().map(Change::DeleteTerm),
        };
        // What goes makes room for what takes its names over.
        let (gone, put): (Vec<_>, Vec<_>) = self.changes.terms.iter().partition(|(_, term)| term.is_none());
        Batch(gone.into_iter().chain(put).filter_map(change).collect())
    }

    pub fn into_changes(self) -> DraftChanges {
        self.changes
    }

    /// What has been done to terms that were there when the draft was begun, and which were not.
    pub fn step(&mut self) -> TermStep {
        self.settle();
        let is_stored = |id: &&TermId| self.base.get(**id).is_some();
        let met = self.changes.met.iter().filter(is_stored).copied().collect();
        let mut step = TermStep { met, ..TermStep::default() };
        for term in self.changes.terms.values().flatten() {
            match self.base.get(term.id) {
                Some(before) if before.says_what(term) => (),
                Some(before) => step.updated.push((before.clone(), term.fingerprint())),
                None => step.added.push((term.id, term.fingerprint())),
            }
        }
        step
    }
}

fn is_approved(new: &NewTerm) -> bool {
    new.review == TermReviewState::Approved
}

fn new_term(id: TermId, new: NewTerm) -> Term {
    let created = new.created.or(new.updated).unwrap_or_else(now);
    Term {
        id,
        kind: new.kind,
        entries: new.entries,
        note: new.note,
        attributes: new.attributes,
        created,
        updated: new.updated.unwrap_or(created),
        revision: 1,
        source: new.source,
        origin: new.origin,
        evidence: new.evidence,
        review: new.review,
        author: new.author,
    }
}
