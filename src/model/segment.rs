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
    /// The text under a picture, or the one that stands for it.
    Caption,
    /// Running text.
    Paragraph,
    /// Running text that opens with a bold phrase.
    LeadIn,
    /// One point of a bulleted or numbered list.
    ListItem,
    /// A passage set off as somebody else's words.
    Quotation,
    /// One cell of a table.
    TableCell,
    /// Program text and the like, which stays as it is.
    Code,
    /// One entry of a list of other articles ("More News", "Related"), or of a page's navigation.
    Link,
    /// Text about the article or a part of it that is not in the running text: a description, a tooltip.
    Metadata,
}

/// One sentence, or one whole short block, of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What the article's bytes `start..end` say: the very bytes in plain text; elsewhere with entities and escapes
    /// resolved, line breaks as spaces, and markup as numbered codes.
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
    /// The markup within, in the order of the text.
    pub codes: Vec<InlineCode>,
}

impl Segment {
    /// The text without its codes.
    pub fn without_codes(&self) -> String {
        let mut plain = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        for code in &self.codes {
            // They stand in the text in this order, and no other text is like one.
            let Some((before, behind)) = rest.split_once(&code.text) else { break };
            plain.push_str(before);
            rest = behind;
        }
        plain + rest
    }
}

/// Markup inside a segment, which its text shows as a numbered code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineCode {
    /// As the text shows it: `{1}` opens, `{/1}` closes, `{2/}` stands alone. A code whose counterpart is in another
    /// segment has a number of its own.
    pub text: String,
    /// Byte offset into the article where the markup starts.
    pub start: usize,
    /// Byte offset into the article just behind the markup.
    pub end: usize,
}
