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
use crate::term::{Target, Usage};

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
    pub fn check_pair(&self, (source, target): (&UnitText, &UnitText), usages: &mut TermUsages) -> Vec<TermFinding> {
        let languages = (&source.language, &target.language);
        let terms = self.recognize_terms(&source.text, languages, TermsWanted::Approved);
        let text = Target::new(&target.text, &target.language);
        let mut findings = Vec::new();
        for of_one_name in terms.chunk_by(|a, b| a.hit.start == b.hit.start) {
            let renderings = renderings(of_one_name);
            let (term, usage) = usage(of_one_name, &renderings, &text);
            count(usages.entry(term.hit.term).or_default(), term, usage);
            findings.extend(warning(of_one_name, (term, usage)).map(|warning| TermFinding::Term(Box::new(warning))));
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
    let (source, target) = [&unit.source, &unit.target].map(|side| Target::new(&side.text, &side.language)).into();
    let is_in_source = |term: &RecognizedTerm| {
        let names = [&term.matched_text, &term.hit.entry_text];
        names.into_iter().any(|name| source.holds(name))
    };
    let of_one_name = terms.chunk_by(|a, b| a.hit.start == b.hit.start).filter(|terms| is_in_source(&terms[0]));
    let warnings = of_one_name.filter_map(|terms| warning(terms, usage(terms, &renderings(terms), &target)));
    warnings.collect()
}

/// How a text renders a name that several terms may have, and which of them. There is at least one.
fn usage<'a>(
    terms: &'a [RecognizedTerm],
    renderings: &'a [TermEntry],
    text: &Target,
) -> (&'a RecognizedTerm, Usage<'a>) {
    let usage = text.usage(renderings);
    let found = match usage {
        Usage::Preferred(entry) | Usage::Admitted(entry) | Usage::Forbidden(entry) => Some(entry),
        Usage::Otherwise => None,
    };
    let of_found = |term: &&RecognizedTerm| found.is_some_and(|entry| term.renderings.contains(entry));
    (terms.iter().find(of_found).unwrap_or(&terms[0]), usage)
}

/// The renderings of all terms of one name.
fn renderings(terms: &[RecognizedTerm]) -> Vec<TermEntry> {
    terms.iter().flat_map(|term| term.renderings.clone()).collect()
}

/// Nothing where the rendering is right, or none is preferred.
fn warning(terms: &[RecognizedTerm], (term, usage): (&RecognizedTerm, Usage)) -> Option<TermWarning> {
    let mut renderings = term.renderings.iter().chain(terms.iter().flat_map(|term| &term.renderings));
    let preferred = renderings.find(|entry| entry.status == TermStatus::Preferred)?;
    let found = match usage {
        Usage::Preferred(_) => return None,
        Usage::Admitted(entry) | Usage::Forbidden(entry) => Some(entry.clone()),
        Usage::Otherwise => None,
    };
    let (source_text, preferred) = (term.matched_text.clone(), preferred.text.clone());
    Some(TermWarning { term: term.hit.term, source_text, found, preferred })
}

fn count(usage: &mut TermUsage, term: &RecognizedTerm, found: Usage) {
    if usage.name.is_empty() {
        usage.name.clone_from(&term.hit.entry_text);
    }
    match found {
        Usage::Otherwise => usage.otherwise += 1,
        Usage::Preferred(entry) | Usage::Admitted(entry) | Usage::Forbidden(entry) => {
            *usage.renderings.entry((entry.status, entry.text.clone())).or_default() += 1;
        }
    }
}
