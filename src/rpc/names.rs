//! Resource names: `memories/{memory}`, `memories/{memory}/units/{unit}`, `terms/{term}`, `imports/{import}`.

use tonic::Status;

use super::status::invalid_field;
use crate::model::{ImportId, Language, MemoryId, ReviewId, TermId, UnitId};

/// The memory of `memories/{memory}`; the bare id will do.
pub fn memory_id(field: &str, name: &str) -> Result<MemoryId, Status> {
    MemoryId::parse(name.strip_prefix("memories/").unwrap_or(name)).ok_or_else(|| {
        let rule = "memories/{memory}, 1 to 63 ASCII letters, digits, `-`, `_`, `.`, starting with a letter or digit";
        invalid_field(field, format!("`{}` is not the name of a memory: {rule}", excerpt(name)))
    })
}

pub fn review_id(field: &str, name: &str) -> Result<(MemoryId, ReviewId), Status> {
    let parts = name.split_once("/reviews/").and_then(|(memory, review)| {
        Some((MemoryId::parse(memory.strip_prefix("memories/").unwrap_or(memory))?, ReviewId::parse(review)?))
    });
    let rule = "memories/{memory}/reviews/{32 hexadecimal digits}";
    parts.ok_or_else(|| invalid_field(field, format!("`{}` is not the name of a review: {rule}", excerpt(name))))
}

/// The import of `imports/{import}`; the bare id will do.
pub fn import_id(field: &str, name: &str) -> Result<ImportId, Status> {
    ImportId::parse(name.strip_prefix("imports/").unwrap_or(name)).ok_or_else(|| {
        let rule = "imports/{import}, 1 to 63 ASCII letters, digits, `-`, `_`, `.`, starting with a letter or digit";
        invalid_field(field, format!("`{}` is not the name of an import: {rule}", excerpt(name)))
    })
}

pub fn unit_id(field: &str, name: &str) -> Result<(MemoryId, UnitId), Status> {
    let parts = name.split_once("/units/").and_then(|(memory, unit)| {
        Some((MemoryId::parse(memory.strip_prefix("memories/").unwrap_or(memory))?, UnitId(number(unit)?)))
    });
    let rule = "memories/{memory}/units/{number}";
    parts.ok_or_else(|| invalid_field(field, format!("`{}` is not the name of a unit: {rule}", excerpt(name))))
}

/// The term of `terms/{term}`; the bare number will do.
pub fn term_id(field: &str, name: &str) -> Result<TermId, Status> {
    let id = number(name.strip_prefix("terms/").unwrap_or(name)).map(TermId);
    id.ok_or_else(|| invalid_field(field, format!("`{}` is not the name of a term: terms/{{number}}", excerpt(name))))
}

/// A number as names have it: there is one way to write each.
fn number(digits: &str) -> Option<u64> {
    digits.parse().ok().filter(|number: &u64| number.to_string() == digits)
}

pub fn language(field: &str, tag: &str) -> Result<Language, Status> {
    if tag.is_empty() {
        return Err(invalid_field(field, "it is missing; give a BCP 47 tag, for example en, en-US or fa"));
    }
    Language::parse(tag).map_err(|error| invalid_field(field, error.to_string()))
}

/// As much of what the caller sent as an error message should repeat.
fn excerpt(text: &str) -> String {
    text.chars().take(100).collect()
}
