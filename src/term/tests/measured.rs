//! Precision and recall over a set of judged sentences.

use std::fmt;

use super::golden::{found, recognizer};
use crate::term::Recognizer;

const SET: &str = include_str!("../../../tests/golden/recognition_set.tsv");

/// What stands above the lines that only their sense tells from names.
const AMBIGUOUS: &str = "# ambiguous";

/// A sentence with the hits that a reader expects in it.
struct Judged {
    language: &'static str,
    text: &'static str,
    expected: &'static str,
}

/// The clear sentences, or the ambiguous ones.
fn judged(ambiguous: bool) -> Vec<Judged> {
    let is_heading = |line: &&str| line.starts_with(AMBIGUOUS);
    let first = SET.lines().position(|line| is_heading(&line)).unwrap();
    let (skipped, taken) = if ambiguous { (first, usize::MAX) } else { (0, first) };
    let columns = SET.lines().skip(skipped).take(taken).map(|line| line.split('\t').collect::<Vec<_>>());
    let sentences = columns.filter(|columns| ["find", "none"].contains(&columns[0]));
    sentences
        .map(|columns| Judged {
            language: columns[1],
            text: columns[2],
            expected: columns.get(3).copied().unwrap_or_default(),
        })
        .collect()
}

/// Hits by what they cover and which name they are, whatever the reason.
#[derive(Default)]
struct Figures {
    expected: usize,
    found: usize,
    right: usize,
    /// Hits that are right in all but their reason.
    other_reason: usize,
    disagreements: Vec<String>,
}

impl Figures {
    fn of(recognizer: &Recognizer, sentences: &[Judged], language: &str) -> Figures {
        let mut figures = Figures::default();
        for sentence in sentences.iter().filter(|sentence| sentence.language == language) {
            figures.count(sentence, &found(recognizer, sentence.language, sentence.text));
        }
        figures
    }

    fn count(&mut self, sentence: &Judged, found: &str) {
        let expected = hits(sentence.expected);
        let mut left = hits(found);
        self.expected += expected.len();
        self.found += left.len();
        for (covered, reason) in expected {
            if let Some(at) = left.iter().position(|(other, _)| *other == covered) {
                self.right += 1;
                self.other_reason += usize::from(left[at].1 != reason);
                left.remove(at);
            }
        }
        if found != sentence.expected {
            let Judged { language, text, expected } = sentence;
            self.disagreements.push(format!("{language}  {text}\n  expected: {expected}\n  found:    {found}"));
        }
    }

    fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.found as f64
    }

    fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.expected as f64
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { expected, found, right, other_reason, .. } = self;
        let (precision, recall) = (self.precision(), self.recall());
        write!(
            f,
            "precision {precision:.1} % ({right} of {found}), recall {recall:.1} % ({right} of {expected}), \
             {other_reason} for another reason"
        )
    }
}

/// The hits of a column, each as what it covers and its reason. In a sentence, hits are told apart by their texts.
fn hits(column: &str) -> Vec<(&str, &str)> {
    column.split(" | ").filter_map(|hit| hit.rsplit_once(", ")).collect()
}

/// Says of the clear sentences of a language how many hits are right, and fails below the floors, in per cent.
fn assert_floors(language: &str, precision: f64, recall: f64) {
    let figures = Figures::of(&recognizer(SET), &judged(false), language);
    println!("{language}: {figures}");
    let disagreements = figures.disagreements.join("\n");
    assert!(
        figures.precision() >= precision && figures.recall() >= recall,
        "{figures}; the floors are {precision} % and {recall} %\n{disagreements}"
    );
}

#[test]
fn english_names_are_found_and_little_else() {
    assert_floors("en", 99.7, 99.7);
}

#[test]
fn persian_names_are_found_and_little_else() {
    assert_floors("fa", 99.6, 99.3);
}

#[test]
fn only_so_many_words_are_taken_for_names_of_their_letters() {
    let (recognizer, sentences) = (recognizer(SET), judged(true));
    let found = |language| Figures::of(&recognizer, &sentences, language).found;
    assert!(found("en") <= 8 && found("fa") <= 6, "{} and {}", found("en"), found("fa"));
}

#[test]
fn the_set_has_sentences_enough_to_be_measured_by() {
    let count = |language: &str| judged(false).iter().filter(|sentence| sentence.language == language).count();
    assert!(count("en") >= 300 && count("fa") >= 250);
}

/// `cargo test measured::summary -- --ignored --nocapture`
#[test]
#[ignore = "prints what the recognizer makes of the set, for a reader"]
fn summary() {
    let recognizer = recognizer(SET);
    for (name, ambiguous) in [("clear", false), ("ambiguous", true)] {
        for language in ["en", "fa"] {
            let figures = Figures::of(&recognizer, &judged(ambiguous), language);
            println!("{name}, {language}: {figures}\n{}\n", figures.disagreements.join("\n"));
        }
    }
}
