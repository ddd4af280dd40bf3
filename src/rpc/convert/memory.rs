use pbjson_types::FieldMask;
use tonic::Status;

use super::{Mask, count, expected_revision, known};
use crate::memory::MemoryChange;
use crate::model::{Memory, OtherTarget, PenaltyOverrides, Points};
use crate::rpc::status::invalid_field;
use crate::rpc::v1;

pub fn memory(memory: Memory, units: usize) -> v1::Memory {
    v1::Memory {
        name: memory.id.name(),
        display_name: memory.display_name,
        description: memory.description,
        penalty: memory.penalty.get().into(),
        unit_count: count(units),
        create_time: Some(memory.created.into()),
        update_time: Some(memory.updated.into()),
        revision: count(memory.revision as usize),
        penalties: Some(memory.penalties.into()),
        other_target: v1::OtherTarget::from(memory.other_target).into(),
    }
}

pub fn memory_change(memory: v1::Memory, mask: Option<&FieldMask>) -> Result<MemoryChange, Status> {
    let mask = Mask::new(mask, &["display_name", "description", "penalty", "penalties", "other_target"])?;
    let penalty = points("penalty", memory.penalty)?;
    let own = memory.penalties.map(overrides).transpose()?;
    Ok(MemoryChange {
        display_name: mask.pick("display_name", memory.display_name, |name| !name.is_empty()),
        description: mask.pick("description", memory.description, |text| !text.is_empty()),
        penalty: mask.pick("penalty", penalty, |points| *points > Points::ZERO),
        penalties: mask.pick("penalties", own, Option::is_some).map(Option::unwrap_or_default),
        other_target: mask
            .pick("other_target", other_target("memory.other_target", memory.other_target)?, Option::is_some)
            .map(Option::unwrap_or_default),
        revision: expected_revision(memory.revision),
    })
}

/// `None` if it is not said.
pub fn other_target(field: &str, value: i32) -> Result<Option<OtherTarget>, Status> {
    Ok(match known(field, value)? {
        v1::OtherTarget::Unspecified => None,
        v1::OtherTarget::KeepBoth => Some(OtherTarget::KeepBoth),
        v1::OtherTarget::NewestWins => Some(OtherTarget::NewestWins),
        v1::OtherTarget::ApprovedWins => Some(OtherTarget::ApprovedWins),
    })
}

impl From<OtherTarget> for v1::OtherTarget {
    fn from(other_target: OtherTarget) -> v1::OtherTarget {
        match other_target {
            OtherTarget::KeepBoth => v1::OtherTarget::KeepBoth,
            OtherTarget::NewestWins => v1::OtherTarget::NewestWins,
            OtherTarget::ApprovedWins => v1::OtherTarget::ApprovedWins,
        }
    }
}

fn points(field: &str, points: u32) -> Result<Points, Status> {
    Points::new(points).ok_or_else(|| invalid_field(format!("memory.{field}"), "it is not from 0 to 100"))
}

fn overrides(own: v1::PenaltyPoints) -> Result<PenaltyOverrides, Status> {
    let points = |name, set: Option<u32>| set.map(|p| points(&format!("penalties.{name}"), p)).transpose();
    Ok(PenaltyOverrides {
        number: points("number", own.number)?,
        punctuation: points("punctuation", own.punctuation)?,
        letter_case: points("letter_case", own.letter_case)?,
        inline_code: points("inline_code", own.inline_code)?,
        language_variant: points("language_variant", own.language_variant)?,
        human: points("human", own.human)?,
        imported: points("imported", own.imported)?,
        aligned: points("aligned", own.aligned)?,
        machine: points("machine", own.machine)?,
    })
}

impl From<PenaltyOverrides> for v1::PenaltyPoints {
    fn from(own: PenaltyOverrides) -> v1::PenaltyPoints {
        let points = |set: Option<Points>| set.map(|points| points.get().into());
        v1::PenaltyPoints {
            number: points(own.number),
            punctuation: points(own.punctuation),
            letter_case: points(own.letter_case),
            inline_code: points(own.inline_code),
            language_variant: points(own.language_variant),
            human: points(own.human),
            imported: points(own.imported),
            aligned: points(own.aligned),
            machine: points(own.machine),
        }
    }
}
