//! What becomes of candidates in the termbase.

use std::collections::{BTreeMap, HashSet};

use super::super::super::error::EngineError;
use super::super::super::stop::Stop;
use super::super::super::units::Written;
use super::super::super::{Engine, now};
use super::super::draft::Draft;
use super::super::merging::{have_names_in_common, is_same_concept};
use super::super::termbase::{name_key, name_keys};
use super::super::{NewTerm, Rewriting, rules};
use super::pairs::PairsToMine;
use super::sightings::{Count, SEEN, Sightings, replace_units};
use super::{Keeping, MineQuery, Mined, MinedTerm};
use crate::model::{
    Evidence, Language, MemoryId, Percent, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType,
};
use crate::store::Batch;
use crate::term::mining::Candidate;

/// How many terms are written at once.
const WRITTEN_AT_ONCE: usize = 1_000;
/// What a reviewer wants to know of a candidate, beside [`SEEN`]: as attributes, the first one in percent.
const CONFIDENCE: &str = "confidence";
const ALTERNATIVES: &str = "alternatives";

/// What has become of a candidate.
enum Kept {
    Term(Box<Term>, Written),
    /// It was rejected before.
    Rejected,
    /// It breaks the rules for terms, or is another spelling of one before it.
    Left,
}

impl Engine {
    /// Writes candidates to the termbase, or only looks at what that would do.
    pub(super) fn keep(
        &self,
        query: &MineQuery,
        pairs: &PairsToMine,
        found: &[Candidate],
        stop: &Stop,
    ) -> Result<Mined, EngineError> {
        let (mut mined, mut met) = (Mined::default(), HashSet::new());
        for candidates in found.chunks(WRITTEN_AT_ONCE) {
            stop.check()?;
            let mut work = |draft: &mut Draft, next: &mut TermId| {
                for candidate in candidates {
                    match self.keep_one(draft, next, new_term(query, pairs, candidate), &mut met)? {
                        Kept::Term(term, written) => mined.terms.push(mined_term(*term, written, candidate)),
                        Kept::Rejected => mined.rejected += 1,
                        Kept::Left => (),
                    }
                }
                Ok((Batch::default(), ()))
            };
            let mut writer = self.begin_write()?;
            match query.keeping {
                Keeping::Candidates => self.write_draft(&mut writer, work)?,
                Keeping::Nothing => {
                    let termbase = super::super::read(&self.termbase);
                    work(&mut Draft::new(&termbase, self.limits.max_details), &mut writer.next_term.clone())?;
                }
            }
        }
        Ok(mined)
    }

    fn keep_one(
        &self,
        draft: &mut Draft,
        next: &mut TermId,
        (new, memory): (NewTerm, &MemoryId),
        met: &mut HashSet<TermId>,
    ) -> Result<Kept, EngineError> {
        let Ok(mut new) = rules::checked(&self.limits, new, "term") else { return Ok(Kept::Left) };
        if let Some(kind) = known_kind(draft, &new) {
            new.kind = kind;
        }
        let review = there(draft, &new).map(|term| term.review);
        if review == Some(TermReviewState::Rejected) {
            return Ok(Kept::Rejected);
        }
        let is_candidate = review == Some(TermReviewState::Candidate);
        let seen = is_candidate.then(|| (std::mem::take(&mut new.evidence), std::mem::take(&mut new.attributes)));
        let (id, mut written) = draft.add(next, new, Rewriting::default())?;
        if !met.insert(id) {
            return Ok(Kept::Left);
        }
        let Some(mut term) = draft.get(id).cloned() else { return Ok(Kept::Left) };
        if let Some((evidence, attributes)) = seen {
            written = recount(draft, &mut term, written, (memory, evidence, attributes));
        }
        Ok(Kept::Term(Box::new(term), written))
    }
}

/// Puts what a memory says now of a candidate in the place of what it said before, be it less. What other memories said
/// stays. Writes nothing if nothing has changed.
fn recount(
    draft: &mut Draft,
    term: &mut Term,
    written: Written,
    (memory, evidence, attributes): (&MemoryId, Evidence, BTreeMap<String, String>),
) -> Written {
    let before = term.clone();
    let mut sightings = Sightings::of(term);
    let leads = |sightings: &Sightings| sightings.leader() == Some(memory);
    let led = leads(&sightings);
    let seen = attributes.get(SEEN).and_then(|seen| seen.parse().ok()).unwrap_or(evidence.count);
    sightings.set(memory, Count { rendered: evidence.count, seen });
    if led || leads(&sightings) {
        // How sure it is, and how else it is rendered, is said by the memory that has it most often.
        [CONFIDENCE, ALTERNATIVES].iter().for_each(|name| drop(term.attributes.remove(*name)));
        term.attributes.extend(attributes);
    }
    replace_units(&mut term.evidence, memory, &evidence);
    sightings.write(term);
    if *term == before {
        return written;
    }
    if written == Written::Unchanged {
        (term.updated, term.revision) = (now(), before.revision + 1);
    }
    draft.put(term.clone());
    Written::Updated
}

