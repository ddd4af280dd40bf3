//! What every format is read into: blocks, each a row of pieces of the article.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::BlockKind;

/// An article taken apart. What is in no block stays as it is when the article is put together again.
#[derive(Clone, Debug, Default)]
pub(super) struct Document<'a> {
    /// In the order in which they start.
    pub blocks: Vec<Block<'a>>,
    /// The elements that blocks stand in; of HTML only.
    pub elements: Vec<Element>,
    /// What elements within lines declare, and from where to where they go.
    pub inline_declarations: Vec<(Range<usize>, Declarations)>,
    /// The references that are found by their own text; of Markdown only.
    pub references: Vec<Reference>,
}

/// A link or picture of Markdown whose text is the label of its address: `[text]`, `[text][]`. With another text it has to
/// name the label.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub range: Range<usize>,
    /// What stands behind its text.
    pub end: Range<usize>,
    /// What has to stand there when the text is another.
    pub with_label: String,
}

/// One block: a heading, a list item, a paragraph of one or several lines.
#[derive(Clone, Debug)]
pub(super) struct Block<'a> {
    pub mark: Mark,
    /// How text is written there.
    pub context: Context,
    /// In the order of the article, without overlap.
    pub pieces: Vec<Piece<'a>>,
    /// The innermost element that it stands in, by its place among the document's.
    pub element: Option<usize>,
}

/// What a block is by its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// No mark.
    Text,
    /// A paragraph, as the markup says: whatever it looks like, it is no heading.
    Prose,
    /// A heading of the level, 1 to 6.
    Heading(u8),
    /// One point of a list.
    Item,
    /// Quoted text.
    Quote,
    /// A line that is emphasized or linked as a whole.
    Whole,
    /// A picture; its text is the description.
    Picture,
    /// One cell of a table.
    Cell,
    /// Program text.
    Code,
    /// Told by the markup beyond doubt.
    Known(BlockKind),
}

/// How text is written in a part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// As it is.
    Plain,
    Markdown,
    /// A cell of a Markdown table, where `|` ends the cell.
    MarkdownCell,
    Html,
    /// Text of HTML that can hold no markup, as `<title>`.
    HtmlTitle,
    /// The value of an attribute between two of these quotation marks; `None` for a bare one.
    HtmlAttribute(Option<char>),
    /// The value of a key in YAML or TOML between two of these quotation marks; `None` for a bare one.
    FrontMatter(Option<char>),
}

/// One stretch of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// The bytes `range` of the article stand for `text`: for themselves, or as an entity, an escape, or white space that
    /// collapses.
    Text { range: Range<usize>, text: Cow<'a, str> },
    /// Markup.
    Code(Code),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// Its bytes in the article.
    pub range: Range<usize>,
    pub role: Role,
    pub stands_for: StandIn,
    /// Whether it makes its contents bold.
    pub is_bold: bool,
}

/// What a code does; the number is shared by the two codes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Open(usize),
    Close(usize),
    Alone,
}

/// What a reader sees where a code is, as far as sentences go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StandIn {
    Nothing,
    /// A line break.
    Space,
    /// Words that are not to be translated.
    Word,
}

/// An element of HTML that blocks stand in.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub name: String,
    /// The element around it, by its place among the document's.
    pub parent: Option<usize>,
    /// Where an attribute can be added to its start tag.
    pub insert_at: usize,
    pub declares: Declarations,
}

/// What an element declares of the text in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Declarations {
    /// Its `lang` and `xml:lang`: the values, and where they are written.
    pub languages: Vec<(String, Range<usize>)>,
    /// Its `dir`: the value, and where it is written.
    pub direction: Option<(String, Range<usize>)>,
}

impl<'a> Block<'a> {
    /// Where it starts in the article.
    pub fn start(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.range().start)
    }

    /// A block that is the bytes `range` of the article, as they are.
    pub fn plain(article: &'a str, range: Range<usize>, mark: Mark) -> Block<'a> {
        let pieces = vec![Piece::Text { text: Cow::Borrowed(&article[range.clone()]), range }];
        Block { mark, context: Context::Plain, pieces, element: None }
    }
}

impl Piece<'_> {
    pub fn range(&self) -> &Range<usize> {
        match self {
            Piece::Text { range, .. } => range,
            Piece::Code(code) => &code.range,
        }
    }
}

/// Adds text to a block's pieces, joining it to the text before it where both stand for themselves.
pub(super) fn push_text<'a>(article: &'a str, pieces: &mut Vec<Piece<'a>>, range: Range<usize>, text: Cow<'a, str>) {
    let own = &article[range.clone()];
    if let Some(Piece::Text { range: before, text: Cow::Borrowed(said) }) = pieces.last_mut() {
        // What stands for itself is the article's own memory: comparing all of it each time would be quadratic.
        let stands_for_itself = said.as_ptr() == article[before.clone()].as_ptr() && said.len() == before.len();
        if before.end == range.start && own == text && stands_for_itself {
            before.end = range.end;
            *said = &article[before.clone()];
            return;
        }
    }
    let text = if own == text { Cow::Borrowed(own) } else { text };
    pieces.push(Piece::Text { range, text });
}
