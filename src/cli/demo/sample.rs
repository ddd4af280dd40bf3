//! The sample data as requests.

use super::super::fail::Fail;
use crate::rpc::v1;

pub const MEMORY: &str = "demo";
pub const FROM: &str = "en";
pub const TO: &str = "fa";
/// A new article on what the units were about.
pub const ARTICLE: &str = include_str!("article.md");
/// Past articles, segment by segment: document, source, target.
const UNITS: &str = include_str!("units.tsv");
/// Names and titles; further rows of the same type and source are further renderings.
const TERMS: &str = include_str!("terms.tsv");

/// The units with the neighbours that they had in their articles.
pub fn units() -> Result<Vec<v1::Unit>, Fail> {
    let rows: Vec<[&str; 3]> = rows(UNITS)?;
    let neighbour = |row: Option<&[&str; 3]>, document: &str| {
        Some(row.filter(|[other, ..]| *other == document).map_or(String::new(), |[_, source, _]| (*source).to_owned()))
    };
    let unit = |(at, [document, source, target]): (usize, &[&str; 3])| v1::Unit {
        source: Some(v1::UnitText { text: (*source).into(), language: FROM.into() }),
        target: Some(v1::UnitText { text: (*target).into(), language: TO.into() }),
        occurrences: vec![v1::Occurrence {
            document: (*document).into(),
            previous_source: neighbour(at.checked_sub(1).and_then(|before| rows.get(before)), document),
            next_source: neighbour(rows.get(at + 1), document),
        }],
        ..Default::default()
    };
    Ok(rows.iter().enumerate().map(unit).collect())
}

pub fn terms() -> Result<Vec<v1::Term>, Fail> {
    let mut terms: Vec<v1::Term> = Vec::new();
    for [kind, source, target, status, source_variants, target_variants, note] in rows::<7>(TERMS)? {
        let rendering = entry(TO, target, term_status(status)?, target_variants);
        let kind = term_type(kind)?;
        match terms.iter_mut().find(|term| term.r#type() == kind && term.entries[0].text == source) {
            Some(term) => term.entries.push(rendering),
            None => {
                let name = entry(FROM, source, v1::TermStatus::Preferred, source_variants);
                let entries = vec![name, rendering];
                terms.push(v1::Term { r#type: kind.into(), entries, note: note.into(), ..Default::default() });
            }
        }
    }
    Ok(terms)
}

fn entry(language: &str, text: &str, status: v1::TermStatus, variants: &str) -> v1::TermEntry {
    let variants = variants.split('|').filter(|v| !v.is_empty()).map(str::to_owned).collect();
    v1::TermEntry { language: language.into(), text: text.into(), status: status.into(), variants, evidence: None }
}

fn term_type(name: &str) -> Result<v1::TermType, Fail> {
    let full = format!("TERM_TYPE_{}", name.to_uppercase());
    v1::TermType::from_str_name(&full).ok_or_else(|| Fail::Failed(format!("the sample has an unknown type {name}")))
}

fn term_status(name: &str) -> Result<v1::TermStatus, Fail> {
    let full = format!("TERM_STATUS_{}", name.to_uppercase());
    v1::TermStatus::from_str_name(&full).ok_or_else(|| Fail::Failed(format!("the sample has an unknown status {name}")))
}

/// The rows of a table behind its header.
fn rows<const COLUMNS: usize>(table: &'static str) -> Result<Vec<[&'static str; COLUMNS]>, Fail> {
    let row = |(at, line): (usize, &'static str)| {
        let cells: Vec<&str> = line.split('\t').collect();
        <[&str; COLUMNS]>::try_from(cells)
            .map_err(|_| Fail::Failed(format!("row {} of the sample is not whole", at + 1)))
    };
    table.lines().enumerate().skip(1).map(row).collect()
}
