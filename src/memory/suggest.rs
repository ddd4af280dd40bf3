//! The suggest journey: a segment → candidates from the index → units from the store → scores → suggestions.

use super::Engine;
use super::error::EngineError;
use super::leverage::Leverage;
use super::lookup::{Scope, Side};
use super::phrases::PhraseMatches;
use super::ranking::{Cut, Match, Matches};
use super::stop::Stop;
use super::terms::{RecognizedTerm, TermsWanted};
use crate::article::{self, ArticleFormat, Reading};
use crate::fuzzy::{
    Agreement, Difference, MatchType, Penalty, PenaltyReason, Profile, Score, Written, adapt_numbers, character_score,
    difference,
};
use crate::model::{
    BlockKind, Language, Memory, MemoryId, OriginKind, Penalties, Percent, Points, Segment, Unit, UnitStatus, UnitText,
};
use crate::text::match_key;

/// What to suggest for.
#[derive(Clone, Debug)]
pub struct SuggestQuery {
    pub text: String,
    /// The segment before it; `None` when not known, empty when there is none.
    pub previous: Option<String>,
    /// The segment behind it; likewise.
    pub next: Option<String>,
    pub from: Language,
    pub to: Language,
    /// Empty for all.
    pub memories: Vec<MemoryId>,
    /// Empty for all.
    pub statuses: Vec<UnitStatus>,
    pub min_score: Percent,
    /// How many at the most.
    pub limit: usize,
    /// How many phrases at the most, where nothing reaches `min_score`.
    pub max_phrases: usize,
}

impl SuggestQuery {
    pub(super) fn scope(&self) -> Scope<'_> {
        let SuggestQuery { from, to, memories, statuses, .. } = self;
        Scope { from, to, side: Side::Source, memories, statuses }
    }
}

/// An article to suggest for; the fields of `options` but the texts hold for every segment.
#[derive(Clone, Debug)]
pub struct ArticleQuery {
    pub article: String,
    pub format: ArticleFormat,
    pub options: SuggestQuery,
    /// Kinds whose segments are not looked up, besides program text.
    pub skip_kinds: Vec<BlockKind>,
}

/// A past translation.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// Its source is in the language of the query.
    pub unit: Unit,
    /// Whether the unit was turned round for that.
    pub reversed: bool,
    pub score: Percent,
    pub match_type: MatchType,
    /// Which neighbours agree, where the match type is context.
    pub context: Agreement,
    pub penalties: Vec<Penalty>,
    pub word_score: Percent,
    pub character_score: Percent,
    pub difference: Vec<Difference>,
    /// The target with the query's numbers, where the words are the same and it is certain which number goes where.
    pub adapted_target: Option<String>,
}

/// A segment of an article with what is known for it.
#[derive(Clone, Debug)]
pub struct SegmentAnswer {
    pub segment: Segment,
    pub found: Suggestions,
    pub terms: Vec<RecognizedTerm>,
}

/// The best past translations of a segment.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// Best first.
    pub suggestions: Vec<Suggestion>,
    /// Why better ones may be missing; `None` if none is.
    pub cut: Option<Cut>,
    /// Where there are no suggestions: what the memory holds of the segment.
    pub parts: PhraseMatches,
}

impl Engine {
    /// The best past translations of one segment: of all that reach the threshold, none is missed, unless the answer says so.
    pub fn suggest(&self, query: &SuggestQuery, stop: &Stop) -> Result<Suggestions, EngineError> {
        self.limits.check_query("text", &query.text)?;
        self.check_scope(query)?;
        self.suggest_unchecked(query, stop)
    }

    /// Segments an article and hands each segment's answer to `answer` in order; gives the statistics.
    pub fn suggest_article(
        &self,
        query: &ArticleQuery,
        stop: &Stop,
        mut answer: impl FnMut(SegmentAnswer) -> Result<(), EngineError>,
    ) -> Result<Leverage, EngineError> {
        let (mut leverage, SuggestQuery { from, to, .. }) = (Leverage::default(), &query.options);
        self.look_up_article(query, stop, |segment, found| {
            let Some(found) = found else {
                return answer(SegmentAnswer { segment, found: Suggestions::default(), terms: Vec::new() });
            };
            leverage.add(&segment, found.suggestions.first(), from);
            let terms = self.recognize_terms(&segment.text, (from, to), TermsWanted::Approved);
            answer(SegmentAnswer { segment, found, terms })
        })?;
        Ok(leverage)
    }

