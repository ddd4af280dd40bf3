//! Words that show without a lexicon that they belong together: equal numbers, equal words, names that sound alike.

use rustc_hash::FxHashMap;

use crate::term::Consonants;

use super::vocabulary::WordId;
use super::weights::Weights;
use super::words::WordKind;

/// For each given word, the produced words that are like it, and the translation probability that this is worth.
#[derive(Clone, Debug, Default)]
pub(super) struct Likeness {
    like: Vec<Vec<(WordId, f32)>>,
}

/// A word with the forms that it has in the texts.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub kind: WordKind,
    pub forms: Vec<String>,
}

impl Likeness {
    pub fn of(&self, given: WordId) -> &[(WordId, f32)] {
        self.like.get(given as usize).map_or(&[], Vec::as_slice)
    }

    fn set(&mut self, given: usize, produced: usize, probability: f32) {
        let like = &mut self.like[given];
        match like.iter_mut().find(|known| known.0 == produced as WordId) {
            Some(known) => known.1 = known.1.max(probability),
            None => like.push((produced as WordId, probability)),
        }
    }

    /// From the source to the target, and back.
    pub fn both(source: &[Known], target: &[Known], weights: &Weights) -> (Likeness, Likeness) {
        let mut forward = Likeness { like: vec![Vec::new(); source.len()] };
        let mut backward = Likeness { like: vec![Vec::new(); target.len()] };
        for (one, other, probability) in equal(source, target, weights).chain(alike(source, target, weights)) {
            forward.set(one, other, probability);
            backward.set(other, one, probability);
        }
        (forward, backward)
    }
}

/// Pairs of words that share a form.
fn equal(source: &[Known], target: &[Known], weights: &Weights) -> impl Iterator<Item = (usize, usize, f32)> {
    let mut targets: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, form) in forms(target) {
        targets.entry(form).or_default().push(at);
    }
    forms(source).flat_map(move |(at, form)| {
        let probability = if source[at].kind == WordKind::Number { weights.number } else { weights.identical };
        targets.get(form).cloned().unwrap_or_default().into_iter().map(move |twin| (at, twin, probability))
    })
}

/// Pairs of words that sound alike, one of them written with a capital.
fn alike(source: &[Known], target: &[Known], weights: &Weights) -> impl Iterator<Item = (usize, usize, f32)> {
    let sounds = |(at, form): (usize, &str)| Consonants::of(form).map(|sounds| (sounds, at));
    let mut targets: FxHashMap<(u8, u8), Vec<(Consonants, usize)>> = FxHashMap::default();
    for sound in forms(target).filter_map(sounds) {
        targets.entry(sound.0.ends()).or_default().push(sound);
    }
    let is_name = |word: &Known| word.kind == WordKind::Capital;
    forms(source).filter_map(sounds).flat_map(move |(sound, at)| {
        let near = targets.get(&sound.ends()).into_iter().flatten();
        let names = near.filter(|(_, twin)| is_name(&source[at]) || is_name(&target[*twin]));
        let likely = names.map(|(other, twin)| (at, *twin, sound.likeness(other)));
        let like = likely.filter(|(.., likeness)| *likeness >= weights.alike);
        like.map(|(at, twin, likeness)| (at, twin, weights.sound * likeness)).collect::<Vec<_>>()
    })
}

fn forms(words: &[Known]) -> impl Iterator<Item = (usize, &str)> {
    words.iter().enumerate().flat_map(|(at, word)| word.forms.iter().map(move |form| (at, form.as_str())))
}
