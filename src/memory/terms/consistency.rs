//! Whether translations render terms as they should.

use std::collections::BTreeMap;

use super::super::error::EngineError;
use super::super::stop::Stop;
use super::super::suggest::check_direction;
use super::super::{CHUNK, Engine, Suggestion};
use super::recognition::RecognizedTerm;
use super::termbase::TermsWanted;
use crate::model::{Language, MemoryId, TermEntry, TermId, TermStatus, Unit, UnitId, UnitText};
use crate::qa::{Doubt, check};
use crate::term::{SearchedText, Usage};

/// A term that is rendered otherwise than it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct TermWarning {
    pub term: TermId,
    /// The term as the source has it.
    pub source_text: String,
    /// The rendering that was found: a forbidden or merely admitted one, or none that is known.
    pub found: Option<TermEntry>,
    /// The rendering that is preferred.
    pub preferred: String,
}

/// Something that is to be looked at in a pair.
#[derive(Clone, Debug, PartialEq)]
pub enum TermFinding {
    Term(Box<TermWarning>),
    /// The numbers of the texts disagree, in words.
    Numbers(String),
}

/// How often a term was rendered how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermUsage {
    /// The term as the source calls it.
    pub name: String,
    /// Its renderings with their statuses and counts; those that were never found are left out.
    pub renderings: BTreeMap<(TermStatus, String), u32>,
    /// How often none of them was found.
    pub otherwise: u32,
}

/// Counts over all pairs that were looked at.
pub type TermUsages = BTreeMap<TermId, TermUsage>;

impl Engine {
    /// Looks through the units of a memory; `told` hears of each that is to be looked at. Gives how the terms are rendered.
    pub fn check_terms(
        &self,
        memory: &MemoryId,
        (from, to): (&Language, &Language),
        stop: &Stop,
        mut told: impl FnMut(&Unit, (&UnitText, &UnitText), Vec<TermFinding>) -> Result<(), EngineError>,
    ) -> Result<TermUsages, EngineError> {
        check_direction(from, to)?;
        self.memory(memory)?;
        let (mut usages, mut after) = (TermUsages::new(), None::<UnitId>);
        loop {
            let units = self.store.units_of(memory, after, CHUNK)?;
            let Some(last) = units.last() else { return Ok(usages) };
            after = Some(last.id);
            for unit in &units {
                stop.check()?;
                let Some(sides) = unit.sides(from, to) else { continue };
                let findings = self.check_pair(sides, &mut usages);
                if !findings.is_empty() {
                    told(unit, sides, findings)?;
                }
            }
        }
    }

    /// Looks at one pair, and counts how it renders its terms.
    pub fn check_pair(&self, (source, target): (&UnitText, &UnitText), counted: &mut TermUsages) -> Vec<TermFinding> {
        let languages = (&source.language, &target.language);
        let terms = self.recognize_terms(&source.text, languages, TermsWanted::Approved);
        let text = SearchedText::new(&target.text, &target.language);
        let mut findings = Vec::new();
        for name in mentioned(&terms) {
            let renderings = renderings(name.terms);
            let usages = usages(&name, &renderings, &text);
            usages.iter().for_each(|&(term, usage)| count(counted.entry(term.hit.term).or_default(), term, usage));
            let warnings = warnings_of(name.terms, usages);
            findings.extend(warnings.into_iter().map(|warning| TermFinding::Term(Box::new(warning))));
        }
        let numbers = check(source, target).into_iter().find(|finding| finding.doubt == Doubt::NumbersDisagree);
        findings.extend(numbers.map(|finding| TermFinding::Numbers(finding.message)));
        findings
    }
}

