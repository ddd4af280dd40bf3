use proptest::prelude::*;

use super::*;
use crate::term::misspelling::{Company, edits};
use crate::term::sound::Skeleton;
use crate::term::{MatchReason, Recognizer};

/// Names of a few letters, so that they often meet in a text.
fn name() -> impl Strategy<Value = String> {
    let english = "[A-C][a-ehiou]{0,5}([ '-][a-cA-C][a-e]{0,4}){0,2}";
    let persian = "[ابهیوکرن]{1,6}([ \u{200C}][ابهیوکها]{1,5}){0,2}";
    prop_oneof![english, persian, "[A-C. &!0-9-]{1,6}", any::<String>()]
}

fn text() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop_oneof![name(), "[a-c]{1,4}", "[ -~]{0,4}"], 0..8);
    words.prop_map(|words| words.join(" "))
}

fn recognizer(names: &[String]) -> Recognizer {
    let kinds = [TermType::Person, TermType::Place, TermType::Organization, TermType::Other];
    let mut recognizer = Recognizer::new();
    for (id, name) in names.iter().enumerate() {
        let mut term = term(id as u64, kinds[id % kinds.len()], &["en=", "fa=", "de=x"]);
        term.entries[0].text = name.clone();
        term.entries[1].text = name.clone();
        recognizer.insert(&term);
    }
    recognizer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn hits_are_in_order_apart_and_on_character_boundaries(
        names in prop::collection::vec(name(), 1..12),
        text in text(),
        tag in prop::sample::select(&["en", "fa"][..]),
    ) {
        let (mut start, mut end) = (0, 0);
        for hit in recognizer(&names).recognize(&text, &language(tag), &language("de")) {
            let homonym = (hit.start, hit.end) == (start, end);
            prop_assert!(homonym || hit.start >= end, "{hit:?}");
            prop_assert!(hit.end > hit.start && text.get(hit.start..hit.end).is_some(), "{hit:?}");
            prop_assert!(hit.score.hundredths() >= 7_500);
            (start, end) = (hit.start, hit.end);
        }
    }

    #[test]
    fn a_name_is_found_where_it_stands_as_written(name in "[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8}){0,3}") {
        let text = format!("Then {name}, once more.");
        let hits = recognizer(std::slice::from_ref(&name)).recognize(&text, &language("en"), &language("de"));
        prop_assert_eq!(hits.len(), 1);
        prop_assert_eq!((hits[0].reason, &text[hits[0].start..hits[0].end]), (MatchReason::Exact, name.as_str()));
    }

    #[test]
    fn what_comes_and_goes_leaves_no_trace(
        stays in prop::collection::vec(name(), 1..6),
        goes in prop::collection::vec(name(), 1..6),
        text in text(),
    ) {
        let (en, de) = (language("en"), language("de"));
        let mut both = recognizer(&[&stays[..], &goes[..]].concat());
        (stays.len()..stays.len() + goes.len()).for_each(|id| both.remove(TermId(id as u64)));
        prop_assert_eq!(both.recognize(&text, &en, &de), recognizer(&stays).recognize(&text, &en, &de));
    }

    /// The index of sounds is a filter: it must not lose what the edits let pass.
    #[test]
    fn a_misspelling_sounds_like_its_name(
        name in prop_oneof!["[aehiouyskgqcz]{5,10}", "[اویستطحهکمن]{5,10}"],
        slips in prop::collection::vec((0..10_usize, 0..4_u8, prop::sample::select(&['a', 'e', 'h', 'k', 'q', 'و', 'ی', 'ط'][..])), 1..3),
    ) {
        let mut word: Vec<char> = name.chars().collect();
        for (at, slip, letter) in slips {
            let at = at % word.len();
            let next = (at + 1) % word.len();
            match slip {
                0 => { word.remove(at); }
                1 => word.insert(at, letter),
                2 => word[at] = letter,
                _ => word.swap(at, next),
            }
        }
        let word: String = word.into_iter().collect();
        for company in [Company::Alone, Company::FullerName, Company::OtherWords] {
            if edits(&name, &word, company).is_some() {
                prop_assert_eq!(skeleton(&name), skeleton(&word));
            }
        }
    }
}

fn skeleton(word: &str) -> Skeleton {
    let mut skeleton = Skeleton::default();
    skeleton.push(word);
    skeleton
}
