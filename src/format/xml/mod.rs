//! What the readers of XML formats share: the parser with its bounds, and inline codes.

mod attributes;
mod bounds;
mod codes;
mod parser;
mod segment;
mod source;

pub(super) use attributes::{Attributes, value, values};
pub(super) use bounds::{Budget, clip, nul_fault, too_long};
pub(super) use codes::{keep_native_codes, render, target_numbers};
pub(super) use parser::{Content, Parser, State};
pub(super) use segment::{MAX_CODES, Native, Segment, SegmentBuilder, Shape, Tag};
