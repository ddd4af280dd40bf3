//! A concept while it is being read, and what it comes to.

use super::words::{OWN_ATTRIBUTE, OWN_AUTHOR, OWN_ORIGIN, OWN_REVIEW_STATE, OWN_TYPE, OWN_VARIANT};
use crate::format::problem::{Fault, Reason};
use crate::format::record::{Position, add_line};
use crate::format::terms::{SaidName, TermRecord};
use crate::model::{Language, TermStatus};
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

    /// Takes a term. A second one in its place is another name.
    pub fn end_term(&mut self, text: &str) {
        if self.name().is_some_and(|name| !name.text.is_empty()) {
            self.open_name();
        }
        if let Some(name) = self.name() {
            name.text = nfc(&on_one_line(text)).into_owned();
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
        let mut record = TermRecord::new(self.id, position);
        self.categories.into_iter().for_each(|(category, said)| take(&mut record, &category, &said));
        for language in self.languages {
            take_language(&mut record, language)?;
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

/// Takes what is said of the concept.
fn take(record: &mut TermRecord, category: &str, said: &str) {
    let is_known = match category {
        "note" => {
            add_line(&mut record.note, said);
            true
        }
        "source" => {
            add_line(record.source.get_or_insert_default(), said);
            true
        }
        OWN_AUTHOR => {
            said.clone_into(&mut record.author);
            true
        }
        OWN_TYPE => record.take_type(said),
        OWN_REVIEW_STATE => record.take_review(said),
        OWN_ORIGIN => {
            // Written by this program, which says where a term is from if anything is known of that.
            record.source.get_or_insert_default();
            record.take_origin(said)
        }
        _ => false,
    };
    if !is_known {
        record.add_attribute(category.strip_prefix(OWN_ATTRIBUTE).unwrap_or(category).to_owned(), said);
    }
}

fn take_language(record: &mut TermRecord, said: InLanguage) -> Result<(), Fault> {
    let names: Vec<Name> = said.names.into_iter().filter(|name| !name.text.is_empty()).collect();
    if names.is_empty() {
        return Ok(());
    }
    // The POSIX locale, which some tools write for the language of a program's own texts, is English (CLDR `en_US_POSIX`).
    let tag = if matches!(&*said.tag, "C" | "POSIX") { "en" } else { &said.tag };
    let language = Language::parse(tag).map_err(|error| Fault::new(Reason::UnknownLanguage, error.to_string()))?;
    for (category, text) in said.categories {
        record.add_attribute(format!("{category} ({language})"), &text);
    }
    for name in &names {
        for (category, text) in &name.categories {
            record.add_attribute(format!("{category} ({language}: {})", name.text), text);
        }
    }
    let said = |Name { text, status, variants, .. }| SaidName { text, status, variants };
    record.add_names(&language, names.into_iter().map(said).collect());
    Ok(())
}

/// The text without the line breaks, and what indents the lines, that whoever laid the XML out has put in.
fn on_one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `preferredTerm-admn-sts` of version 2, `preferredTerm` of others.
fn status(said: &str) -> Option<TermStatus> {
    match said.trim_end_matches("-admn-sts").trim_end_matches("Term") {
        "preferred" => Some(TermStatus::Preferred),
        "admitted" | "legal" | "regulated" | "standardized" => Some(TermStatus::Admitted),
        "deprecated" | "superseded" | "forbidden" => Some(TermStatus::Forbidden),
        _ => None,
    }
}
