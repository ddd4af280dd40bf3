use serde::{Deserialize, Serialize};

/// What part an article's block plays. Segments inherit the kind of their block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// The article's title.
    Headline,
    /// A heading inside the article.
    Subheading,
    /// Who wrote it, for which desk or section.
    Byline,
    /// Where and when it was written or published.
    Dateline,
    /// The text under a picture.
    Caption,
    /// Running text.
    Paragraph,
    /// One point of a bulleted or numbered list.
    ListItem,
    /// One entry of a list of other articles ("More News", "Related").
    Link,
}

/// One sentence, or one whole short block, of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Exactly the article's bytes `start..end`.
    pub text: String,
    pub kind: BlockKind,
    /// Byte offset into the article where the segment starts.
    pub start: usize,
    /// Byte offset into the article just behind the segment.
    pub end: usize,
    /// The block that the segment belongs to, counted from 0 in the article's order.
    pub block: usize,
    /// The earliest segment of the article (by position from 0) with the same match key, if that is another one.
    pub repetition_of: Option<usize>,
}
