//! Sentence pairs as the training sees them.

use super::super::vocabulary::WordId;

/// Sentences one behind the other, as bags of words.
#[derive(Clone, Debug, Default)]
pub(in crate::align) struct Sentences {
    words: Vec<WordId>,
    /// Where each sentence ends in `words`.
    ends: Vec<usize>,
}

impl Sentences {
    pub fn push(&mut self, words: impl IntoIterator<Item = WordId>) {
        self.words.extend(words);
        self.ends.push(self.words.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn words(&self) -> &[WordId] {
        &self.words
    }

    /// Where the words of a sentence are in [`Sentences::words`].
    pub fn range(&self, sentence: usize) -> std::ops::Range<usize> {
        let start = if sentence == 0 { 0 } else { self.ends[sentence - 1] };
        start..self.ends[sentence]
    }

    pub fn sentence(&self, sentence: usize) -> &[WordId] {
        &self.words[self.range(sentence)]
    }
}

/// Which sentences each word is in; a word that is twice in one has it listed twice.
pub(super) struct Postings {
    sentences: Vec<u32>,
    starts: Vec<u32>,
}

impl Postings {
    pub fn new(sentences: &Sentences, vocabulary: usize) -> Postings {
        let mut starts = vec![0u32; vocabulary + 1];
        for &word in sentences.words() {
            starts[word as usize + 1] += 1;
        }
        for word in 0..vocabulary {
            starts[word + 1] += starts[word];
        }
        let mut next = starts.clone();
        let mut listed = vec![0u32; sentences.words().len()];
        for sentence in 0..sentences.len() {
            for &word in sentences.sentence(sentence) {
                listed[next[word as usize] as usize] = sentence as u32;
                next[word as usize] += 1;
            }
        }
        Postings { sentences: listed, starts }
    }

    pub fn of(&self, word: WordId) -> &[u32] {
        let word = word as usize;
        &self.sentences[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
}
