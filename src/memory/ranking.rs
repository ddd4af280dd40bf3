//! From candidates to the best matches: units are read from the store and scored, the most promising first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use jiff::Timestamp;

use super::Engine;
use super::catalog::Catalog;
use super::context::Neighbours;
use super::error::EngineError;
use super::lookup::{EntryKey, Labelled, LookupView, Scope, Side};
use super::stop::Stop;
use super::suggest::{SuggestQuery, language_penalty, origin_penalties};
use crate::fuzzy::{Agreement, Candidate, Deduction, MatchType, Profile, Score, TextualPoints, score};
use crate::model::{Penalties, Percent, Unit, UnitId, UnitStatus};

/// How many units are read and scored for one segment at the most. That many matter only where thousands have the same
/// source and each might be used between the same neighbours, or differ in the same way that only reading them shows.
const SCORED_MOST: usize = 10_000;

/// How often a look-up is repeated because units were deleted or changed under it, before all that reach the threshold are
/// asked for.
const TRIES: usize = 3;

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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    score: Reverse<Percent>,
    match_type: MatchType,
    status: UnitStatus,
    weight: Reverse<u32>,
    /// In microseconds since 1970.
    updated: Reverse<u64>,
    unit: UnitId,
}

impl Match {
    fn rank(&self) -> Rank {
        Rank {
            score: Reverse(self.score.total()),
            match_type: self.match_type,
            status: self.unit.status,
            weight: Reverse(self.weight),
            updated: Reverse(microseconds(self.unit.updated)),
            unit: self.unit.id,
        }
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
    /// Too many words are near those of the segment.
    NearWords,
}

/// The best matches, best first.
pub struct Matches {
    pub best: Vec<Match>,
    pub cut: Option<Cut>,
}

/// A segment to look up, made ready.
struct Asked<'a> {
    query: &'a SuggestQuery,
    profile: &'a Profile,
    scope: Scope<'a>,
    neighbours: Neighbours,
    /// The memories as they were when the look-up began: what the index leaves out and what is scored go by the same points.
    catalog: Arc<Catalog>,
    penalties: Penalties,
    /// How many matches the index is asked for.
    most: usize,
}

impl<'a> Asked<'a> {
    fn new(query: &'a SuggestQuery, profile: &'a Profile, catalog: Arc<Catalog>, penalties: Penalties) -> Asked<'a> {
        let scope = query.scope();
        let neighbours = Neighbours::new(query.previous.as_deref(), query.next.as_deref(), &query.from);
        Asked { query, profile, scope, neighbours, catalog, penalties, most: query.limit }
    }

    /// What is taken off the units of a label whatever their texts are, and what may be taken off for these; `None` if their
    /// memory is being deleted.
    fn deduction(&self, labelled: &Labelled) -> Option<Deduction> {
        let memory = self.catalog.get(labelled.memory)?;
        let points = self.penalties.with(&memory.penalties);
        let language = language_penalty((self.scope.from, labelled.own), (self.scope.to, labelled.other), &points);
        let origin = origin_penalties(labelled.label.origin, memory, &points);
        let certain = language.into_iter().chain(origin).map(|penalty| penalty.points.get()).sum();
        let textual = TextualPoints {
            number: points.number.get(),
            punctuation: points.punctuation.get(),
            letter_case: points.letter_case.get(),
            inline_code: points.inline_code.get(),
        };
        Some(Deduction { certain, textual })
    }
}

impl Engine {
    /// The best matches, by the indexes and memories as they are now.
    pub(super) fn best_matches(
        &self,
        query: &SuggestQuery,
        profile: &Profile,
        stop: &Stop,
    ) -> Result<Matches, EngineError> {
        let mut most = query.limit;
        for _ in 0..TRIES {
            let asked = Asked { most, ..Asked::new(query, profile, self.catalog(), self.penalties) };
            let (matches, gone) = self.look_up(&asked, stop)?;
            if gone == 0 || matches.best.len() >= query.limit || matches.cut.is_some() {
                return Ok(matches);
            }
            // What has been deleted or changed since it was found may have stood in the way of something else.
            most += gone;
        }
        Ok(self
            .look_up(&Asked { most: usize::MAX, ..Asked::new(query, profile, self.catalog(), self.penalties) }, stop)?
            .0)
    }