/// What a suggestion renders otherwise than it should, of the terms of the segment that its source has too.
pub fn warnings(suggestion: &Suggestion, terms: &[RecognizedTerm]) -> Vec<TermWarning> {
    if terms.is_empty() {
        return Vec::new();
    }
    let unit = &suggestion.unit;
    let (source, target) =
        [&unit.source, &unit.target].map(|side| SearchedText::new(&side.text, &side.language)).into();
    let mut warnings = Vec::new();
    for name in mentioned(terms) {
        let term = &name.terms[0];
        let mentions = [&term.matched_text, &term.hit.entry_text].into_iter().map(|name| source.mentions(name)).max();
        if let Some(mentions) = mentions.filter(|&mentions| mentions > 0) {
            let renderings = renderings(name.terms);
            warnings.extend(warnings_of(name.terms, usages(&Mentioned { mentions, ..name }, &renderings, &target)));
        }
    }
    warnings
}

/// A name in a text.
struct Mentioned<'a> {
    /// The terms that have it, at least one.
    terms: &'a [RecognizedTerm],
    /// How often it is there.
    mentions: usize,
}

/// The names in a text, those of the same terms taken together, in the order of their first mentions.
fn mentioned(terms: &[RecognizedTerm]) -> Vec<Mentioned<'_>> {
    let ids = |terms: &[RecognizedTerm]| terms.iter().map(|term| term.hit.term).collect::<Vec<TermId>>();
    let mut names: Vec<Mentioned> = Vec::new();
    for terms in terms.chunk_by(|a, b| a.hit.start == b.hit.start) {
        match names.iter_mut().find(|name| ids(name.terms) == ids(terms)) {
            Some(name) => name.mentions += 1,
            None => names.push(Mentioned { terms, mentions: 1 }),
        }
    }
    names
}

/// How a text renders the mentions of a name, and which of its terms that is.
fn usages<'a>(
    name: &Mentioned<'a>,
    renderings: &'a [TermEntry],
    text: &SearchedText,
) -> Vec<(&'a RecognizedTerm, Usage<'a>)> {
    let usages = text.usages(renderings, name.mentions).into_iter();
    let of = |usage: Usage| name.terms.iter().find(|term| entry(usage).is_some_and(|e| term.renderings.contains(e)));
    usages.map(|usage| (of(usage).unwrap_or(&name.terms[0]), usage)).collect()
}

fn entry(usage: Usage<'_>) -> Option<&TermEntry> {
    match usage {
        Usage::Preferred(entry) | Usage::Admitted(entry) | Usage::Forbidden(entry) => Some(entry),
        Usage::Otherwise => None,
    }
}

/// The renderings of all terms of one name.
fn renderings(terms: &[RecognizedTerm]) -> Vec<TermEntry> {
    terms.iter().flat_map(|term| term.renderings.clone()).collect()
}

/// What is to be said of the usages of one name: of each rendering once.
fn warnings_of(terms: &[RecognizedTerm], mut usages: Vec<(&RecognizedTerm, Usage)>) -> Vec<TermWarning> {
    let mut said: Vec<Usage> = Vec::new();
    usages.retain(|&(_, usage)| !said.contains(&usage) && (said.push(usage), true).1);
    usages.into_iter().filter_map(|(term, usage)| warning(terms, term, usage)).collect()
}

/// Nothing where the rendering is right, or none is preferred.
fn warning(terms: &[RecognizedTerm], term: &RecognizedTerm, usage: Usage) -> Option<TermWarning> {
    let mut renderings = term.renderings.iter().chain(terms.iter().flat_map(|term| &term.renderings));
    let preferred = renderings.find(|entry| entry.status == TermStatus::Preferred)?;
    if matches!(usage, Usage::Preferred(_)) {
        return None;
    }
    let (source_text, preferred) = (term.matched_text.clone(), preferred.text.clone());
    Some(TermWarning { term: term.hit.term, source_text, found: entry(usage).cloned(), preferred })
}

fn count(usage: &mut TermUsage, term: &RecognizedTerm, found: Usage) {
    if usage.name.is_empty() {
        usage.name.clone_from(&term.hit.entry_text);
    }
    match entry(found) {
        None => usage.otherwise += 1,
        Some(entry) => *usage.renderings.entry((entry.status, entry.text.clone())).or_default() += 1,
    }
}
