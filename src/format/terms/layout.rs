use super::TermOptions;
use super::columns::{Column, Side, TermColumns};
use super::record::{NamePlace, NamesHeld, SaidName, TermRecord};
use super::words::{REVIEW_STATES, STATUSES, TYPES, choice, named};
use crate::format::problem::{Fault, Reason};
use crate::format::record::{Position, add_line};
use crate::format::table::{Layout, MAX_HEADER_COLUMNS, Row, Rules, place};
use crate::model::{Language, TermStatus};
use crate::text::nfc;

/// What separates names in one cell.
pub(super) const BETWEEN_NAMES: char = '|';

/// Where what is in a table of terms.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::format) struct TermLayout {
    /// What is taken, and from which cell of a row, from 0.
    columns: Vec<(usize, Taken)>,
    width: usize,
    is_named: bool,
    /// Whether somebody asked for these columns.
    is_chosen: bool,
}

/// What is taken from a cell, with its language known.
#[derive(Debug, PartialEq, Eq)]
enum Taken {
    Names(Language, Option<TermStatus>),
    Variants(Language),
    Detail(Column),
}

impl Layout for TermLayout {
    type Options = TermOptions;
    type Record = TermRecord;

    fn of_first_row(cells: &[String], options: &TermOptions) -> Result<TermLayout, Fault> {
        let names: Vec<&str> = cells.iter().take(MAX_HEADER_COLUMNS + 1).map(|cell| cell.trim()).collect();
        if let Some(columns) = &options.columns {
            return TermLayout::chosen(&names, columns, options);
        }
        if is_header(&names, options) {
            return TermLayout::named(&names, options);
        }
        TermLayout::unnamed(names.len(), options)
    }

    fn is_named(&self) -> bool {
        self.is_named
    }

    fn is_comment(row: &Row) -> bool {
        row.cells.len() == 1 && row.text.trim_start().starts_with('#')
    }

    fn record(&self, row: &Row, rules: Rules, position: Position) -> Result<TermRecord, Fault> {
        self.check_width(row, rules)?;
        let mut record = TermRecord::new(None, position);
        let status = self.status(row)?;
        let first = self.columns.iter().find_map(|(_, taken)| taken.language());
        for (at, taken) in &self.columns {
            let (Taken::Names(language, said), cell) = (taken, row.cell(*at)) else { continue };
            let status = said.or(status.filter(|_| Some(language) != first));
            let name = |text| SaidName { text, status, variants: Vec::new() };
            record.add_names(language, parts(cell).map(name).collect());
        }
        if record.entries.is_empty() {
            return Err(Fault::new(Reason::EmptySource, "the row has no name; fill it in, or take the line out"));
        }
        record.source = self.has(&Column::Provenance).then(String::new);
        record.places = Some(self.columns.iter().filter_map(|(_, taken)| taken.place()).collect());
        for (at, taken) in &self.columns {
            match taken {
                Taken::Names(..) => (),
                Taken::Variants(language) => add_variants(&mut record, language, row.cell(*at))?,
                Taken::Detail(column) => fill(&mut record, column, row.cell(*at))?,
            }
        }
        Ok(record)
    }
}

impl TermLayout {
    /// A term and its rendering; what else there is stays with them, a third column alone as a remark.
    fn unnamed(width: usize, options: &TermOptions) -> Result<TermLayout, Fault> {
        let column = |at: usize| match at {
            0 => Column::Names(Side::Source, None),
            1 => Column::Names(Side::Target, None),
            2 if width <= 3 => Column::Note,
            _ => Column::Attribute(format!("column {}", at + 1)),
        };
        let taken = (0..MAX_HEADER_COLUMNS).map(|at| Ok((at, taken(column(at), options)?)));
        Ok(TermLayout { columns: taken.collect::<Result<_, Fault>>()?, width, is_named: false, is_chosen: false })
    }

