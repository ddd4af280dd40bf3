//! Which article translates which: by the numbers, names and words that they share.

use rustc_hash::FxHashMap;

use super::aligner::Aligner;
use super::article::{ArticlePair, Piece};
use super::batch::{Article, Batch, Prepared};
use super::lexicon::{Lexicon, Prior};
use super::likeness::Likeness;
use super::remembered::{Remembered, RememberedTable};
use super::vocabulary::WordId;
use super::watch::{BrokenOff, Stretch, Watch};
use super::weights::Weights;

/// Two articles that seem to be translations of each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArticleMatch {
    /// Positions in the lists that were compared.
    pub source: usize,
    pub target: usize,
    /// From 0 to 1, by how much better they fit each other than any other article. Cautious: on 62 news articles of which
    /// 15 had no translation in the list, all matches were right, whatever their confidence.
    pub confidence: f32,
}

/// Translations of a word that are less likely say nothing about its article.
const LEAST_PROBABILITY: f32 = 0.05;

impl Aligner<'_> {
    /// Finds for each source article the target article that translates it, where the two fit each other best.
    ///
    /// Articles are given as their segments' texts. Dates and other numbers count by value, names by their consonants,
    /// other words by the lexicon; each the more, the fewer articles have it.
    pub fn pair_articles(
        &self,
        sources: &[Vec<&str>],
        targets: &[Vec<&str>],
        watch: &Watch<'_>,
    ) -> Result<Vec<ArticleMatch>, BrokenOff> {
        let (source_texts, target_texts) = (joined(sources), joined(targets));
        let article = |at: usize| ArticlePair {
            source: source_texts.get(at).map(|text| Piece { text, kind: None }).into_iter().collect(),
            target: target_texts.get(at).map(|text| Piece { text, kind: None }).into_iter().collect(),
        };
        // Side by side only to number their words.
        let pairs: Vec<ArticlePair<'_>> = (0..sources.len().max(targets.len())).map(article).collect();
        let (source, target) = self.languages();
        let batch = Batch::new(&pairs, source, target);
        let nothing = Lexicon::default();
        let comparison = Comparison::new(&batch, self.lexicon().unwrap_or(&nothing));
        let scores = comparison.scores((sources.len(), targets.len()), &Stretch::whole(watch))?;
        Ok(matches(&scores, sources.len(), targets.len()))
    }
}

fn joined(articles: &[Vec<&str>]) -> Vec<String> {
    articles.iter().map(|segments| segments.join("\n")).collect()
}

struct Comparison<'a> {
    batch: &'a Batch,
    /// For each source word, the target words that may translate it, with the probability.
    translations: Vec<Vec<(WordId, f32)>>,
}

