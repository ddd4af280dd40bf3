//! The records of an entry.

use super::entry::Entry;
use super::header::Languages;
use super::text::malformed;
use crate::format::problem::{Fault, Problem, ReadError, Reason};
use crate::format::record::{Position, Record};
use crate::model::{Language, UnitStatus, UnitText};
use crate::text::nfc;

type Item = Result<Record, ReadError>;

pub(super) fn of(entry: Entry, languages: &Languages, domain: &str, position: Position) -> Vec<Item> {
    let text = entry.id.clone().unwrap_or_default();
    let refuse = |fault| Err(ReadError::Problem(Problem::new(position, fault).quoting(&text)));
    let fault = entry.fault.clone().or_else(|| entry.comment_fault.clone()).or_else(|| incomplete(&entry));
    if let Some(fault) = fault {
        return vec![refuse(fault)];
    }
    let record = |(source, target): (&str, &str)| {
        let pair = pair(source, target, languages)?;
        Ok(describe(Record::new(pair.0, pair.1, position), &entry, domain))
    };
    pairs(&entry).into_iter().map(|pair| record(pair).or_else(refuse)).collect()
}

fn incomplete(entry: &Entry) -> Option<Fault> {
    let missing = match () {
        () if entry.id.is_none() => "there is no msgid",
        () if entry.forms.is_empty() => "there is no msgstr",
        () if entry.plural.is_none() && entry.forms.len() > 1 => "there are plural forms, but no msgid_plural",
        () if entry.forms.iter().any(Option::is_none) => "a plural form is left out",
        () => return None,
    };
    Some(malformed(missing))
}

/// Each source with its translations, none twice.
fn pairs(entry: &Entry) -> Vec<(&str, &str)> {
    let forms: Vec<&str> = entry.forms.iter().flatten().map(String::as_str).collect();
    let singular = entry.id.as_deref().zip(forms.first().copied());
    let of_plural = if forms.len() > 1 { &forms[1..] } else { &forms[..] };
    let mut pairs: Vec<(&str, &str)> = singular.into_iter().collect();
    for form in of_plural {
        let pair = entry.plural.as_deref().map(|plural| (plural, *form));
        pairs.extend(pair.filter(|pair| !pairs.contains(pair)));
    }
    pairs
}

fn pair(source: &str, target: &str, languages: &Languages) -> Result<(UnitText, UnitText), Fault> {
    if source.trim().is_empty() {
        return Err(Fault::new(Reason::EmptySource, "the source is empty; fill it in, or take the entry out"));
    }
    if target.trim().is_empty() {
        return Err(Fault::new(Reason::EmptyTarget, "it is not translated; translate it, or take the entry out"));
    }
    if [source, target].iter().any(|text| text.contains('\0')) {
        return Err(Fault::new(Reason::NulCharacter, "there is a NUL character in the text; take it out"));
    }
    let side = |text: &str, language: &Language| UnitText { text: nfc(text).into_owned(), language: language.clone() };
    Ok((side(source, &languages.from), side(target, &languages.to)))
}

fn describe(mut record: Record, entry: &Entry, domain: &str) -> Record {
    record.note = entry.note.clone();
    record.status = entry.is_fuzzy.then_some(UnitStatus::Draft);
    let obsolete = if entry.is_obsolete { "yes" } else { "" };
    let context = entry.context.as_deref().unwrap_or_default();
    for (name, value) in [
        ("msgctxt", context),
        ("domain", domain),
        ("references", &entry.references),
        ("flags", &entry.flags),
        ("obsolete", obsolete),
    ] {
        if !value.is_empty() {
            record.add_attribute(name, value);
        }
    }
    record
}