    fn named(names: &[&str], options: &TermOptions) -> Result<TermLayout, Fault> {
        let mut columns: Vec<(usize, Taken)> = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            let other = || match name.is_empty() {
                true => Column::Attribute(format!("column {}", at + 1)),
                false => Column::Attribute((*name).to_owned()),
            };
            let column = taken(Column::of_header(name, options.wanted()).unwrap_or_else(other), options)?;
            // What comes twice would be overwritten.
            let is_known = matches!(&column, Taken::Detail(_)) && columns.iter().any(|(_, known)| *known == column);
            columns.push((at, if is_known { Taken::Detail(other()) } else { column }));
        }
        Ok(TermLayout { columns, width: names.len(), is_named: true, is_chosen: false })
    }

    fn chosen(names: &[&str], chosen: &TermColumns, options: &TermOptions) -> Result<TermLayout, Fault> {
        let mut columns = Vec::new();
        // A first row that says of the columns what the caller says of them is the header, even where they go by number.
        let mut is_named = true;
        for (column, name) in chosen.iter() {
            let at = place(name, names)?;
            is_named &= name.is_name() || column.side().is_none() || says(names.get(at), column, options);
            columns.push((at, taken(column.clone(), options)?));
        }
        is_named |= chosen.iter().any(|(_, name)| name.is_name());
        Ok(TermLayout { columns, width: names.len(), is_named, is_chosen: true })
    }

    fn check_width(&self, row: &Row, rules: Rules) -> Result<(), Fault> {
        let count = row.cells.len();
        let needed = self.columns.iter().filter(|(_, taken)| taken.language().is_some()).map(|(at, _)| at + 1).max();
        let is_wrong = match (self.is_chosen, self.is_named) {
            (true, _) => rules.is_exact && count < needed.unwrap_or_default(),
            (false, true) => count > self.width || (rules.is_exact && count < self.width),
            (false, false) => !(2..=MAX_HEADER_COLUMNS).contains(&count),
        };
        if !is_wrong {
            return Ok(());
        }
        let found = if count == 1 { "1 column".to_owned() } else { format!("{count} columns") };
        let wanted = match (self.is_chosen, self.is_named) {
            (true, _) => format!("where the columns asked for need {}", needed.unwrap_or_default()),
            (false, true) => format!("where the header names {}", self.width),
            (false, false) => "where a term and its rendering make 2".to_owned(),
        };
        let advice = rules.advice;
        Err(Fault::new(
            Reason::WrongColumnCount,
            format!("{found} {wanted}; name the columns in a header row or choose them, and {advice}"),
        ))
    }

    fn has(&self, column: &Column) -> bool {
        self.columns.iter().any(|(_, taken)| matches!(taken, Taken::Detail(known) if known == column))
    }

    fn status(&self, row: &Row) -> Result<Option<TermStatus>, Fault> {
        let is_status = |(_, taken): &&(usize, Taken)| *taken == Taken::Detail(Column::Status);
        let cell = self.columns.iter().find(is_status).map_or("", |(at, _)| row.cell(*at).trim());
        if cell.is_empty() {
            return Ok(None);
        }
        named(&STATUSES, cell)
            .map(Some)
            .ok_or_else(|| Fault::new(Reason::InvalidStatus, unknown("status", cell, &choice(&STATUSES))))
    }
}

impl Taken {
    /// A column of preferred names; what else it may hold is not looked for there.
    fn place(&self) -> Option<NamePlace> {
        let (language, holds) = match self {
            Taken::Names(language, status) => (language, NamesHeld::Of(status.unwrap_or(TermStatus::Preferred))),
            Taken::Variants(language) => (language, NamesHeld::Variants),
            Taken::Detail(_) => return None,
        };
        Some(NamePlace { language: language.clone(), holds })
    }

    fn language(&self) -> Option<&Language> {
        match self {
            Taken::Names(language, _) | Taken::Variants(language) => Some(language),
            Taken::Detail(_) => None,
        }
    }
}

