//! Looking up one name or title as a translator types it.

use super::super::error::EngineError;
use super::super::suggest::check_direction;
use super::super::{Engine, read};
use super::composing::compose;
use super::recognition::renderings;
use super::termbase::{Termbase, TermsWanted};
use crate::model::{Evidence, Language, Percent, Term, TermEntry, TermId, TermReviewState, TermStatus, TermType};
use crate::term::Recognizer;
use crate::term::lookup::{Found, FoundBy, LookUp};

/// A name to be looked up.
#[derive(Clone, Debug)]
pub struct NameQuery {
    pub text: String,
    pub from: Language,
    pub to: Language,
    pub wanted: TermsWanted,
    pub min_score: Percent,
    /// How many at the most.
    pub limit: usize,
}

/// How a suggestion came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamedBy {
    Found(FoundBy),
    /// Put together of terms for its parts.
    Composed,
}

/// What may be meant by what was typed.
#[derive(Clone, Debug)]
pub struct NameSuggestion {
    pub by: NamedBy,
    pub score: Percent,
    /// The term, but for one that was composed.
    pub term: Option<Term>,
    /// The name that was found, or what of the query was composed.
    pub text: String,
    pub language: Language,
    /// By status, forbidden ones last; one, where it was composed.
    pub renderings: Vec<TermEntry>,
    /// In the order of the rendering.
    pub parts: Vec<NamePart>,
}

/// A part of what was typed that is a term by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePart {
    /// Bytes of the query.
    pub start: usize,
    pub end: usize,
    pub term: TermId,
    pub kind: TermType,
    pub rendering: String,
    pub score: Percent,
}

impl Engine {
    /// The terms that may be meant by what was typed, the surest first, and what can be composed of them.
    pub fn suggest_names(&self, query: &NameQuery) -> Result<Vec<NameSuggestion>, EngineError> {
        self.limits.check_query("text", &query.text)?;
        let most = Recognizer::LONGEST_NAME;
        if query.text.len() > most {
            let why = format!(
                "it has {} bytes, a name has {most} at the most; RecognizeTerms takes longer texts",
                query.text.len()
            );
            return Err(EngineError::invalid("text", why));
        }
        check_direction(&query.from, &query.to)?;
        if query.limit > self.limits.max_suggestions {
            let most = self.limits.max_suggestions;
            return Err(EngineError::invalid("limit", format!("it is {}, the most is {most}", query.limit)));
        }
        let termbase: &Termbase = &read(&self.termbase);
        Ok(Naming { termbase, query }.suggestions())
    }
}

/// A look-up under way.
pub(super) struct Naming<'a> {
    pub termbase: &'a Termbase,
    pub query: &'a NameQuery,
}

impl Naming<'_> {
    fn suggestions(&self) -> Vec<NameSuggestion> {
        let query = self.query;
        let mut suggestions = self.found(&query.text, query.limit, query.min_score);
        suggestions.extend(compose(self));
        suggestions.retain(|suggestion| suggestion.score >= query.min_score);
        suggestions.sort_by_key(rank);
        let mut seen: Vec<TermId> = Vec::new();
        suggestions.retain(|suggestion| {
            let Some(term) = &suggestion.term else { return true };
            let is_new = !seen.contains(&term.id);
            seen.push(term.id);
            is_new
        });
        suggestions.truncate(query.limit);
        suggestions
    }

    /// What is found among the names in the language typed, and, by sound, among those in the other one's script.
    pub fn found(&self, text: &str, limit: usize, min_score: Percent) -> Vec<NameSuggestion> {
        let NameQuery { from, to, wanted, .. } = self.query;
        let is_foreign = is_right_to_left(text) != from.is_right_to_left();
        let typed_in = if is_foreign { to } else { from };
        let mut suggestions = Vec::new();
        for names in self.termbase.names(*wanted) {
            let what = LookUp { text, language: typed_in, by_letters: true, min_score, limit };
            let found = names.look_up(&what, from, |term| self.has_rendering(term));
            suggestions.extend(found.into_iter().filter_map(|found| self.suggestion(found)));
            if from.is_right_to_left() != to.is_right_to_left() {
                let what = LookUp { by_letters: is_foreign, ..what };
                let found = names.look_up(&what, to, |_| true);
                suggestions.extend(found.into_iter().filter_map(|found| self.suggestion(found)));
            }
        }
        suggestions
    }

    fn has_rendering(&self, term: TermId) -> bool {
        let entries = self.termbase.get(term).into_iter().flat_map(|term| &term.entries);
        entries.into_iter().any(|entry| entry.language.is_variant_of(&self.query.to))
    }

    fn suggestion(&self, found: Found) -> Option<NameSuggestion> {
        let term = self.termbase.get(found.term)?.clone();
        Some(NameSuggestion {
            by: NamedBy::Found(found.by),
            score: found.score,
            renderings: renderings(&term, &self.query.to),
            text: found.text,
            language: found.language,
            term: Some(term),
            parts: Vec::new(),
        })
    }
}

/// Surer ones first; of equal ones approved before candidates, better before worse renderings, then what was seen more often.
fn rank(suggestion: &NameSuggestion) -> impl Ord + use<> {
    let term = suggestion.term.as_ref();
    let review = term.map_or(TermReviewState::Approved, |term| term.review);
    let status = suggestion.renderings.first().map_or(TermStatus::Forbidden, |rendering| rendering.status);
    let evidence = term.map_or_else(|| Evidence::default().rank(), |term| term.evidence.rank());
    (std::cmp::Reverse(suggestion.score), suggestion.by, review, status, evidence, term.map(|term| term.id))
}

/// Whether the first letter is Arabic or Hebrew.
fn is_right_to_left(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}'))
}
