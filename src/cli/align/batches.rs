//! The pairs of a list, as many together as are aligned in one call.

use super::pairs::PairOfFiles;
use crate::cli::article::Format;
use crate::cli::fail::Fail;
use crate::rpc::v1;

/// The most segments of a batch, as far as that can be said beforehand: half of what a call may have.
const SEGMENTS_MOST: usize = 100_000;

/// A segment is hardly shorter, in bytes.
const SHORT_SEGMENT: usize = 40;

/// Batches of pairs, read one after the other.
pub struct Batches<'a> {
    pairs: std::slice::Iter<'a, PairOfFiles>,
    /// A pair that was too much for the batch before.
    left: Option<v1::ArticlePair>,
    most_pairs: usize,
    segmented: bool,
    format: Format,
}

impl<'a> Batches<'a> {
    pub fn new(pairs: &'a [PairOfFiles], most_pairs: usize, (segmented, format): (bool, Format)) -> Batches<'a> {
        Batches { pairs: pairs.iter(), left: None, most_pairs, segmented, format }
    }

    /// The next batch; empty behind the last.
    pub fn next(&mut self) -> Result<Vec<v1::ArticlePair>, Fail> {
        let (mut batch, mut segments) = (Vec::new(), 0);
        while batch.len() < self.most_pairs {
            let read = || self.pairs.next().map(|pair| pair.read(self.segmented, self.format));
            let Some(pair) = self.left.take().map(Ok).or_else(read).transpose()? else { break };
            segments += self::segments(&pair);
            if segments > SEGMENTS_MOST && !batch.is_empty() {
                self.left = Some(pair);
                break;
            }
            batch.push(pair);
        }
        Ok(batch)
    }
}

/// At most so many segments are in a pair.
fn segments(pair: &v1::ArticlePair) -> usize {
    let of_side = |side: &Option<v1::AlignableArticle>| {
        side.as_ref().map_or(0, |article| article.segments.len() + article.article_bytes.len() / SHORT_SEGMENT)
    };
    of_side(&pair.source) + of_side(&pair.target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_ends_before_it_is_too_much_for_one_call_and_no_pair_is_lost() {
        let directory = tempfile::tempdir().unwrap();
        let file = |name: &str, lines: usize| {
            let path = directory.path().join(name);
            std::fs::write(&path, "Rain.\n".repeat(lines)).unwrap();
            path
        };
        let pairs: Vec<PairOfFiles> = [(1, 1), (60_000, 30_000), (9_000, 20_000), (150_000, 2), (3, 3), (4, 4), (5, 5)]
            .iter()
            .enumerate()
            .map(|(at, &(one, other))| {
                PairOfFiles::new(file(&format!("{at}.en"), one), file(&format!("{at}.fa"), other), Some(at.to_string()))
            })
            .collect();
        let mut batches = Batches::new(&pairs, 2, (true, Format::default()));
        let mut ids = Vec::new();
        loop {
            let batch = batches.next().unwrap();
            if batch.is_empty() {
                break;
            }
            ids.push(batch.into_iter().map(|pair| pair.id).collect::<Vec<_>>().join(" "));
        }
        assert_eq!(ids, ["0 1", "2", "3", "4 5", "6"]);
    }
}
