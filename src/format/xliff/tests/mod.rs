mod damage;
mod old;
mod pieces;
mod second;
mod tools;

use crate::format::testing::{options, read, records};
use crate::format::{Format, Record};

pub(super) const XLIFF: Format = Format::Xliff;

/// A whole file of version 1.2 around the units, which start on line 2.
pub(super) fn old(units: &str) -> String {
    let file = "original='port.md' source-language='en' target-language='fa'";
    format!("<xliff version='1.2' xmlns:sdl='s' xmlns:mq='m'><file {file}><body>\n{units}\n</body></file></xliff>")
}

pub(super) fn old_pair(source: &str, target: &str) -> String {
    old(&format!("<trans-unit id='u'><source>{source}</source><target>{target}</target></trans-unit>"))
}

/// The same of version 2.
pub(super) fn second(units: &str) -> String {
    format!("<xliff version='2.0' srcLang='en' trgLang='fa'><file id='f' original='port.md'>\n{units}\n</file></xliff>")
}

pub(super) fn one(text: &str) -> Record {
    let mut records = records(XLIFF, text, options("- -"));
    assert_eq!(records.len(), 1, "{text}");
    records.remove(0)
}

/// Both texts of the only record.
pub(super) fn texts(text: &str) -> String {
    let record = one(text);
    format!("{}|{}", record.source.text, record.target.text)
}

pub(super) fn attributes(record: &Record) -> Vec<String> {
    record.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect()
}

/// Items without their positions.
pub(super) fn items(text: &str, languages: &str) -> Vec<String> {
    let lines = read(XLIFF, text.as_bytes(), options(languages));
    lines.into_iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
}
