use super::sample::{HARBOUR_EN, HARBOUR_FA, LIBRARY_EN, LIBRARY_FA, language, memory};
use crate::align::{Aligner, Lexicon, to_the_end};

#[test]
fn articles_find_their_translations_in_any_order() {
    let (en, fa) = (language("en"), language("fa"));
    let sources = [HARBOUR_EN.to_vec(), vec!["Snow fell on 7 November.", "Nobody was hurt."], LIBRARY_EN.to_vec()];
    let targets = [LIBRARY_FA.to_vec(), vec!["قیمت نان بالا رفت.", "۹۹۰ نانوایی بسته شد."], HARBOUR_FA.to_vec()];
    let lexicon = Lexicon::train(memory(), (&en, &fa), &to_the_end).unwrap();
    let found = Aligner::new(&en, &fa).with_lexicon(&lexicon).pair_articles(&sources, &targets, &to_the_end).unwrap();
    let pairs: Vec<_> = found.iter().map(|pair| (pair.source, pair.target)).collect();
    assert_eq!(pairs, [(0, 2), (2, 0)]);
    assert!(found.iter().all(|pair| (0.5..=1.0).contains(&pair.confidence)), "{found:?}");
}

#[test]
fn nothing_is_paired_with_nothing() {
    let (en, fa) = (language("en"), language("fa"));
    let aligner = Aligner::new(&en, &fa);
    assert_eq!(aligner.pair_articles(&[], &[HARBOUR_FA.to_vec()], &to_the_end), Ok(Vec::new()));
    assert_eq!(aligner.pair_articles(&[vec![]], &[vec![]], &to_the_end), Ok(Vec::new()));
}
