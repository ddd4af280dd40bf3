//! Whether a text renders a term as it should.

use std::cmp::Reverse;
use std::ops::Range;

use crate::model::{Language, TermEntry, TermStatus};
use crate::text::match_key;

/// How a text renders a mention of a term.
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
pub struct SearchedText {
    words: Vec<String>,
    language: Language,
}

/// Where a name is in a text.
struct Place<'a> {
    entry: &'a TermEntry,
    words: Range<usize>,
    /// The bytes of the name in these words, endings left out.
    letters: usize,
}

impl SearchedText {
    pub fn new(text: &str, language: &Language) -> SearchedText {
        SearchedText { words: words(&match_key(text, language)), language: language.clone() }
    }

    /// How the text renders as many mentions of a term that has these renderings: first those that are forbidden, then the
    /// preferred ones. There may be fewer than mentions, as texts put pronouns for names or leave them out, but at least one.
    pub fn usages<'a>(&self, renderings: &'a [TermEntry], mentions: usize) -> Vec<Usage<'a>> {
        let places = self.apart(renderings);
        let of =
            |status: TermStatus| places.iter().map(|place| place.entry).filter(move |entry| entry.status == status);
        let forbidden = of(TermStatus::Forbidden).map(Usage::Forbidden);
        let preferred = of(TermStatus::Preferred).map(Usage::Preferred);
        let admitted = of(TermStatus::Admitted).map(Usage::Admitted);
        let usages: Vec<Usage> = forbidden.chain(preferred).chain(admitted).take(mentions.max(1)).collect();
        if usages.is_empty() { vec![Usage::Otherwise] } else { usages }
    }

    /// Whether a name is there, with whatever inflection adds behind it, its words joined or apart.
    pub fn holds(&self, name: &str) -> bool {
        self.mentions(name) > 0
    }

    /// How often a name is there.
    pub fn mentions(&self, name: &str) -> usize {
        self.places(name).count()
    }

    /// The places of all names that do not overlap. A name that only stands inside of a longer one is none; of one text
    /// that is several renderings, the one with the best status is meant.
    fn apart<'a>(&self, entries: &'a [TermEntry]) -> Vec<Place<'a>> {
        let of_spelling = |entry: &'a TermEntry, text: &String| {
            self.places(text).map(|(words, letters)| Place { entry, words, letters }).collect::<Vec<_>>()
        };
        let of_entry = |entry: &'a TermEntry| entry.spellings().flat_map(move |text| of_spelling(entry, text));
        let mut places: Vec<Place> = entries.iter().flat_map(of_entry).collect();
        places.sort_by_key(|place| (Reverse(place.letters), place.entry.status, place.words.start));
        let mut apart: Vec<Place> = Vec::new();
        for place in places {
            let overlaps = |other: &Place| place.words.start < other.words.end && other.words.start < place.words.end;
            if !apart.iter().any(overlaps) {
                apart.push(place);
            }
        }
        apart.sort_by_key(|place| place.words.start);
        apart
    }

    /// Where a name is: the words that hold it, and how many bytes of them are the name.
    fn places(&self, name: &str) -> impl Iterator<Item = (Range<usize>, usize)> + use<'_> {
        let letters = words(&match_key(name, &self.language)).concat();
        let starts = (0..self.words.len()).filter(|_| !letters.is_empty()).collect::<Vec<_>>();
        starts.into_iter().filter_map(move |start| Some((start..self.end(start, &letters)?, letters.len())))
    }

    /// Where the name ends that starts at a word, if it does.
    fn end(&self, start: usize, letters: &str) -> Option<usize> {
        let mut left = letters;
        for (at, word) in self.words.iter().enumerate().skip(start) {
            match left.strip_prefix(word.as_str()) {
                Some("") => return Some(at + 1),
                Some(rest) => left = rest,
                None => {
                    let ending = word.strip_prefix(left)?;
                    return self.may_end_with(ending).then_some(at + 1);
                }
            }
        }
        None
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Evidence;

    fn entry(text: &str, status: TermStatus) -> TermEntry {
        let language = Language::parse("fa").unwrap();
        TermEntry { language, text: text.into(), status, variants: Vec::new(), evidence: Evidence::default() }
    }

    fn usage(text: &str) -> String {
        usages(text, 1).remove(0)
    }

    fn usages(text: &str, mentions: usize) -> Vec<String> {
        let entries = [
            entry("خلیج فارس", TermStatus::Preferred),
            entry("شاخاب پارس", TermStatus::Admitted),
            entry("خلیج", TermStatus::Forbidden),
        ];
        let told = |usage| match usage {
            Usage::Preferred(entry) => format!("preferred {}", entry.text),
            Usage::Admitted(entry) => format!("admitted {}", entry.text),
            Usage::Forbidden(entry) => format!("forbidden {}", entry.text),
            Usage::Otherwise => "otherwise".into(),
        };
        let text = SearchedText::new(text, &Language::parse("fa").unwrap());
        text.usages(&entries, mentions).into_iter().map(told).collect()
    }

    #[test]
    fn each_mention_is_told_and_one_that_is_left_out_is_not_missed() {
        assert_eq!(usages("از خلیج فارس به خلیج", 2), ["forbidden خلیج", "preferred خلیج فارس"]);
        assert_eq!(usages("از خلیج فارس به شاخاب پارس", 2), ["preferred خلیج فارس", "admitted شاخاب پارس"]);
        assert_eq!(usages("از خلیج فارس به شاخاب پارس", 1), ["preferred خلیج فارس"]);
        assert_eq!(usages("از خلیج فارس به آنجا", 2), ["preferred خلیج فارس"]);
        assert_eq!(usages("از خلیج فارس به خلیج فارس", 3), ["preferred خلیج فارس"; 2]);
        assert_eq!(usages("از آنجا به دریا", 2), ["otherwise"]);
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
            let target = SearchedText::new(text, &Language::parse("fa").unwrap());
            assert_eq!(target.usages(&entries, 1), [Usage::Preferred(&entries[0])], "{text}");
        }
        assert_eq!(usage("از خلیج فارس به خلیج"), "forbidden خلیج", "it also stands alone");
    }
}
