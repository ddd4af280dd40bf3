//! Kinds of segments that a command passes over.

use crate::rpc::v1::BlockKind;

/// A kind by the name that people read: `table cell`, or `table-cell`.
pub fn parse_kind(name: &str) -> Result<BlockKind, String> {
    let wanted = format!("BLOCK_KIND_{}", name.trim().to_uppercase().replace([' ', '-'], "_"));
    let kind = BlockKind::from_str_name(&wanted).filter(|kind| *kind != BlockKind::Unspecified);
    kind.ok_or_else(|| {
        let kinds = "headline, subheading, byline, dateline, caption, paragraph, lead-in, list-item, quotation, table-cell, \
                     code, link, metadata";
        format!("the kinds are {kinds}")
    })
}
