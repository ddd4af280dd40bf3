//! Whether a text renders a term as it should.

use crate::model::{TermEntry, TermStatus};
use crate::text::match_key;

/// How a text renders a term. Where several of its names are there, the one that matters most: a forbidden one, then the
/// preferred one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage<'a> {
    Preferred(&'a TermEntry),
    Admitted(&'a TermEntry),
    Forbidden(&'a TermEntry),
    /// None of the term's renderings is there.
    Otherwise,
}

/// A text as terms are looked for in it: its words without regard to spelling.
pub struct Target(String);

impl Target {
    pub fn new(text: &str, language: &crate::model::Language) -> Target {
        Target(match_key(text, language))
    }

    /// How the text renders a term that has these renderings.
    pub fn usage<'a>(&self, renderings: &'a [TermEntry]) -> Usage<'a> {
        let of = |status: TermStatus| {
            let mut entries = renderings.iter().filter(move |entry| entry.status == status);
            entries.find(|entry| entry.spellings().any(|text| self.holds(&match_key(text, &entry.language))))
        };
        let preferred = of(TermStatus::Preferred);
        match (of(TermStatus::Forbidden), preferred, of(TermStatus::Admitted)) {
            // A forbidden name inside of the preferred one is none.
            (Some(forbidden), Some(preferred), _) if !is_within(forbidden, preferred) => Usage::Forbidden(forbidden),
            (_, Some(preferred), _) => Usage::Preferred(preferred),
            (Some(forbidden), None, _) => Usage::Forbidden(forbidden),
            (None, None, Some(admitted)) => Usage::Admitted(admitted),
            (None, None, None) => Usage::Otherwise,
        }
    }

    /// Whether a name is there, with whatever inflection adds behind it.
    pub fn holds(&self, key: &str) -> bool {
        let starts_word = |&(at, _): &(usize, &str)| !self.0[..at].ends_with(char::is_alphanumeric);
        !key.is_empty() && self.0.match_indices(key).any(|place| starts_word(&place))
    }
}

fn is_within(part: &TermEntry, whole: &TermEntry) -> bool {
    let key = |entry: &TermEntry| match_key(&entry.text, &entry.language);
    key(whole).contains(&key(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Language};

    fn entry(text: &str, status: TermStatus) -> TermEntry {
        let language = Language::parse("fa").unwrap();
        TermEntry { language, text: text.into(), status, variants: Vec::new(), evidence: Evidence::default() }
    }

    fn usage(text: &str) -> String {
        let entries = [
            entry("خلیج فارس", TermStatus::Preferred),
            entry("شاخاب پارس", TermStatus::Admitted),
            entry("خلیج", TermStatus::Forbidden),
        ];
        match Target::new(text, &Language::parse("fa").unwrap()).usage(&entries) {
            Usage::Preferred(entry) => format!("preferred {}", entry.text),
            Usage::Admitted(entry) => format!("admitted {}", entry.text),
            Usage::Forbidden(entry) => format!("forbidden {}", entry.text),
            Usage::Otherwise => "otherwise".into(),
        }
    }

    #[test]
    fn the_rendering_that_matters_most_is_told() {
        assert_eq!(usage("کشتی به خليج فارس رسید."), "preferred خلیج فارس");
        assert_eq!(usage("کشتی به شاخاب پارس رسید."), "admitted شاخاب پارس");
        assert_eq!(usage("کشتی به خلیج رسید."), "forbidden خلیج");
        assert_eq!(usage("کشتی به دریا رسید."), "otherwise");
    }

    #[test]
    fn inflection_may_follow_and_other_words_may_not_end_so() {
        assert_eq!(usage("کشتی‌های شاخاب پارسی"), "admitted شاخاب پارس");
        assert_eq!(usage("هم‌خلیجی"), "otherwise");
    }
}
