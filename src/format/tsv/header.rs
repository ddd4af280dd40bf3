use crate::format::Options;
use crate::format::problem::{Fault, Reason};
use crate::model::Language;

/// A header row with more cells than this is not looked for; it bounds the search for the text columns.
const MAX_HEADER_COLUMNS: usize = 64;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Source,
    Target,
    Status,
    Author,
    Note,
    Document,
    Created,
    Updated,
    Attribute(String),
}

/// What each column of a table holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub from: Language,
    pub to: Language,
    pub columns: Vec<Column>,
    /// Whether a header row said so; else that row is the first unit.
    pub is_named: bool,
}

impl Layout {
    /// Reads the first line of a table as its header, if it is one.
    pub fn of_first_line(line: &str, options: &Options) -> Result<Layout, Fault> {
        let names: Vec<&str> = line.split('\t').take(MAX_HEADER_COLUMNS + 1).map(str::trim).collect();
        match text_columns(&names, options) {
            Some(texts) => Layout::named(&names, texts, options),
            None => Ok(Layout {
                from: options.from.clone().ok_or_else(no_languages)?,
                to: options.to.clone().ok_or_else(no_languages)?,
                columns: vec![Column::Source, Column::Target],
                is_named: false,
            }),
        }
    }

    fn named(names: &[&str], (source, target): (usize, usize), options: &Options) -> Result<Layout, Fault> {
        let columns = names.iter().enumerate().map(|(index, name)| match index {
            _ if index == source => Column::Source,
            _ if index == target => Column::Target,
            _ => other_column(name, index),
        });
        Ok(Layout {
            from: language(names[source], options.from.as_ref()).ok_or_else(no_languages)?,
            to: language(names[target], options.to.as_ref()).ok_or_else(no_languages)?,
            columns: columns.collect(),
            is_named: true,
        })
    }
}

/// The first two columns that can be the source and the target.
fn text_columns(names: &[&str], options: &Options) -> Option<(usize, usize)> {
    if names.len() > MAX_HEADER_COLUMNS {
        return None;
    }
    let all_for = |words: &[&str], wanted: Option<&Language>| -> Vec<usize> {
        (0..names.len()).filter(|i| is_text_column(names[*i], words, wanted)).collect()
    };
    let targets = all_for(&["target", "tgt"], options.to.as_ref());
    let sources = all_for(&["source", "src"], options.from.as_ref());
    let pair = |source| Some((source, targets.iter().copied().find(|target| *target != source)?));
    sources.into_iter().find_map(pair)
}

fn is_text_column(name: &str, words: &[&str], wanted: Option<&Language>) -> bool {
    let is_language = || Language::parse(name).is_ok_and(|tag| wanted.is_none_or(|wanted| wanted.is_variant_of(&tag)));
    words.iter().any(|word| word.eq_ignore_ascii_case(name)) || (!is_known_word(name) && is_language())
}

/// `src` and `tgt` have the shape of language tags.
fn is_known_word(name: &str) -> bool {
    ["src", "tgt"].iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The more precise of what the header says and what was asked for.
fn language(name: &str, wanted: Option<&Language>) -> Option<Language> {
    let tag = Language::parse(name).ok().filter(|_| !is_known_word(name));
    match (tag, wanted) {
        (Some(tag), Some(wanted)) if !wanted.covers(&tag) => Some(wanted.clone()),
        (Some(tag), _) => Some(tag),
        (None, wanted) => wanted.cloned(),
    }
}

fn other_column(name: &str, index: usize) -> Column {
    match name.to_ascii_lowercase().as_str() {
        "status" => Column::Status,
        "author" => Column::Author,
        "note" => Column::Note,
        "document" => Column::Document,
        "created" => Column::Created,
        "updated" => Column::Updated,
        "" => Column::Attribute(format!("column {}", index + 1)),
        _ => Column::Attribute(name.to_owned()),
    }
}

fn no_languages() -> Fault {
    Fault::new(
        Reason::MissingLanguage,
        "neither the request nor a header row says which languages the table has; say from which language to which",
    )
}
