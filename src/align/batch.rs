//! A batch of article pairs, its words numbered.

use crate::model::{BlockKind, Language};

use super::article::{ArticlePair, Piece};
use super::lexicon::{Form, form};
use super::likeness::Known;
use super::vocabulary::{Vocabulary, WordId};
use super::words::{WordKind, end, letters, words};

/// A segment as the aligner sees it.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub words: Vec<WordId>,
    /// Characters that are no white space; at least 1.
    pub letters: f32,
    pub kind: Option<BlockKind>,
    /// The mark at the end, as a label.
    pub end: u8,
}

pub(super) struct Article {
    /// Whether the others may learn from it.
    pub teaches: bool,
    pub source: Vec<Prepared>,
    pub target: Vec<Prepared>,
}

pub(super) struct Batch {
    pub articles: Vec<Article>,
    pub source: Side,
    pub target: Side,
}

impl Batch {
    pub fn new(pairs: &[ArticlePair<'_>], from: &Language, to: &Language) -> Batch {
        let (mut source, mut target) = (Side::default(), Side::default());
        let articles = pairs
            .iter()
            .map(|pair| Article {
                teaches: true,
                source: pair.source.iter().map(|piece| source.prepare(piece, from)).collect(),
                target: pair.target.iter().map(|piece| target.prepare(piece, to)).collect(),
            })
            .collect();
        Batch { articles, source, target }
    }
}

/// What is known about the words of one side of all articles.
#[derive(Default)]
pub(super) struct Side {
    pub vocabulary: Vocabulary,
    /// By word.
    pub known: Vec<Known>,
    /// How often each word is in the texts.
    pub counts: Vec<f32>,
}

impl Side {
    fn prepare(&mut self, piece: &Piece<'_>, language: &Language) -> Prepared {
        let words = words(piece.text, language).into_iter().map(|word| self.learn(word.key, word.kind)).collect();
        Prepared { words, letters: letters(piece.text).max(1.0), kind: piece.kind, end: end(piece.text) }
    }

    fn learn(&mut self, key: String, kind: WordKind) -> WordId {
        let Form(form) = form(&key, kind);
        let id = self.vocabulary.id(form);
        let at = id as usize;
        if at == self.known.len() {
            self.known.push(Known { kind, forms: Vec::new() });
            self.counts.push(0.0);
        }
        self.counts[at] += 1.0;
        let known = &mut self.known[at];
        if kind == WordKind::Capital {
            known.kind = kind;
        }
        if !known.forms.contains(&key) {
            known.forms.push(key);
        }
        id
    }
}
