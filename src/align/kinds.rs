//! Kinds of block as evidence: a headline is translated by a headline.

use crate::model::BlockKind;

use super::agreement::Agreement;
use super::batch::Prepared;

/// One label for each kind, and one for a kind that is not known.
const LABELS: usize = 14;

/// What a bead costs that joins two kinds of block on one side, as a logarithm.
const MIXED: f32 = -3.0;

pub(super) fn agreement() -> Agreement {
    Agreement::new(LABELS, |a, b| match (a, b) {
        (0, _) | (_, 0) => 0.0,
        _ if a == b => 1.0,
        _ if is_body(a) && is_body(b) => -0.3,
        _ => -1.0,
    })
}

/// The score of the kinds in a bead; 0 where they are not known.
pub(super) fn score(agreement: &Agreement, source: &[Prepared], target: &[Prepared]) -> f32 {
    let (Some(one), Some(other)) = (source.first(), target.first()) else { return 0.0 };
    if one.kind.is_none() || other.kind.is_none() {
        return 0.0;
    }
    let mixed = [source, target].into_iter().filter(|side| is_mixed(side)).count() as f32;
    agreement.score(label(one), label(other)) + mixed * MIXED
}

fn is_mixed(side: &[Prepared]) -> bool {
    side.windows(2).any(|two| {
        let (one, other) = (label(&two[0]), label(&two[1]));
        one != other && !(is_body(one.into()) && is_body(other.into()))
    })
}

/// Kinds that turn into each other when an article is edited.
fn is_body(label: usize) -> bool {
    (6..=9).contains(&label)
}

pub(super) fn label(segment: &Prepared) -> u8 {
    match segment.kind {
        None => 0,
        Some(BlockKind::Headline) => 1,
        Some(BlockKind::Subheading) => 2,
        Some(BlockKind::Byline) => 3,
        Some(BlockKind::Dateline) => 4,
        Some(BlockKind::Caption) => 5,
        Some(BlockKind::Paragraph) => 6,
        Some(BlockKind::LeadIn) => 7,
        Some(BlockKind::ListItem) => 8,
        Some(BlockKind::Quotation) => 9,
        Some(BlockKind::TableCell) => 10,
        Some(BlockKind::Code) => 11,
        Some(BlockKind::Link) => 12,
        Some(BlockKind::Metadata) => 13,
    }
}
