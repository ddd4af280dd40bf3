mod damage;
mod pieces;
mod reading;

use crate::format::testing::{options, read, records};
use crate::format::{Format, Record};

pub(super) const TMX: Format = Format::Tmx;

/// A whole file around the units, which start on line 2.
pub(super) fn tmx(units: &str) -> String {
    format!("<tmx version='1.4'><header srclang='en-US'/><body>\n{units}\n</body></tmx>")
}

pub(super) fn pair(source: &str, target: &str) -> String {
    tmx(&format!(
        "<tu><tuv xml:lang='en-US'><seg>{source}</seg></tuv><tuv xml:lang='fa'><seg>{target}</seg></tuv></tu>"
    ))
}

pub(super) fn one(text: &str) -> Record {
    let mut records = records(TMX, text, options("- -"));
    assert_eq!(records.len(), 1, "{text}");
    records.remove(0)
}

pub(super) fn texts(source: &str, target: &str) -> (String, String) {
    let record = one(&pair(source, target));
    (record.source.text, record.target.text)
}

/// Items without their positions.
pub(super) fn items(text: &str, languages: &str) -> Vec<String> {
    let lines = read(TMX, text.as_bytes(), options(languages));
    lines.into_iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
}
