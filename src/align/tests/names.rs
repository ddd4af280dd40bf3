use super::sample::{language, pair};
use crate::align::{Aligner, Lexicon, to_the_end};

/// What a memory says of some towns, often enough.
fn towns() -> Vec<(String, String)> {
    let towns = [("Tehran", "تهران"), ("Isfahan", "اصفهان"), ("Shiraz", "شیراز"), ("Tabriz", "تبریز")];
    let said = [
        ("Rain fell in {} on Monday", "روز دوشنبه در {} باران بارید"),
        ("the mayor of {} spoke", "شهردار {} سخن گفت"),
        ("people left {} by train", "مردم با قطار از {} رفتند"),
        ("snow closed roads near {}", "برف جاده‌های نزدیک {} را بست"),
    ];
    let pairs = towns.iter().flat_map(|town| said.iter().map(move |said| (town, said)));
    let filled = pairs.map(|(town, said)| (said.0.replace("{}", town.0), said.1.replace("{}", town.1)));
    std::iter::repeat_n(filled.collect::<Vec<_>>(), 5).flatten().collect()
}

fn disagree(source: &[&str], target: &[&str]) -> Vec<bool> {
    let (en, fa) = (language("en"), language("fa"));
    let towns = towns();
    let pairs = towns.iter().map(|(one, other)| (one.as_str(), other.as_str()));
    let lexicon = Lexicon::train(pairs, (&en, &fa), &to_the_end).unwrap();
    let aligner = Aligner::new(&en, &fa).with_lexicon(&lexicon);
    let alignment = aligner.align_batch(&[pair(source, target)], &to_the_end).unwrap().remove(0);
    assert!(alignment.beads.iter().all(|bead| bead.source == bead.target), "{:?}", alignment.beads);
    alignment.beads.iter().map(|bead| bead.names_disagree).collect()
}

#[test]
fn another_towns_name_is_seen_and_only_that() {
    let source = ["The mayor of Tehran spoke.", "Rain fell in Shiraz on Monday.", "Snow closed roads near Tabriz."];
    let right = ["شهردار تهران سخن گفت.", "روز دوشنبه در شیراز باران بارید.", "برف جاده‌های نزدیک تبریز را بست."];
    assert_eq!(disagree(&source, &right), [false; 3]);
    let wrong = ["شهردار اصفهان سخن گفت.", right[1], right[2]];
    assert_eq!(disagree(&source, &wrong), [true, false, false]);
}

#[test]
fn a_name_that_is_left_out_or_put_in_is_no_disagreement() {
    let source = ["The mayor of Tehran spoke.", "Rain fell on Monday.", "People of Isfahan left Shiraz by train."];
    let target = ["شهردار سخن گفت.", "روز دوشنبه در شیراز باران بارید.", "مردم اصفهان با قطار رفتند."];
    assert_eq!(disagree(&source, &target), [false; 3]);
}