/// Whether the first row names the columns: two of names, or one beside details, or nothing but details. Of languages that
/// somebody asks for, one has to be there.
fn is_header(names: &[&str], options: &TermOptions) -> bool {
    if names.len() > MAX_HEADER_COLUMNS {
        return false;
    }
    let columns: Vec<Column> = names.iter().filter_map(|name| Column::of_header(name, options.wanted())).collect();
    let details = columns.iter().filter(|column| column.is_detail()).count();
    let sides: Vec<&Side> = columns.iter().filter_map(Column::side).collect();
    let is_asked_for = |side: &&Side| match side {
        Side::Language(language) => {
            let wanted = options.wanted().into_iter().flatten();
            let is_near = |wanted: &Language| wanted.is_variant_of(language) || language.is_variant_of(wanted);
            wanted.clone().count() == 0 || wanted.into_iter().any(is_near)
        }
        _ => true,
    };
    match sides.len() {
        0 => details >= 3 && details == names.len(),
        1 => details > 0 && sides.iter().any(is_asked_for),
        _ => sides.iter().any(is_asked_for),
    }
}

/// Whether a cell of the first row names the column.
fn says(cell: Option<&&str>, column: &Column, options: &TermOptions) -> bool {
    let said =
        cell.and_then(|cell| Column::of_header(cell, options.wanted())).and_then(|said| taken(said, options).ok());
    said.is_some() && said == taken(column.clone(), options).ok()
}

fn taken(column: Column, options: &TermOptions) -> Result<Taken, Fault> {
    let language = |side: Side| match side {
        Side::Language(language) => Ok(language),
        Side::Source => options.from.clone().ok_or_else(no_languages),
        Side::Target => options.to.clone().ok_or_else(no_languages),
    };
    Ok(match column {
        Column::Names(side, status) => Taken::Names(language(side)?, status),
        Column::Variants(side) => Taken::Variants(language(side)?),
        detail => Taken::Detail(detail),
    })
}

/// The names in a cell.
fn parts(cell: &str) -> impl Iterator<Item = String> {
    cell.split(BETWEEN_NAMES).map(str::trim).filter(|part| !part.is_empty()).map(|part| nfc(part).into_owned())
}

fn add_variants(record: &mut TermRecord, language: &Language, cell: &str) -> Result<(), Fault> {
    let mut variants = parts(cell).peekable();
    if variants.peek().is_none() {
        return Ok(());
    }
    let Some(name) = record.entries.iter_mut().find(|entry| entry.language == *language) else {
        let message = format!("there are variants in {language}, but no name that they are variants of; add it");
        return Err(Fault::new(Reason::EmptySource, message));
    };
    name.variants.extend(variants);
    Ok(())
}

fn fill(record: &mut TermRecord, column: &Column, cell: &str) -> Result<(), Fault> {
    let value = cell.trim();
    if value.is_empty() {
        return Ok(());
    }
    match column {
        Column::Id => record.unit_id = Some(value.to_owned()),
        Column::Type if !record.take_type(value) => {
            return Err(Fault::new(Reason::InvalidValue, unknown("type", value, &choice(&TYPES))));
        }
        Column::Review if !record.take_review(value) => {
            return Err(Fault::new(Reason::InvalidValue, unknown("review state", value, &choice(&REVIEW_STATES))));
        }
        Column::FirstLanguage => {
            let language = Language::parse(value)
                .map_err(|error| Fault::new(Reason::UnknownLanguage, format!("the first language: {error}")))?;
            record.entries.sort_by_key(|entry| entry.language != language);
        }
        Column::Note => add_line(&mut record.note, cell),
        Column::Provenance => record.source = Some(value.to_owned()),
        Column::Author => record.author = value.to_owned(),
        Column::Attribute(name) => record.add_attribute(name.clone(), cell),
        Column::Type | Column::Review | Column::Status | Column::Names(..) | Column::Variants(_) => (),
    }
    Ok(())
}

fn unknown(what: &str, value: &str, choice: &str) -> String {
    let value: String = value.chars().take(40).collect();
    format!("`{value}` is not a {what}; write {choice}, or leave it empty")
}

fn no_languages() -> Fault {
    Fault::new(
        Reason::MissingLanguage,
        "nothing says which languages the table has; say from which language to which (--from and --to), or name the \
         columns in the first row by language tags",
    )
}
