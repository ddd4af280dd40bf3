use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::model::{Language, Term, TermEntry, TermId};

use super::fit::fit;
use super::form::{Form, MOST_BYTES};
use super::hit::TermHit;
use super::lexicon::{FormId, Lexicon};
use super::likeness::misspelt_names;
use super::line::Line;
use super::walk::leads;

/// A termbase in memory, ready to find its terms in texts.
///
/// Terms come and go one by one. Recognition takes about as long as the text is, however many terms there are.
#[derive(Default)]
pub struct Recognizer {
    terms: FxHashMap<TermId, Known>,
    /// By primary language: a name in en-GB is looked for in en-US texts too.
    lexicons: FxHashMap<String, Lexicon>,
}

struct Known {
    /// The languages that the term has a name in.
    languages: Vec<Language>,
    /// Its names, each with the primary language of its lexicon.
    forms: Vec<(String, FormId)>,
}

impl Recognizer {
    /// The longest name that is looked for, in bytes.
    pub const LONGEST_NAME: usize = MOST_BYTES;

    pub fn new() -> Recognizer {
        Recognizer::default()
    }

    /// Adds a term, in the place of an earlier one of the same id. Names without words are passed over: they would be
    /// found everywhere or nowhere.
    pub fn insert(&mut self, term: &Term) {
        self.remove(term.id);
        let mut known = Known { languages: Vec::new(), forms: Vec::new() };
        for entry in &term.entries {
            known.languages.push(entry.language.clone());
            for form in forms(term, entry) {
                let primary = entry.language.primary().to_owned();
                let id = self.lexicons.entry(primary.clone()).or_default().insert(form);
                known.forms.push((primary, id));
            }
        }
        self.terms.insert(term.id, known);
    }

    /// Takes a term out; does nothing where it is not known.
    pub fn remove(&mut self, term: TermId) {
        let Some(known) = self.terms.remove(&term) else { return };
        for (primary, form) in known.forms {
            if let Some(lexicon) = self.lexicons.get_mut(&primary) {
                lexicon.remove(form);
            }
        }
    }

    /// The terms in a text that have a name in `from` and one in `to` (or in variants of these languages).
    ///
    /// The hits do not overlap: longer ones win, then surer ones. They come in the order of the text. Terms of the same
    /// name (Georgia twice) share their place, earlier terms first.
    pub fn recognize(&self, text: &str, from: &Language, to: &Language) -> Vec<TermHit> {
        recognize_in(&[self], text, from, to)
    }

    fn hits(&self, line: &Line, from: &Language, to: &Language) -> Vec<TermHit> {
        let Some(lexicon) = self.lexicons.get(from.primary()) else {
            return Vec::new();
        };
        let serves = |form: &&Form| agree(&form.language, from) && self.has_name_in(form.term, to);
        let as_spelt = leads(lexicon, line).into_iter().filter_map(|lead| {
            let form = lexicon.form(lead.form).filter(serves)?;
            fit(form, line, &lead)
        });
        as_spelt.chain(misspelt_names(lexicon, line, serves)).collect()
    }

    fn has_name_in(&self, term: TermId, language: &Language) -> bool {
        let known = self.terms.get(&term);
        known.is_some_and(|known| known.languages.iter().any(|name| agree(name, language)))
    }
}

/// The same in several termbases at once, none of which tells the others what is a word and what is a name.
pub fn recognize_in(recognizers: &[&Recognizer], text: &str, from: &Language, to: &Language) -> Vec<TermHit> {
    let mut knowing =
        recognizers.iter().filter(|recognizer| recognizer.lexicons.contains_key(from.primary())).peekable();
    if knowing.peek().is_none() {
        return Vec::new();
    }
    let line = Line::new(text, from);
    longest_apart(knowing.flat_map(|recognizer| recognizer.hits(&line, from, to)).collect())
}

fn forms(term: &Term, entry: &TermEntry) -> impl Iterator<Item = Form> {
    let form = |text: &str| Form::new(term.id, term.kind, &entry.language, text);
    entry.spellings().filter_map(move |text| Some(form(text)?.among(entry)))
}

fn agree(name: &Language, wanted: &Language) -> bool {
    name.is_variant_of(wanted) || name.covers(wanted) || wanted.covers(name)
}

fn longest_apart(mut hits: Vec<TermHit>) -> Vec<TermHit> {
    hits.sort_by(|a, b| {
        let rank = |hit: &TermHit| (Reverse(hit.end - hit.start), Reverse(hit.score), hit.start, hit.term);
        rank(a).cmp(&rank(b)).then_with(|| a.entry_text.cmp(&b.entry_text))
    });
    let mut kept: BTreeMap<usize, Vec<TermHit>> = BTreeMap::new();
    for hit in hits {
        // The kept ones do not overlap, so only the last of those that start before the end can be in the way.
        match kept.range_mut(..hit.end).next_back() {
            Some((_, others)) if others[0].end > hit.start => {
                let homonym =
                    |other: &TermHit| other.end == hit.end && other.start == hit.start && other.score == hit.score;
                if homonym(&others[0]) && others.iter().all(|other| other.term != hit.term) {
                    others.push(hit);
                }
            }
            _ => drop(kept.insert(hit.start, vec![hit])),
        }
    }
    kept.into_values().flatten().collect()
}
