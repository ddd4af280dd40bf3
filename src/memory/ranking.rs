//! From candidates to the best matches: units are read from the store and scored, the most promising first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::Timestamp;

use super::Engine;
use super::context::Neighbours;
use super::error::EngineError;
use super::lookup::{EntryKey, Labelled, LookupView, Scope, Side};
use super::stop::Stop;
use super::suggest::{SuggestQuery, language_penalty, origin_penalties};
use crate::fuzzy::{Agreement, Candidate, Deduction, MatchType, Profile, Score, score};
use crate::model::{Percent, Unit, UnitId, UnitStatus};

/// How many units are read and scored for one segment at the most. That many matter only where thousands have the same
/// source and each might be used between the same neighbours.
const SCORED_MOST: usize = 10_000;

/// A unit that reaches the threshold, not yet dressed for display.
pub struct Match {
    pub unit: Unit,
    pub side: Side,
    pub profile: Profile,
    pub score: Score,
    pub match_type: MatchType,
    pub agreement: Agreement,
    /// How much of the query's information it has; see [`crate::fuzzy::SharedWeights`].
    pub weight: u32,
}

/// The order of suggestions, best first: score, match type, status, shared information, recency, id. It is total, as ids
/// differ.
type Rank = (Reverse<Percent>, MatchType, UnitStatus, Reverse<u32>, Reverse<u64>, UnitId);

impl Match {
    fn rank(&self) -> Rank {
        let Match { unit, score, match_type, weight, .. } = self;
        let updated = microseconds(unit.updated);
        (Reverse(score.total()), *match_type, unit.status, Reverse(*weight), Reverse(updated), unit.id)
    }
}

/// Since 1970, as the indexes keep it.
fn microseconds(time: Timestamp) -> u64 {
    time.as_microsecond().max(0) as u64
}

/// Why a look-up was ended before it was complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub reason: CutReason,
    /// How many units were compared with the segment.
    pub compared: usize,
    /// How many of those that may reach the threshold were left unread.
    pub unread: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutReason {
    /// The time that one look-up is given was used up.
    Time,
    /// Too many units may be among the best.
    Candidates,
}

/// The best matches, best first.
pub struct Matches {
    pub best: Vec<Match>,
    pub cut: Option<Cut>,
}

impl Engine {
    /// Scores candidates, the most promising first, and keeps the best. None can come in any more once it is worse at its
    /// best than the worst kept.
    pub(super) fn best_matches(
        &self,
        query: &SuggestQuery,
        profile: &Profile,
        stop: &Stop,
    ) -> Result<Matches, EngineError> {
        let scope = Scope { from: &query.from, to: &query.to, memories: &query.memories, statuses: &query.statuses };
        let view = self.lookups.view();
        let deduct = |labelled: &Labelled| self.deduction(query, labelled);
        let found = view.search(profile, &scope, (query.min_score, query.limit), deduct, stop);
        stop.check()?;
        let neighbours = Neighbours::new(query.previous.as_deref(), query.next.as_deref(), &query.from);
        let may_be_context = neighbours.are_known();
        let promises = promises(&view, profile, query, &found.candidates, may_be_context);
        let mut cut = found.stopped.then_some(CutReason::Time);
        let (mut best, mut read) = (Vec::<Match>::new(), 0);
        for promise in &promises {
            if best.len() >= query.limit && best.last().is_none_or(|worst| worst.rank() < promise.rank) {
                break;
            }
            stop.check()?;
            cut = cut
                .or((read >= SCORED_MOST).then_some(CutReason::Candidates))
                .or(stop.is_early().then_some(CutReason::Time));
            if cut.is_some() && read >= query.limit {
                break;
            }
            read += 1;
            let Some(found) = self.score_candidate(query, profile, &scope, &neighbours, promise)? else { continue };
            let at = best.partition_point(|other| other.rank() < found.rank());
            best.insert(at, found);
            best.truncate(query.limit);
        }
        let (compared, unread) = (found.compared, found.candidates.len() - read);
        Ok(Matches { best, cut: cut.map(|reason| Cut { reason, compared, unread }) })
    }

