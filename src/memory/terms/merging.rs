//! Which terms are one, and what becomes of two that are.

use std::collections::BTreeMap;

use super::super::units::fill;
use super::NewTerm;
use super::termbase::{name_key, name_keys};
use crate::format::terms::{NamePlace, NamesHeld};
use crate::model::{Evidence, Language, Term, TermEntry, TermReviewState, TermStatus, TermType};
use TermReviewState::{Approved, Candidate, Rejected};

/// Whether writing `new` writes the concept that is there: of the same type, with names in common in two languages.
///
/// What nobody has approved never adds to what somebody has: it is the same concept only if all its names are there.
pub fn is_same_concept(there: &Term, new: &NewTerm) -> bool {
    let shares_names = there.kind == new.kind && have_names_in_common(&there.entries, &new.entries);
    match (there.review, new.review) {
        (Approved, Candidate | Rejected) | (Rejected, Candidate) | (Candidate, Rejected) => {
            shares_names && new.entries.iter().all(|entry| is_known(&there.entries, entry))
        }
        _ => shares_names,
    }
}

/// Whether one of two only forbids renderings of what the other is called, so that they are that one's: what only forbids is no
/// concept of its own. Its type need not be said.
pub fn one_forbids_renderings(there: &Term, new: &NewTerm) -> bool {
    let (of_new, of_there) = (only_forbids(&new.entries), only_forbids(&there.entries));
    let is_of_kind = there.kind == new.kind
        || (of_new && new.kind == TermType::Other)
        || (of_there && there.kind == TermType::Other);
    (there.review, new.review) == (Approved, Approved)
        && of_new != of_there
        && is_of_kind
        && new.entries.first().is_some_and(|name| {
            let called_so: Vec<TermEntry> = preferred(&there.entries).cloned().collect();
            name.status == TermStatus::Preferred && is_known(&called_so, name)
        })
}

/// Whether all names but what a term is called are forbidden ones.
pub fn only_forbids(entries: &[TermEntry]) -> bool {
    let Some((_, renderings)) = entries.split_first() else { return false };
    !renderings.is_empty() && renderings.iter().all(|entry| entry.status == TermStatus::Forbidden)
}

fn preferred(entries: &[TermEntry]) -> impl Iterator<Item = &TermEntry> {
    entries.iter().filter(|entry| entry.status == TermStatus::Preferred)
}

/// Whether entries of two terms share a name in two languages, or are the very same ones.
pub fn have_names_in_common(one: &[TermEntry], other: &[TermEntry]) -> bool {
    let mut shared = one.iter().filter(|entry| is_known(other, entry)).map(|entry| entry.language.primary());
    match shared.next() {
        Some(first) => shared.any(|language| language != first) || have_same_names(one, other),
        None => false,
    }
}

fn have_same_names(one: &[TermEntry], other: &[TermEntry]) -> bool {
    one.len() == other.len() && one.iter().all(|entry| is_known(other, entry))
}

/// Whether the entry's name is a name or variant of one of `entries`.
fn is_known(entries: &[TermEntry], entry: &TermEntry) -> bool {
    let key = name_key(&entry.text, &entry.language);
    entries
        .iter()
        .any(|other| other.language.primary() == entry.language.primary() && name_keys(other).any(|k| k == key))
}

/// Adds to a term what writing it again brings. Names that are there keep their status.
pub fn absorb(term: &mut Term, new: NewTerm) {
    if term.review == Approved && new.review != Approved {
        return take_evidence(term, &new);
    }
    // What only forbade renderings gets the type of the concept.
    if only_forbids(&term.entries) && term.kind == TermType::Other {
        term.kind = new.kind;
    }
    let is_confirmed = new.review == Approved && term.review != Approved;
    if is_confirmed {
        confirm(&mut term.entries, &new.entries);
        (term.review, term.origin) = (Approved, new.origin);
    }
    if (term.review, new.review) == (Candidate, Rejected) {
        term.review = Rejected;
    }
    unite_entries(term, &new.entries, &new.evidence, Evidence::unite);
    term.evidence.unite(&new.evidence);
    fill(&mut term.note, new.note);
    fill(&mut term.source, new.source);
    fill(&mut term.author, new.author);
    for (name, value) in new.attributes {
        term.attributes.entry(name).or_insert(value);
    }
}

/// All that what nobody has approved may add to what somebody has.
fn take_evidence(term: &mut Term, new: &NewTerm) {
    term.evidence.unite(&new.evidence);
    for entry in &new.entries {
        if let Some(there) = term.entries.iter_mut().find(|there| is_known(std::slice::from_ref(there), entry)) {
            there.evidence.unite(&entry.evidence);
        }
    }
}