impl<'a> Comparison<'a> {
    fn new(batch: &'a Batch, lexicon: &Lexicon) -> Comparison<'a> {
        let (likeness, _) = Likeness::both(&batch.source.known, &batch.target.known, &Weights::default());
        let (source, target) =
            (Remembered::new(&batch.source, &lexicon.source), Remembered::new(&batch.target, &lexicon.target));
        let table = RememberedTable { table: &lexicon.forward, given: &source, produced: &target };
        let translations = |word: WordId| {
            let mut found: FxHashMap<WordId, f32> = likeness.of(word).iter().copied().collect();
            let mut counts = Vec::new();
            let total = table.counts(word, &mut |other, count| counts.push((other, count)));
            for (other, count) in counts {
                let probability = count / (total + 1.0);
                if probability >= LEAST_PROBABILITY {
                    let known = found.entry(other).or_default();
                    *known = known.max(probability);
                }
            }
            let mut found: Vec<(WordId, f32)> = found.into_iter().collect();
            found.sort_unstable_by_key(|entry| entry.0);
            found
        };
        Comparison { batch, translations: (0..batch.source.vocabulary.len() as WordId).map(translations).collect() }
    }

    /// For each source article its scores with the target articles that share something with it: a cosine of what the
    /// words are worth.
    fn scores(
        &self,
        (sources, targets): (usize, usize),
        stretch: &Stretch<'_>,
    ) -> Result<Vec<FxHashMap<usize, f32>>, BrokenOff> {
        let articles = &self.batch.articles;
        let source = distinct(articles.iter().take(sources).map(|article| &article.source));
        let target = distinct(articles.iter().take(targets).map(|article: &Article| &article.target));
        let source_worth = worth(&source, self.batch.source.vocabulary.len());
        let target_worth = worth(&target, self.batch.target.vocabulary.len());
        let mut postings: Vec<Vec<usize>> = vec![Vec::new(); target_worth.len()];
        for (at, words) in target.iter().enumerate() {
            words.iter().for_each(|&word| postings[word as usize].push(at));
        }
        let norm = |words: &[WordId], worth: &[f32]| {
            words.iter().map(|&word| worth[word as usize].powi(2)).sum::<f32>().sqrt().max(1e-6)
        };
        let norms: Vec<f32> = target.iter().map(|words| norm(words, &target_worth)).collect();
        let score = |(at, words): (usize, &Vec<WordId>)| {
            stretch.reach(at, sources)?;
            let mut scores: FxHashMap<usize, f32> = FxHashMap::default();
            for &word in words {
                for &(other, probability) in &self.translations[word as usize] {
                    let value = probability * source_worth[word as usize] * target_worth[other as usize];
                    for &at in &postings[other as usize] {
                        *scores.entry(at).or_default() += value;
                    }
                }
            }
            let own = norm(words, &source_worth);
            scores.iter_mut().for_each(|(at, score)| *score /= own * norms[*at]);
            Ok(scores)
        };
        source.iter().enumerate().map(score).collect()
    }
}

fn distinct<'a>(articles: impl Iterator<Item = &'a Vec<Prepared>>) -> Vec<Vec<WordId>> {
    let words = |segments: &Vec<Prepared>| {
        let mut words: Vec<WordId> = segments.iter().flat_map(|segment| segment.words.iter().copied()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    articles.map(words).collect()
}

/// What each word is worth: the logarithm of how few articles have it.
fn worth(articles: &[Vec<WordId>], vocabulary: usize) -> Vec<f32> {
    let mut have = vec![0.0f32; vocabulary];
    articles.iter().flatten().for_each(|&word| have[word as usize] += 1.0);
    let all = articles.len() as f32 + 1.0;
    have.iter().map(|have| (all / (have + 0.5)).ln().max(0.0)).collect()
}

/// The articles that are each other's best, with what sets them apart from the second best.
fn matches(scores: &[FxHashMap<usize, f32>], sources: usize, targets: usize) -> Vec<ArticleMatch> {
    let mut of_source = vec![Best::default(); sources];
    let mut of_target = vec![Best::default(); targets];
    for (source, scores) in scores.iter().enumerate() {
        for (&target, &score) in scores {
            of_source[source].see(target, score);
            of_target[target].see(source, score);
        }
    }
    let mutual = of_source.iter().enumerate().filter_map(|(source, best)| {
        let back = of_target.get(best.at?)?;
        (back.at == Some(source)).then(|| {
            let second = best.second.max(back.second);
            let margin = 1.0 - second / best.score;
            let confidence = 1.0 / (1.0 + (-(margin - 0.35) * 12.0 - (best.score - 0.05) * 20.0).exp());
            ArticleMatch { source, target: best.at.unwrap_or_default(), confidence }
        })
    });
    mutual.collect()
}

#[derive(Clone, Copy, Debug, Default)]
struct Best {
    at: Option<usize>,
    score: f32,
    second: f32,
}

impl Best {
    fn see(&mut self, at: usize, score: f32) {
        let is_better = score > self.score || (score == self.score && self.at.is_none_or(|best| at < best));
        if is_better {
            *self = Best { at: Some(at), score, second: self.score };
        } else {
            self.second = self.second.max(score);
        }
    }
}
