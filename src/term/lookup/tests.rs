//! What looking names up promises, on a handful of names and on misspelt ones.

use proptest::prelude::*;

use super::{Found, FoundBy, LookUp, NameIndex};
use crate::model::{Language, Percent, Term, TermId, TermType};
use crate::term::tests::term;

const NAMES: [(&str, &str); 12] = [
    ("en=Masoud Pezeshkian", "fa=مسعود پزشکیان"),
    ("en=Ali Khamenei|Khamene'i", "fa=علی خامنه‌ای"),
    ("en=Iran", "fa=ایران"),
    ("en=Iraq", "fa=عراق"),
    ("en=Tehran", "fa=تهران"),
    ("en=Teheran University", "fa=دانشگاه تهران"),
    ("en=Shiraz", "fa=شیراز"),
    ("en=Hossein Amir-Abdollahian", "fa=حسین امیرعبداللهیان"),
    ("en=Foreign Minister", "fa=وزیر امور خارجه"),
    ("en=Recep Tayyip Erdoğan", "fa=رجب طیب اردوغان"),
    ("en=Kermanshah", "fa=کرمانشاه"),
    ("en=Qom", "fa=قم"),
];

fn terms() -> Vec<Term> {
    NAMES.iter().zip(1..).map(|(&(en, fa), id)| term(id, TermType::Other, &[en, fa])).collect()
}

fn index() -> NameIndex {
    let mut index = NameIndex::default();
    terms().iter().for_each(|term| index.insert(term));
    index
}

/// What is found among the names of one language for something typed in another, or in the same.
fn found(index: &NameIndex, text: &str, typed_in: &str, names_in: &str) -> Vec<Found> {
    let (typed_in, names_in) = (Language::parse(typed_in).unwrap(), Language::parse(names_in).unwrap());
    let by_letters = typed_in == names_in;
    let min_score = Percent::from_hundredths(5_000).unwrap();
    index.look_up(&LookUp { text, language: &typed_in, by_letters, min_score, limit: 5 }, &names_in, |_| true)
}

fn first(text: &str, typed_in: &str, names_in: &str) -> (String, FoundBy, u16) {
    let found = found(&index(), text, typed_in, names_in);
    let first = found.first().unwrap_or_else(|| panic!("{text} is not found"));
    (first.text.clone(), first.by, first.score.hundredths() / 100)
}

#[test]
fn names_are_found_however_they_are_typed() {
    let cases = [
        ("Iran", "en", "Iran", FoundBy::Exact),
        ("IRAN", "en", "Iran", FoundBy::Exact),
        ("khamenei", "en", "Ali Khamenei", FoundBy::Exact),
        ("Erdogan", "en", "Recep Tayyip Erdoğan", FoundBy::Part),
        ("recep tay", "en", "Recep Tayyip Erdoğan", FoundBy::Prefix),
        ("tay", "en", "Recep Tayyip Erdoğan", FoundBy::Part),
        ("Shirz", "en", "Shiraz", FoundBy::Spelling),
        ("Kermanshaj", "en", "Kermanshah", FoundBy::Spelling),
        ("Ghom", "en", "Qom", FoundBy::Sound),
        ("خامنه ای", "fa", "علی خامنه‌ای", FoundBy::Part),
        ("علي خامنه‌اي", "fa", "علی خامنه‌ای", FoundBy::Exact),
        ("وزیر امور", "fa", "وزیر امور خارجه", FoundBy::Prefix),
    ];
    for (text, language, expected, by) in cases {
        let (name, found_by, _) = first(text, language, language);
        let name = if name == "Khamene'i" { "Ali Khamenei".to_owned() } else { name };
        assert_eq!((&*name, found_by), (expected, by), "{text}");
    }
}