    /// Scores candidates, the most promising first, and keeps the best. None can come in any more once it is worse at its
    /// best than the worst kept. Tells how many turned out to be no matches, too.
    fn look_up(&self, asked: &Asked, stop: &Stop) -> Result<(Matches, usize), EngineError> {
        let (view, limit) = (self.lookups.view(), asked.query.limit);
        let deduct = |labelled: &Labelled| asked.deduction(labelled);
        let found = view.search(asked.profile, &asked.scope, (asked.query.min_score, asked.most), deduct, stop);
        stop.check()?;
        let promises = promises(asked, &view, &found.candidates, stop);
        let mut cut = (found.stopped || promises.are_cut).then_some(CutReason::Time);
        let (mut best, mut read, mut gone) = (Vec::<Match>::new(), 0, 0);
        for promise in &promises.best {
            if best.len() >= limit && best.last().is_none_or(|worst| worst.rank() < promise.rank) {
                break;
            }
            stop.check()?;
            cut = cut
                .or((read >= SCORED_MOST).then_some(CutReason::Candidates))
                .or((!best.is_empty() && stop.is_early()).then_some(CutReason::Time));
            if cut.is_some() && !best.is_empty() && (read >= limit || stop.is_early()) {
                break;
            }
            read += 1;
            let Some(found) = self.score_candidate(asked, promise)? else {
                gone += 1;
                continue;
            };
            let at = best.partition_point(|other| other.rank() < found.rank());
            best.insert(at, found);
            best.truncate(limit);
        }
        let cut = cut.or(found.limited.then_some(CutReason::NearWords));
        let (compared, unread) = (found.compared, found.candidates.len() - read);
        Ok((Matches { best, cut: cut.map(|reason| Cut { reason, compared, unread }) }, gone))
    }

    /// `None` if the unit has gone, or changed too much, since it was found, or the penalties take it below the threshold.
    fn score_candidate(&self, asked: &Asked, promise: &Promise) -> Result<Option<Match>, EngineError> {
        let Asked { query, profile, scope, neighbours, .. } = asked;
        let EntryKey { unit, side } = promise.key();
        let Some(unit) = self.store.unit(unit)?.filter(|unit| scope.admits(unit, side)) else { return Ok(None) };
        let Some(memory) = asked.catalog.get(&unit.memory) else { return Ok(None) };
        let (own, other) = match side {
            Side::Source => (&unit.source, &unit.target),
            Side::Target => (&unit.target, &unit.source),
        };
        let unit_profile = Profile::new(&own.text, &own.language);
        let points = asked.penalties.with(&memory.penalties);
        let mut score = score(profile, &unit_profile, &points);
        let (from, to) = ((&query.from, &own.language), (&query.to, &other.language));
        score.penalties.extend(language_penalty(from, to, &points));
        score.penalties.extend(origin_penalties(unit.origin.kind, memory, &points));
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
        let rank = Rank {
            score: Reverse(candidate.best),
            match_type,
            status: view.labelled(candidate.label).label.status,
            weight: Reverse(weight),
            updated: Reverse(candidate.updated),
            unit,
        };
        Promise { rank, side }
    }

    fn key(&self) -> EntryKey {
        EntryKey { unit: self.rank.unit, side: self.side }
    }

    fn weight(&self) -> u32 {
        self.rank.weight.0
    }
}

/// How many candidates are weighed between two questions whether it is time to answer.
const WEIGHED_BETWEEN_STOPS: usize = 1_024;

/// The most promising candidates.
struct Promises {
    /// Best first; as many as are read at the most, and one.
    best: Vec<Promise>,
    /// It was time to answer before all had been looked at.
    are_cut: bool,
}

/// Looks at some candidates, even if it is time to answer.
fn promises(asked: &Asked, view: &LookupView, candidates: &[Candidate], stop: &Stop) -> Promises {
    let Some(weights) = view.shared_weights(asked.profile, &asked.query.from) else {
        return Promises { best: Vec::new(), are_cut: false };
    };
    let may_be_context = asked.neighbours.are_known();
    let (mut best, mut seen) = (BinaryHeap::new(), 0);
    for some in candidates.chunks(WEIGHED_BETWEEN_STOPS) {
        for candidate in some {
            best.push(Promise::new(view, candidate, weights.of(candidate), may_be_context));
            if best.len() > SCORED_MOST + 1 {
                best.pop();
            }
        }
        seen += some.len();
        if stop.is_early() {
            break;
        }
    }
    Promises { best: best.into_sorted_vec(), are_cut: seen < candidates.len() }
}
