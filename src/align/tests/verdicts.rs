use super::sample::{HARBOUR_EN, HARBOUR_FA, LIBRARY_EN, LIBRARY_FA, language, memory, pair};
use crate::align::{Aligner, Alignment, ArticlePair, Lexicon, MOST_IF_DOUBTFUL, Reason, Verdict, to_the_end};

fn align(pair: &ArticlePair<'_>) -> Alignment {
    let (source, target) = (language("en"), language("fa"));
    let lexicon = Lexicon::train(memory(), (&source, &target), &to_the_end).unwrap();
    Aligner::new(&source, &target)
        .with_lexicon(&lexicon)
        .align_batch(std::slice::from_ref(pair), &to_the_end)
        .unwrap()
        .remove(0)
}

#[test]
fn a_translation_is_accepted() {
    assert_eq!(align(&pair(&HARBOUR_EN, &HARBOUR_FA)).verdict, Verdict::Accepted);
}

#[test]
fn another_articles_translation_is_not() {
    let alignment = align(&pair(&HARBOUR_EN, &LIBRARY_FA));
    assert_ne!(alignment.verdict, Verdict::Accepted);
    assert!(alignment.beads.iter().filter(|bead| bead.is_pair()).all(|bead| bead.confidence <= MOST_IF_DOUBTFUL));
}

#[test]
fn what_is_no_pair_of_articles_is_rejected_with_the_reason() {
    let long: Vec<&str> = HARBOUR_FA.iter().copied().cycle().take(60).collect();
    let cases = [
        (pair(&HARBOUR_EN, &[]), Verdict::Rejected(Reason::Empty)),
        (pair(&[], &[]), Verdict::Rejected(Reason::Empty)),
        (pair(&["…", "!"], &HARBOUR_FA), Verdict::Rejected(Reason::Empty)),
        (pair(&HARBOUR_EN, &HARBOUR_EN), Verdict::Rejected(Reason::SameLanguage)),
        (pair(&HARBOUR_EN, &LIBRARY_EN), Verdict::Rejected(Reason::SameLanguage)),
        (pair(&HARBOUR_FA, &HARBOUR_EN), Verdict::Rejected(Reason::SidesSwapped)),
        (pair(&HARBOUR_EN, &long), Verdict::Rejected(Reason::LengthsDiffer)),
        (pair(&HARBOUR_EN[..1], &HARBOUR_FA[..1]), Verdict::Doubtful(Reason::TooShort)),
    ];
    for (pair, expected) in cases {
        assert_eq!(align(&pair).verdict, expected, "{:?}", pair.source.first());
    }
}

#[test]
fn one_script_is_no_hiding_place() {
    let (de, fr) = (language("de"), language("fr"));
    let text = ["Der Hafen wurde am Montag geöffnet.", "Der Sturm dauerte drei Tage.", "Zwölf Boote sind beschädigt."];
    let alignment = Aligner::new(&de, &fr).align_batch(&[pair(&text, &text)], &to_the_end).unwrap().remove(0);
    assert_eq!(alignment.verdict, Verdict::Rejected(Reason::SameLanguage));
}

#[test]
fn moved_paragraphs_are_not_forced_into_beads() {
    let mut target = HARBOUR_FA.to_vec();
    target.rotate_left(3);
    let alignment = align(&pair(&HARBOUR_EN, &target));
    let wrong = |bead: &&crate::align::Bead| bead.is_pair() && (bead.source.start + 3) % 6 != bead.target.start;
    assert!(alignment.beads.iter().filter(wrong).all(|bead| bead.confidence <= MOST_IF_DOUBTFUL));
}

#[test]
fn a_swapped_pair_does_not_spoil_the_others() {
    let (source, target) = (language("en"), language("fa"));
    let lexicon = Lexicon::train(memory(), (&source, &target), &to_the_end).unwrap();
    let pairs = [pair(&HARBOUR_EN, &HARBOUR_FA), pair(&LIBRARY_FA, &LIBRARY_EN), pair(&LIBRARY_EN, &LIBRARY_FA)];
    let alignments = Aligner::new(&source, &target).with_lexicon(&lexicon).align_batch(&pairs, &to_the_end).unwrap();
    let verdicts: Vec<Verdict> = alignments.iter().map(|alignment| alignment.verdict).collect();
    assert_eq!(verdicts, [Verdict::Accepted, Verdict::Rejected(Reason::SidesSwapped), Verdict::Accepted]);
}
