use tonic::Status;

use super::{count, term_warning, unit, unit_status};
use crate::fuzzy::{Agreement, Difference, DifferenceKind, MatchType, Penalty, PenaltyReason};
use crate::memory::{
    Band, Cut, CutReason, Leverage, LeverageCount, Limits, PhraseMatch, PhraseUnit, RecognizedTerm, SuggestQuery,
    Suggestion, warnings,
};
use crate::model::{MemoryId, Percent, UnitStatus};
use crate::rpc::status::invalid_field;
use crate::rpc::{names, v1};

const DEFAULT_MIN_SCORE: f64 = 70.0;
const DEFAULT_LIMIT: usize = 5;
const DEFAULT_PHRASES: u32 = 3;
const MOST_PHRASES: u32 = 20;

pub fn suggest_query(request: v1::SuggestRequest, limits: &Limits) -> Result<SuggestQuery, Status> {
    let min_score = Percent::threshold(request.min_score.unwrap_or(DEFAULT_MIN_SCORE))
        .ok_or_else(|| invalid_field("min_score", "it is not a percentage from 0 to 100"))?;
    let max_phrases = request.max_phrases.unwrap_or(DEFAULT_PHRASES);
    if max_phrases > MOST_PHRASES {
        return Err(invalid_field("max_phrases", format!("it is {max_phrases}, the most is {MOST_PHRASES}")));
    }
    let limit = if request.limit == 0 { DEFAULT_LIMIT.min(limits.max_suggestions) } else { request.limit as usize };
    Ok(SuggestQuery {
        text: request.text,
        previous: request.previous_text,
        next: request.next_text,
        from: names::language("source_language", &request.source_language)?,
        to: names::language("target_language", &request.target_language)?,
        memories: chosen_memories(&request.memories)?,
        statuses: chosen_statuses("statuses", &request.statuses)?,
        min_score,
        limit,
        max_phrases: max_phrases as usize,
    })
}

/// The memories that a look-up is to search.
pub fn chosen_memories(names: &[String]) -> Result<Vec<MemoryId>, Status> {
    names.iter().map(|name| names::memory_id("memories", name)).collect()
}

/// The statuses of the units that a look-up is to search.
pub fn chosen_statuses(field: &str, values: &[i32]) -> Result<Vec<UnitStatus>, Status> {
    values.iter().map(|&value| chosen_status(field, value)).collect()
}

fn chosen_status(field: &str, value: i32) -> Result<UnitStatus, Status> {
    let unspecified = || invalid_field(field, "UNIT_STATUS_UNSPECIFIED chooses nothing; leave the list empty for all");
    unit_status(field, value)?.ok_or_else(unspecified)
}

/// With what it renders otherwise than the terms of its segment say.
pub fn suggestion(suggestion: Suggestion, terms: &[RecognizedTerm]) -> v1::Suggestion {
    v1::Suggestion {
        warnings: warnings(&suggestion, terms).into_iter().map(term_warning).collect(),
        unit: Some(unit(suggestion.unit)),
        score: suggestion.score.as_f64(),
        match_type: v1::MatchType::from(suggestion.match_type).into(),
        context: v1::ContextMatch::from(suggestion.context).into(),
        penalties: suggestion.penalties.into_iter().map(Into::into).collect(),
        word_score: suggestion.word_score.as_f64(),
        character_score: suggestion.character_score.as_f64(),
        difference: suggestion.difference.into_iter().map(Into::into).collect(),
        adapted_target: suggestion.adapted_target.unwrap_or_default(),
        reversed: suggestion.reversed,
    }
}

/// A phrase of this segment.
pub fn phrase(phrase: PhraseMatch, segment: &str) -> v1::Phrase {
    v1::Phrase {
        start: count(phrase.range.start),
        end: count(phrase.range.end),
        text: segment[phrase.range].to_owned(),
        units: phrase.units.into_iter().map(phrase_unit).collect(),
    }
}

fn phrase_unit(found: PhraseUnit) -> v1::PhraseUnit {
    v1::PhraseUnit {
        unit: Some(unit(found.unit)),
        reversed: found.reversed,
        start: count(found.range.start),
        end: count(found.range.end),
        is_whole: found.is_whole,
    }
}

