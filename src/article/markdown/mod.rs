//! Markdown into blocks: CommonMark with GitHub's tables, strikethrough, footnotes and alerts, by pulldown-cmark.

mod escape;
mod front_matter;
mod inline;
mod paragraph;
mod signs;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::block::{Block, Context, Document, Mark};
use super::html;
use inline::Inline;

pub(super) use escape::{escape, escape_start};
pub(super) use front_matter::quote;
pub(super) use signs::shows_in;

/// What lines indented by four spaces are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indented {
    /// Program text, as CommonMark has it.
    IsCode,
    /// Paragraphs, where the article is only taken for Markdown: news copy indents them.
    IsText,
}

/// The blocks of an article in Markdown.
pub(super) fn read(article: &str, indented: Indented) -> Document<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reader = Reader {
        article,
        indented,
        document: Document::default(),
        containers: Vec::new(),
        context: Context::Markdown,
        open: None,
        raw: Vec::new(),
    };
    for (event, range) in Parser::new_ext(article, options).into_offset_iter() {
        reader.take(event, range);
    }
    reader.close();
    reader.document.blocks.sort_by_key(Block::start);
    reader.document
}

struct Reader<'a> {
    article: &'a str,
    indented: Indented,
    document: Document<'a>,
    /// What surrounds the text, outermost first.
    containers: Vec<Mark>,
    context: Context,
    /// The block that is being read.
    open: Option<Inline<'a>>,
    /// The lines of a block of program text, HTML or front matter.
    raw: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            // Inside a block of program text or front matter there are lines; elsewhere nothing else opens a block.
            Event::Text(_) | Event::Html(_) if self.is_raw() => self.raw.push(range),
            Event::Rule => self.close(),
            Event::TaskListMarker(_) => {}
            event => self.inline().take(event, range),
        }
    }

    fn start(&mut self, tag: &Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.enter(Mark::Heading(depth(*level))),
            Tag::Item => self.enter(Mark::Item),
            Tag::BlockQuote(_) => self.enter(Mark::Quote),
            Tag::TableCell => {
                self.context = Context::MarkdownCell;
                self.enter(Mark::Cell);
            }
            Tag::CodeBlock(CodeBlockKind::Indented) if self.indented == Indented::IsText => self.enter(Mark::Text),
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.enter(Mark::Code),
            Tag::Paragraph | Tag::FootnoteDefinition(_) | Tag::List(_) => self.close(),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow => self.close(),
            tag => self.inline().start(tag, range),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Item | TagEnd::BlockQuote(_) => self.leave(),
            TagEnd::TableCell => {
                self.leave();
                self.context = Context::Markdown;
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::MetadataBlock(kind) => self.end_front_matter(kind),
            TagEnd::Paragraph | TagEnd::FootnoteDefinition | TagEnd::List(_) => self.close(),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow => self.close(),
            tag => self.inline().end(tag, range),
        }
    }

    fn is_raw(&self) -> bool {
        self.containers.last() == Some(&Mark::Code)
    }

    fn enter(&mut self, mark: Mark) {
        self.close();
        self.containers.push(mark);
    }

    fn leave(&mut self) {
        self.close();
        self.containers.pop();
    }

    /// The block that is being read, begun if none is.
    fn inline(&mut self) -> &mut Inline<'a> {
        self.open.get_or_insert_with(|| Inline::new(self.article))
    }

    fn close(&mut self) {
        if let Some(inline) = self.open.take() {
            let mark = self.containers.last().copied().unwrap_or(Mark::Text);
            paragraph::finish(self.article, inline, (mark, self.context), &mut self.document);
        }
    }

    /// Ends a block of program text. In a quotation, where other marks stand before its lines, it is left out.
    fn end_code(&mut self) {
        let lines = std::mem::take(&mut self.raw);
        if self.containers.pop() != Some(Mark::Code) {
            return self.close();
        }
        if let Some(range) = together(self.article, &lines) {
            let range = crate::text::sentence::trimmed(self.article, range);
            self.document.blocks.push(Block::plain(self.article, range, Mark::Code));
        }
    }

    fn end_html(&mut self) {
        let lines = std::mem::take(&mut self.raw);
        self.containers.pop();
        if let Some(range) = together(self.article, &lines) {
            html::read_into(self.article, range, &mut self.document);
        }
    }

    fn end_front_matter(&mut self, kind: MetadataBlockKind) {
        let lines = std::mem::take(&mut self.raw);
        self.containers.pop();
        if let Some(range) = together(self.article, &lines) {
            front_matter::read_into(self.article, range, kind, &mut self.document.blocks);
        }
    }
}

/// The lines with what is between them, if that is white space only.
fn together(article: &str, lines: &[Range<usize>]) -> Option<Range<usize>> {
    let (first, last) = (lines.first()?, lines.last()?);
    let apart = lines.windows(2).any(|pair| {
        let between = article.get(pair[0].end..pair[1].start);
        between.is_none_or(|between| !between.trim().is_empty())
    });
    (!apart).then_some(first.start..last.end)
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
