//! The termbase: names, titles and fixed phrases with their established renderings.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::catalog::check_revision;
use super::error::EngineError;
use super::receipts::keep_answer;
use super::stop::Stop;
use super::suggest::check_direction;
use super::{CHUNK, Engine, RequestId, now, read, write};
use crate::article::{self, ArticleFormat, Reading};
use crate::model::{Language, Segment, Term, TermEntry, TermId, TermStatus, TermType};
use crate::store::{Batch, Change, Store, TermIdentity};
use crate::term::{Recognizer, TermHit};
use crate::text::{match_key, nfc};

/// A term to be written.
#[derive(Clone, Debug)]
pub struct NewTerm {
    pub kind: TermType,
    pub entries: Vec<TermEntry>,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
}

/// New values for some of a term's fields.
#[derive(Clone, Debug, Default)]
pub struct TermChange {
    pub kind: Option<TermType>,
    pub entries: Option<Vec<TermEntry>>,
    pub note: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
    /// The revision that the change was made to; `None` changes whatever is there.
    pub revision: Option<u64>,
}

/// A known name or title found in a text.
#[derive(Clone, Debug)]
pub struct RecognizedTerm {
    pub hit: TermHit,
    pub matched_text: String,
    pub kind: TermType,
    pub note: String,
    /// Most preferred first, forbidden ones last.
    pub renderings: Vec<TermEntry>,
}

/// All terms, and what finds them in text.
#[derive(Default)]
pub(super) struct Termbase {
    terms: HashMap<TermId, Term>,
    recognizer: Recognizer,
}

impl Termbase {
    pub fn load(store: &dyn Store) -> Result<Termbase, EngineError> {
        let (mut termbase, mut after) = (Termbase::default(), None);
        loop {
            let terms = store.terms(after, CHUNK)?;
            let Some(last) = terms.last() else { return Ok(termbase) };
            after = Some(last.id);
            terms.into_iter().for_each(|term| termbase.put(term));
        }
    }

    pub fn len(&self) -> usize {
        self.terms.len()
    }

    fn put(&mut self, term: Term) {
        self.remove(term.id);
        self.recognizer.insert(&term);
        self.terms.insert(term.id, term);
    }

    fn remove(&mut self, id: TermId) {
        if self.terms.remove(&id).is_some() {
            self.recognizer.remove(id);
        }
    }
}

