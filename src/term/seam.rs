//! Where a name that the termbase writes as one word may be parted by a space.

use crate::model::TermType;

use super::form::Form;
use super::stop_words::is_stop_word;

/// What compound names of persons begin with, as match keys have it.
const FIRST_PARTS: [&str; 20] = [
    "محمد", "امیر", "میر", "سید", "عبد", "غلام", "علی", "حاج", "شاه", "ملا", "mohammad", "mohammed", "muhammad", "amir",
    "mir", "abdol", "abdul", "gholam", "seyed", "shah",
];

/// What they end with.
const LAST_PARTS: [&str; 17] = [
    "الله",
    "الدین",
    "نژاد",
    "زاده",
    "پور",
    "نیا",
    "خواه",
    "دوست",
    "وند",
    "nejad",
    "nezhad",
    "zadeh",
    "zada",
    "pour",
    "ollah",
    "ullah",
    "allah",
];

/// Whether a word of the name may be written as these two.
///
/// Two halves that are words by themselves are mostly just that: شیر از is milk from, not شیراز. So the name has
/// other words, all of which are there, or it is a compound whose parts are known.
pub(super) fn is_seam(form: &Form, before: &str, behind: &str) -> bool {
    let has_letters = |half: &str| half.chars().nth(2).is_some() && !is_stop_word(half, &form.language);
    let is_borne_out = form.words.len() > 1 && has_letters(before) && has_letters(behind);
    is_borne_out || is_compound(form.kind, before, behind)
}

/// What a compound first name begins with, of those that are known.
pub(super) fn first_part(name: &str) -> Option<&'static str> {
    FIRST_PARTS.into_iter().filter(|part| name.starts_with(part)).max_by_key(|part| part.len())
}

fn is_compound(kind: TermType, before: &str, behind: &str) -> bool {
    let is_head = |half: &str| half.chars().nth(2).is_some();
    match kind {
        TermType::Person => {
            (FIRST_PARTS.contains(&before) && is_head(behind)) || (LAST_PARTS.contains(&behind) && is_head(before))
        }
        TermType::Place => matches!(behind, "اباد" | "abad") && is_head(before),
        // دبیرکل, مدیرکل: the head of all.
        TermType::Title => behind == "کل" && is_head(before),
        _ => false,
    }
}
