use tonic::Status;

use super::known;
use super::naming::term_filter;
use super::suggest::chosen_statuses;
use crate::format::OutputFormat;
use crate::format::terms::TermOutputFormat;
use crate::memory::UnitFilter;
use crate::model::OriginKind;
use crate::rpc::export::{TermExport, UnitExport};
use crate::rpc::status::invalid_field;
use crate::rpc::{Timestamp, names, v1};

pub fn term_export_request(request: v1::ExportTermsRequest) -> Result<TermExport, Status> {
    let format = match known("format", request.format)? {
        v1::TransferFormat::Tbx => TermOutputFormat::Tbx,
        v1::TransferFormat::Tsv => TermOutputFormat::Tsv,
        v1::TransferFormat::Csv => TermOutputFormat::Csv,
        v1::TransferFormat::Xlsx => TermOutputFormat::Xlsx,
        v1::TransferFormat::Jsonl => TermOutputFormat::Jsonl,
        _ => {
            let message = "terms are written as TBX, TSV, CSV, XLSX or JSONL; name one of these";
            return Err(invalid_field("format", message));
        }
    };
    Ok(TermExport { filter: term_filter(request.filter.unwrap_or_default())?, format })
}

pub fn export_request(request: v1::ExportUnitsRequest) -> Result<UnitExport, Status> {
    if request.memories.is_empty() {
        return Err(invalid_field("memories", "it is empty; name a memory at least"));
    }
    let memories = request.memories.iter().map(|name| names::memory_id("memories", name)).collect::<Result<_, _>>()?;
    let format = match known("format", request.format)? {
        v1::TransferFormat::Tmx => OutputFormat::Tmx,
        v1::TransferFormat::Tsv => OutputFormat::Tsv,
        v1::TransferFormat::Csv => OutputFormat::Csv,
        v1::TransferFormat::Xliff => OutputFormat::Xliff,
        v1::TransferFormat::Jsonl => OutputFormat::Jsonl,
        v1::TransferFormat::Moses => OutputFormat::Moses,
        _ => {
            let message = "units are written as TMX, XLIFF, TSV, CSV, JSONL or MOSES; name one of these";
            return Err(invalid_field("format", message));
        }
    };
    Ok(UnitExport { memories, filter: unit_filter(request.filter.unwrap_or_default())?, format })
}

pub fn unit_filter(filter: v1::UnitFilter) -> Result<UnitFilter, Status> {
    let language = |field: &str, tag: &str| (!tag.is_empty()).then(|| names::language(field, tag)).transpose();
    let origins = filter.origins.iter().map(|&origin| origin_kind(origin)).collect::<Result<_, _>>()?;
    Ok(UnitFilter {
        from: language("filter.source_language", &filter.source_language)?,
        to: language("filter.target_language", &filter.target_language)?,
        statuses: chosen_statuses("filter.statuses", &filter.statuses)?,
        origins,
        updated_from: time("filter.updated_from", filter.updated_from)?,
        updated_before: time("filter.updated_before", filter.updated_before)?,
        attributes: filter.attributes,
    })
}

fn origin_kind(value: i32) -> Result<OriginKind, Status> {
    Ok(match known("filter.origins", value)? {
        v1::OriginKind::Unspecified => {
            return Err(invalid_field(
                "filter.origins",
                "ORIGIN_KIND_UNSPECIFIED chooses nothing; leave the list empty for all",
            ));
        }
        v1::OriginKind::Human => OriginKind::Human,
        v1::OriginKind::Import => OriginKind::Import,
        v1::OriginKind::Alignment => OriginKind::Alignment,
        v1::OriginKind::Machine => OriginKind::Machine,
    })
}

pub(super) fn time(field: &str, time: Option<Timestamp>) -> Result<Option<jiff::Timestamp>, Status> {
    let time = time.map(|time| jiff::Timestamp::new(time.seconds, time.nanos));
    time.transpose().map_err(|error| invalid_field(field, error.to_string()))
}
