use std::ops::ControlFlow;

use super::sample::{language, memory};
use crate::align::{BrokenOff, Lexicon, to_the_end};

fn best(lexicon: &Lexicon, word: &str) -> String {
    lexicon.translations(word, 1).first().map(|(word, _)| (*word).to_owned()).unwrap_or_default()
}

fn trained() -> Lexicon {
    Lexicon::train(memory(), (&language("en"), &language("fa")), &to_the_end).unwrap()
}

#[test]
fn words_that_come_together_translate_each_other() {
    let lexicon = trained();
    for (word, expected) in [("harbour", "بندر"), ("books", "کتاب"), ("warning", "هشدار")] {
        assert_eq!(best(&lexicon, word), expected);
    }
    assert!(lexicon.translations("zeppelin", 3).is_empty());
}

#[test]
fn probabilities_of_a_word_sum_to_one_at_most() {
    let lexicon = trained();
    let sum: f32 = lexicon.translations("harbour", usize::MAX).iter().map(|(_, probability)| probability).sum();
    assert!((0.5..=1.001).contains(&sum), "{sum}");
}

#[test]
fn what_is_learned_later_counts_and_can_be_forgotten() {
    let (en, fa) = (language("en"), language("fa"));
    let new =
        [("A zeppelin.", "یک زپلین."), ("The zeppelin flies.", "زپلین پرواز می‌کند."), ("My zeppelin", "زپلین من")];
    let before = trained();
    let mut lexicon = before.clone();
    lexicon.learn(new, (&en, &fa), &to_the_end).unwrap();
    assert_eq!(best(&lexicon, "zeppelin"), "زپلین");
    assert_eq!(best(&lexicon, "harbour"), "بندر");
    lexicon.forget(new, (&en, &fa), &to_the_end).unwrap();
    assert!(lexicon.translations("zeppelin", 1).is_empty());
    assert_eq!(best(&lexicon, "harbour"), "بندر");
}

#[test]
fn a_lexicon_can_be_kept() {
    let lexicon = trained();
    let kept = postcard::to_allocvec(&lexicon).unwrap();
    assert_eq!(postcard::from_bytes::<Lexicon>(&kept).unwrap(), lexicon);
}

#[test]
fn a_lesson_that_is_broken_off_has_taught_nothing() {
    let (en, fa) = (language("en"), language("fa"));
    for last in [0.0, 0.3, 0.8] {
        let until = |share: f32| if share < last { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let mut lexicon = trained();
        assert_eq!(lexicon.learn([("A zeppelin.", "یک زپلین.")], (&en, &fa), &until), Err(BrokenOff));
        assert_eq!(lexicon, trained());
    }
}
