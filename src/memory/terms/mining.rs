//! Terms out of the pairs of a memory, kept as candidates until somebody approves them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::super::error::EngineError;
use super::super::suggest::check_direction;
use super::super::units::Written;
use super::super::{CHUNK, Course, Engine, now};
use super::draft::Draft;
use super::merging::have_names_in_common;
use super::termbase::name_keys;
use super::{ExistingTerm, NewTerm, rules};
use crate::model::{
    Evidence, Language, MemoryId, Percent, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, UnitId,
};
use crate::store::Batch;
use crate::term::mining::{Candidate, Miner, has_capitals};

/// What of the mining is reading and learning, the rest being looking for terms.
const READING: f32 = 0.3;
const LEARNING: f32 = 0.6;
/// How many terms are written at once.
const WRITTEN_AT_ONCE: usize = 1_000;

/// What is to be mined.
#[derive(Clone, Debug)]
pub struct MineQuery {
    pub memory: MemoryId,
    pub languages: (Language, Language),
    /// A phrase has to be rendered the same way as often.
    pub least: u32,
    /// Less sure ones are not told.
    pub least_confidence: Percent,
    pub keeping: Keeping,
}

/// What becomes of the candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// They are written to the termbase as candidates.
    Candidates,
    /// They are only told.
    Nothing,
}

/// A candidate, and what is known of it.
#[derive(Clone, Debug)]
pub struct MinedTerm {
    /// As it is in the termbase, or would be.
    pub term: Term,
    /// Whether it is new there.
    pub written: Written,
    pub confidence: Percent,
    /// How often the phrase was seen, however it was rendered.
    pub seen: u32,
    /// Other renderings and how often each was seen, the most convincing first.
    pub alternatives: Vec<(String, u32)>,
}

/// The pairs of a memory, read.
struct Read {
    miner: Miner,
    /// The source of the miner, which is the side with capitals, and its target.
    languages: (Language, Language),
    units: Vec<(UnitId, Timestamp)>,
}

impl Engine {
    /// The names, titles and fixed phrases of a memory with their renderings, the surest first. What is in the termbase
    /// already gets the evidence; what was rejected is not told again.
    pub fn mine_terms(&self, query: &MineQuery, course: Course) -> Result<Vec<MinedTerm>, EngineError> {
        let (from, to) = (&query.languages.0, &query.languages.1);
        check_direction(from, to)?;
        let read = self.read_pairs(query, course)?;
        if read.units.is_empty() {
            return Ok(Vec::new());
        }
        (course.told)(READING);
        let lexicon = self.lexicon(&query.memory, (&read.languages.0, &read.languages.1), course.stop)?;
        (course.told)(LEARNING);
        let looking = |share: f32| (course.told)(LEARNING + (1.0 - LEARNING) * share);
        let looking = Course { stop: course.stop, told: &looking };
        let mut found = looking.watched(|watch| read.miner.mine(&lexicon, query.least, watch))?;
        found.retain(|candidate| percent(candidate.confidence) >= query.least_confidence);
        let mut mined = Vec::with_capacity(found.len());
        for candidates in found.chunks(WRITTEN_AT_ONCE) {
            course.stop.check()?;
            mined.extend(self.keep(query, &read, candidates)?);
        }
        Ok(mined)
    }

    fn read_pairs(&self, query: &MineQuery, course: Course) -> Result<Read, EngineError> {
        let (memory, (from, to)) = (self.memory(&query.memory)?, &query.languages);
        let all = self.unit_count(&memory.id).max(1) as f32;
        let mut read: Option<Read> = None;
        let (mut after, mut count) = (None, 0);
        loop {
            course.stop.check()?;
            let units = self.store.units_of(&query.memory, after, CHUNK)?;
            let Some(last) = units.last() else { break };
            after = Some(last.id);
            count += units.len();
            (course.told)(READING * (count as f32 / all).min(1.0));
            let pairs: Vec<_> = units.iter().filter_map(|unit| Some((unit, unit.taught_pair(from, to)?))).collect();
            if pairs.is_empty() {
                continue;
            }
            let read = read.get_or_insert_with(|| {
                let is_reversed = !has_capitals(pairs.iter().map(|(_, pair)| pair.0))
                    && has_capitals(pairs.iter().map(|(_, pair)| pair.1));
                let languages = if is_reversed { (to.clone(), from.clone()) } else { (from.clone(), to.clone()) };
                Read { miner: Miner::new(&languages.0, &languages.1), languages, units: Vec::new() }
            });
            let is_reversed = read.languages.0 != *from;
            let texts: Vec<(&str, &str)> =
                pairs.iter().map(|(_, pair)| if is_reversed { (pair.1, pair.0) } else { *pair }).collect();
            read.miner.push(&texts);
            read.units.extend(pairs.iter().map(|(unit, _)| (unit.id, unit.updated)));
        }
        let empty = || Read { miner: Miner::new(from, to), languages: query.languages.clone(), units: Vec::new() };
        Ok(read.unwrap_or_else(empty))
    }

