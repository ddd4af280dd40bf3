use super::layout::{Column, UnitLayout};
use crate::format::decode::DecodeError;
use crate::format::problem::{Fault, Reason};
use crate::format::record::{Position, Record};
use crate::model::{Language, UnitStatus, UnitText};
use crate::text::nfc;

/// One row of a table.
#[derive(Debug)]
pub(in crate::format) struct Row {
    pub cells: Vec<String>,
    /// The row as a problem quotes it.
    pub text: String,
    /// The line where it starts, from 1.
    pub number: u64,
    /// The byte of the stream just behind it.
    pub end: u64,
    /// Why the cells must not be used.
    pub fault: Option<Fault>,
}

/// How strict a kind of table is with its rows.
#[derive(Clone, Copy, Debug)]
pub(in crate::format) struct Rules {
    /// Whether each row has to have as many cells as the first; else empty ones may be left out at its end.
    pub is_exact: bool,
    /// What to do about a row that has not.
    pub advice: &'static str,
}

/// A source of rows.
pub(in crate::format) trait Rows {
    const RULES: Rules;

    /// `None` at the end.
    fn next_row(&mut self) -> Result<Option<Row>, DecodeError>;

    /// The name of the file's encoding, if it has one, once something was read.
    fn encoding(&self) -> Option<&'static str> {
        None
    }

    /// What is not read of the file and why, asked before the first row.
    fn unread(&mut self) -> Result<Option<Fault>, DecodeError> {
        Ok(None)
    }
}

impl Row {
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }
}

pub(super) fn record(row: &Row, layout: &UnitLayout, rules: Rules, position: Position) -> Result<Record, Fault> {
    let count = row.cells.len();
    let is_wrong = match (layout.is_chosen, rules.is_exact) {
        (true, _) => rules.is_exact && count < layout.texts_end(),
        (false, true) => count != layout.width,
        (false, false) => count > layout.width,
    };
    if is_wrong {
        return Err(wrong_count(count, layout, rules));
    }
    let text = |wanted: Column| layout.columns.iter().find(|(_, c)| *c == wanted).map_or("", |(at, _)| row.cell(*at));
    let side =
        |column, language: &Language| UnitText { text: nfc(text(column)).into_owned(), language: language.clone() };
    let mut record = Record::new(side(Column::Source, &layout.from), side(Column::Target, &layout.to), position);
    check_not_empty(&record)?;
    for (at, column) in &layout.columns {
        fill(&mut record, column, row.cell(*at))?;
    }
    Ok(record)
}

fn wrong_count(count: usize, layout: &UnitLayout, rules: Rules) -> Fault {
    let found = if count == 1 { "1 column".to_owned() } else { format!("{count} columns") };
    let (what_for, wanted) = match (layout.is_chosen, layout.is_named) {
        (true, _) => ("the columns asked for need", layout.texts_end()),
        (false, true) => ("the header names", layout.width),
        (false, false) => ("a source and a target make", layout.width),
    };
    let advice = rules.advice;
    Fault::new(Reason::WrongColumnCount, format!("{found} where {what_for} {wanted}; {advice}"))
}

fn check_not_empty(record: &Record) -> Result<(), Fault> {
    for (reason, name, side) in
        [(Reason::EmptySource, "source", &record.source), (Reason::EmptyTarget, "target", &record.target)]
    {
        if side.text.trim().is_empty() {
            let message = format!("the {name} ({}) is empty; fill it in, or take the line out", side.language);
            return Err(Fault::new(reason, message));
        }
    }
    Ok(())
}

fn fill(record: &mut Record, column: &Column, cell: &str) -> Result<(), Fault> {
    let value = cell.trim();
    match column {
        Column::Source | Column::Target => {}
        _ if value.is_empty() => {}
        // The memory gives its units ids of its own; so the file's is kept as an attribute, too.
        Column::Id => {
            record.unit_id = Some(value.to_owned());
            record.add_attribute("id", value);
        }
        Column::Status => record.status = Some(status(value)?),
        Column::Author => record.author = value.to_owned(),
        Column::Note => record.note = cell.to_owned(),
        Column::Document => record.document = value.to_owned(),
        // A time that cannot be read is no reason to refuse a translation, and is kept as it stands.
        Column::Created => match value.parse() {
            Ok(time) => record.created = Some(time),
            Err(_) => record.add_attribute("created", value),
        },
        Column::Updated => match value.parse() {
            Ok(time) => record.updated = Some(time),
            Err(_) => record.add_attribute("updated", value),
        },
        Column::Attribute(name) => record.add_attribute(name, cell),
    }
    Ok(())
}

fn status(value: &str) -> Result<UnitStatus, Fault> {
    match value.to_ascii_lowercase().as_str() {
        "approved" => Ok(UnitStatus::Approved),
        "reviewed" => Ok(UnitStatus::Reviewed),
        "draft" => Ok(UnitStatus::Draft),
        _ => {
            let value: String = value.chars().take(40).collect();
            let message = format!("`{value}` is not a status; write approved, reviewed or draft, or leave it empty");
            Err(Fault::new(Reason::InvalidStatus, message))
        }
    }
}
