//! What the columns of a table of terms hold.

use crate::format::table::ColumnName;
use crate::model::{Language, TermStatus};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Names in a language, separated by `|`. Without a status the first is preferred, the others are admitted.
    Names(Side, Option<TermStatus>),
    /// Other spellings of the first name in a language, separated by `|`.
    Variants(Side),
    Id,
    Type,
    /// The status of the names of all but the first language.
    Status,
    /// The language whose name comes first.
    FirstLanguage,
    Note,
    Provenance,
    Author,
    Review,
    Attribute(String),
}

/// Which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The one that the caller calls the source.
    Source,
    /// The one that the caller calls the target.
    Target,
    Language(Language),
}

/// Columns behind those of the languages.
pub(super) const DETAILS: [(Column, &str); 8] = [
    (Column::Id, "id"),
    (Column::Type, "type"),
    (Column::Status, "status"),
    (Column::Note, "note"),
    (Column::Provenance, "provenance"),
    (Column::Author, "author"),
    (Column::Review, "review"),
    (Column::FirstLanguage, "first language"),
];

const SOURCE_WORDS: [&str; 3] = ["source", "src", "term"];
const TARGET_WORDS: [&str; 3] = ["target", "tgt", "translation"];
const COMMENT_WORDS: [&str; 2] = ["comment", "comments"];

/// What people call languages at the head of a column.
const LANGUAGE_NAMES: [(&str, &str); 18] = [
    ("english", "en"),
    ("persian", "fa"),
    ("farsi", "fa"),
    ("dari", "prs"),
    ("arabic", "ar"),
    ("turkish", "tr"),
    ("kurdish", "ku"),
    ("pashto", "ps"),
    ("french", "fr"),
    ("german", "de"),
    ("spanish", "es"),
    ("italian", "it"),
    ("russian", "ru"),
    ("chinese", "zh"),
    ("انگلیسی", "en"),
    ("فارسی", "fa"),
    ("عربی", "ar"),
    ("ترکی", "tr"),
];

/// Languages of three letters that need no region to be taken for one: other words of that length are words (pos, url, ref).
const OF_THREE_LETTERS: [&str; 3] = ["ckb", "prs", "pes"];

impl Column {
    /// Of `fa`, `fa forbidden`, `source`, `note`, as somebody asks for a column; `None` for what is none of these.
    pub fn parse(name: &str) -> Option<Column> {
        Column::of(name, &Side::parse)
    }

    /// The same as a header says it, where a word that has the shape of a tag may be a word. `wanted` are languages that
    /// somebody asks for.
    pub fn of_header(name: &str, wanted: [Option<&Language>; 2]) -> Option<Column> {
        Column::of(name, &|side| Side::of_header(side, wanted))
    }

    fn of(name: &str, side_of: &dyn Fn(&str) -> Option<Side>) -> Option<Column> {
        let name = name.trim();
        if let Some((column, _)) = DETAILS.iter().find(|(_, word)| word.eq_ignore_ascii_case(name)) {
            return Some(column.clone());
        }
        if COMMENT_WORDS.iter().any(|word| word.eq_ignore_ascii_case(name)) {
            return Some(Column::Note);
        }
        match name.split_once(' ') {
            None => side_of(name).map(|side| Column::Names(side, None)),
            Some((side, what)) => {
                let side = side_of(side)?;
                match what.trim().to_ascii_lowercase().as_str() {
                    "preferred" => Some(Column::Names(side, Some(TermStatus::Preferred))),
                    "admitted" => Some(Column::Names(side, Some(TermStatus::Admitted))),
                    "forbidden" => Some(Column::Names(side, Some(TermStatus::Forbidden))),
                    "variants" => Some(Column::Variants(side)),
                    _ => None,
                }
            }
        }
    }

    /// The language of its names, if it has any.
    pub fn side(&self) -> Option<&Side> {
        match self {
            Column::Names(side, _) => Some(side),
            _ => None,
        }
    }

    pub fn is_detail(&self) -> bool {
        !matches!(self, Column::Names(..) | Column::Variants(_) | Column::Attribute(_))
    }
}

