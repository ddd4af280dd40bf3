use std::cell::RefCell;
use std::ops::ControlFlow;

use super::sample::{HARBOUR_EN, HARBOUR_FA, LIBRARY_EN, LIBRARY_FA, language, memory, pair};
use crate::align::{Aligner, Alignment, ArticlePair, BrokenOff, DEFAULT_GATE, Lexicon, Piece, to_the_end};
use crate::model::BlockKind;

fn align(pairs: &[ArticlePair<'_>], memory: &[(&str, &str)]) -> Vec<Alignment> {
    let (source, target) = (language("en"), language("fa"));
    let lexicon = Lexicon::train(memory.iter().copied(), (&source, &target), &to_the_end).unwrap();
    Aligner::new(&source, &target).with_lexicon(&lexicon).align_batch(pairs, &to_the_end).unwrap()
}

fn shapes(alignment: &Alignment) -> Vec<(Vec<usize>, Vec<usize>)> {
    alignment.beads.iter().map(|bead| (bead.source.clone().collect(), bead.target.clone().collect())).collect()
}

#[test]
fn numbers_names_and_lengths_align_an_article_without_any_memory() {
    let alignments = align(&[pair(&HARBOUR_EN, &HARBOUR_FA)], &[]);
    let expected: Vec<_> = (0..6).map(|at| (vec![at], vec![at])).collect();
    assert_eq!(shapes(&alignments[0]), expected);
}

#[test]
fn one_article_alone_is_never_believed() {
    for (source, target) in [(&HARBOUR_EN[..], &HARBOUR_FA[..]), (&LIBRARY_EN[..], &LIBRARY_FA[..])] {
        let alignments = align(&[pair(source, target)], &[]);
        assert!(alignments[0].beads.iter().all(|bead| bead.confidence < DEFAULT_GATE));
    }
}

#[test]
fn merged_sentences_are_one_bead() {
    let merged = format!("{} {}", LIBRARY_FA[1], LIBRARY_FA[2]);
    let target = [LIBRARY_FA[0], &merged, LIBRARY_FA[3], LIBRARY_FA[4]];
    let alignments = align(&[pair(&LIBRARY_EN, &target)], &memory());
    let expected = [(vec![0], vec![0]), (vec![1, 2], vec![1]), (vec![3], vec![2]), (vec![4], vec![3])];
    assert_eq!(shapes(&alignments[0]), expected);
}

#[test]
fn a_sentence_that_was_left_out_has_no_counterpart() {
    let target: Vec<&str> = HARBOUR_FA.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, text)| *text).collect();
    let alignments = align(&[pair(&HARBOUR_EN, &target), pair(&LIBRARY_EN, &LIBRARY_FA)], &memory());
    assert_eq!(shapes(&alignments[0])[1], (vec![1], vec![]));
}

#[test]
fn what_is_known_is_believed_more() {
    let pairs = [pair(&HARBOUR_EN, &HARBOUR_FA)];
    let (alone, remembered) = (align(&pairs, &[]), align(&pairs, &memory()));
    let mean = |alignment: &Alignment| alignment.beads.iter().map(|bead| bead.confidence).sum::<f32>() / 6.0;
    assert!(mean(&remembered[0]) > mean(&alone[0]));
}

#[test]
fn evidence_is_given_by_name() {
    let alignments = align(&[pair(&HARBOUR_EN, &HARBOUR_FA)], &memory());
    let evidence: Vec<_> = alignments[0].beads.iter().map(|bead| bead.evidence).collect();
    assert!(evidence[5].numbers > 1.0, "250,000 is ۲۵۰٬۰۰۰: {:?}", evidence[5]);
    assert!(evidence[2].names > 0.5, "Karimi sounds like کریمی: {:?}", evidence[2]);
    assert!(evidence[4].kind > 0.5, "a question is a question: {:?}", evidence[4]);
    assert!(evidence[4].numbers == 0.0 && evidence[4].names == 0.0, "{:?}", evidence[4]);
}

#[test]
fn a_headline_is_translated_by_a_headline() {
    let kinds = [BlockKind::Headline, BlockKind::Byline, BlockKind::Paragraph];
    let piece = |(text, kind)| Piece { text, kind: Some(kind) };
    let source: Vec<_> =
        ["Snow in the north", "By our desk", "Roads are closed there."].into_iter().zip(kinds).map(piece).collect();
    let target: Vec<_> =
        [("برف در شمال", kinds[0]), ("جاده‌ها در آنجا بسته است.", kinds[2])].into_iter().map(piece).collect();
    let alignments = align(&[ArticlePair { source, target }], &[]);
    assert_eq!(shapes(&alignments[0]), [(vec![0], vec![0]), (vec![1], vec![]), (vec![2], vec![1])]);
    assert!(alignments[0].beads[0].evidence.kind > 0.0);
}

#[test]
fn who_looks_on_hears_how_far_it_is_and_can_break_it_off() {
    let (source, target) = (language("en"), language("fa"));
    let (pairs, aligner) =
        ([pair(&HARBOUR_EN, &HARBOUR_FA), pair(&LIBRARY_EN, &LIBRARY_FA)], Aligner::new(&source, &target));
    let told = RefCell::new(Vec::new());
    let until = |last: f32| {
        let told = &told;
        move |share: f32| {
            told.borrow_mut().push(share);
            if share < last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        }
    };
    aligner.align_batch(&pairs, &until(2.0)).unwrap();
    let shares = told.take();
    assert!(shares.is_sorted() && shares[0] < 0.05 && *shares.last().unwrap() > 0.8, "{shares:?}");
    assert_eq!(aligner.align_batch(&pairs, &until(0.5)), Err(BrokenOff));
    assert!(told.take().len() < shares.len());
}
