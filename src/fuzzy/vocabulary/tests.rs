use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;

use super::classes::Classes;
use super::remembered::{Found, Remembered};
use super::segments::{near_lengths, probe_hashes, segment_hashes};
use super::*;
use crate::fuzzy::letters::{LetterPattern, near_edits};

/// Latin, Arabic and Old Persian, the last of which takes 4 bytes a letter.
const LETTERS: &str = "abcdeرسیک𐎠𐎡𐎢";

fn letters() -> impl Strategy<Value = char> {
    prop::sample::select(LETTERS.chars().collect::<Vec<_>>())
}

/// Words of all lengths: those where one edit is allowed and those where many are, and longer ones than are cut or
/// compared in one piece.
fn word() -> impl Strategy<Value = Vec<char>> {
    prop_oneof![6 => 1..12usize, 4 => 12..21usize, 1 => 21..40usize, 1 => 58..140usize]
        .prop_flat_map(|length| prop::collection::vec(letters(), length))
}

/// A word changed by some of the edits: often as many as near words are apart at most, or one more.
fn edited(word: &[char], edits: &[(u8, Index, char)]) -> Vec<char> {
    let mut edited = word.to_vec();
    for (kind, place, letter) in edits.iter().take(edits.len() % (word.len() / 4 + 2)) {
        let place = place.index(edited.len());
        match kind {
            0 => edited[place] = *letter,
            1 => edited.insert(place, *letter),
            _ if edited.len() > 1 => drop(edited.remove(place)),
            _ => {}
        }
    }
    edited
}

fn edits(most: usize) -> impl Strategy<Value = Vec<(u8, Index, char)>> {
    prop::collection::vec((0..3u8, any::<Index>(), letters()), 0..=most)
}

/// Words many of which are near each other, and some of which are equal.
fn words(roots: usize, most: usize) -> impl Strategy<Value = Vec<String>> {
    let roots = prop::collection::vec(word(), 1..=roots);
    (roots, prop::collection::vec((any::<Index>(), edits(8)), 1..=most)).prop_map(|(roots, words)| {
        words.iter().map(|(root, edits)| edited(&roots[root.index(roots.len())], edits).iter().collect()).collect()
    })
}

fn pick<'a>(word: &Index, words: &'a [String]) -> &'a str {
    &words[word.index(words.len())]
}

/// What comparing with every word finds.
fn near_by_scanning<'a>(query: &str, words: impl IntoIterator<Item = &'a str>) -> Vec<Near> {
    let pattern = LetterPattern::new(query);
    let costs = words.into_iter().map(|word| pattern.near_cost(&word.chars().collect::<Vec<_>>()));
    (1..).zip(costs).filter_map(|(id, cost)| Some(Near { word: WordId(id), cost: cost? as u32 })).collect()
}

#[derive(Clone, Debug)]
enum Step {
    Insert(Index),
    View,
    /// Which view is asked for which word.
    Near(Index, Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => any::<Index>().prop_map(Step::Insert),
        2 => Just(Step::View),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(view, word)| Step::Near(view, word)),
    ];
    prop::collection::vec(step, 1..120)
}

/// A vocabulary, every view that was taken of it with how many words it had then, and all words in the order of their
/// first insertion.
#[derive(Default)]
struct History {
    vocabulary: Vocabulary,
    inserted: Vec<String>,
    views: Vec<(VocabularyView, usize)>,
}

impl History {
    fn insert(&mut self, word: &str) {
        let known = self.inserted.iter().position(|w| w == word).unwrap_or(self.inserted.len());
        if known == self.inserted.len() {
            self.inserted.push(word.to_owned());
        }
        assert_eq!(self.vocabulary.insert(word), WordId(known as u32 + 1));
    }

    fn view(&mut self) {
        self.views.push((self.vocabulary.view(), self.inserted.len()));
    }

    fn check_near(&self, view: &Index, word: &str) {
        if !self.views.is_empty() {
            let (view, len) = view.get(&self.views);
            let expected = near_by_scanning(word, self.inserted[..*len].iter().map(String::as_str));
            assert_eq!(&view.near(word)[..], expected);
        }
    }

    /// Nothing that came after a view can be seen in it.
    fn check_view(&self, view: &VocabularyView, len: usize) {
        assert_eq!(view.len(), len + 1);
        assert!(view.words().eq(&self.inserted[..len]));
        for (id, word) in (1..).zip(&self.inserted) {
            let is_seen = id as usize <= len;
            assert_eq!(view.id(word), is_seen.then_some(WordId(id)));
        }
    }
}

