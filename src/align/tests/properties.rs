use proptest::prelude::*;

use super::sample::{HARBOUR_EN, HARBOUR_FA, LIBRARY_EN, LIBRARY_FA, language, memory};
use crate::align::band::Band;
use crate::align::{Aligner, ArticlePair, Lexicon, Piece, to_the_end};

fn side(texts: &'static [&'static str], others: &'static [&'static str]) -> impl Strategy<Value = Vec<Piece<'static>>> {
    let all: Vec<&str> = texts.iter().chain(others).copied().chain(["", "…", "7", "{1}"]).collect();
    let piece = prop::sample::select(all).prop_map(|text| Piece { text, kind: None });
    prop::collection::vec(piece, 0..24)
}

fn pairs() -> impl Strategy<Value = Vec<ArticlePair<'static>>> {
    let pair = (side(&HARBOUR_EN, &LIBRARY_EN), side(&HARBOUR_FA, &LIBRARY_FA))
        .prop_map(|(source, target)| ArticlePair { source, target });
    prop::collection::vec(pair, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_segment_is_in_exactly_one_bead_in_order(pairs in pairs(), remembers in any::<bool>()) {
        let (en, fa) = (language("en"), language("fa"));
        let known = if remembers { memory() } else { Vec::new() };
        let lexicon = Lexicon::train(known, (&en, &fa), &to_the_end).unwrap();
        let aligner = Aligner::new(&en, &fa).with_lexicon(&lexicon);
        let alignments = aligner.align_batch(&pairs, &to_the_end).unwrap();
        prop_assert_eq!(alignments.len(), pairs.len());
        for (pair, alignment) in pairs.iter().zip(&alignments) {
            let (mut source, mut target) = (0, 0);
            for bead in &alignment.beads {
                prop_assert_eq!((bead.source.start, bead.target.start), (source, target));
                prop_assert!(bead.source.len() + bead.target.len() > 0);
                prop_assert!((0.0..=1.0).contains(&bead.confidence), "{}", bead.confidence);
                (source, target) = (bead.source.end, bead.target.end);
            }
            prop_assert_eq!((source, target), (pair.source.len(), pair.target.len()));
        }
        prop_assert_eq!(aligner.align_batch(&pairs, &to_the_end).unwrap(), alignments);
    }

    #[test]
    fn a_band_is_one_piece_from_corner_to_corner(
        source in 0usize..900,
        target in 0usize..900,
        points in prop::collection::btree_map(0usize..900, 0usize..900, 0..20),
    ) {
        let mut highest = 0;
        let rising = points.into_iter().filter(|&(i, j)| {
            let rises = i <= source && j <= target && j >= highest;
            highest = if rises { j } else { highest };
            rises
        });
        let band = Band::along(&rising.collect::<Vec<_>>(), source, target);
        prop_assert!(band.node(0, 0).is_some() && band.node(source, target).is_some());
        prop_assert_eq!((band.source(), band.target()), (source, target));
        for at in 1..=source {
            let (before, row) = (band.row(at - 1), band.row(at));
            prop_assert!(before.start <= row.start && before.end <= row.end && row.start < before.end);
        }
        let turned = band.transposed();
        prop_assert_eq!(turned.nodes(), band.nodes());
    }
}