/// Lets what a file says of a term that it has by its id stand in the place of what was said; names keep their evidence.
/// Names that the file has no place for stay.
pub fn replace(term: &mut Term, new: NewTerm, places: Option<&[NamePlace]>) {
    let has_place = |language: &Language, holds: NamesHeld| {
        places.is_none_or(|places| places.iter().any(|place| (&place.language, place.holds) == (language, holds)))
    };
    let before = std::mem::replace(&mut term.entries, new.entries);
    for there in before {
        let is_same = |entry: &&mut TermEntry| (&entry.language, &entry.text) == (&there.language, &there.text);
        match term.entries.iter_mut().find(is_same) {
            Some(same) => {
                same.evidence.unite(&there.evidence);
                if !has_place(&there.language, NamesHeld::Variants) {
                    same.variants = there.variants;
                }
            }
            None if !has_place(&there.language, NamesHeld::Of(there.status)) => term.entries.push(there),
            None => (),
        }
    }
    replace_details(term, (new.note, new.source, new.author), new.attributes);
}

fn replace_details(
    term: &mut Term,
    (note, source, author): (String, String, String),
    attributes: BTreeMap<String, String>,
) {
    for (own, said) in [(&mut term.note, note), (&mut term.source, source), (&mut term.author, author)] {
        if !said.is_empty() {
            *own = said;
        }
    }
    term.attributes.extend(attributes);
}

/// Lets what is said of a term, which has been added to it, replace what it said before.
pub fn overrule(term: &mut Term, new: NewTerm) {
    for said in &new.entries {
        let Some(at) = term.entries.iter().position(|entry| is_known(std::slice::from_ref(entry), said)) else {
            continue;
        };
        if said.status == TermStatus::Preferred {
            let rivals = term.entries.iter_mut().filter(|entry| entry.language == said.language);
            rivals.for_each(|entry| entry.status = entry.status.max(TermStatus::Admitted));
        }
        term.entries[at].status = said.status;
    }
    replace_details(term, (new.note, new.source, new.author), new.attributes);
}

/// Leaves the names that are approved, as they are approved: what was only mined beside them is not.
fn confirm(entries: &mut Vec<TermEntry>, approved: &[TermEntry]) {
    entries.retain_mut(|entry| {
        let said = approved.iter().find(|said| is_known(std::slice::from_ref(entry), said));
        said.map(|said| entry.status = said.status).is_some()
    });
}

/// Adds another concept to one that takes its place.
///
/// What the kept one prefers stays preferred; what the other one preferred beside it becomes admitted.
pub fn take_over(term: &mut Term, other: &Term) {
    let prefers = |entry: &&TermEntry| entry.status == TermStatus::Preferred;
    let settled: Vec<Language> = term.entries.iter().filter(prefers).map(|entry| entry.language.clone()).collect();
    let mut entries = other.entries.clone();
    for entry in &mut entries {
        if settled.contains(&entry.language) {
            entry.status = entry.status.max(TermStatus::Admitted);
        }
    }
    unite_entries(term, &entries, &other.evidence, Evidence::add);
    term.evidence.add(&other.evidence);
    term.review = term.review.min(other.review);
    term.created = term.created.min(other.created);
    fill(&mut term.note, other.note.clone());
    fill(&mut term.source, other.source.clone());
    fill(&mut term.author, other.author.clone());
    for (name, value) in &other.attributes {
        term.attributes.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

/// Adds names to a term. Of one that is there in another spelling, the spelling becomes a variant. `count` puts the
/// evidence for a name together.
fn unite_entries(term: &mut Term, new: &[TermEntry], evidence: &Evidence, count: fn(&mut Evidence, &Evidence)) {
    let brings_names = !new.iter().all(|entry| is_known(&term.entries, entry));
    if brings_names {
        // From here on the term's evidence is no longer that of each of its names.
        let of_all = term.evidence.clone();
        term.entries.iter_mut().for_each(|entry| give_evidence(entry, &of_all));
    }
    for entry in new {
        let mut entry = entry.clone();
        if brings_names {
            give_evidence(&mut entry, evidence);
        }
        match term.entries.iter_mut().find(|there| is_known(std::slice::from_ref(there), &entry)) {
            Some(there) => unite_names(there, entry, count),
            None => {
                // Of what nobody has approved it need not be settled which name is preferred.
                let is_settled = preferred(&term.entries).any(|there| there.language == entry.language);
                if is_settled && term.review != Approved {
                    entry.status = entry.status.max(TermStatus::Admitted);
                }
                term.entries.push(entry);
            }
        }
    }
}

fn give_evidence(entry: &mut TermEntry, evidence: &Evidence) {
    if entry.evidence == Evidence::default() {
        entry.evidence = evidence.clone();
    }
}

fn unite_names(there: &mut TermEntry, new: TermEntry, count: fn(&mut Evidence, &Evidence)) {
    count(&mut there.evidence, &new.evidence);
    for text in std::iter::once(new.text).chain(new.variants) {
        if text != there.text && !there.variants.contains(&text) {
            there.variants.push(text);
        }
    }
}