    /// Writes candidates to the termbase, or only looks at what that would do.
    fn keep(&self, query: &MineQuery, read: &Read, found: &[Candidate]) -> Result<Vec<MinedTerm>, EngineError> {
        let mut writer = self.begin_write()?;
        let work = |draft: &mut Draft, next: &mut TermId| {
            let mut mined = Vec::with_capacity(found.len());
            for candidate in found {
                mined.extend(self.keep_one(draft, next, new_term(query, read, candidate), candidate)?);
            }
            Ok((Batch::default(), mined))
        };
        match query.keeping {
            Keeping::Candidates => self.write_draft(&mut writer, work),
            Keeping::Nothing => {
                let mut next = writer.next_term;
                let termbase = super::read(&self.termbase);
                work(&mut Draft::new(&termbase), &mut next).map(|(_, mined)| mined)
            }
        }
    }

    /// Nothing if it breaks the rules for terms, or has been rejected.
    fn keep_one(
        &self,
        draft: &mut Draft,
        next: &mut TermId,
        term: NewTerm,
        candidate: &Candidate,
    ) -> Result<Option<MinedTerm>, EngineError> {
        let Ok(mut term) = rules::checked(&self.limits, term, "term") else { return Ok(None) };
        if let Some(kind) = known_kind(draft, &term) {
            term.kind = kind;
        }
        let (attributes, evidence) = (term.attributes.clone(), term.evidence.clone());
        let (id, written) = draft.add(next, term, ExistingTerm::Merge)?;
        let Some(mut term) = draft.get(id).cloned() else { return Ok(None) };
        if term.review == TermReviewState::Rejected {
            return Ok(None);
        }
        if term.review == TermReviewState::Candidate {
            // What the memory says now counts, be it less than before.
            term.attributes.extend(attributes);
            term.evidence = evidence;
            draft.put(term.clone());
        }
        let (seen, alternatives) = (candidate.seen, candidate.alternatives.clone());
        Ok(Some(MinedTerm { term, written, confidence: percent(candidate.confidence), seen, alternatives }))
    }
}

/// The type of a term that has both names: the mined one is that, whatever its words say.
fn known_kind(draft: &Draft, new: &NewTerm) -> Option<crate::model::TermType> {
    let mut named = new.entries.iter().flat_map(name_keys).flat_map(|key| draft.named(&key));
    named.find(|term| have_names_in_common(&term.entries, &new.entries)).map(|term| term.kind)
}

fn new_term(query: &MineQuery, read: &Read, candidate: &Candidate) -> NewTerm {
    let name = |language: &Language, text: &str| TermEntry {
        language: language.clone(),
        text: text.to_owned(),
        status: TermStatus::Preferred,
        variants: Vec::new(),
        evidence: Evidence::default(),
    };
    let mut entries = vec![name(&read.languages.0, &candidate.source), name(&read.languages.1, &candidate.target)];
    if read.languages.0 != query.languages.0 {
        entries.reverse();
    }
    let units: Vec<_> = candidate.examples.iter().filter_map(|&at| read.units.get(at as usize)).collect();
    NewTerm {
        kind: candidate.kind,
        entries,
        attributes: attributes(candidate),
        source: query.memory.name(),
        origin: TermOrigin::Mined,
        evidence: Evidence {
            count: candidate.count,
            units: units.iter().map(|(unit, _)| (query.memory.clone(), *unit)).collect(),
            last_seen: units.iter().map(|(_, updated)| *updated).max(),
        },
        review: TermReviewState::Candidate,
        created: Some(now()),
        ..NewTerm::default()
    }
}

/// What a reviewer wants to know of a candidate, under the names `confidence` (in percent), `seen` and `alternatives`.
fn attributes(candidate: &Candidate) -> BTreeMap<String, String> {
    let alternatives: Vec<String> =
        candidate.alternatives.iter().map(|(text, count)| format!("{text} ({count})")).collect();
    let mut attributes = BTreeMap::from([
        ("confidence".to_owned(), format!("{:.1}", candidate.confidence * 100.0)),
        ("seen".to_owned(), candidate.seen.to_string()),
    ]);
    if !alternatives.is_empty() {
        attributes.insert("alternatives".to_owned(), alternatives.join(", "));
    }
    attributes
}

fn percent(confidence: f32) -> Percent {
    Percent::from_hundredths((confidence * 10_000.0).floor().clamp(0.0, 10_000.0) as u16).unwrap_or_default()
}