impl Side {
    fn parse(name: &str) -> Option<Side> {
        let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(name));
        match () {
            _ if is_one_of(&SOURCE_WORDS) => Some(Side::Source),
            _ if is_one_of(&TARGET_WORDS) => Some(Side::Target),
            // Tags of four letters and more are reserved; words of that length are words.
            _ => Language::parse(name).ok().filter(|tag| tag.primary().len() <= 3).map(Side::Language),
        }
    }

    fn of_header(name: &str, wanted: [Option<&Language>; 2]) -> Option<Side> {
        let lower = name.to_lowercase();
        if let Some((_, tag)) = LANGUAGE_NAMES.iter().find(|(known, _)| *known == lower) {
            return Language::parse(tag).ok().map(Side::Language);
        }
        Side::parse(name).filter(|side| match side {
            Side::Language(language) => {
                let is_wanted = wanted.into_iter().flatten().any(|wanted| wanted.primary() == language.primary());
                is_wanted || looks_like_tag(name, language)
            }
            _ => true,
        })
    }
}

/// Whether a word is written as tags are: No is a number, no is Norwegian, and url is no language that anybody means.
fn looks_like_tag(word: &str, language: &Language) -> bool {
    let has_more = word.len() > language.primary().len();
    let is_title =
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word[1..].chars().any(|c| c.is_ascii_lowercase());
    match language.primary().len() {
        2 => has_more || !is_title,
        _ => has_more || OF_THREE_LETTERS.contains(&language.primary()),
    }
}

/// Which columns of a table to take, as people ask for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermColumns(Vec<(Column, ColumnName)>);

impl TermColumns {
    /// Of what each column is to be, and its number or name: `en` and `1`, `fa forbidden` and `Wrong`. What is wrong is
    /// said in words for the caller.
    pub fn parse<'a>(chosen: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<TermColumns, String> {
        let mut columns: Vec<(Column, ColumnName)> = Vec::new();
        for (role, name) in chosen {
            let name = ColumnName::parse(name).ok_or_else(|| format!("`{role}` needs a number from 1, or a name"))?;
            let details = DETAILS.map(|(_, word)| word).join(", ");
            let column = Column::parse(role).ok_or_else(|| {
                format!(
                    "`{role}` is nothing that a column can be; write source, target, or a language tag, alone or before \
                     preferred, admitted, forbidden or variants, or one of {details}"
                )
            })?;
            if columns.iter().any(|(known, place)| *known == column || *place == name) {
                return Err(format!("`{role}` is chosen twice, or its column is"));
            }
            columns.push((column, name));
        }
        match columns.iter().any(|(column, _)| column.side().is_some()) {
            true => Ok(TermColumns(columns)),
            false => Err("a column with names is needed: source, target, or a language tag".into()),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Column, ColumnName)> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_languages_with_what_is_said_of_their_names_or_details() {
        let fa = || Side::Language(Language::parse("fa").unwrap());
        for (name, column) in [
            ("fa", Column::Names(fa(), None)),
            ("FA Forbidden", Column::Names(fa(), Some(TermStatus::Forbidden))),
            ("fa variants", Column::Variants(fa())),
            ("Source", Column::Names(Side::Source, None)),
            ("translation admitted", Column::Names(Side::Target, Some(TermStatus::Admitted))),
            ("Comment", Column::Note),
            ("id", Column::Id),
        ] {
            assert_eq!(Column::parse(name), Some(column), "{name}");
        }
        assert_eq!(Column::parse("fa wrong"), None);
        assert_eq!(Column::parse("domain"), None, "a word, though it has the shape of a tag");
        for word in ["No", "Id", "pos", "URL", "Ref", "Tag"] {
            assert!(Column::of_header(word, [None, None]).is_none_or(|column| column.is_detail()), "{word}");
        }
        let norwegian = Language::parse("no").unwrap();
        assert!(Column::of_header("No", [Some(&norwegian), None]).is_some_and(|column| column.side().is_some()));
        for (name, tag) in [("English", "en"), ("فارسی", "fa"), ("FA", "fa"), ("ckb", "ckb"), ("fas-IR", "fas-IR")]
        {
            let language = Side::Language(Language::parse(tag).unwrap());
            assert_eq!(Column::of_header(name, [None, None]), Some(Column::Names(language, None)), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_said() {
        for (chosen, word) in [
            (vec![("type", "1")], "names"),
            (vec![("en", "1"), ("fa", "1")], "twice"),
            (vec![("en", "0")], "from 1"),
            (vec![("sauce tomate", "1")], "sauce tomate"),
        ] {
            let said = TermColumns::parse(chosen).unwrap_err();
            assert!(said.contains(word), "{said}");
        }
    }
}
