//! What is known of the words that names are made of and stand among, by language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::TermType;

// A test reads them.
pub(super) static ENGLISH: LazyLock<WordLists> =
    LazyLock::new(|| toml::from_str(include_str!("knowledge/en.toml")).unwrap_or_default());
pub(super) static PERSIAN: LazyLock<WordLists> =
    LazyLock::new(|| toml::from_str(include_str!("knowledge/fa.toml")).unwrap_or_default());

/// Words by the type that they tell.
pub(super) type WordsByType = BTreeMap<String, Vec<String>>;

/// A file of knowledge; what its lists mean is said there.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WordLists {
    pub inner: Vec<String>,
    pub between: Vec<String>,
    pub of: Vec<String>,
    pub determiners: Vec<String>,
    pub prepositions: Vec<String>,
    pub edgeless: Vec<String>,
    pub is_head_first: bool,
    pub heads: WordsByType,
    pub before: WordsByType,
    pub before_often: WordsByType,
    pub before_with: BTreeMap<String, WordsByType>,
    pub after: WordsByType,
    pub owned: WordsByType,
    pub apposition: WordsByType,
    pub names: WordsByType,
    pub namesakes: Namesakes,
}

/// What tells a place from somebody of its name.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Namesakes {
    pub first_names: Vec<String>,
    pub behind_places: Vec<String>,
    pub days: Vec<String>,
}

/// The type of a list.
pub(super) fn kind_of(name: &str) -> TermType {
    match name {
        "person" => TermType::Person,
        "organization" => TermType::Organization,
        "place" => TermType::Place,
        "title" => TermType::Title,
        "event" => TermType::Event,
        "work" => TermType::Work,
        _ => TermType::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read_and_every_type_in_them_is_one() {
        for file in [include_str!("knowledge/en.toml"), include_str!("knowledge/fa.toml")] {
            let file: WordLists = toml::from_str(file).unwrap();
            let pairs = file.before_with.values().flat_map(|words| words.keys());
            let kinds = file.heads.keys().chain(file.before.keys()).chain(file.after.keys()).chain(pairs);
            assert!(kinds.clone().count() > 5);
            kinds.for_each(|kind| assert!(kind == "other" || kind_of(kind) != TermType::Other, "{kind}"));
        }
    }
}
