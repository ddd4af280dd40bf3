//! The part that each block of an article plays, by a list of rules from the surest to the last resort.

use std::collections::HashSet;

use super::block::Mark;
use super::content::Content;
use super::newsroom::{self, LinkLabel};
use crate::model::{BlockKind, Language};
use crate::text::sentence;

/// The most bytes of a block that is looked at closely: no caption, byline or label is longer.
const LONGEST: usize = 1_000;
/// The most words of a desk line, an agency's or a reporter's name; fewer where no capitals tell names.
const NAME_WORDS: usize = 6;
const NAME_WORDS_WITHOUT_CAPITALS: usize = 4;
/// The most words of a heading inside an article that bears no mark.
const SUBHEADING_WORDS: usize = 12;
/// The most words of a headline; more is a paragraph without its full stop.
const HEADLINE_WORDS: usize = 30;
/// The most words of an ordinary headline: a longer line above such a one is the caption of a picture.
const TITLE_WORDS: usize = 16;

/// The kinds of the blocks, in their order. Those that the markup tells do not count for what stands around them.
pub(super) fn kinds(blocks: &[(Mark, Content)], language: &Language) -> Vec<BlockKind> {
    let has_capitals =
        !language.is_right_to_left() && blocks.iter().any(|(_, content)| content.text.contains(char::is_uppercase));
    let unknown = blocks.iter().filter(|(mark, _)| known(*mark).is_none());
    let looks: Vec<Look> = unknown.map(|(mark, content)| Look::at(*mark, content, language, has_capitals)).collect();
    let mut reader = Reader { headline: headline(&looks), ..Reader::default() };
    let mut read = looks.iter().enumerate().map(|(at, look)| reader.read(at, look, looks.get(at + 1)));
    let kind = |&(mark, _): &(Mark, Content)| known(mark).or_else(|| read.next()).unwrap_or(BlockKind::Paragraph);
    blocks.iter().map(kind).collect()
}

/// What the mark alone tells.
fn known(mark: Mark) -> Option<BlockKind> {
    match mark {
        Mark::Known(kind) => Some(kind),
        Mark::Cell => Some(BlockKind::TableCell),
        Mark::Code => Some(BlockKind::Code),
        _ => None,
    }
}

/// What a block looks like by itself.
struct Look {
    mark: Mark,
    /// The text as `newsroom`'s tables are written; empty for a block longer than any of them.
    plain: String,
    words: usize,
    /// Whether it ends in a mark that ends sentences, or a colon that announces more.
    stops: bool,
    sentences: usize,
    /// Whether no word begins with a small letter, but for `of`, `and` and the like.
    is_title_case: bool,
    /// `By Jane Doe`.
    signs_by: bool,
    has_letters: bool,
    /// Whether a bold phrase opens it.
    opens_bold: bool,
    /// Whether the script has capitals. Persian has none, and its copy often leaves out the last full stop, so that
    /// neither small letters nor a missing stop tell much there.
    has_capitals: bool,
}

impl Look {
    fn at(mark: Mark, content: &Content, language: &Language, has_capitals: bool) -> Look {
        let text = content.text.trim();
        let short = text.len() <= LONGEST;
        Look {
            mark,
            plain: if short { newsroom::plain(text) } else { String::new() },
            words: text.split_whitespace().take(200).count(),
            stops: sentence::ends_with_mark(text) || text.ends_with(':'),
            sentences: if short { sentence::split(text, language).len() } else { 2 },
            is_title_case: text.split_whitespace().take(NAME_WORDS + 1).all(|word| {
                !word.starts_with(char::is_lowercase)
                    || matches!(word, "of" | "and" | "the" | "for" | "in" | "de" | "al")
            }),
            signs_by: signs_by(text),
            has_letters: text.contains(char::is_alphabetic),
            opens_bold: content.opens_bold(),
            has_capitals,
        }
    }

    /// Running text: several sentences, or one that is long or properly ended.
    fn is_prose(&self) -> bool {
        let may_be = matches!(self.mark, Mark::Text | Mark::Prose | Mark::Quote);
        may_be && (self.sentences > 1 || self.words > HEADLINE_WORDS || (self.stops && self.words > SUBHEADING_WORDS))
    }

    fn is_heading(&self) -> bool {
        matches!(self.mark, Mark::Heading(_))
    }