    /// What is taken off the units of a label whatever their texts are, and what may be taken off for these.
    fn deduction(&self, query: &SuggestQuery, labelled: &Labelled) -> Deduction {
        let catalog = self.catalog();
        // Of a memory that has just been deleted nothing is suggested; what its units would lose does not matter.
        let Some(memory) = catalog.get(labelled.memory) else { return Deduction::default() };
        let points = self.penalties.with(&memory.penalties);
        let language = language_penalty((&query.from, labelled.own), (&query.to, labelled.other), &points);
        let origin = origin_penalties(labelled.label.origin, memory, &points);
        let certain = language.into_iter().chain(origin).map(|penalty| penalty.points.get()).sum();
        Deduction { certain, least_textual: points.least_textual(), most_textual: points.most_textual() }
    }

    /// `None` if the unit has gone, or changed too much, since it was found, or the penalties take it below the threshold.
    fn score_candidate(
        &self,
        query: &SuggestQuery,
        profile: &Profile,
        scope: &Scope,
        neighbours: &Neighbours,
        promise: &Promise,
    ) -> Result<Option<Match>, EngineError> {
        let EntryKey { unit, side } = promise.key();
        let Some(unit) = self.store.unit(unit)?.filter(|unit| scope.admits(unit, side)) else { return Ok(None) };
        let Some(memory) = self.catalog().get(&unit.memory).cloned() else { return Ok(None) };
        let (own, other) = match side {
            Side::Source => (&unit.source, &unit.target),
            Side::Target => (&unit.target, &unit.source),
        };
        let unit_profile = Profile::new(&own.text, &own.language);
        let points = self.penalties.with(&memory.penalties);
        let mut score = score(profile, &unit_profile, &points);
        let (from, to) = ((&query.from, &own.language), (&query.to, &other.language));
        score.penalties.extend(language_penalty(from, to, &points));
        score.penalties.extend(origin_penalties(unit.origin.kind, &memory, &points));
        let agreement = match (score.match_type(), side) {
            (MatchType::Exact, Side::Source) => neighbours.agreement(&unit.occurrences, &own.language),
            _ => Agreement::None,
        };
        let match_type = score.match_type().within(agreement);
        let reaches = score.total() >= query.min_score;
        let found = Match { side, profile: unit_profile, score, match_type, agreement, weight: promise.weight(), unit };
        Ok(reaches.then_some(found))
    }
}

/// A candidate with the best rank that it may have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Promise {
    rank: Rank,
    side: Side,
}

impl Promise {
    fn new(view: &LookupView, candidate: &Candidate, weight: u32, may_be_context: bool) -> Promise {
        let EntryKey { unit, side } = EntryKey::unpack(candidate.key);
        let match_type = match candidate.base == Percent::FULL {
            true if candidate.same_surface && may_be_context && side == Side::Source => MatchType::Context,
            true if candidate.same_surface => MatchType::Exact,
            true => MatchType::NearExact,
            false => MatchType::Fuzzy,
        };
        let status = view.labelled(candidate.label).label.status;
        let rank = (Reverse(candidate.best), match_type, status, Reverse(weight), Reverse(candidate.updated), unit);
        Promise { rank, side }
    }

    fn key(&self) -> EntryKey {
        EntryKey { unit: self.rank.5, side: self.side }
    }

    fn weight(&self) -> u32 {
        self.rank.3.0
    }
}

/// The most promising candidates, best first: as many as are read at the most, and one.
fn promises(
    view: &LookupView,
    profile: &Profile,
    query: &SuggestQuery,
    candidates: &[Candidate],
    may_be_context: bool,
) -> Vec<Promise> {
    let Some(weights) = view.shared_weights(profile, &query.from) else { return Vec::new() };
    let mut promises = BinaryHeap::new();
    for candidate in candidates {
        promises.push(Promise::new(view, candidate, weights.of(candidate), may_be_context));
        if promises.len() > SCORED_MOST + 1 {
            promises.pop();
        }
    }
    promises.into_sorted_vec()
}
