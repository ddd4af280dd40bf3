//! Whether a text renders a term as it should.

use crate::model::{Language, TermEntry, TermStatus};
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

/// What may follow a name in its word, without regard to spelling: plurals, possessives, enclitics, the adjective.
const ENGLISH_ENDINGS: [&str; 5] = ["s", "es", "n", "an", "ian"];
const PERSIAN_ENDINGS: [&str; 22] = [
    "ی",
    "ای",
    "یی",
    "ها",
    "های",
    "هایی",
    "هایش",
    "هایشان",
    "ان",
    "م",
    "ت",
    "ش",
    "ام",
    "ات",
    "اش",
    "مان",
    "تان",
    "شان",
    "یش",
    "یشان",
    "را",
    "اند",
];
/// In other languages, so many letters.
const ENDING_LETTERS: usize = 3;

/// A text as terms are looked for in it: its words without regard to spelling.
pub struct Target {
    words: Vec<String>,
    language: Language,
}

impl Target {
    pub fn new(text: &str, language: &Language) -> Target {
        Target { words: words(&match_key(text, language)), language: language.clone() }
    }

    /// How the text renders a term that has these renderings.
    pub fn usage<'a>(&self, renderings: &'a [TermEntry]) -> Usage<'a> {
        let of = |status: TermStatus| {
            let entries = renderings.iter().filter(move |entry| entry.status == status);
            entries.filter(|entry| self.count(entry) > 0)
        };
        let allowed: Vec<&TermEntry> = of(TermStatus::Preferred).chain(of(TermStatus::Admitted)).collect();
        // A forbidden name that only stands inside of allowed ones is none.
        let forbidden = of(TermStatus::Forbidden).find(|forbidden| {
            let wholes = allowed.iter().filter(|whole| is_within(forbidden, whole));
            self.count(forbidden) > wholes.map(|whole| self.count(whole)).sum()
        });
        match (forbidden, allowed.first()) {
            (Some(forbidden), _) => Usage::Forbidden(forbidden),
            (None, Some(entry)) if entry.status == TermStatus::Preferred => Usage::Preferred(entry),
            (None, Some(entry)) => Usage::Admitted(entry),
            (None, None) => Usage::Otherwise,
        }
    }

    /// Whether a name is there, with whatever inflection adds behind it, its words joined or apart.
    pub fn holds(&self, name: &str) -> bool {
        self.places(name) > 0
    }

    fn count(&self, entry: &TermEntry) -> usize {
        entry.spellings().map(|text| self.places(text)).max().unwrap_or_default()
    }

    /// How often a name is there.
    fn places(&self, name: &str) -> usize {
        let letters = words(&match_key(name, &self.language)).concat();
        let starts = (0..self.words.len()).filter(|_| !letters.is_empty());
        starts.filter(|&start| self.is_at(start, &letters)).count()
    }

    fn is_at(&self, start: usize, letters: &str) -> bool {
        let mut left = letters;
        for word in &self.words[start..] {
            match left.strip_prefix(word.as_str()) {
                Some("") => return true,
                Some(rest) => left = rest,
                None => return word.strip_prefix(left).is_some_and(|ending| self.may_end_with(ending)),
            }
        }
        false
    }

    fn may_end_with(&self, ending: &str) -> bool {
        match self.language.primary() {
            "en" => ENGLISH_ENDINGS.contains(&ending),
            "fa" | "prs" => PERSIAN_ENDINGS.contains(&ending),
            _ => ending.chars().count() <= ENDING_LETTERS,
        }
    }
}

/// The words of a match key, marks left out.
fn words(key: &str) -> Vec<String> {
    let words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn is_within(part: &TermEntry, whole: &TermEntry) -> bool {
    let letters = |entry: &TermEntry| words(&match_key(&entry.text, &entry.language)).concat();
    letters(whole).contains(&letters(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Evidence;

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
        assert_eq!(usage("خلیجک و خلیجستان"), "otherwise", "other words");
    }

    #[test]
    fn joints_may_be_spaces_and_a_forbidden_name_within_another_is_none() {
        let entries = [entry("نخست‌وزیر", TermStatus::Preferred)];
        for text in ["نخست وزیر سخن گفت.", "نخستوزیر سخن گفت.", "نخست‌وزیرشان سخن گفت."]
        {
            let target = Target::new(text, &Language::parse("fa").unwrap());
            assert_eq!(target.usage(&entries), Usage::Preferred(&entries[0]), "{text}");
        }
        assert_eq!(usage("از خلیج فارس به خلیج"), "forbidden خلیج", "it also stands alone");
    }
}
