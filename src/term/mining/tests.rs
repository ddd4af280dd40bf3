use std::ops::ControlFlow;

use super::*;
use crate::align::to_the_end;

const PAIRS: &str = include_str!("../../../tests/golden/mined.tsv");

fn pairs() -> Vec<(&'static str, &'static str)> {
    PAIRS.lines().filter_map(|line| line.split_once('\t')).collect()
}

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
    let found = mined(&pairs(), 2);
    for (source, target, kind) in [
        ("Laleh Karimi", "لاله کریمی", TermType::Person),
        ("Anzali", "انزلی", TermType::Place),
        ("Tabriz", "تبریز", TermType::Place),
        ("Foreign Minister", "وزیر امور خارجه", TermType::Title),
    ] {
        let candidate = rendering(&found, source).unwrap_or_else(|| panic!("{source}: {found:#?}"));
        assert_eq!((candidate.target.as_str(), candidate.kind), (target, kind), "{candidate:?}");
        assert!(candidate.count >= 2 && candidate.count <= candidate.seen);
        let is_in = |&at: &u32| pairs()[at as usize].0.contains(source) && pairs()[at as usize].1.contains(target);
        assert!(!candidate.examples.is_empty() && candidate.examples.iter().all(is_in), "{candidate:?}");
    }
}

#[test]
fn a_part_of_a_name_and_words_that_only_start_sentences_are_no_candidates() {
    let found = mined(&pairs(), 3);
    for source in ["Laleh", "Farmers", "Ships", "Foreign", "The Foreign Minister", "The"] {
        assert_eq!(rendering(&found, source), None);
    }
}

#[test]
fn a_title_with_a_name_is_left_to_its_parts() {
    let whole = ("Foreign Minister Laleh Karimi smiled.", "وزیر امور خارجه لاله کریمی لبخند زد.");
    let pairs = [pairs(), vec![whole; 4]].concat();
    let found = mined(&pairs, 2);
    assert_eq!(rendering(&found, "Foreign Minister Laleh Karimi"), None);
    assert!(rendering(&found, "Foreign Minister").is_some() && rendering(&found, "Laleh Karimi").is_some());
}

#[test]
fn fewer_sightings_than_asked_for_are_not_told() {
    let (few, many) = (mined(&pairs(), 2), mined(&pairs(), 5));
    assert!(many.iter().all(|candidate| candidate.count >= 5) && !many.is_empty());
    assert!(many.len() < few.len());
}

#[test]
fn the_same_pairs_give_the_same_candidates() {
    assert_eq!(mined(&pairs(), 2), mined(&pairs(), 2));
    assert_eq!(mined(&[], 1), []);
}

#[test]
fn what_is_always_a_part_of_something_longer_is_no_candidate() {
    const PLACES: [(&str, &str); 8] = [
        ("Tabriz", "تبریز"),
        ("Anzali", "انزلی"),
        ("Shiraz", "شیراز"),
        ("Rasht", "رشت"),
        ("Yazd", "یزد"),
        ("Qom", "قم"),
        ("Ahvaz", "اهواز"),
        ("Kerman", "کرمان"),
    ];
    let sentences = PLACES.map(|(english, persian)| {
        [
            (format!("They closed the old bridge near {english}."), format!("پل کهنهٔ نزدیک {persian} را بستند.")),
            (format!("The old bridge fell in {english}."), format!("پل کهنه در {persian} افتاد.")),
            (format!("The new water rules of {english} came."), format!("مقررات تازهٔ آب {persian} آمد.")),
            (format!("{english} feared the new water rules."), format!("{persian} از مقررات تازهٔ آب ترسید.")),
            (
                format!("Rain delayed the power plant in {english}."),
                format!("باران نیروگاه برق {persian} را معطل کرد."),
            ),
            (format!("{english} sold a power plant."), format!("{persian} یک نیروگاه برق فروخت.")),
        ]
    });
    let sentences = sentences.concat();
    let pairs: Vec<(&str, &str)> = sentences.iter().map(|(english, persian)| (&**english, &**persian)).collect();
    let found = mined(&pairs, 3);
    let phrases: Vec<&str> = found.iter().map(|candidate| candidate.source.as_str()).collect();
    for fragment in ["old bridge near", "bridge near", "new water", "water rules", "rain delayed"] {
        assert!(!phrases.contains(&fragment), "{fragment}: {phrases:?}");
    }
    for phrase in ["old bridge", "new water rules", "power plant"] {
        assert!(phrases.contains(&phrase), "{phrase}: {phrases:?}");
    }
}

/// How often it is asked whether to go on, by the share that is done.
fn asked(texts: usize, last: usize) -> (Vec<f32>, Result<Vec<Candidate>, BrokenOff>) {
    let mut miner = Miner::new(&language("en"), &language("fa"));
    miner.push(&pairs().into_iter().cycle().take(texts).collect::<Vec<_>>());
    let asked = std::cell::RefCell::new(Vec::new());
    let mined = miner.mine(&Lexicon::default(), 3, &|share| {
        asked.borrow_mut().push(share);
        if asked.borrow().len() < last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    (asked.into_inner(), mined)
}

#[test]
fn counting_asks_whether_to_go_on_and_ends_at_once_when_it_is_not_to() {
    const TEXTS: usize = 5 * corpus::TEXTS_AT_ONCE;
    let (shares, mined) = asked(TEXTS, usize::MAX);
    assert!(mined.is_ok() && shares.is_sorted(), "{shares:?}");
    let counting = shares.iter().filter(|&&share| share < PHRASES).count();
    assert!(counting >= 5 * 12, "names are counted in three passes, phrases in nine: {shares:?}");
    for last in (1..=shares.len()).step_by(9) {
        let (shares, mined) = asked(TEXTS, last);
        assert_eq!((shares.len(), mined), (last, Err(BrokenOff)));
    }
}

#[test]
fn mining_ends_when_it_is_told_to() {
    let (en, fa) = (language("en"), language("fa"));
    let mut miner = Miner::new(&en, &fa);
    miner.push(&pairs());
    assert_eq!(miner.mine(&Lexicon::default(), 1, &|_| ControlFlow::Break(())), Err(BrokenOff));
}
