//! Whether an article pair is what it is taken for.

use crate::model::Language;

use super::article::{ArticlePair, Piece, Reason, Verdict};
use super::batch::{Article, Batch, Prepared, Side};
use super::confidence::Surroundings;
use super::vocabulary::WordId;
use super::words::WordKind;

/// How many times as long as the other a side may be, whatever the languages.
const MOST_RATIO: f32 = 8.0;

/// An article with another's translation stays below this support, whatever the size of batch and memory (at most .07, in
/// 400 trials); a translation is at .3 and more as soon as three of five words are known.
const FOREIGN: f32 = 0.08;

/// The support from which an article pair is believed.
const SUPPORTED: f32 = 0.12;

/// What can be said before anything is aligned.
pub(super) fn at_first_sight(
    pair: &ArticlePair<'_>,
    article: &Article,
    batch: &Batch,
    languages: (&Language, &Language),
) -> Option<Verdict> {
    let is_mark = |side: &Side, word: WordId| side.known[word as usize].kind == WordKind::Mark;
    let is_empty = |segments: &[Prepared], side: &Side| {
        segments.iter().flat_map(|segment| &segment.words).all(|&word| is_mark(side, word))
    };
    if is_empty(&article.source, &batch.source) || is_empty(&article.target, &batch.target) {
        return Some(Verdict::Rejected(Reason::Empty));
    }
    let scripts = (is_right_to_left(&pair.source), is_right_to_left(&pair.target));
    let expected = (languages.0.is_right_to_left(), languages.1.is_right_to_left());
    if expected.0 != expected.1 && scripts == (expected.1, expected.0) {
        return Some(Verdict::Rejected(Reason::SidesSwapped));
    }
    let is_one_language = expected.0 != expected.1 && scripts.0 == scripts.1;
    if is_one_language || (!languages.0.is_variant_of(languages.1) && shared(article, batch) > 0.5) {
        return Some(Verdict::Rejected(Reason::SameLanguage));
    }
    if expected.0 == expected.1 && is_swapped(article, batch) {
        return Some(Verdict::Rejected(Reason::SidesSwapped));
    }
    if ratio(article).abs() > MOST_RATIO.ln() {
        return Some(Verdict::Rejected(Reason::LengthsDiffer));
    }
    (article.source.len() < 2 || article.target.len() < 2).then_some(Verdict::Doubtful(Reason::TooShort))
}

/// What the alignment says; `usual` is the logarithm of the ratio of lengths that is usual in the batch.
pub(super) fn of_alignment(
    article: &Article,
    around: &Surroundings,
    moved: usize,
    pairs: usize,
    usual: f32,
) -> Verdict {
    let off = (ratio(article) - usual).abs();
    match () {
        () if off > 4.0f32.ln() => Verdict::Rejected(Reason::LengthsDiffer),
        () if around.support < FOREIGN && around.known >= 0.6 && around.left_out >= 0.5 => {
            Verdict::Rejected(Reason::NotATranslation)
        }
        () if around.support < FOREIGN => Verdict::Doubtful(Reason::LittleEvidence),
        () if around.support < SUPPORTED => Verdict::Doubtful(Reason::NotATranslation),
        () if off > 2.0f32.ln() => Verdict::Doubtful(Reason::LengthsDiffer),
        () if moved >= 2 && moved * 8 >= pairs => Verdict::Doubtful(Reason::Reordered),
        () => Verdict::Accepted,
    }
}

/// ln(target/source) of the lengths.
fn ratio(article: &Article) -> f32 {
    let letters = |side: &[Prepared]| side.iter().map(|segment| segment.letters).sum::<f32>().max(1.0);
    (letters(&article.target) / letters(&article.source)).ln()
}

fn is_right_to_left(pieces: &[Piece<'_>]) -> bool {
    let (mut right, mut all) = (0usize, 0usize);
    for c in pieces.iter().flat_map(|piece| piece.text.chars()).filter(|c| c.is_alphabetic()) {
        all += 1;
        right += usize::from(matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'));
    }
    right * 2 > all
}

/// The share of a side's words that the other side has too; of the side with the smaller share.
fn shared(article: &Article, batch: &Batch) -> f32 {
    let share = |one: &[Prepared], side: &Side, others: &[Prepared], other: &Side| -> f32 {
        let have: rustc_hash::FxHashSet<WordId> = others.iter().flat_map(|s| s.words.iter().copied()).collect();
        let (mut count, mut all) = (0.0, 0.0);
        for &word in one.iter().flat_map(|segment| &segment.words) {
            if matches!(side.known[word as usize].kind, WordKind::Plain | WordKind::Capital) {
                all += 1.0;
                let twin = other.vocabulary.get(&side.vocabulary.words()[word as usize]);
                count += if twin.is_some_and(|twin| have.contains(&twin)) { 1.0 } else { 0.0 };
            }
        }
        if all < 1.0 { 0.0 } else { count / all }
    };
    let (source, target) = (&batch.source, &batch.target);
    share(&article.source, source, &article.target, target).min(share(&article.target, target, &article.source, source))
}

/// Whether most words of either side are at home on the other side of the other articles.
fn is_swapped(article: &Article, batch: &Batch) -> bool {
    is_at_home(&article.source, &batch.source, &batch.target)
        && is_at_home(&article.target, &batch.target, &batch.source)
}

fn is_at_home(side: &[Prepared], own: &Side, other: &Side) -> bool {
    let mut words: Vec<WordId> = side.iter().flat_map(|segment| segment.words.iter().copied()).collect();
    words.sort_unstable();
    let (mut here, mut there) = (0, 0);
    for same in words.chunk_by(|a, b| a == b) {
        let elsewhere = own.counts[same[0] as usize] - same.len() as f32;
        let twin = other.vocabulary.get(&own.vocabulary.words()[same[0] as usize]);
        let on_other = twin.map_or(0.0, |twin| other.counts[twin as usize]);
        here += if elsewhere > on_other { same.len() } else { 0 };
        there += if on_other > elsewhere { same.len() } else { 0 };
    }
    there > 10 && 2 * there > words.len() && there > 3 * here
}
