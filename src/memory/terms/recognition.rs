//! Known names and titles in segments and articles.

use std::borrow::Cow;

use super::super::error::EngineError;
use super::super::stop::Stop;
use super::super::suggest::check_direction;
use super::super::{Engine, read};
use super::termbase::{Termbase, TermsWanted};
use crate::article::{self, ArticleFormat, Reading};
use crate::model::{Evidence, Language, Segment, Term, TermEntry, TermReviewState, TermStatus, TermType};
use crate::term::TermHit;

/// A known name or title found in a text.
#[derive(Clone, Debug)]
pub struct RecognizedTerm {
    pub hit: TermHit,
    pub matched_text: String,
    pub kind: TermType,
    pub note: String,
    /// Candidates are given only to those who ask for them.
    pub review: TermReviewState,
    pub evidence: Evidence,
    /// By status, forbidden ones last; then those seen more often, then those seen later.
    pub renderings: Vec<TermEntry>,
}

impl Engine {
    /// The known terms in a segment or article, in the order of the text.
    pub fn recognize(
        &self,
        text: &str,
        (from, to): (&Language, &Language),
        wanted: TermsWanted,
        stop: &Stop,
    ) -> Result<Vec<RecognizedTerm>, EngineError> {
        self.limits.check_article("text", text)?;
        check_direction(from, to)?;
        let mut recognized = Vec::new();
        // Segment by segment, so that no write waits for long and a deadline is seen.
        let reading = Reading { language: from, format: ArticleFormat::Auto, segmentation: &self.segmentation };
        for segment in article::segment(text, &reading) {
            stop.check()?;
            for mut term in self.recognize_terms(&without_markup(text, &segment), (from, to), wanted) {
                term.hit.start += segment.start;
                term.hit.end += segment.start;
                term.matched_text = text[term.hit.start..term.hit.end].to_owned();
                recognized.push(term);
            }
        }
        Ok(recognized)
    }

    pub(in crate::memory) fn recognize_terms(
        &self,
        text: &str,
        (from, to): (&Language, &Language),
        wanted: TermsWanted,
    ) -> Vec<RecognizedTerm> {
        let termbase: &Termbase = &read(&self.termbase);
        let hits = termbase.recognize(text, (from, to), wanted).into_iter();
        let mut terms: Vec<RecognizedTerm> =
            hits.filter_map(|hit| Some(recognized(termbase.get(hit.term)?, hit, text, to))).collect();
        terms.chunk_by_mut(|a, b| a.hit.start == b.hit.start).for_each(|of_one_name| of_one_name.sort_by_key(rank));
        terms
    }
}

/// Which of several terms of one name comes first: the approved one, the one with the better rendering, the one seen more often.
fn rank(term: &RecognizedTerm) -> impl Ord + use<> {
    let best = term.renderings.first().map_or(TermStatus::Forbidden, |rendering| rendering.status);
    (term.review, best, term.evidence.rank(), term.hit.term)
}

/// How a term is called in a language, best first.
pub fn renderings(term: &Term, to: &Language) -> Vec<TermEntry> {
    let mut renderings: Vec<TermEntry> =
        term.entries.iter().filter(|e| e.language.is_variant_of(to)).cloned().collect();
    // The very language asked for before its variants, within each status.
    renderings.sort_by_key(|entry| (entry.status, !to.covers(&entry.language), entry.evidence.rank()));
    renderings
}

/// The bytes of an article that a segment takes up, with spaces instead of its markup, so that places in it are places in
/// the article.
fn without_markup<'a>(article: &'a str, segment: &Segment) -> Cow<'a, str> {
    let written = &article[segment.start..segment.end];
    if segment.codes.is_empty() {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut at = segment.start;
    for code in &segment.codes {
        text.push_str(&article[at..code.start]);
        text.extend(std::iter::repeat_n(' ', code.end - code.start));
        at = code.end;
    }
    text.push_str(&article[at..segment.end]);
    Cow::Owned(text)
}

fn recognized(term: &Term, hit: TermHit, text: &str, to: &Language) -> RecognizedTerm {
    RecognizedTerm {
        matched_text: text[hit.start..hit.end].to_owned(),
        kind: term.kind,
        note: term.note.clone(),
        review: term.review,
        evidence: term.evidence.clone(),
        renderings: renderings(term, to),
        hit,
    }
}