pub fn leverage(leverage: &Leverage) -> v1::LeverageStatistics {
    let LeverageCount { segments, words, characters } = leverage.total();
    let band = |(band, c): (Band, LeverageCount)| v1::LeverageCount {
        band: v1::LeverageBand::from(band).into(),
        segments: count(c.segments),
        words: count(c.words),
        characters: count(c.characters),
    };
    v1::LeverageStatistics {
        bands: leverage.bands().map(band).collect(),
        segments: count(segments),
        words: count(words),
        characters: count(characters),
        repeated_across_articles: Some(band((Band::Repetition, leverage.repeated_across_articles))),
    }
}

impl From<MatchType> for v1::MatchType {
    fn from(match_type: MatchType) -> v1::MatchType {
        match match_type {
            MatchType::Context | MatchType::OneSidedContext => v1::MatchType::Context,
            MatchType::Exact => v1::MatchType::Exact,
            MatchType::NearExact => v1::MatchType::NearExact,
            MatchType::Fuzzy => v1::MatchType::Fuzzy,
        }
    }
}

impl From<Cut> for v1::Incomplete {
    fn from(cut: Cut) -> v1::Incomplete {
        let reason = match cut.reason {
            CutReason::Time => v1::IncompleteReason::Time,
            CutReason::Candidates => v1::IncompleteReason::Candidates,
            CutReason::NearWords => v1::IncompleteReason::NearWords,
        };
        v1::Incomplete { reason: reason.into(), compared: count(cut.compared), unread: count(cut.unread) }
    }
}

impl From<Agreement> for v1::ContextMatch {
    fn from(agreement: Agreement) -> v1::ContextMatch {
        match agreement {
            Agreement::None => v1::ContextMatch::Unspecified,
            Agreement::Next => v1::ContextMatch::Next,
            Agreement::Previous => v1::ContextMatch::Previous,
            Agreement::Both => v1::ContextMatch::Both,
        }
    }
}

impl From<Penalty> for v1::Penalty {
    fn from(penalty: Penalty) -> v1::Penalty {
        let reason = match penalty.reason {
            PenaltyReason::Number => v1::PenaltyReason::Number,
            PenaltyReason::Punctuation => v1::PenaltyReason::Punctuation,
            PenaltyReason::LetterCase => v1::PenaltyReason::LetterCase,
            PenaltyReason::InlineCode => v1::PenaltyReason::InlineCode,
            PenaltyReason::LanguageVariant => v1::PenaltyReason::LanguageVariant,
            PenaltyReason::Memory => v1::PenaltyReason::Memory,
            PenaltyReason::Origin => v1::PenaltyReason::Origin,
        };
        v1::Penalty { reason: reason.into(), points: penalty.points.get().into() }
    }
}

impl From<Difference> for v1::Difference {
    fn from(difference: Difference) -> v1::Difference {
        let kind = match difference.kind {
            DifferenceKind::Equal => v1::DifferenceKind::Equal,
            DifferenceKind::Inserted => v1::DifferenceKind::Inserted,
            DifferenceKind::Deleted => v1::DifferenceKind::Deleted,
            DifferenceKind::Replaced => v1::DifferenceKind::Replaced,
        };
        v1::Difference {
            kind: kind.into(),
            query_start: count(difference.query.start),
            query_end: count(difference.query.end),
            unit_start: count(difference.unit.start),
            unit_end: count(difference.unit.end),
        }
    }
}

impl From<Band> for v1::LeverageBand {
    fn from(band: Band) -> v1::LeverageBand {
        match band {
            Band::Context => v1::LeverageBand::Context,
            Band::Exact => v1::LeverageBand::Exact,
            Band::Repetition => v1::LeverageBand::Repetition,
            Band::Fuzzy95 => v1::LeverageBand::Fuzzy95,
            Band::Fuzzy85 => v1::LeverageBand::Fuzzy85,
            Band::Fuzzy75 => v1::LeverageBand::Fuzzy75,
            Band::Fuzzy50 => v1::LeverageBand::Fuzzy50,
            Band::None => v1::LeverageBand::None,
        }
    }
}