proptest! {
    /// Through new words, merges, views taken now and then, and what is remembered from this view or that.
    #[test]
    fn near_finds_what_comparing_with_every_word_of_the_view_finds(words in words(4, 40), steps in steps()) {
        let mut history = History::default();
        for step in steps {
            match step {
                Step::Insert(word) => history.insert(pick(&word, &words)),
                Step::View => history.view(),
                Step::Near(view, word) => history.check_near(&view, pick(&word, &words)),
            }
        }
        for (view, len) in &history.views {
            history.check_view(view, *len);
        }
    }

    /// With so many words of a length that most are found by their segments.
    #[test]
    fn near_finds_what_comparing_with_every_word_finds_among_many(
        words in words(60, 400),
        more in prop::collection::vec("[a-z]{4,9}", 0..400),
        queries in prop::collection::vec((any::<Index>(), edits(6)), 1..8),
    ) {
        let all: BTreeSet<&String> = words.iter().chain(&more).collect();
        let view = Vocabulary::from_words(all.iter().map(|word| &***word)).unwrap().view();
        for (word, edits) in queries {
            let known: Vec<char> = pick(&word, &words).chars().collect();
            let query: String = edited(&known, &edits).iter().collect();
            prop_assert_eq!(&view.near(&query)[..], near_by_scanning(&query, all.iter().map(|word| word.as_str())));
        }
    }

    #[test]
    fn near_words_have_a_segment_in_common_where_it_is_looked_for(word in word(), edits in edits(20)) {
        let query = edited(&word, &edits);
        let spelt: String = query.iter().collect();
        if LetterPattern::new(&spelt).near_cost(&word).is_some_and(|_| word.len() >= 4) {
            prop_assert!(near_lengths(query.len()).contains(&word.len()));
            let most = near_edits(word.len().max(query.len()));
            let probes: Vec<u64> = probe_hashes(&query, word.len(), most).collect();
            prop_assert!(segment_hashes(&word).any(|segment| probes.contains(&segment)));
        }
    }

    #[test]
    fn classes_admit_all_words_within_the_edits(a in word(), edits in edits(20)) {
        let b = edited(&a, &edits);
        let (shorter, longer) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
        let distance = LetterPattern::new(&a.iter().collect::<String>()).distance(&b);
        for edits in distance..distance + 3 {
            let more = longer.len() - shorter.len();
            prop_assert!(Classes::admit(Classes::new(shorter), Classes::new(longer), edits, more));
        }
    }

    #[test]
    fn words_are_found_by_how_they_start(words in words(4, 60), views in prop::collection::vec(any::<bool>(), 60)) {
        let mut vocabulary = Vocabulary::default();
        for (word, is_viewed) in words.iter().zip(views) {
            vocabulary.insert(word);
            is_viewed.then(|| vocabulary.view());
        }
        let view = vocabulary.view();
        let starts = words.iter().flat_map(|word| (0..4).map(|letters| word.chars().take(letters).collect()));
        for start in starts.chain(["zz".to_owned()]) {
            let matching = (1..).zip(view.words()).filter(|(_, word)| word.starts_with(&start));
            prop_assert_eq!(view.with_prefix(&start), matching.map(|(id, _)| WordId(id)).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_vocabulary_of_given_words_goes_on_behind_them() {
    let mut vocabulary = Vocabulary::from_words(["صلح", "talks", "peace"]).unwrap();
    assert_eq!(vocabulary.insert("talks"), WordId(2));
    assert_eq!(vocabulary.insert("ceasefire"), WordId(4));
    assert!(vocabulary.view().words().eq(["صلح", "talks", "peace", "ceasefire"]));
    assert!(Vocabulary::from_words(["talks", "peace", "talks"]).is_none(), "two ids for one word");
}

#[test]
fn there_are_few_lexicons_however_often_a_view_is_taken() {
    let mut vocabulary = Vocabulary::default();
    for word in 0..1_000 {
        vocabulary.insert(&format!("word {word}"));
        let lens: Vec<usize> = vocabulary.view().lexicon_lens().collect();
        assert!(lens.is_sorted_by(|a, b| a > &(2 * b)), "{lens:?}");
    }
}

#[test]
fn views_go_to_other_threads() {
    fn assert_shared<T: Send + Sync>() {}
    assert_shared::<VocabularyView>();
    assert_shared::<Vocabulary>();
    assert_eq!(VocabularyView::default().near("word")[..], []);
    assert_eq!(VocabularyView::default().len(), 1);
}

fn list(len: usize, below: u32) -> Found {
    Found { near: vec![Near { word: WordId(1), cost: 0 }; len].into(), below }
}

#[test]
fn what_is_remembered_is_bounded_and_what_is_asked_for_stays() {
    let remembered = Remembered::default();
    let (favourite, lists) = (WordId(16), 1_000);
    remembered.put(favourite, list(10, 1));
    for word in 1..=lists {
        remembered.put(WordId(word * 32), list(10_000, 1));
        assert!(remembered.get(favourite).is_some(), "forgotten behind {word} lists");
    }
    let held = (1..=lists).filter(|word| remembered.get(WordId(word * 32)).is_some()).count();
    assert!((10..=25).contains(&held), "{held} lists of 10,000 held by one shard of 16");
    remembered.put(WordId(7), list(1_000_000, 1));
    assert!(remembered.get(WordId(7)).is_none(), "too long a list to remember");
}

#[test]
fn a_list_that_reaches_further_is_not_given_up_for_another() {
    let remembered = Remembered::default();
    for below in [5, 9, 7] {
        remembered.put(WordId(3), list(below as usize, below));
    }
    assert_eq!(remembered.get(WordId(3)).map(|found| (found.below, found.near.len())), Some((9, 9)));
}

#[test]
fn a_list_that_nothing_new_belongs_to_is_the_same_list() {
    let mut vocabulary = Vocabulary::from_words(["minister", "ministers"]).unwrap();
    let before = vocabulary.view().near("minister");
    vocabulary.insert("government");
    assert!(Arc::ptr_eq(&before, &vocabulary.view().near("minister")));
    vocabulary.insert("minster");
    assert_eq!(vocabulary.view().near("minister").len(), 3);
}
