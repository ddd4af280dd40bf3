//! The termbase as a batch of writes is about to leave it: which terms are new, which get more names, which contradict.

use std::collections::{BTreeMap, HashMap};

use super::super::error::EngineError;
use super::super::now;
use super::super::units::Written;
use super::merging::{absorb, forbids_renderings, have_names_in_common, is_same_concept, overrule};
use super::termbase::{NameKey, Termbase, name_keys};
use super::{NewTerm, contradiction};
use crate::model::{Term, TermEntry, TermId, TermStep};
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

/// The termbase with changes that are not made yet.
pub struct Draft<'a> {
    base: &'a Termbase,
    changes: DraftChanges,
}

/// Changes to a termbase.
#[derive(Default)]
pub struct DraftChanges {
    /// Terms as they are to be; `None` for those that are to go.
    terms: BTreeMap<TermId, Option<Term>>,
    /// Those terms by name. Some may have lost the name again.
    by_name: HashMap<NameKey, Vec<TermId>>,
}

impl DraftChanges {
    /// Terms as they are to be; `None` for those that are to go.
    pub fn into_terms(self) -> BTreeMap<TermId, Option<Term>> {
        self.terms
    }
}

impl<'a> Draft<'a> {
    pub fn new(base: &'a Termbase) -> Draft<'a> {
        Draft::with(base, DraftChanges::default())
    }

    /// Goes on with changes that were made to the same termbase.
    pub fn with(base: &'a Termbase, changes: DraftChanges) -> Draft<'a> {
        Draft { base, changes }
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
        let fresh = self.changes.by_name.get(key).map_or(&[][..], Vec::as_slice);
        let mut ids = [self.base.named(key), fresh].concat();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| self.get(id)).collect()
    }

    /// Writes a term: into the one that it is, if that is there, and as a new one with the next id if not.
    pub fn add(
        &mut self,
        next: &mut TermId,
        new: NewTerm,
        existing: ExistingTerm,
    ) -> Result<(TermId, Written), EngineError> {
        let (id, written) = self.write(new, *next, existing)?;
        next.0 += u64::from(written == Written::Added);
        Ok((id, written))
    }

    fn write(&mut self, new: NewTerm, next: TermId, existing: ExistingTerm) -> Result<(TermId, Written), EngineError> {
        let Some(there) = self.same_concept(&new) else {
            let term = new_term(next, new);
            contradiction::check(self, &term)?;
            self.put(term);
            return Ok((next, Written::Added));
        };
        let (before, mut term) = (there.clone(), there.clone());
        match existing {
            ExistingTerm::Merge => absorb(&mut term, new),
            ExistingTerm::Update => {
                absorb(&mut term, new.clone());
                overrule(&mut term, new);
            }
            ExistingTerm::Skip => (),
        }
        if term == before {
            return Ok((term.id, Written::Unchanged));
        }
        if !term.says_what(&before) {
            contradiction::check(self, &term)?;
        }
        if self.is_as_stored(&before) {
            (term.updated, term.revision) = (now(), before.revision + 1);
        }
        let id = term.id;
        self.put(term);
        Ok((id, Written::Updated))
    }

    /// The first term that a new one is or belongs to.
    fn same_concept(&self, new: &NewTerm) -> Option<&Term> {
        let sharing = self.sharing_names(&new.entries);
        let same = sharing.iter().copied().find(|term| is_same_concept(term, new));
        same.or_else(|| {
            // What only forbids renderings is no concept of its own.
            let mut concepts = sharing.into_iter().filter(|term| forbids_renderings(term, new));
            concepts.next().filter(|_| concepts.next().is_none())
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

    /// The terms that may have one of these names, in the order of their ids.
    fn sharing_names(&self, entries: &[TermEntry]) -> Vec<&Term> {
        let mut terms: Vec<&Term> = entries.iter().flat_map(name_keys).flat_map(|key| self.named(&key)).collect();
        terms.sort_by_key(|term| term.id);
        terms.dedup_by_key(|term| term.id);
        terms
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

    /// What the store has to do.
    pub fn batch(&self) -> Batch {
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
    pub fn step(&self) -> TermStep {
        let mut step = TermStep::default();
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
