use crate::format::WriteError;
use crate::format::terms::layout::BETWEEN_NAMES;
use crate::format::terms::words::{REVIEW_STATES, STATUSES, TYPES, word};
use crate::model::{Language, Term, TermEntry, TermStatus};

/// The columns behind those of the languages.
const DETAILS: [&str; 6] = ["type", "review", "note", "provenance", "author", "id"];

/// Which columns a table of terms has: those that its terms need.
#[derive(Clone, Debug, Default)]
pub struct TableShape(Vec<Names>);

/// The columns of a language, the first of which holds the preferred names.
#[derive(Clone, Debug)]
struct Names {
    language: Language,
    has_admitted: bool,
    has_forbidden: bool,
    has_variants: bool,
}

impl TableShape {
    /// Makes room for a term.
    pub fn add(&mut self, term: &Term) {
        for entry in &term.entries {
            let language = &entry.language;
            let at = self.0.iter().position(|names| names.language == *language).unwrap_or_else(|| {
                let (has_admitted, has_forbidden, has_variants) = (false, false, false);
                self.0.push(Names { language: language.clone(), has_admitted, has_forbidden, has_variants });
                self.0.len() - 1
            });
            let names = &mut self.0[at];
            names.has_admitted |= entry.status == TermStatus::Admitted;
            names.has_forbidden |= entry.status == TermStatus::Forbidden;
            names.has_variants |= !entry.variants.is_empty();
        }
    }

    pub(super) fn header(&self) -> Vec<String> {
        let of_language = |names: &Names| {
            let tag = &names.language;
            let mut header = vec![tag.to_string()];
            for status in names.statuses() {
                header.push(format!("{tag} {}", word(&STATUSES, &status)));
            }
            header.extend(names.has_variants.then(|| format!("{tag} variants")));
            header
        };
        self.0.iter().flat_map(of_language).chain(DETAILS.map(str::to_owned)).collect()
    }

    pub(super) fn row(&self, term: &Term) -> Result<Vec<String>, WriteError> {
        let mut cells = Vec::new();
        for names in &self.0 {
            names.cells(term, &mut cells)?;
        }
        let (kind, review) = (word(&TYPES, &term.kind), word(&REVIEW_STATES, &term.review));
        cells.extend([kind, review, &term.note, &term.source, &term.author, &term.id.name()].map(str::to_owned));
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
