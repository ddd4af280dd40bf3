//! The part of the lattice of an article pair that is looked at.

use std::ops::Range;

/// For each number of source segments, the numbers of target segments that are looked at: nodes of the lattice.
///
/// Neither end of the rows ever falls, neighbouring rows overlap, and the first and the last node of the lattice are in.
#[derive(Clone, Debug)]
pub(super) struct Band {
    rows: Vec<Range<usize>>,
    starts: Vec<usize>,
}

/// Lattices up to this many nodes are looked at as a whole.
const SMALL: usize = 40_000;

/// The most nodes that a band should have, which bounds memory to some hundred megabytes.
const MOST_NODES: usize = 4_000_000;

/// Least number of target segments on either side of the path.
const LEAST_HALF: usize = 40;

impl Band {
    /// The nodes around a path that goes straight from point to point (numbers of source and target segments, rising),
    /// from corner to corner. The longer the way between two points, the wider.
    pub fn along(points: &[(usize, usize)], source: usize, target: usize) -> Band {
        if (source + 1) * (target + 1) <= SMALL {
            return Band::of(vec![0..target + 1; source + 1]);
        }
        let most = (MOST_NODES / (2 * source + 2)).max(LEAST_HALF);
        let mut rows = vec![target..0; source + 1];
        let corners = [(0, 0)].into_iter().chain(points.iter().copied()).chain([(source, target)]);
        let path: Vec<(usize, usize)> = corners.collect();
        for ends in path.windows(2) {
            let ((i, j), (k, l)) = (ends[0], ends[1]);
            let (wide, high) = (k - i, l - j);
            let half = (LEAST_HALF + wide.max(high) / 4 + wide.abs_diff(high)).min(most).max(high / wide.max(1) + 2);
            for (at, row) in rows.iter_mut().enumerate().take(k + 1).skip(i) {
                let first = j + (at - i) * high / wide.max(1);
                let last = j + ((at - i + 1) * high / wide.max(1)).min(high);
                row.start = row.start.min(first.saturating_sub(half));
                row.end = row.end.max((last + half).min(target) + 1);
            }
        }
        Band::of(rows)
    }

    fn of(mut rows: Vec<Range<usize>>) -> Band {
        for at in 1..rows.len() {
            rows[at].end = rows[at].end.max(rows[at - 1].end);
        }
        for at in (1..rows.len()).rev() {
            rows[at - 1].start = rows[at - 1].start.min(rows[at].start);
        }
        let mut starts = Vec::with_capacity(rows.len() + 1);
        let mut nodes = 0;
        for row in &rows {
            starts.push(nodes);
            nodes += row.len();
        }
        starts.push(nodes);
        Band { rows, starts }
    }

    /// The number of source segments.
    pub fn source(&self) -> usize {
        self.rows.len() - 1
    }

    /// The number of target segments.
    pub fn target(&self) -> usize {
        self.rows[self.source()].end - 1
    }

    pub fn row(&self, source: usize) -> Range<usize> {
        self.rows[source].clone()
    }

    /// The number of nodes.
    pub fn nodes(&self) -> usize {
        self.starts[self.rows.len()]
    }

    /// The position of a node among all, if it is in the band.
    pub fn node(&self, source: usize, target: usize) -> Option<usize> {
        let row = self.rows.get(source)?;
        row.contains(&target).then(|| self.starts[source] + target - row.start)
    }

    /// The same band with the sides exchanged.
    pub fn transposed(&self) -> Band {
        let nothing = Range { start: usize::MAX, end: 0 };
        let mut rows = vec![nothing; self.target() + 1];
        for (source, row) in self.rows.iter().enumerate() {
            for target in row.clone() {
                rows[target].start = rows[target].start.min(source);
                rows[target].end = source + 1;
            }
        }
        Band::of(rows)
    }
}
