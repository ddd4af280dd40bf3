//! Which terms are one, and what becomes of two that are.

use super::super::units::fill;
use super::NewTerm;
use super::termbase::{name_key, name_keys};
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

/// Whether `new` only forbids renderings of what an approved term is called, so that they are that one's. Its type need not be
/// said.
pub fn forbids_renderings(there: &Term, new: &NewTerm) -> bool {
    let Some((name, renderings)) = new.entries.split_first() else { return false };
    let is_preferred = |entry: &TermEntry| entry.status == TermStatus::Preferred;
    let called_so: Vec<TermEntry> = there.entries.iter().filter(|entry| is_preferred(entry)).cloned().collect();
    (there.review, new.review) == (Approved, Approved)
        && (there.kind == new.kind || new.kind == TermType::Other)
        && !renderings.is_empty()
        && renderings.iter().all(|entry| entry.status == TermStatus::Forbidden)
        && is_known(&called_so, name)
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
    for (own, said) in [(&mut term.note, new.note), (&mut term.source, new.source), (&mut term.author, new.author)] {
        if !said.is_empty() {
            *own = said;
        }
    }
    term.attributes.extend(new.attributes);
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
            None => term.entries.push(entry),
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
