//! Blocks into segments.

use std::collections::HashMap;
use std::ops::Range;

use super::block::{Block, Code, Context, Piece, Role};
use super::content::{Content, Place};
use crate::model::{BlockKind, InlineCode, Language, Segment};
use crate::text::sentence::{is_invisible, trimmed};
use crate::text::{highest_placeholder, match_key};

/// A segment, and how its text is written in the article.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub segment: Segment,
    pub context: Context,
    /// The element that it stands in.
    pub element: Option<usize>,
}

/// The segments of one block, whose sentences are where `split` says.
pub(super) fn of_block(
    block: &Block,
    content: &Content,
    (kind, number): (BlockKind, usize),
    split: impl Fn(&str) -> Vec<Range<usize>>,
) -> Vec<Written> {
    let is_shown = |c: char| match block.context {
        Context::Plain => !c.is_whitespace(),
        Context::Html => c.is_alphanumeric(),
        _ => !is_invisible(c),
    };
    let sentences = if stays_whole(kind, block.context) { whole(content) } else { split(&content.text) };
    let mut free = 0;
    let mut written = Vec::new();
    for sentence in sentences {
        if !content.shows_text(&sentence, is_shown) {
            continue;
        }
        let place = content.place(sentence, free);
        free = place.pieces.end;
        let segment = new_segment(content, &place, kind, number);
        written.push(Written { segment, context: block.context, element: block.element });
    }
    written
}

/// Whether a block is one segment: titles, names, dates and program text are translated as one. So are values without
/// quotation marks, which get them as a whole if they need them.
fn stays_whole(kind: BlockKind, context: Context) -> bool {
    let is_bare = matches!(context, Context::FrontMatter(_) | Context::HtmlAttribute(None));
    is_bare
        || match kind {
            BlockKind::Headline | BlockKind::Subheading | BlockKind::Byline | BlockKind::Dateline => true,
            BlockKind::Link | BlockKind::Code => true,
            BlockKind::Paragraph | BlockKind::LeadIn | BlockKind::Quotation | BlockKind::ListItem => false,
            BlockKind::Caption | BlockKind::TableCell | BlockKind::Metadata => false,
        }
}

fn whole(content: &Content) -> Vec<Range<usize>> {
    let whole = trimmed(&content.text, 0..content.text.len());
    if whole.is_empty() { Vec::new() } else { vec![whole] }
}

fn new_segment(content: &Content, place: &Place, kind: BlockKind, block: usize) -> Segment {
    let Range { start, end } = content.article_range(place);
    let (text, codes) = Numbering::of(content, place).written();
    Segment { text, kind, start, end, block, repetition_of: None, codes }
}

/// Gives the codes of a segment their numbers, in the order of the text, leaving out those that its text has already.
struct Numbering<'c, 'b, 'a> {
    content: &'c Content<'b, 'a>,
    place: &'c Place,
    numbers: HashMap<usize, usize>,
    next: usize,
}

impl<'c, 'b, 'a> Numbering<'c, 'b, 'a> {
    fn of(content: &'c Content<'b, 'a>, place: &'c Place) -> Self {
        let next = 1 + highest_placeholder(&content.text[place.clip.clone()]);
        Numbering { content, place, numbers: HashMap::new(), next }
    }

    /// The segment's text and its codes.
    fn written(mut self) -> (String, Vec<InlineCode>) {
        let (mut text, mut codes) = (String::new(), Vec::new());
        for at in self.place.pieces.clone() {
            match &self.content.pieces[at] {
                Piece::Text { .. } => text.push_str(self.content.said(at, self.place)),
                Piece::Code(code) => {
                    let name = self.name(at, code);
                    text.push_str(&name);
                    codes.push(InlineCode { text: name, start: code.range.start, end: code.range.end });
                }
            }
        }
        (text, codes)
    }

    fn name(&mut self, at: usize, code: &Code) -> String {
        let partner = self.content.partner_in(at, &self.place.pieces);
        let known = partner.and_then(|partner| self.numbers.get(&partner).copied());
        let number = known.unwrap_or(self.next);
        if known.is_none() {
            self.next += 1;
        }
        self.numbers.insert(at, number);
        match code.role {
            Role::Open(_) => format!("{{{number}}}"),
            Role::Close(_) => format!("{{/{number}}}"),
            Role::Alone => format!("{{{number}/}}"),
        }
    }
}

/// Notes for every segment which earlier one it repeats, markup aside.
pub(super) fn mark_repetitions(written: &mut [Written], language: &Language) {
    let mut first_with_key = HashMap::new();
    for (position, Written { segment, .. }) in written.iter_mut().enumerate() {
        let key = match_key(&segment.without_codes(), language);
        let first = *first_with_key.entry(key).or_insert(position);
        segment.repetition_of = (first != position).then_some(first);
    }
}