fn mined_term(term: Term, written: Written, candidate: &Candidate) -> MinedTerm {
    let (seen, alternatives) = (candidate.seen, candidate.alternatives.clone());
    MinedTerm { term, written, confidence: percent(candidate.confidence), seen, alternatives }
}

/// The terms that have one of these names.
fn named<'d>(draft: &'d Draft, entries: &[TermEntry]) -> impl Iterator<Item = &'d Term> {
    let keys: Vec<_> = entries.iter().flat_map(name_keys).collect();
    keys.into_iter().flat_map(|key| draft.named(&key))
}

/// The term that a new one would be written into.
fn there<'d>(draft: &'d Draft, new: &NewTerm) -> Option<&'d Term> {
    named(draft, &new.entries).filter(|term| is_same_concept(term, new)).min_by_key(|term| term.id)
}

/// The type of a term that has both names: the mined one is that, whatever its words say. Where these say nothing, what
/// approved terms say of one of the names counts, or of its parts.
fn known_kind(draft: &Draft, new: &NewTerm) -> Option<TermType> {
    let same = named(draft, &new.entries).find(|term| have_names_in_common(&term.entries, &new.entries));
    let approved = || new.entries.iter().find_map(|entry| approved_kind(draft, entry));
    same.map(|term| term.kind).or_else(|| if new.kind == TermType::Other { approved() } else { None })
}

/// What approved terms say of a name: what it is by itself; or a person, if it starts or ends with the name of one.
fn approved_kind(draft: &Draft, entry: &TermEntry) -> Option<TermType> {
    let of = |text: &str| {
        let terms = draft.named(&name_key(text, &entry.language)).into_iter();
        let mut approved = terms.filter(|term| term.review == TermReviewState::Approved).map(|term| term.kind);
        approved.find(|kind| *kind != TermType::Other)
    };
    let ends = [entry.text.split_once(' ').map(|(first, _)| first), entry.text.rsplit_once(' ').map(|(_, last)| last)];
    let person = || ends.into_iter().flatten().find_map(|part| of(part).filter(|kind| *kind == TermType::Person));
    of(&entry.text).or_else(person)
}

fn new_term<'q>(query: &'q MineQuery, pairs: &PairsToMine, candidate: &Candidate) -> (NewTerm, &'q MemoryId) {
    let name = |language: &Language, text: &str| TermEntry {
        language: language.clone(),
        text: text.to_owned(),
        status: TermStatus::Preferred,
        variants: Vec::new(),
        evidence: Evidence::default(),
    };
    let mut entries = vec![name(&pairs.languages.0, &candidate.source), name(&pairs.languages.1, &candidate.target)];
    if pairs.languages.0 != query.languages.0 {
        entries.reverse();
    }
    let term = NewTerm {
        kind: candidate.kind,
        entries,
        attributes: attributes(candidate),
        source: query.memory.name(),
        origin: TermOrigin::Mined,
        evidence: evidence(query, pairs, candidate),
        review: TermReviewState::Candidate,
        created: Some(now()),
        ..NewTerm::default()
    };
    (term, &query.memory)
}

fn evidence(query: &MineQuery, pairs: &PairsToMine, candidate: &Candidate) -> Evidence {
    let units: Vec<_> = candidate.examples.iter().filter_map(|&at| pairs.units.get(at as usize)).collect();
    Evidence {
        count: candidate.count,
        units: units.iter().map(|(unit, _)| (query.memory.clone(), *unit)).collect(),
        last_seen: units.iter().map(|(_, updated)| *updated).max(),
    }
}

fn attributes(candidate: &Candidate) -> BTreeMap<String, String> {
    let alternatives: Vec<String> =
        candidate.alternatives.iter().map(|(text, count)| format!("{text} ({count})")).collect();
    let mut attributes = BTreeMap::from([
        (CONFIDENCE.to_owned(), format!("{:.1}", candidate.confidence * 100.0)),
        (SEEN.to_owned(), candidate.seen.to_string()),
    ]);
    if !alternatives.is_empty() {
        attributes.insert(ALTERNATIVES.to_owned(), alternatives.join(", "));
    }
    attributes
}

pub fn percent(confidence: f32) -> Percent {
    Percent::from_hundredths((confidence * 10_000.0).floor().clamp(0.0, 10_000.0) as u16).unwrap_or_default()
}
