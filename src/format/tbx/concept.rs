//! A concept while it is being read, and what it comes to.

use std::collections::BTreeMap;

use super::record::{OWN_AUTHOR, OWN_REVIEW_STATE, OWN_TYPE, OWN_VARIANT, REVIEW_STATES, TYPES, TermRecord, named};
use crate::format::problem::{Fault, Reason};
use crate::format::record::{Position, add_line};
use crate::model::{Evidence, Language, TermEntry, TermStatus};
use crate::text::nfc;

/// More names than this are no concept.
const MOST_NAMES: usize = 1_000;

/// What a category is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Concept,
    Language,
    Name,
}

#[derive(Debug, Default)]
pub(super) struct Concept {
    pub id: Option<String>,
    pub line: u64,
    pub ordinal: u64,
    languages: Vec<InLanguage>,
    categories: Vec<(String, String)>,
    /// What was wrong first.
    fault: Option<Fault>,
}

#[derive(Debug, Default)]
struct InLanguage {
    tag: String,
    names: Vec<Name>,
    categories: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct Name {
    text: String,
    status: Option<TermStatus>,
    variants: Vec<String>,
    categories: Vec<(String, String)>,
}

impl Concept {
    pub fn new(id: Option<String>, line: u64, ordinal: u64) -> Concept {
        Concept { id, line, ordinal, ..Concept::default() }
    }

    pub fn refuse(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    pub fn open_language(&mut self, tag: &str) {
        self.languages.push(InLanguage { tag: tag.to_owned(), ..InLanguage::default() });
    }

    pub fn open_name(&mut self) {
        if let Some(language) = self.languages.last_mut() {
            language.names.push(Name::default());
        }
    }

    pub fn end_term(&mut self, text: &str) {
        if let Some(name) = self.name() {
            add_line(&mut name.text, nfc(text.trim()).as_ref());
        }
    }

    /// Takes what a category says: `administrativeStatus`, of a name, `preferredTerm-admn-sts`.
    pub fn end_category(&mut self, level: Level, category: &str, said: &str) {
        let said = said.trim();
        if said.is_empty() {
            return;
        }
        let categories = match level {
            Level::Concept => &mut self.categories,
            Level::Language => match self.languages.last_mut() {
                Some(language) => &mut language.categories,
                None => return,
            },
            Level::Name => match self.name() {
                Some(name) => match category {
                    "administrativeStatus" | "normativeAuthorization" if status(said).is_some() => {
                        name.status = status(said);
                        return;
                    }
                    OWN_VARIANT => {
                        name.variants.push(nfc(said).into_owned());
                        return;
                    }
                    _ => &mut name.categories,
                },
                None => return,
            },
        };
        categories.push((category.to_owned(), said.to_owned()));
    }

    /// What it is called, to be quoted.
    pub fn excerpt(&self) -> &str {
        self.languages
            .iter()
            .flat_map(|language| &language.names)
            .map(|name| name.text.as_str())
            .next()
            .unwrap_or_default()
    }

    pub fn finish(self, position: Position) -> Result<TermRecord, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let mut record = TermRecord {
            entries: Vec::new(),
            kind: None,
            note: String::new(),
            source: String::new(),
            author: String::new(),
            review: None,
            attributes: BTreeMap::new(),
            unit_id: self.id,
            position,
        };
        self.categories.into_iter().for_each(|(category, said)| record.take(&category, &said));
        for language in self.languages {
            record.take_language(language)?;
        }
        match record.entries.len() {
            0 => Err(Fault::new(Reason::EmptySource, "the concept has no term; give it one")),
            names if names > MOST_NAMES => Err(Fault::new(
                Reason::UnitTooLarge,
                format!("the concept has {names} terms, the most is {MOST_NAMES}; split it"),
            )),
            _ => Ok(record),
        }
    }

    fn name(&mut self) -> Option<&mut Name> {
        self.languages.last_mut()?.names.last_mut()
    }
}

impl TermRecord {
    /// Takes what is said of the concept.
    fn take(&mut self, category: &str, said: &str) {
        match category {
            "note" => add_line(&mut self.note, said),
            "source" => add_line(&mut self.source, said),
            OWN_AUTHOR => said.clone_into(&mut self.author),
            OWN_TYPE if named(&TYPES, said).is_some() => self.kind = named(&TYPES, said),
            OWN_REVIEW_STATE if named(&REVIEW_STATES, said).is_some() => self.review = named(&REVIEW_STATES, said),
            _ => self.add(category.to_owned(), said),
        }
    }

    fn add(&mut self, name: String, said: &str) {
        add_line(self.attributes.entry(name).or_default(), said);
    }

    fn take_language(&mut self, mut said: InLanguage) -> Result<(), Fault> {
        said.names.retain(|name| !name.text.is_empty());
        if said.names.is_empty() {
            return Ok(());
        }
        let language =
            Language::parse(&said.tag).map_err(|error| Fault::new(Reason::UnknownLanguage, error.to_string()))?;
        for (category, text) in said.categories {
            self.add(format!("{category} ({language})"), &text);
        }
        let is_settled = said.names.iter().any(|name| name.status == Some(TermStatus::Preferred));
        let mut unsaid = if is_settled { TermStatus::Admitted } else { TermStatus::Preferred };
        for name in said.names {
            let is_known = self.entries.iter().any(|entry| (&entry.language, &entry.text) == (&language, &name.text));
            if is_known {
                continue;
            }
            for (category, text) in name.categories {
                self.add(format!("{category} ({language}: {})", name.text), &text);
            }
            let status = name.status.unwrap_or_else(|| std::mem::replace(&mut unsaid, TermStatus::Admitted));
            let (language, variants) = (language.clone(), name.variants);
            self.entries.push(TermEntry { language, text: name.text, status, variants, evidence: Evidence::default() });
        }
        Ok(())
    }
}

/// `preferredTerm-admn-sts` of version 2, `preferredTerm` of others.
fn status(said: &str) -> Option<TermStatus> {
    match said.trim_end_matches("-admn-sts") {
        "preferredTerm" => Some(TermStatus::Preferred),
        "admittedTerm" | "legalTerm" | "regulatedTerm" | "standardizedTerm" => Some(TermStatus::Admitted),
        "deprecatedTerm" | "supersededTerm" => Some(TermStatus::Forbidden),
        _ => None,
    }
}
