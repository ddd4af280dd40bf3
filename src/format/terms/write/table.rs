use crate::format::WriteError;
use crate::format::terms::layout::BETWEEN_NAMES;
use crate::format::terms::words::{REVIEW_STATES, STATUSES, TYPES, word};
use crate::model::{Language, Term, TermEntry, TermStatus};

/// The columns behind those of the languages.
const DETAILS: [&str; 6] = ["type", "review", "note", "provenance", "author", "id"];

const FIRST_LANGUAGE: &str = "first language";

/// Which columns a table of terms has: those that its terms need.
#[derive(Clone, Debug, Default)]
pub struct TableShape {
    languages: Vec<Names>,
    /// Whether a term is called by a name in another language than the first that it has.
    has_first_language: bool,
}

/// The columns of a language, the first of which holds the preferred names.
#[derive(Clone, Debug)]
struct Names {
    language: Language,
    has_admitted: bool,
    has_forbidden: bool,
    has_variants: bool,
}

impl TableShape {
    /// Of all these terms.
    pub fn of(terms: &[Term]) -> TableShape {
        let mut shape = TableShape::default();
        terms.iter().for_each(|term| shape.add_names(term));
        shape.has_first_language = terms.iter().any(|term| shape.first_language(term).is_some());
        shape
    }

    fn add_names(&mut self, term: &Term) {
        for entry in &term.entries {
            let language = &entry.language;
            let at = self.languages.iter().position(|names| names.language == *language).unwrap_or_else(|| {
                let (has_admitted, has_forbidden, has_variants) = (false, false, false);
                self.languages.push(Names { language: language.clone(), has_admitted, has_forbidden, has_variants });
                self.languages.len() - 1
            });
            let names = &mut self.languages[at];
            names.has_admitted |= entry.status == TermStatus::Admitted;
            names.has_forbidden |= entry.status == TermStatus::Forbidden;
            names.has_variants |= !entry.variants.is_empty();
        }
    }

    pub(super) fn header(&self) -> Vec<String> {
        let of_language = |names: &Names| {
            let tag = &names.language;
            // `id` is the column of ids.
            let mut header = vec![if tag.as_str() == "id" { "id preferred".to_owned() } else { tag.to_string() }];
            for status in names.statuses() {
                header.push(format!("{tag} {}", word(&STATUSES, &status)));
            }
            header.extend(names.has_variants.then(|| format!("{tag} variants")));
            header
        };
        let first = self.has_first_language.then(|| FIRST_LANGUAGE.to_owned());
        self.languages.iter().flat_map(of_language).chain(DETAILS.map(str::to_owned)).chain(first).collect()
    }

    /// The language of what a term is called, if that is not the first of its columns.
    fn first_language<'t>(&self, term: &'t Term) -> Option<&'t Language> {
        let called = &term.entries.first()?.language;
        let has = |names: &&Names| term.entries.iter().any(|entry| entry.language == names.language);
        self.languages.iter().find(has).filter(|names| names.language != *called).map(|_| called)
    }

    pub(super) fn row(&self, term: &Term) -> Result<Vec<String>, WriteError> {
        let mut cells = Vec::new();
        for names in &self.languages {
            names.cells(term, &mut cells)?;
        }
        let (kind, review) = (word(&TYPES, &term.kind), word(&REVIEW_STATES, &term.review));
        cells.extend([kind, review, &term.note, &term.source, &term.author, &term.tag()].map(str::to_owned));
        if self.has_first_language {
            cells.push(self.first_language(term).map(Language::to_string).unwrap_or_default());
        }
        Ok(cells)
    }
}

impl Names {
    /// Those of the columns behind the first.
    fn statuses(&self) -> impl Iterator<Item = TermStatus> {
        let admitted = self.has_admitted.then_some(TermStatus::Admitted);
        admitted.into_iter().chain(self.has_forbidden.then_some(TermStatus::Forbidden))
    }

    fn cells(&self, term: &Term, cells: &mut Vec<String>) -> Result<(), WriteError> {
        let mut entries: Vec<&TermEntry> =
            term.entries.iter().filter(|entry| entry.language == self.language).collect();
        entries.sort_by_key(|entry| entry.status);
        if entries.iter().skip(1).any(|entry| !entry.variants.is_empty()) {
            return Err(WriteError::Unwritable(
                "it has other spellings of a name beside another one, which a table has no way to write; export it as \
                 TBX or JSONL"
                    .into(),
            ));
        }
        for status in std::iter::once(TermStatus::Preferred).chain(self.statuses()) {
            let names = entries.iter().filter(|entry| entry.status == status);
            cells.push(joined(names.map(|entry| &entry.text))?);
        }
        if self.has_variants {
            cells.push(joined(entries.iter().flat_map(|entry| &entry.variants))?);
        }
        Ok(())
    }
}

fn joined<'a>(names: impl Iterator<Item = &'a String>) -> Result<String, WriteError> {
    let names: Vec<&str> = names.map(String::as_str).collect();
    match names.iter().find(|name| name.contains(BETWEEN_NAMES)) {
        Some(name) => Err(WriteError::Unwritable(format!(
            "“{name}” holds a {BETWEEN_NAMES}, which separates names in a table; export it as TBX or JSONL"
        ))),
        None => Ok(names.join(&format!(" {BETWEEN_NAMES} "))),
    }
}
