//! Between wire types and the model, both ways.

mod align;
mod article;
mod concordance;
mod export;
mod memory;
mod naming;
mod review;
mod suggest;
mod term;
mod transfer;
mod unit;

use tonic::Status;

pub use align::{align_options, aligned, article_match};
pub use article::{
    Received, article_format, assembled, block_kinds, received, received_or_blank, segment_with_places, targets,
    untranslated,
};
pub use concordance::{concordance_list, concordance_query, hit, place_id};
pub use export::{export_request, term_export_request, unit_filter};
pub use memory::{memory, memory_change, other_target};
pub use naming::{name_query, name_suggestion, term_filter, terms_wanted};
pub use review::{is_in_state, resolution, review, review_state};
pub use suggest::{leverage, phrase, suggest_query, suggestion};
pub use term::{new_term, recognized_term, term, term_change, term_usage, term_warning};
pub use transfer::{import, import_header, problem, term_import_header, undo_report};
pub use unit::{new_unit, similarity, unit, unit_change, unit_status};

use super::status::invalid_field;

/// A number of something, for a 32-bit field; what does not fit is shown as the greatest that does.
pub fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The revision that an update was made to; 0 means whatever is there.
fn expected_revision(revision: u32) -> Option<u64> {
    (revision > 0).then_some(u64::from(revision))
}

/// An enumeration's value as the callers of newer versions may send it.
fn known<T: TryFrom<i32>>(field: &str, value: i32) -> Result<T, Status> {
    T::try_from(value).map_err(|_| invalid_field(field, format!("{value} is none of its values")))
}

/// Which fields an update changes: those of its mask, or, without one, those that are set.
struct Mask<'a>(Option<&'a [String]>);

impl<'a> Mask<'a> {
    fn new(mask: Option<&'a pbjson_types::FieldMask>, fields: &[&str]) -> Result<Mask<'a>, Status> {
        let Some(mask) = mask.filter(|mask| !mask.paths.is_empty()) else { return Ok(Mask(None)) };
        match mask.paths.iter().find(|path| !fields.contains(&path.as_str()) && *path != "*") {
            Some(wrong) => {
                let can = fields.join(", ");
                Err(invalid_field("update_mask", format!("`{wrong}` cannot be changed; what can: {can}")))
            }
            None => Ok(Mask(Some(&mask.paths))),
        }
    }

    /// The new value of a field, if it is to be changed; `is_set` says whether the caller gave one.
    fn pick<T>(&self, field: &str, value: T, is_set: impl FnOnce(&T) -> bool) -> Option<T> {
        let picked = match self.0 {
            Some(paths) => paths.iter().any(|path| path == field || path == "*"),
            None => is_set(&value),
        };
        picked.then_some(value)
    }
}