impl Engine {
    /// Writes terms, all or none; gives each as stored. A term that is there, name for name, is left as it is.
    pub fn write_terms(&self, terms: Vec<NewTerm>, request: &RequestId) -> Result<Vec<Term>, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let (first_id, mut fresh) = (writer.next_term, HashMap::<TermIdentity, Term>::new());
        let mut answer = Vec::with_capacity(terms.len());
        for (at, term) in terms.into_iter().enumerate() {
            let term = self.checked_term(term, &format!("terms[{at}]")).inspect_err(|_| writer.next_term = first_id)?;
            let term = new_term(writer.next_term, term);
            let identity = TermIdentity::of(&term);
            let there = match fresh.get(&identity) {
                Some(term) => Some(term.clone()),
                None => self.store.term_by_identity(&identity)?.and_then(|id| self.stored_term(id)),
            };
            answer.push(there.unwrap_or_else(|| {
                writer.next_term.0 += 1;
                fresh.insert(identity, term.clone());
                term
            }));
        }
        let put = |term: &Term| Change::PutTerm { term: term.clone(), before: None };
        let mut batch = Batch(fresh.values().map(put).collect());
        keep_answer(&mut batch, request, &answer)?;
        self.commit(&mut writer, batch)?;
        let mut termbase = write(&self.termbase);
        fresh.into_values().for_each(|term| termbase.put(term));
        Ok(answer)
    }

    fn stored_term(&self, id: TermId) -> Option<Term> {
        read(&self.termbase).terms.get(&id).cloned()
    }

    /// The term with its names in NFC, if it keeps the rules.
    fn checked_term(&self, mut term: NewTerm, path: &str) -> Result<NewTerm, EngineError> {
        self.check_entries(&mut term.entries, path)?;
        self.limits.check_detail(format_args!("{path}.note"), &term.note)?;
        self.limits.check_attributes(path, &term.attributes)?;
        Ok(term)
    }

    fn check_entries(&self, entries: &mut [TermEntry], path: &str) -> Result<(), EngineError> {
        if entries.is_empty() {
            return Err(EngineError::invalid(format!("{path}.entries"), "it is empty; give the term a name"));
        }
        self.limits.check_count(format_args!("{path}.entries"), entries.len())?;
        for (at, entry) in entries.iter_mut().enumerate() {
            self.limits.check_count(format_args!("{path}.entries[{at}].variants"), entry.variants.len())?;
            let variants = entry.variants.iter_mut().enumerate().map(|(n, v)| (v, format!("variants[{n}]")));
            for (text, field) in std::iter::once((&mut entry.text, "text".to_owned())).chain(variants) {
                let field = format!("{path}.entries[{at}].{field}");
                *text = nfc(text.trim()).into_owned();
                self.limits.check_text(&field, text)?;
                if text.len() > Recognizer::LONGEST_NAME {
                    let most = Recognizer::LONGEST_NAME;
                    return Err(EngineError::invalid(
                        field,
                        format!("it has {} bytes, the most is {most}", text.len()),
                    ));
                }
                if !match_key(text, &entry.language).chars().any(char::is_alphabetic) {
                    return Err(EngineError::invalid(field, "it holds no letter, so it can never be found in text"));
                }
            }
        }
        Ok(())
    }

    pub fn term(&self, id: TermId) -> Result<Term, EngineError> {
        self.stored_term(id).ok_or_else(|| EngineError::NotFound { name: id.name() })
    }

    /// Terms in the order in which they were first written, from behind `after` on.
    pub fn terms(&self, after: Option<TermId>, limit: usize) -> Result<Vec<Term>, EngineError> {
        Ok(self.store.terms(after, limit)?)
    }

    pub fn update_term(&self, id: TermId, change: TermChange, request: &RequestId) -> Result<Term, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let before = self.term(id)?;
        check_revision(|| id.name(), before.revision, change.revision)?;
        let mut term = self.changed_term(&before, change)?;
        let mut batch = Batch::default();
        if term != before {
            (term.updated, term.revision) = (now(), before.revision + 1);
            batch.push(Change::PutTerm { term: term.clone(), before: Some(before) });
        }
        keep_answer(&mut batch, request, &term)?;
        self.commit(&mut writer, batch)?;
        write(&self.termbase).put(term.clone());
        Ok(term)
    }

    fn changed_term(&self, before: &Term, change: TermChange) -> Result<Term, EngineError> {
        let mut term = before.clone();
        term.kind = change.kind.unwrap_or(term.kind);
        term.entries = change.entries.unwrap_or(term.entries);
        term.note = change.note.unwrap_or(term.note);
        term.attributes = change.attributes.unwrap_or(term.attributes);
        self.check_entries(&mut term.entries, "term")?;
        self.limits.check_detail("term.note", &term.note)?;
        self.limits.check_attributes("term", &term.attributes)?;
        match self.store.term_by_identity(&TermIdentity::of(&term))?.filter(|&other| other != term.id) {
            Some(other) => Err(EngineError::AlreadyExists { name: other.name() }),
            None => Ok(term),
        }
    }

    pub fn delete_term(&self, id: TermId, request: &RequestId) -> Result<(), EngineError> {
        let mut writer = self.begin_write()?;
        if self.earlier_answer::<()>(request)?.is_some() {
            return Ok(());
        }
        let mut batch = Batch(vec![Change::DeleteTerm(self.term(id)?)]);
        keep_answer(&mut batch, request, &())?;
        self.commit(&mut writer, batch)?;
        write(&self.termbase).remove(id);
        Ok(())
    }

    /// The known terms in a segment or article, in the order of the text.
    pub fn recognize(
        &self,
        text: &str,
        from: &Language,
        to: &Language,
        stop: &Stop,
    ) -> Result<Vec<RecognizedTerm>, EngineError> {
        self.limits.check_article("text", text)?;
        check_direction(from, to)?;
        let mut recognized = Vec::new();
        // Segment by segment, so that no write waits for long and a deadline is seen.
        let reading = Reading { language: from, format: ArticleFormat::Auto, segmentation: &self.segmentation };
        for segment in article::segment(text, &reading) {
            stop.check()?;
            for mut term in self.recognize_terms(&without_markup(text, &segment), from, to) {
                term.hit.start += segment.start;
                term.hit.end += segment.start;
                term.matched_text = text[term.hit.start..term.hit.end].to_owned();
                recognized.push(term);
            }
        }
        Ok(recognized)
    }

    pub(super) fn recognize_terms(&self, text: &str, from: &Language, to: &Language) -> Vec<RecognizedTerm> {
        let termbase = read(&self.termbase);
        let hits = termbase.recognizer.recognize(text, from, to);
        hits.into_iter().filter_map(|hit| Some(recognized(termbase.terms.get(&hit.term)?, hit, text, to))).collect()
    }
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
    let mut renderings: Vec<TermEntry> =
        term.entries.iter().filter(|e| e.language.is_variant_of(to)).cloned().collect();
    // The very language asked for before its variants, within each status.
    renderings.sort_by_key(|entry| (entry.status, !to.covers(&entry.language)));
    debug_assert!(renderings.is_sorted_by_key(|e| e.status == TermStatus::Forbidden));
    RecognizedTerm {
        matched_text: text[hit.start..hit.end].to_owned(),
        kind: term.kind,
        note: term.note.clone(),
        renderings,
        hit,
    }
}

fn new_term(id: TermId, new: NewTerm) -> Term {
    let now = now();
    Term {
        id,
        kind: new.kind,
        entries: new.entries,
        note: new.note,
        attributes: new.attributes,
        created: now,
        updated: now,
        revision: 1,
    }
}
