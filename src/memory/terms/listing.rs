//! Terms by what they are.

use std::collections::BTreeSet;

use super::super::error::EngineError;
use super::super::{Engine, read};
use super::termbase::Termbase;
use crate::model::{Language, Term, TermEntry, TermId, TermReviewState, TermStatus, TermType};
use crate::text::match_key;

/// Where in a name a text is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextPlace {
    #[default]
    Anywhere,
    AtTheStart,
}

/// Which terms; whatever is empty or absent admits all. What is said of names holds for one and the same name.
#[derive(Clone, Debug, Default)]
pub struct TermFilter {
    /// Part of a name or variant, whatever its case, diacritics, joints and Arabic letters.
    pub text: String,
    pub place: TextPlace,
    /// With a name in this language or a variant of it.
    pub language: Option<Language>,
    /// With a name of one of these statuses.
    pub statuses: Vec<TermStatus>,
    pub kinds: Vec<TermType>,
    pub reviews: Vec<TermReviewState>,
    /// Just this source.
    pub source: String,
}

impl Engine {
    /// Terms in the order in which they were first written, from behind `after` on.
    pub fn terms(&self, filter: &TermFilter, after: Option<TermId>, limit: usize) -> Result<Vec<Term>, EngineError> {
        self.limits.check_length("filter.text", &filter.text)?;
        let termbase: &Termbase = &read(&self.termbase);
        if filter.text.is_empty() {
            let admitted = termbase.behind(after).filter(|term| filter.admits(term));
            return Ok(admitted.take(limit).cloned().collect());
        }
        let ids: BTreeSet<TermId> = match_keys(termbase, filter).into_iter().flatten().collect();
        let behind = ids.into_iter().filter(|&id| after.is_none_or(|after| id > after));
        let terms = behind.filter_map(|id| termbase.get(id)).filter(|term| filter.admits(term));
        Ok(terms.take(limit).cloned().collect())
    }
}

/// The terms that have the text in a name, as far as keys can tell. Of a text without a letter or digit there is no key.
fn match_keys(termbase: &Termbase, filter: &TermFilter) -> Vec<Vec<TermId>> {
    let languages = termbase.languages().filter(|known| filter.language.as_ref().is_none_or(|l| l.primary() == *known));
    let of_language = |primary: &str| {
        let language = Language::parse(primary).ok()?;
        let sought = match_key(&filter.text, &language);
        let sought = sought.trim();
        Some(termbase.with_key(primary, |key| filter.place.is_in(sought, key)))
    };
    languages.filter_map(of_language).collect()
}

impl TextPlace {
    fn is_in(self, sought: &str, key: &str) -> bool {
        match self {
            TextPlace::Anywhere => key.contains(sought),
            TextPlace::AtTheStart => key.starts_with(sought),
        }
    }
}

impl TermFilter {
    fn admits(&self, term: &Term) -> bool {
        let is_one_of = |admitted: bool, is_empty: bool| is_empty || admitted;
        is_one_of(self.kinds.contains(&term.kind), self.kinds.is_empty())
            && is_one_of(self.reviews.contains(&term.review), self.reviews.is_empty())
            && (self.source.is_empty() || self.source == term.source)
            && term.entries.iter().any(|entry| self.admits_name(entry))
    }

    fn admits_name(&self, entry: &TermEntry) -> bool {
        self.language.as_ref().is_none_or(|language| entry.language.is_variant_of(language))
            && (self.statuses.is_empty() || self.statuses.contains(&entry.status))
            && self.is_said_by(entry)
    }

    fn is_said_by(&self, entry: &TermEntry) -> bool {
        let key = |text: &str| match_key(text, &entry.language);
        let sought = key(&self.text);
        self.text.is_empty() || entry.spellings().any(|text| self.place.is_in(sought.trim(), &key(text)))
    }
}