#[test]
fn names_are_found_by_their_sound_across_scripts() {
    for (text, typed_in, expected) in [
        ("Pezeshkian", "en", "مسعود پزشکیان"),
        ("Masoud Pezeshkian", "en", "مسعود پزشکیان"),
        ("Tehran", "en", "تهران"),
        ("Khamenei", "en", "علی خامنه‌ای"),
        ("Kermanshah", "en", "کرمانشاه"),
        ("Qom", "en", "قم"),
        ("پزشکیان", "fa", "Masoud Pezeshkian"),
        ("تهران", "fa", "Tehran"),
        ("اردوغان", "fa", "Recep Tayyip Erdoğan"),
        ("شیراز", "fa", "Shiraz"),
    ] {
        let names_in = if typed_in == "en" { "fa" } else { "en" };
        let (name, by, _) = first(text, typed_in, names_in);
        assert_eq!((&*name, by), (expected, FoundBy::Sound), "{text}");
    }
}

#[test]
fn surer_ways_have_higher_scores() {
    let scores: Vec<u16> = ["Tehran", "Tehra", "Tehrn"].iter().map(|text| first(text, "en", "en").2).collect();
    assert_eq!(scores[0], 100);
    assert!(scores.is_sorted_by(|one, other| one >= other) && scores[2] < 100, "{scores:?}");
}

#[test]
fn nothing_is_found_for_what_is_no_name() {
    for text in ["", "…", "zzzzzz", "Antananarivo", "؟"] {
        assert_eq!(found(&index(), text, "en", "en"), [], "{text}");
    }
    assert_eq!(found(&index(), "Iran", "en", "de"), []);
    let long = "Pezeshkian ".repeat(10_000);
    assert_eq!(found(&index(), &long, "en", "en"), []);
}

#[test]
fn a_removed_term_is_found_no_more_and_a_changed_one_by_its_new_names() {
    let mut index = index();
    index.remove(TermId(5));
    index.remove(TermId(99));
    assert!(found(&index, "Tehran", "en", "en").iter().all(|found| found.term != TermId(5)));
    index.insert(&term(3, TermType::Place, &["en=Persia", "fa=پارس"]));
    assert!(found(&index, "Iran", "en", "en").iter().all(|found| found.term != TermId(3)));
    assert_eq!(found(&index, "Persia", "en", "en")[0].term, TermId(3));
    for id in 1..=12 {
        index.remove(TermId(id));
    }
    assert!(index.is_empty(), "something is left");
}

proptest! {
    /// One letter wrong in a name of four or more, and the name is among what is found.
    #[test]
    fn one_wrong_letter_hides_no_name(which in 0..NAMES.len(), place in 0..60usize, letter in "[a-gi-wyz]", kind in 0..3) {
        let name = NAMES[which].0.trim_start_matches("en=").split('|').next().unwrap().to_lowercase().replace('ğ', "g");
        let mut letters: Vec<char> = name.chars().filter(|c| c.is_ascii_lowercase() || *c == ' ').collect();
        let at = place % letters.len();
        let letter = letter.chars().next().unwrap();
        // These change two consonants, which is more than is forgiven: a wrong letter within sh, kh, gh and doubled letters, or
        // behind c and g.
        let is_behind_soft = at > 0 && matches!(letters[at - 1], 'c' | 'g');
        let is_doubled = at > 0 && letters[at - 1] == letters[at];
        prop_assume!(kind == 2 || !(letters[at] == 'h' || is_doubled || is_behind_soft));
        match kind {
            0 => letters[at] = letter,
            1 => letters.insert(at, letter),
            _ => drop(letters.remove(at)),
        }
        let typed: String = letters.iter().collect();
        let expected = TermId(which as u64 + 1);
        let is_long = name.chars().filter(|c| *c != ' ').count() >= 5;
        let found = found(&index(), &typed, "en", "en");
        prop_assert!(!is_long || found.iter().any(|found| found.term == expected), "{typed}: {found:?}");
    }

    #[test]
    fn any_text_does_no_harm(text in ".{0,80}") {
        found(&index(), &text, "en", "fa");
        found(&index(), &text, "fa", "fa");
    }
}
