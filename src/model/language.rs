use std::fmt;

use oxilangtag::LanguageTag;
use serde::{Deserialize, Serialize};

/// A well-formed BCP 47 language tag in its canonical letter case: `en`, `en-US`, `fa-AF`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Language(LanguageTag<String>);

/// A string that is no BCP 47 language tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{tag}` is not a BCP 47 language tag ({reason}); write for example en, en-US or fa")]
pub struct LanguageError {
    pub tag: String,
    reason: String,
}

impl Language {
    /// Parses and canonicalizes a tag; `_` is taken for `-`, as older tools write it.
    pub fn parse(tag: &str) -> Result<Language, LanguageError> {
        let fail = |reason: String| LanguageError { tag: tag.chars().take(40).collect(), reason };
        let parsed =
            LanguageTag::parse_and_normalize(&tag.trim().replace('_', "-")).map_err(|e| fail(e.to_string()))?;
        match parsed.primary_language().len() {
            2 | 3 => Ok(Language(parsed)),
            _ => Err(fail("the primary language has two or three letters".into())),
        }
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The primary subtag: `en` of `en-US`.
    pub fn primary(&self) -> &str {
        self.0.primary_language()
    }

    /// The script subtag, if the tag has one: `Hant` of `zh-Hant`.
    pub fn script(&self) -> Option<&str> {
        self.0.script()
    }

    /// Whether this tag, as a language range (RFC 4647 basic filtering), covers `other`: `en` covers `en-US`.
    pub fn covers(&self, other: &Language) -> bool {
        let (range, tag) = (self.as_str(), other.as_str());
        tag.strip_prefix(range).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    /// Whether the two are variants of one written language: the same primary language, and no two scripts that differ.
    pub fn is_variant_of(&self, other: &Language) -> bool {
        let scripts_agree = match (self.0.script(), other.0.script()) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        self.primary() == other.primary() && scripts_agree
    }

    /// Whether text in this language runs from right to left.
    pub fn is_right_to_left(&self) -> bool {
        match self.0.script() {
            Some(script) => matches!(script, "Arab" | "Hebr" | "Thaa" | "Syrc" | "Nkoo" | "Adlm"),
            None => {
                matches!(self.primary(), "fa" | "ar" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" | "prs")
            }
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn tags_are_canonicalized() {
        assert_eq!(language("EN-us").as_str(), "en-US");
        assert_eq!(language("fa_IR").as_str(), "fa-IR");
    }

    #[test]
    fn what_is_no_tag_is_refused_by_name() {
        for wrong in ["", "english language", "e", "klingon!", "*all*", "x-private"] {
            let error = Language::parse(wrong).unwrap_err();
            assert!(error.to_string().contains(wrong), "{error}");
        }
    }

    #[test]
    fn a_range_covers_its_variants_and_nothing_else() {
        assert!(language("en").covers(&language("en-US")));
        assert!(!language("en-US").covers(&language("en")));
        assert!(!language("en").covers(&language("enm")));
        assert!(language("en-GB").is_variant_of(&language("en-US")));
        assert!(!language("zh-Hant").is_variant_of(&language("zh-Hans")));
    }
}
