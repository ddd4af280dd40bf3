//! The names of what TBX has no category for.

use std::borrow::Cow;

pub(super) const OWN_TYPE: &str = "x-hafez-type";
pub(super) const OWN_REVIEW_STATE: &str = "x-hafez-review-state";
pub(super) const OWN_ORIGIN: &str = "x-hafez-origin";
pub(super) const OWN_AUTHOR: &str = "x-hafez-author";
/// Followed by the name of an attribute that would be taken for something else under its own.
pub(super) const OWN_ATTRIBUTE: &str = "x-hafez-attribute-";
const OURS: &str = "x-hafez-";
pub(super) const OWN_VARIANT: &str = "x-hafez-variant";

/// What an attribute is called in the file.
pub(super) fn category_of(attribute: &str) -> Cow<'_, str> {
    match matches!(attribute, "note" | "source") || attribute.starts_with(OURS) {
        true => Cow::Owned(format!("{OWN_ATTRIBUTE}{attribute}")),
        false => Cow::Borrowed(attribute),
    }
}