    /// Hands out each segment of an article, in order, with what is found for it; nothing where its kind is not looked up.
    pub(super) fn look_up_article(
        &self,
        query: &ArticleQuery,
        stop: &Stop,
        mut take: impl FnMut(Segment, Option<Suggestions>) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        self.limits.check_article("article", &query.article)?;
        self.check_scope(&query.options)?;
        let reading = Reading { language: &query.options.from, format: query.format, segmentation: &self.segmentation };
        let segments = article::segment(&query.article, &reading);
        for (at, segment) in segments.iter().enumerate() {
            stop.check()?;
            if segment.kind == BlockKind::Code || query.skip_kinds.contains(&segment.kind) {
                take(segment.clone(), None)?;
                continue;
            }
            let neighbour =
                |at: Option<usize>| at.and_then(|at| segments.get(at)).map_or(String::new(), |s| s.text.clone());
            let query = SuggestQuery {
                text: segment.text.clone(),
                previous: Some(neighbour(at.checked_sub(1))),
                next: Some(neighbour(Some(at + 1))),
                ..query.options.clone()
            };
            // A monster of a segment is no reason to refuse the article; it is just not in any memory.
            let found = match self.limits.check_query("text", &segment.text) {
                Ok(()) => self.suggest_unchecked(&query, stop)?,
                Err(_) => Suggestions::default(),
            };
            take(segment.clone(), Some(found))?;
        }
        Ok(())
    }

    fn check_scope(&self, query: &SuggestQuery) -> Result<(), EngineError> {
        check_direction(&query.from, &query.to)?;
        if query.limit > self.limits.max_suggestions {
            let most = self.limits.max_suggestions;
            return Err(EngineError::invalid("limit", format!("it is {}, the most is {most}", query.limit)));
        }
        query.memories.iter().try_for_each(|memory| self.memory(memory).map(drop))
    }

    fn suggest_unchecked(&self, query: &SuggestQuery, stop: &Stop) -> Result<Suggestions, EngineError> {
        // Of the text as it was sent, composed or not: the offsets of the difference are into it.
        let profile = Profile::new(&query.text, &query.from);
        let stop = stop.within(self.limits.look_up_time());
        let Matches { best, cut } = self.best_matches(query, &profile, &stop)?;
        let parts = if best.is_empty() { self.phrases(query, &profile, &stop)? } else { PhraseMatches::default() };
        let suggestions = best.into_iter().map(|found| dress(found, query, &profile)).collect();
        Ok(Suggestions { suggestions, cut, parts })
    }
}

/// Refuses to translate a language into itself.
pub(super) fn check_direction(from: &Language, to: &Language) -> Result<(), EngineError> {
    match from == to {
        true => Err(EngineError::invalid("target_language", format!("it is {to}, as the source language"))),
        false => Ok(()),
    }
}

/// Named even at no points, so that a caller who asked for `en` sees that the unit is in `en-GB`.
pub(super) fn language_penalty(
    (from, own): (&Language, &Language),
    (to, other): (&Language, &Language),
    points: &Penalties,
) -> Option<Penalty> {
    let points = match (from.covers(own), to.covers(other)) {
        _ if from == own && to == other => return None,
        (true, true) => Points::ZERO,
        _ => points.language_variant,
    };
    Some(Penalty { reason: PenaltyReason::LanguageVariant, points })
}

pub(super) fn origin_penalties(
    origin: OriginKind,
    memory: &Memory,
    points: &Penalties,
) -> impl Iterator<Item = Penalty> + use<> {
    [(PenaltyReason::Memory, memory.penalty), (PenaltyReason::Origin, points.origin(origin))]
        .into_iter()
        .filter(|&(_, points)| points > Points::ZERO)
        .map(|(reason, points)| Penalty { reason, points })
}

fn dress(found: Match, query: &SuggestQuery, profile: &Profile) -> Suggestion {
    let Match { unit, side, profile: unit_profile, score, match_type, agreement, .. } = found;
    let reversed = side == Side::Target;
    let unit = without_neighbours(if reversed { turn_round(unit) } else { unit });
    let ours = Written { text: &query.text, language: &query.from, profile };
    let theirs = Written { text: &unit.source.text, language: &unit.source.language, profile: &unit_profile };
    let adapted_target = adapted_target(ours, theirs, &unit.target, &score);
    let (query_key, unit_key) =
        (match_key(&query.text, &query.from), match_key(&unit.source.text, &unit.source.language));
    Suggestion {
        score: score.total(),
        word_score: score.base,
        character_score: character_score(&query_key, &unit_key),
        difference: difference(profile, &unit_profile, &score.alignment),
        penalties: score.penalties,
        adapted_target,
        match_type,
        context: agreement,
        reversed,
        unit,
    }
}

/// The target with the query's numbers, if the words are the same, numbers differ, and it is certain which goes where.
fn adapted_target(query: Written, source: Written, target: &UnitText, score: &Score) -> Option<String> {
    let numbers_differ = score.penalties.iter().any(|p| p.reason == PenaltyReason::Number);
    if score.base < Percent::FULL || !numbers_differ {
        return None;
    }
    let profile = Profile::new(&target.text, &target.language);
    let target = Written { text: &target.text, language: &target.language, profile: &profile };
    adapt_numbers(query, source, target).ok()
}

/// The unit as a translation of its target.
pub(super) fn turn_round(mut unit: Unit) -> Unit {
    std::mem::swap(&mut unit.source, &mut unit.target);
    unit
}

/// The unit without the texts around its uses, which would make answers large; its documents stay.
pub(super) fn without_neighbours(mut unit: Unit) -> Unit {
    for occurrence in &mut unit.occurrences {
        (occurrence.previous_source, occurrence.next_source) = (None, None);
    }
    unit
}
