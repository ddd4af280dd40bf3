//! The names of what TBX has no category for.

pub(super) const OWN_TYPE: &str = "x-hafez-type";
pub(super) const OWN_REVIEW_STATE: &str = "x-hafez-review-state";
pub(super) const OWN_ORIGIN: &str = "x-hafez-origin";
pub(super) const OWN_AUTHOR: &str = "x-hafez-author";
pub(super) const OWN_VARIANT: &str = "x-hafez-variant";
