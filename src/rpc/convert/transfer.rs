use std::collections::BTreeMap;

use tonic::Status;

use super::{known, other_target, unit_status};
use crate::format::{Columns, Format, is_known_encoding};
use crate::memory::{
    ExistingPair, ImportHeader, ImportOutcome, ImportPolicy, ImportProblem, Treatment, Treatments, UndoReport,
};
use crate::model::{Import, ImportCounts, MemoryId};
use crate::qa::Doubt;
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
        import: (!header.import.is_empty()).then(|| names::import_id("header.import", &header.import)).transpose()?,
        policy: policy(header.policy.unwrap_or_default())?,
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

fn policy(policy: v1::ImportPolicy) -> Result<ImportPolicy, Status> {
    let existing = match known("header.policy.existing_pair", policy.existing_pair)? {
        v1::ExistingPair::Unspecified | v1::ExistingPair::CountUse => ExistingPair::CountUse,
        v1::ExistingPair::Update => ExistingPair::Update,
        v1::ExistingPair::Skip => ExistingPair::Skip,
    };
    let mut treatments = Treatments::default();
    for (doubt, name, value) in [
        (Doubt::WrongScript, "wrong_script", policy.wrong_script),
        (Doubt::EqualToSource, "equal_to_source", policy.equal_to_source),
        (Doubt::UnusualLength, "unusual_length", policy.unusual_length),
        (Doubt::UnbalancedCodes, "unbalanced_codes", policy.unbalanced_codes),
        (Doubt::NumbersDisagree, "numbers_disagree", policy.numbers_disagree),
    ] {
        match known(&format!("header.policy.{name}"), value)? {
            v1::Treatment::Unspecified => (),
            v1::Treatment::Accept => treatments.set(doubt, Treatment::Accept),
            v1::Treatment::Draft => treatments.set(doubt, Treatment::Draft),
            v1::Treatment::Refuse => treatments.set(doubt, Treatment::Refuse),
        }
    }
    Ok(ImportPolicy {
        existing,
        other_target: other_target("header.policy.other_target", policy.other_target)?,
        treatments,
    })
}

pub fn problem(problem: ImportProblem) -> v1::ImportProblem {
    let outcome = match problem.outcome {
        ImportOutcome::Refused => v1::ImportOutcome::Refused,
        ImportOutcome::Draft => v1::ImportOutcome::Draft,
    };
    v1::ImportProblem {
        line: problem.position.line,
        unit: problem.position.unit,
        unit_id: problem.unit_id.unwrap_or_default(),
        reason: problem.reason.to_owned(),
        message: problem.message,
        text: problem.text,
        outcome: outcome.into(),
    }
}

pub fn import(import: Import) -> v1::Import {
    v1::Import {
        name: import.id.name(),
        memory: import.memory.name(),
        document: import.document,
        files: import.files,
        counts: Some(import.counts.into()),
        create_time: Some(import.started.into()),
        update_time: Some(import.updated.into()),
        undo_time: import.undone.map(Into::into),
    }
}

/// `memory` is the one that the import went into.
pub fn undo_report(report: UndoReport, memory: &MemoryId) -> v1::UndoImportResponse {
    let UndoReport { deleted, restored, brought_back, kept, kept_units, reviews_dropped } = report;
    let kept_units = kept_units.into_iter().map(|unit| unit.name_in(memory)).collect();
    v1::UndoImportResponse { deleted, restored, brought_back, kept, kept_units, reviews_dropped }
}

impl From<ImportCounts> for v1::ImportCounts {
    fn from(counts: ImportCounts) -> v1::ImportCounts {
        v1::ImportCounts {
            read: counts.read,
            added: counts.added,
            updated: counts.updated,
            unchanged: counts.unchanged,
            refused: counts.refused,
            draft: counts.draft,
            replaced: counts.replaced,
            refused_by_reason: counts.refused_by_reason,
            doubtful_by_reason: counts.doubtful_by_reason,
        }
    }
}
