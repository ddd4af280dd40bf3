use super::columns::{ColumnName, Columns};
use super::{Layout, Row, Rules, row};
use crate::format::Options;
use crate::format::problem::{Fault, Reason};
use crate::format::record::{Position, Record};
use crate::model::Language;

/// A header row with more cells than this is not looked for; it bounds the search for the text columns.
pub(in crate::format) const MAX_HEADER_COLUMNS: usize = 64;

const SOURCE_WORDS: [&str; 2] = ["source", "src"];
const TARGET_WORDS: [&str; 2] = ["target", "tgt"];

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Source,
    Target,
    Id,
    Status,
    Author,
    Note,
    Document,
    Created,
    Updated,
    Attribute(String),
}

/// Where what is in a table of units.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::format) struct UnitLayout {
    pub(super) from: Language,
    pub(super) to: Language,
    /// What is taken, and from which cell of a row, from 0; the source and the target first.
    pub(super) columns: Vec<(usize, Column)>,
    /// How many columns there are.
    pub(super) width: usize,
    /// Whether a header row said so; else that row is the first unit.
    pub(super) is_named: bool,
    /// Whether somebody asked for these columns.
    pub(super) is_chosen: bool,
}

impl Layout for UnitLayout {
    type Options = Options;
    type Record = Record;

    fn of_first_row(cells: &[String], options: &Options) -> Result<UnitLayout, Fault> {
        let names: Vec<&str> = cells.iter().take(MAX_HEADER_COLUMNS + 1).map(|cell| cell.trim()).collect();
        if let Some(columns) = &options.columns {
            return UnitLayout::chosen(&names, columns, options);
        }
        match text_columns(&names, options) {
            Some(texts) => UnitLayout::named(&names, texts, options),
            None => Ok(UnitLayout {
                from: options.from.clone().ok_or_else(no_languages)?,
                to: options.to.clone().ok_or_else(no_languages)?,
                columns: vec![(0, Column::Source), (1, Column::Target)],
                width: 2,
                is_named: false,
                is_chosen: false,
            }),
        }
    }

    fn is_named(&self) -> bool {
        self.is_named
    }

    fn record(&self, row: &Row, rules: Rules, position: Position) -> Result<Record, Fault> {
        row::record(row, self, rules, position)
    }
}

impl UnitLayout {
    /// How many cells a row needs to have both texts.
    pub(super) fn texts_end(&self) -> usize {
        let is_text = |column: &Column| matches!(column, Column::Source | Column::Target);
        self.columns.iter().filter(|(_, column)| is_text(column)).map(|(at, _)| at + 1).max().unwrap_or_default()
    }

    fn named(names: &[&str], (source, target): (usize, usize), options: &Options) -> Result<UnitLayout, Fault> {
        let mut columns: Vec<(usize, Column)> = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            let column = match index {
                _ if index == source => Column::Source,
                _ if index == target => Column::Target,
                _ => other_column(name, index),
            };
            // What comes twice would be overwritten.
            let is_known = columns.iter().any(|(_, known)| *known == column);
            columns.push((index, if is_known { Column::Attribute((*name).to_owned()) } else { column }));
        }
        Ok(UnitLayout {
            from: language(names[source], options.from.as_ref()).ok_or_else(no_languages)?,
            to: language(names[target], options.to.as_ref()).ok_or_else(no_languages)?,
            columns,
            width: names.len(),
            is_named: true,
            is_chosen: false,
        })
    }

    fn chosen(names: &[&str], columns: &Columns, options: &Options) -> Result<UnitLayout, Fault> {
        let (source, target) = (place(&columns.source, names)?, place(&columns.target, names)?);
        let is_text =
            |at: usize, words: &[&str], wanted| names.get(at).is_some_and(|name| is_text_column(name, words, wanted));
        let is_named = has_names(columns)
            || (is_text(source, &SOURCE_WORDS, options.from.as_ref())
                && is_text(target, &TARGET_WORDS, options.to.as_ref()));
        let said = |at: usize, wanted: Option<&Language>| match names.get(at).filter(|_| is_named) {
            Some(name) => language(name, wanted),
            None => wanted.cloned(),
        };
        let others = [
            (&columns.id, Column::Id),
            (&columns.note, Column::Note),
            (&columns.author, Column::Author),
            (&columns.status, Column::Status),
            (&columns.document, Column::Document),
        ];
        let mut taken = vec![(source, Column::Source), (target, Column::Target)];
        for (name, column) in others {
            taken.extend(name.as_ref().map(|name| place(name, names)).transpose()?.map(|at| (at, column)));
        }
        Ok(UnitLayout {
            from: said(source, options.from.as_ref()).ok_or_else(no_languages)?,
            to: said(target, options.to.as_ref()).ok_or_else(no_languages)?,
            columns: taken,
            width: names.len(),
            is_named,
            is_chosen: true,
        })
    }
}

fn has_names(columns: &Columns) -> bool {
    let Columns { source, target, id, note, author, status, document } = columns;
    let others = [id, note, author, status, document].into_iter().flatten();
    [source, target].into_iter().chain(others).any(ColumnName::is_name)
}

/// Where a column is, from 0.
pub(in crate::format) fn place(column: &ColumnName, names: &[&str]) -> Result<usize, Fault> {
    let at = match column {
        ColumnName::Number(number) => Some(number - 1),
        ColumnName::Name(wanted) => names.iter().position(|name| name.to_lowercase() == wanted.to_lowercase()),
    };
    at.filter(|at| *at < MAX_HEADER_COLUMNS).ok_or_else(|| {
        let there = names.iter().take(10).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        Fault::new(Reason::MissingColumn, format!("there is no column {column}; the first row has {there}"))
    })
}

/// The first two columns that can be the source and the target.
fn text_columns(names: &[&str], options: &Options) -> Option<(usize, usize)> {
    if names.len() > MAX_HEADER_COLUMNS {
        return None;
    }
    let all_for = |words: &[&str], wanted: Option<&Language>| -> Vec<usize> {
        // `id` is Indonesian only where someone asks for it, or where it is one of two.
        let is_id = |i: usize| wanted.is_none() && names.len() > 2 && names[i].eq_ignore_ascii_case("id");
        (0..names.len()).filter(|i| is_text_column(names[*i], words, wanted) && !is_id(*i)).collect()
    };
    let targets = all_for(&TARGET_WORDS, options.to.as_ref());
    let sources = all_for(&SOURCE_WORDS, options.from.as_ref());
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
        "id" => Column::Id,
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
