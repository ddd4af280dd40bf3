//! Names put together of terms: a title and the name behind it.

use std::ops::Range;

use super::naming::{NamePart, NameSuggestion, NamedBy, Naming};
use super::recognition::renderings;
use crate::model::{Evidence, Language, Percent, Term, TermEntry, TermStatus, TermType};
use crate::term::is_stop_word;
use crate::term::lookup::FoundBy;
use crate::text::{TokenKind, tokenize};

/// What has more words is no name with its title.
const MOST_WORDS: usize = 20;
/// How sure a part has to be that is not recognized as a term, in hundredths of a percent.
const LEAST_OF_A_PART: u16 = 7_500;
/// What each part beyond the first takes off, in points.
const POINTS_A_PART: u16 = 2;

/// The terms that are parts of what was typed, and, if they are all of it, what they say together in the other language.
pub fn compose(naming: &Naming) -> Vec<NameSuggestion> {
    let query = naming.query;
    let words = words(&query.text, &query.from);
    if words.len() < 2 || words.len() > MOST_WORDS {
        return Vec::new();
    }
    let hits = naming.termbase.recognize(&query.text, (&query.from, &query.to), query.wanted);
    let mut parts: Vec<NamePart> = Vec::new();
    for hit in hits {
        let Some(term) = naming.termbase.get(hit.term) else { continue };
        // Of terms of one name the first one will do.
        if parts.last().is_none_or(|part| part.start != hit.start) {
            parts.extend(part(term, &query.to, hit.start..hit.end, hit.score));
        }
    }
    let mut suggestions: Vec<NameSuggestion> = parts.iter().filter_map(|part| by_itself(naming, part)).collect();
    if let Some(others) = rest(naming, &words, &parts) {
        parts.extend(others);
        parts.sort_by_key(|part| part.start);
        suggestions.extend((parts.len() > 1).then(|| together(naming, parts)));
    }
    suggestions
}

/// The places of the words and numbers.
fn words(text: &str, language: &Language) -> Vec<Range<usize>> {
    let is_word = |kind| matches!(kind, TokenKind::Word | TokenKind::Number);
    let tokens = tokenize(text, language).into_iter();
    tokens.filter(|token| is_word(token.kind)).map(|token| token.start..token.end).collect()
}

/// `None` for a term that has no rendering to be used.
fn part(term: &Term, to: &Language, place: Range<usize>, score: Percent) -> Option<NamePart> {
    let best = renderings(term, to).into_iter().find(|rendering| rendering.status != TermStatus::Forbidden)?;
    Some(NamePart { start: place.start, end: place.end, term: term.id, kind: term.kind, rendering: best.text, score })
}

/// What is left of the query between the parts, by its spelling or its sound. `None` if something of it is no term.
fn rest(naming: &Naming, words: &[Range<usize>], parts: &[NamePart]) -> Option<Vec<NamePart>> {
    let text = &naming.query.text;
    let is_covered = |word: &Range<usize>| parts.iter().any(|part| part.start < word.end && word.start < part.end);
    let is_empty_word = |word: &Range<usize>| is_stop_word(&text[word.clone()].to_lowercase(), &naming.query.from);
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for word in words {
        match (is_covered(word) || is_empty_word(word), stretches.last_mut()) {
            (true, _) => goes_on = false,
            (false, Some(stretch)) if goes_on => stretch.end = word.end,
            (false, _) => {
                stretches.push(word.clone());
                goes_on = true;
            }
        }
    }
    stretches.into_iter().map(|stretch| nearly(naming, stretch)).collect()
}

/// The term that a stretch of the query is nearly called.
fn nearly(naming: &Naming, place: Range<usize>) -> Option<NamePart> {
    let least = Percent::from_hundredths(LEAST_OF_A_PART)?;
    let found = naming.found(&naming.query.text[place.clone()], 5, least);
    let is_whole = |by| !matches!(by, NamedBy::Found(FoundBy::Prefix | FoundBy::Part));
    let best = found.into_iter().filter(|found| is_whole(found.by)).max_by_key(|found| found.score)?;
    part(best.term.as_ref()?, &naming.query.to, place, best.score)
}

/// A part as a suggestion of its own, as sure as it is of the query.
fn by_itself(naming: &Naming, part: &NamePart) -> Option<NameSuggestion> {
    let text = &naming.query.text;
    let (letters, all) = (part.end - part.start, text.trim().len());
    if letters >= all {
        return None;
    }
    let term = naming.termbase.get(part.term)?.clone();
    Some(NameSuggestion {
        by: NamedBy::Found(FoundBy::Part),
        score: Percent::from_hundredths((40 + 40 * letters / all) as u16 * 100)?,
        text: text[part.start..part.end].to_owned(),
        language: naming.query.from.clone(),
        renderings: renderings(&term, &naming.query.to),
        term: Some(term),
        parts: vec![part.clone()],
    })
}

fn together(naming: &Naming, mut parts: Vec<NamePart>) -> NameSuggestion {
    let query = naming.query;
    let least = parts.iter().map(|part| part.score).min().unwrap_or_default();
    let (start, end) = (parts.first().map_or(0, |part| part.start), parts.last().map_or(0, |part| part.end));
    let off = POINTS_A_PART * (parts.len() as u16 - 1);
    parts.sort_by_key(|part| order(part.kind, &query.to));
    let renderings: Vec<&str> = parts.iter().map(|part| part.rendering.as_str()).collect();
    let rendering = TermEntry {
        language: query.to.clone(),
        text: renderings.join(" "),
        status: TermStatus::Preferred,
        variants: Vec::new(),
        evidence: Evidence::default(),
    };
    NameSuggestion {
        by: NamedBy::Composed,
        score: least.minus_points(off),
        term: None,
        text: query.text[start..end].to_owned(),
        language: query.from.clone(),
        renderings: vec![rendering],
        parts,
    }
}

/// What stands first: in Persian the title, what it is a title of, the name; in other languages what it is of comes before.
fn order(kind: TermType, to: &Language) -> u8 {
    match kind {
        TermType::Title if to.is_right_to_left() => 0,
        TermType::Organization | TermType::Place | TermType::Event | TermType::Work | TermType::Other => 1,
        TermType::Title => 2,
        TermType::Person => 3,
    }
}