    /// A desk, a section, a person or an agency.
    fn is_name(&self) -> bool {
        let alone = !self.stops && matches!(self.mark, Mark::Text | Mark::Prose | Mark::Whole) && self.has_letters;
        let most = if self.has_capitals || newsroom::names_role(&self.plain) {
            NAME_WORDS
        } else {
            NAME_WORDS_WITHOUT_CAPITALS
        };
        alone && self.words <= most && (self.is_title_case || newsroom::names_outlet(&self.plain))
    }

    fn is_byline(&self) -> bool {
        newsroom::opens_as_byline(&self.plain) || self.signs_by
    }

    fn is_caption(&self) -> bool {
        self.mark == Mark::Picture
            || newsroom::opens_as_caption(&self.plain)
            || (self.sentences <= 3 && newsroom::credits_picture(&self.plain))
    }

    /// A date with what usually stands beside it; with `place`, up to two other words as well (`Tehran, 5 May 2024`).
    fn is_dateline(&self, place: bool) -> bool {
        let count = newsroom::date_words(&self.plain);
        let is_date = count.numbers > 0 && (count.parts > 0 || count.numbers > 2) && self.words <= 16;
        let others = if place && !self.stops && count.parts > 0 && count.numbers > 1 { 2 } else { 0 };
        is_date && count.others <= others && !self.is_heading() && self.mark != Mark::Item
    }

    /// What may be a headline without being marked as one.
    fn may_be_headline(&self) -> bool {
        let unmarked = matches!(self.mark, Mark::Text | Mark::Whole);
        unmarked && !self.is_prose() && !self.is_byline() && !self.is_caption() && !self.is_dateline(true)
    }
}

/// "By" and a name; "By 2024" and "By the time" are none.
fn signs_by(text: &str) -> bool {
    let name = text.strip_prefix("By ").or_else(|| text.strip_prefix("BY ")).or_else(|| text.strip_prefix("by "));
    let words = text.split_whitespace().take(16).count();
    let is_name = name.is_some_and(|name| name.trim_start_matches(['*', '[', '_']).starts_with(char::is_uppercase));
    is_name && words <= 15 && !text.ends_with('.')
}

/// The position of the headline: the first heading, unless running text comes before it; without headings the first
/// line that reads like a title. An article may have none.
fn headline(looks: &[Look]) -> Option<usize> {
    let heading = looks.iter().position(Look::is_heading);
    let heads_article = |&at: &usize| {
        looks[at].mark == Mark::Heading(1) || looks[..at].iter().filter(|look| look.is_prose()).count() < 2
    };
    let is_title = |&at: &usize| newsroom::link_label(&looks[at].plain).is_none();
    heading.filter(heads_article).filter(is_title).or_else(|| unmarked_headline(looks))
}

/// The first block that reads like a title, unless running text comes first. A section's name may stand above it, and a
/// picture with a caption too long for a title.
fn unmarked_headline(looks: &[Look]) -> Option<usize> {
    let before_prose = looks.iter().take(6).take_while(|look| !look.is_prose()).enumerate();
    let mut candidates = before_prose.filter(|(_, look)| look.may_be_headline());
    let (first, look) = candidates.find(|(_, look)| !newsroom::is_section(&look.plain))?;
    if looks.len() == 1 && look.stops {
        return None;
    }
    let is_title =
        |look: &Look| (NAME_WORDS - 1..=TITLE_WORDS).contains(&look.words) && !newsroom::names_outlet(&look.plain);
    let better = candidates.find(|(_, other)| look.words > TITLE_WORDS && is_title(other));
    Some(better.map_or(first, |(at, _)| at))
}

/// Where in the article the reader is.
#[derive(Default)]
struct Reader {
    headline: Option<usize>,
    /// Whether running text has begun.
    in_body: bool,
    /// Whether the blocks are links under a label such as "More News".
    in_links: bool,
    /// How the first of those links is marked; a block marked otherwise is no longer one.
    link_mark: Option<Mark>,
    captions: HashSet<String>,
    /// Whether the block before is a picture.
    below_picture: bool,
}

