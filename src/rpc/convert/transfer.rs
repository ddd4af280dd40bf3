use std::collections::BTreeMap;

use tonic::Status;

use super::{known, unit_status};
use crate::format::{Columns, Format, Problem, is_known_encoding};
use crate::memory::{ImportCounts, ImportHeader};
use crate::rpc::status::invalid_field;
use crate::rpc::{names, v1};

pub fn import_header(header: v1::ImportHeader) -> Result<ImportHeader, Status> {
    let format = match known("header.format", header.format)? {
        v1::TransferFormat::Unspecified => None,
        v1::TransferFormat::Tsv => Some(Format::Tsv),
        v1::TransferFormat::Tmx => Some(Format::Tmx),
        v1::TransferFormat::Xliff => Some(Format::Xliff),
        v1::TransferFormat::Txml => Some(Format::Txml),
        v1::TransferFormat::Po => Some(Format::Po),
        v1::TransferFormat::Csv => Some(Format::Csv),
        v1::TransferFormat::Xlsx => Some(Format::Xlsx),
        v1::TransferFormat::Jsonl => Some(Format::Jsonl),
        v1::TransferFormat::Moses => Some(Format::Moses),
    };
    let language = |field: &str, tag: &str| (!tag.is_empty()).then(|| names::language(field, tag)).transpose();
    Ok(ImportHeader {
        memory: names::memory_id("header.memory", &header.memory)?,
        create_memory: header.create_memory,
        format,
        from: language("header.source_language", &header.source_language)?,
        to: language("header.target_language", &header.target_language)?,
        document: header.document,
        status: unit_status("header.status", header.status)?.unwrap_or_default(),
        dry_run: header.dry_run,
        columns: columns(&header.columns)?,
        encoding: encoding(header.encoding)?,
        size: (header.size_bytes > 0).then_some(header.size_bytes),
    })
}

fn columns(chosen: &BTreeMap<String, String>) -> Result<Option<Columns>, Status> {
    if chosen.is_empty() {
        return Ok(None);
    }
    let chosen = chosen.iter().map(|(role, name)| (role.as_str(), name.as_str()));
    Columns::parse(chosen).map(Some).map_err(|what| invalid_field("header.columns", what))
}

fn encoding(name: String) -> Result<Option<String>, Status> {
    if !name.is_empty() && !is_known_encoding(&name) {
        let what = "it is not the name of a known encoding; write for example utf-8 or windows-1256";
        return Err(invalid_field("header.encoding", what));
    }
    Ok((!name.is_empty()).then_some(name))
}

pub fn problem(problem: Problem) -> v1::ImportProblem {
    v1::ImportProblem {
        line: problem.position.line,
        unit: problem.position.unit,
        unit_id: problem.unit_id.unwrap_or_default(),
        reason: problem.reason.name().to_owned(),
        message: problem.message,
        text: problem.text,
    }
}

impl From<ImportCounts> for v1::ImportCounts {
    fn from(counts: ImportCounts) -> v1::ImportCounts {
        let ImportCounts { read, added, updated, unchanged, refused } = counts;
        v1::ImportCounts { read, added, updated, unchanged, refused }
    }
}
