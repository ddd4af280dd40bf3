use std::collections::BTreeMap;

use tonic::Status;

use super::term::{term_review_state, term_type};
use super::{known, other_target, unit_status};
use crate::format::terms::{TermColumns, TermFormat};
use crate::format::{Columns, Format, is_known_encoding};
use crate::memory::{
    ExistingPair, ExistingTerm, ImportHeader, ImportOutcome, ImportPolicy, ImportProblem, TermImport, TermPolicy,
    Treatment, Treatments, UndoReport, UnitImport,
};
use crate::model::{Import, ImportCounts, ImportId, Language, MemoryId, TermId};
use crate::qa::Doubt;
use crate::rpc::status::invalid_field;
use crate::rpc::{names, v1};

pub fn import_header(header: v1::ImportHeader) -> Result<ImportHeader<UnitImport>, Status> {
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
        v1::TransferFormat::Tbx => {
            return Err(invalid_field("header.format", "a TBX holds terms; import it as terms (ImportTerms)"));
        }
    };
    let subject = UnitImport {
        memory: names::memory_id("header.memory", &header.memory)?,
        create_memory: header.create_memory,
        format,
        status: unit_status("header.status", header.status)?.unwrap_or_default(),
        policy: policy(header.policy.unwrap_or_default())?,
        columns: chosen(&header.columns, |chosen| Columns::parse(chosen.iter().copied()))?,
    };
    Ok(ImportHeader {
        subject,
        from: language("header.source_language", &header.source_language)?,
        to: language("header.target_language", &header.target_language)?,
        document: header.document,
        import: import_id(&header.import)?,
        dry_run: header.dry_run,
        encoding: encoding(header.encoding)?,
        size: (header.size_bytes > 0).then_some(header.size_bytes),
    })
}

pub fn term_import_header(header: v1::TermImportHeader) -> Result<ImportHeader<TermImport>, Status> {
    let format = match known("header.format", header.format)? {
        v1::TransferFormat::Unspecified => None,
        v1::TransferFormat::Tbx => Some(TermFormat::Tbx),
        v1::TransferFormat::Tsv => Some(TermFormat::Tsv),
        v1::TransferFormat::Csv => Some(TermFormat::Csv),
        v1::TransferFormat::Xlsx => Some(TermFormat::Xlsx),
        v1::TransferFormat::Jsonl => Some(TermFormat::Jsonl),
        _ => {
            let message = "terms are read from TBX, TSV, CSV, XLSX or JSONL; name one of these";
            return Err(invalid_field("header.format", message));
        }
    };
    let subject = TermImport {
        format,
        columns: chosen(&header.columns, |chosen| TermColumns::parse(chosen.iter().copied()))?,
        kind: term_type(header.r#type, "header")?,
        source: header.source,
        author: header.author,
        review: term_review_state("header.review_state", header.review_state)?.unwrap_or_default(),
        policy: term_policy(header.policy.unwrap_or_default())?,
    };
    Ok(ImportHeader {
        subject,
        from: language("header.source_language", &header.source_language)?,
        to: language("header.target_language", &header.target_language)?,
        document: header.document,
        import: import_id(&header.import)?,
        dry_run: header.dry_run,
        encoding: encoding(header.encoding)?,
        size: (header.size_bytes > 0).then_some(header.size_bytes),
    })
}

fn language(field: &str, tag: &str) -> Result<Option<Language>, Status> {
    (!tag.is_empty()).then(|| names::language(field, tag)).transpose()
}

fn import_id(name: &str) -> Result<Option<ImportId>, Status> {
    (!name.is_empty()).then(|| names::import_id("header.import", name)).transpose()
}

/// The columns that the caller chooses, if any.
fn chosen<C>(
    columns: &BTreeMap<String, String>,
    parse: impl FnOnce(&[(&str, &str)]) -> Result<C, String>,
) -> Result<Option<C>, Status> {
    if columns.is_empty() {
        return Ok(None);
    }
    let chosen: Vec<(&str, &str)> = columns.iter().map(|(role, name)| (role.as_str(), name.as_str())).collect();
    parse(&chosen).map(Some).map_err(|what| invalid_field("header.columns", what))
}

fn term_policy(policy: v1::TermImportPolicy) -> Result<TermPolicy, Status> {
    let existing = match known("header.policy.existing_term", policy.existing_term)? {
        v1::ExistingTerm::Unspecified | v1::ExistingTerm::Merge => ExistingTerm::Merge,
        v1::ExistingTerm::Update => ExistingTerm::Update,
        v1::ExistingTerm::Skip => ExistingTerm::Skip,
    };
    let default = TermPolicy::default();
    Ok(TermPolicy {
        existing,
        contradiction: treatment("contradiction", policy.contradiction)?.unwrap_or(default.contradiction),
        wrong_script: treatment("wrong_script", policy.wrong_script)?.unwrap_or(default.wrong_script),
    })
}

fn treatment(name: &str, value: i32) -> Result<Option<Treatment>, Status> {
    Ok(match known(&format!("header.policy.{name}"), value)? {
        v1::Treatment::Unspecified => None,
        v1::Treatment::Accept => Some(Treatment::Accept),
        v1::Treatment::Draft => Some(Treatment::Draft),
        v1::Treatment::Refuse => Some(Treatment::Refuse),
    })
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
        if let Some(treatment) = treatment(name, value)? {
            treatments.set(doubt, treatment);
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
        memory: import.memory.map(|memory| memory.name()).unwrap_or_default(),
        document: import.document,
        files: import.files,
        counts: Some(import.counts.into()),
        create_time: Some(import.started.into()),
        update_time: Some(import.updated.into()),
        undo_time: import.undone.map(Into::into),
    }
}

/// `memory` is the one that the import went into, if it was one of units.
pub fn undo_report(report: UndoReport, memory: Option<&MemoryId>) -> v1::UndoImportResponse {
    let UndoReport { deleted, restored, brought_back, kept, kept_units, reviews_dropped, kept_terms } = report;
    let kept_units = kept_units.into_iter().filter_map(|unit| Some(unit.name_in(memory?))).collect();
    let kept_terms = kept_terms.into_iter().map(TermId::name).collect();
    v1::UndoImportResponse { deleted, restored, brought_back, kept, kept_units, reviews_dropped, kept_terms }
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