impl Reader {
    fn read(&mut self, at: usize, look: &Look, next: Option<&Look>) -> BlockKind {
        let kind = self.kind(at, look, next);
        self.below_picture = look.mark == Mark::Picture;
        match kind {
            BlockKind::Caption => {
                self.captions.insert(look.plain.clone());
            }
            BlockKind::Paragraph | BlockKind::LeadIn | BlockKind::Quotation | BlockKind::ListItem => {
                self.in_body = true
            }
            _ => {}
        }
        kind
    }

    fn kind(&mut self, at: usize, look: &Look, next: Option<&Look>) -> BlockKind {
        if self.headline == Some(at) {
            return BlockKind::Headline;
        }
        // Links end at a heading, at running text, at a sentence that is no title, where their list ends, and at the note
        // on who wrote the story.
        let is_title = !look.is_heading() && !look.is_prose() && !look.plain.ends_with('.');
        let is_of_the_list = self.link_mark.is_none_or(|mark| mark == look.mark);
        self.in_links &= is_title && is_of_the_list && !newsroom::opens_as_byline(&look.plain);
        match newsroom::link_label(&look.plain) {
            // Above the text, "News" is a section.
            Some(LinkLabel::Alone) if next.is_some() && self.in_body => {
                (self.in_links, self.link_mark) = (true, None);
                return BlockKind::Subheading;
            }
            Some(LinkLabel::WithLink) => return BlockKind::Link,
            _ if self.in_links => {
                self.link_mark = Some(look.mark);
                return BlockKind::Link;
            }
            _ => {}
        }
        let told = self.kind_by_look(look).or_else(|| self.kind_by_place(at, look, next));
        told.unwrap_or(if look.opens_bold { BlockKind::LeadIn } else { BlockKind::Paragraph })
    }

    /// Rules that hold anywhere in an article.
    fn kind_by_look(&self, look: &Look) -> Option<BlockKind> {
        match look {
            // The same words under the same picture, shown again.
            _ if !look.plain.is_empty() && self.captions.contains(&look.plain) => Some(BlockKind::Caption),
            _ if look.is_byline() => Some(BlockKind::Byline),
            _ if look.is_dateline(!self.in_body) => Some(BlockKind::Dateline),
            _ if look.is_caption() => Some(BlockKind::Caption),
            // A line set off from the text, right under a picture.
            _ if self.below_picture && look.mark == Mark::Whole => Some(BlockKind::Caption),
            _ if look.is_heading() => Some(BlockKind::Subheading),
            _ if look.mark == Mark::Item => Some(BlockKind::ListItem),
            _ if look.mark == Mark::Quote => Some(BlockKind::Quotation),
            _ => None,
        }
    }

    /// Rules for blocks without a telling look, by what stands around them.
    fn kind_by_place(&self, at: usize, look: &Look, next: Option<&Look>) -> Option<BlockKind> {
        let before_headline = self.headline.is_some_and(|headline| at < headline);
        let below_headline = self.headline.is_some_and(|headline| headline + 1 == at);
        if look.is_prose() && (look.sentences > 1 || look.stops) {
            return None;
        }
        match look {
            _ if look.mark == Mark::Prose
                && !(look.is_name() && !self.in_body && newsroom::names_outlet(&look.plain)) =>
            {
                None
            }
            // Above the headline stand the picture and the section's name.
            _ if before_headline => Some(if look.is_name() { BlockKind::Byline } else { BlockKind::Caption }),
            // Between headline and text stand names: the desk, the writer, the agency.
            _ if !self.in_body && look.is_name() => Some(BlockKind::Byline),
            // A standfirst.
            _ if below_headline && !look.stops && look.words <= HEADLINE_WORDS => Some(BlockKind::Subheading),
            // The agency at the end.
            _ if look.is_name() && newsroom::names_outlet(&look.plain) && next.is_none() => Some(BlockKind::Byline),
            // A bold line of its own, questions among them, heads what follows.
            _ if look.mark == Mark::Whole
                && look.words <= HEADLINE_WORDS
                && next.is_some()
                && !look.plain.ends_with(['.', ':']) =>
            {
                Some(BlockKind::Subheading)
            }
            // So does a short line without a full stop; a longer one is under a picture.
            _ if look.stops || next.is_none() => None,
            _ if look.words <= SUBHEADING_WORDS => Some(BlockKind::Subheading),
            _ if look.has_capitals && look.words <= 2 * HEADLINE_WORDS => Some(BlockKind::Caption),
            _ => None,
        }
    }
}
