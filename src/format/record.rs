use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::{Occurrence, Origin, Unit, UnitStatus, UnitText};

/// Where in the stream a unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The line on which the unit starts, from 1.
    pub line: u64,
    /// The unit's ordinal in the file, from 1, broken ones included. A unit with several targets or segments gives
    /// several records of one ordinal. 0 in a problem that comes before the first unit.
    pub unit: u64,
    /// The byte just behind the unit, counted in the stream as it came in. In what ends the stream early: behind
    /// the last unit that was read whole.
    pub byte: u64,
}

/// One pair as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The file's text, NFC, otherwise untouched; inline codes are `{1}`, `{/1}` and `{2/}`.
    pub source: UnitText,
    pub target: UnitText,
    pub position: Position,
    /// What the file calls the unit (`tuid`; in XLIFF `id`, with `#` and the segment's where a unit has several).
    pub unit_id: Option<String>,
    /// May be empty, as `document` and `note` may.
    pub author: String,
    pub created: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    /// The article or file that the pair was used in.
    pub document: String,
    /// The source text before it in the document: `None` if not known, empty at the start.
    pub previous_source: Option<String>,
    /// The source text behind it in the document: `None` if not known, empty at the end.
    pub next_source: Option<String>,
    pub note: String,
    /// `None` unless the file says so.
    pub status: Option<UnitStatus>,
    /// `None` unless the file says so.
    pub origin: Option<Origin>,
    /// Where the pair was used, if the file says more of that than `document`.
    pub occurrences: Vec<Occurrence>,
    /// Digests of places where it was used before those.
    pub older_occurrences: Vec<u32>,
    /// Whatever else the file says about the pair, under the file's own names.
    pub attributes: BTreeMap<String, String>,
}

impl Record {
    /// The pair, with nothing said about it yet.
    pub(super) fn new(source: UnitText, target: UnitText, position: Position) -> Record {
        Record {
            source,
            target,
            position,
            unit_id: None,
            author: String::new(),
            created: None,
            updated: None,
            document: String::new(),
            previous_source: None,
            next_source: None,
            note: String::new(),
            status: None,
            origin: None,
            occurrences: Vec::new(),
            older_occurrences: Vec::new(),
            attributes: BTreeMap::new(),
        }
    }

    /// What there is to say of a unit.
    pub(super) fn of(unit: &Unit) -> Record {
        let mut record = Record::new(unit.source.clone(), unit.target.clone(), Position::default());
        record.author.clone_from(&unit.author);
        record.note.clone_from(&unit.note);
        record.attributes.clone_from(&unit.attributes);
        record.occurrences.clone_from(&unit.occurrences);
        record.older_occurrences.clone_from(&unit.older_occurrences);
        (record.created, record.updated) = (Some(unit.created), Some(unit.updated));
        (record.status, record.origin) = (Some(unit.status), Some(unit.origin.clone()));
        record
    }

    /// Adds to what the file said under the same name, line by line, so that a repeated name loses nothing.
    pub(super) fn add_attribute(&mut self, name: &str, value: &str) {
        match self.attributes.get_mut(name) {
            Some(known) => add_line(known, value),
            None => drop(self.attributes.insert(name.to_owned(), value.to_owned())),
        }
    }
}

pub(super) fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// As many whole characters from the start as fit into `max_bytes`.
pub(super) fn start_of(text: &str, max_bytes: usize) -> &str {
    let mut end = max_bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
