use std::ops::ControlFlow;

use super::*;
use crate::align::to_the_end;

const PAIRS: [(&str, &str); 12] = [
    ("Foreign Minister Laleh Karimi arrived in Tabriz.", "لاله کریمی، وزیر امور خارجه، وارد تبریز شد."),
    ("The harbour of Anzali was closed on Monday.", "بندر انزلی روز دوشنبه بسته بود."),
    ("Laleh Karimi spoke about the drought in Tabriz.", "لاله کریمی دربارهٔ خشکسالی در تبریز سخن گفت."),
    ("Ships waited outside Anzali for days.", "کشتی‌ها چند روز بیرون انزلی منتظر ماندند."),
    ("The Foreign Minister met farmers in Tabriz.", "وزیر امور خارجه در تبریز با کشاورزان دیدار کرد."),
    ("Anzali has a long history of storms.", "انزلی تاریخی دراز از توفان دارد."),
    ("Farmers asked the Foreign Minister for water.", "کشاورزان از وزیر امور خارجه آب خواستند."),
    ("In Anzali, Laleh Karimi promised new ships.", "لاله کریمی در انزلی وعدهٔ کشتی‌های تازه داد."),
    ("The drought came before the storms.", "خشکسالی پیش از توفان آمد."),
    ("The Foreign Minister left Anzali on Monday.", "وزیر امور خارجه روز دوشنبه انزلی را ترک کرد."),
    ("Water is long gone in Tabriz.", "آب در تبریز مدت‌هاست که تمام شده است."),
    ("The ships left on Monday.", "کشتی‌ها روز دوشنبه رفتند."),
];

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn mined(pairs: &[(&str, &str)], least: u32) -> Vec<Candidate> {
    let (en, fa) = (language("en"), language("fa"));
    let lexicon = Lexicon::train(pairs.iter().copied(), (&en, &fa), &to_the_end).unwrap();
    let mut miner = Miner::new(&en, &fa);
    miner.push(pairs);
    miner.mine(&lexicon, least, &to_the_end).unwrap()
}

fn rendering<'a>(candidates: &'a [Candidate], source: &str) -> Option<&'a Candidate> {
    candidates.iter().find(|candidate| candidate.source == source)
}

#[test]
fn names_and_titles_are_found_with_their_renderings() {
    let found = mined(&PAIRS, 3);
    for (source, target, kind) in [
        ("Laleh Karimi", "لاله کریمی", TermType::Person),
        ("Anzali", "انزلی", TermType::Place),
        ("Tabriz", "تبریز", TermType::Place),
        ("Foreign Minister", "وزیر امور خارجه", TermType::Title),
    ] {
        let candidate = rendering(&found, source).unwrap_or_else(|| panic!("{source}: {found:#?}"));
        assert_eq!((candidate.target.as_str(), candidate.kind), (target, kind), "{candidate:?}");
        assert!(candidate.count >= 3 && candidate.count <= candidate.seen);
        let is_in = |&at: &u32| PAIRS[at as usize].0.contains(source) && PAIRS[at as usize].1.contains(target);
        assert!(!candidate.examples.is_empty() && candidate.examples.iter().all(is_in), "{candidate:?}");
    }
}

#[test]
fn a_part_of_a_name_and_words_that_only_start_sentences_are_no_candidates() {
    let found = mined(&PAIRS, 3);
    for source in ["Laleh", "Farmers", "Ships", "Foreign", "The Foreign Minister", "The"] {
        assert_eq!(rendering(&found, source), None);
    }
}

#[test]
fn a_title_with_a_name_is_left_to_its_parts() {
    let whole = ("Foreign Minister Laleh Karimi smiled.", "وزیر امور خارجه لاله کریمی لبخند زد.");
    let pairs = [&PAIRS[..], &[whole; 4]].concat();
    let found = mined(&pairs, 3);
    assert_eq!(rendering(&found, "Foreign Minister Laleh Karimi"), None);
    assert!(rendering(&found, "Foreign Minister").is_some() && rendering(&found, "Laleh Karimi").is_some());
}

#[test]
fn fewer_sightings_than_asked_for_are_not_told() {
    let found = mined(&PAIRS, 4);
    assert!(found.iter().all(|candidate| candidate.count >= 4));
    assert!(rendering(&found, "Laleh Karimi").is_none());
}

#[test]
fn the_same_pairs_give_the_same_candidates() {
    assert_eq!(mined(&PAIRS, 2), mined(&PAIRS, 2));
    assert_eq!(mined(&[], 1), []);
}

#[test]
fn mining_ends_when_it_is_told_to() {
    let (en, fa) = (language("en"), language("fa"));
    let mut miner = Miner::new(&en, &fa);
    miner.push(&PAIRS);
    assert_eq!(miner.mine(&Lexicon::default(), 1, &|_| ControlFlow::Break(())), Err(BrokenOff));
}
