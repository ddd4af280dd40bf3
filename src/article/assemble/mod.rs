//! Segments with their targets into an article again. Every byte that is neither a translated segment nor a declaration of
//! the language stays as it was.

mod edits;
mod emphasis;
mod parts;
mod write;

use std::collections::BTreeMap;
use std::ops::Range;

use super::html::{Turn, charset_edits, redeclared, turns};
use super::segments::Written;
use super::{Article, ArticleFormat};
use crate::model::{BlockKind, InlineCode, Language};
use edits::{Change, Edit};

/// What an article is to be put together from.
#[derive(Clone, Debug)]
pub struct Assembly<'r> {
    /// The language of the targets.
    pub to: &'r Language,
    /// Targets by the positions of their segments, from 0. An empty one takes the segment away.
    pub targets: &'r BTreeMap<usize, String>,
    pub untranslated: Untranslated,
    /// Kinds whose segments are left without being reported as untranslated; program text is left anyway.
    pub left_kinds: &'r [BlockKind],
    /// The encoding that a page is to declare; `None` leaves what it declares.
    pub charset: Option<Charset<'r>>,
}

/// The name of an encoding that the article will be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset<'r> {
    /// Another one than before: a page that declared none declares it, too.
    New(&'r str),
    /// The same as before: only a page that declared another one declares it.
    Same(&'r str),
}

/// What becomes of segments without a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Untranslated {
    /// They stay, between `⟦` and `⟧`, or in HTML, where markup can be, in a `<mark class="hafez-untranslated">` that
    /// declares their language.
    #[default]
    Marked,
    /// They stay as they are.
    AsIs,
}

/// An article in the target language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assembled {
    pub article: String,
    /// The positions of the segments without a target.
    pub untranslated: Vec<usize>,
    pub problems: Vec<CodeProblem>,
}

/// A target's codes are not those of its segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeProblem {
    /// The segment's position, from 0.
    pub segment: usize,
    pub code: String,
    pub kind: CodeProblemKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblemKind {
    /// A pair is missing, incomplete, the wrong way round or across another, or a line break is missing; its markup was left
    /// out.
    LeftOut,
    /// A code that cannot be left out is missing; it was put at the end, or at the start if it closes.
    PutBack,
    /// The segment has no such code; it is in the article as text.
    Unknown,
    /// The code was there before; only the first was taken.
    Repeated,
}

/// A target is for a segment that the article does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no segment {segment}: the article has {segments}, counted from 0; segment it again")]
pub struct NoSuchSegment {
    pub segment: usize,
    pub segments: usize,
}

impl Article<'_> {
    /// The article in the language of the targets.
    pub fn assemble(&self, assembly: &Assembly) -> Result<Assembled, NoSuchSegment> {
        let segments = self.written.len();
        if let Some((&segment, _)) = assembly.targets.range(segments..).next() {
            return Err(NoSuchSegment { segment, segments });
        }
        let mut assembled = Assembled::default();
        let mut edits: Vec<Edit> = Vec::new();
        for position in 0..segments {
            edits.extend(self.edit(assembly, position, &mut assembled));
        }
        edits.extend(self.declarations(assembly));
        edits.extend(self.labels(assembly));
        assembled.article = edits::apply(self.text, edits);
        Ok(assembled)
    }

    /// What becomes of one segment; nothing if it stays as it is.
    fn edit(&self, assembly: &Assembly, position: usize, assembled: &mut Assembled) -> Option<Edit> {
        let written = &self.written[position];
        let segment = &written.segment;
        let range = segment.start..segment.end;
        if let Some(target) = assembly.targets.get(&position) {
            if *target == segment.text {
                return None;
            }
            let may_go = |code: &InlineCode| write::is_line_break(self.text, code);
            let (parts, problems) = parts::of(target, segment, may_go);
            let report = |(code, kind)| CodeProblem { segment: position, code, kind };
            assembled.problems.extend(problems.into_iter().map(report));
            return Some(Edit { range, change: Change::Parts(write::in_context(self.text, parts, written)) });
        }
        if segment.kind == BlockKind::Code || assembly.left_kinds.contains(&segment.kind) {
            return None;
        }
        assembled.untranslated.push(position);
        let marked = assembly.untranslated == Untranslated::Marked;
        marked.then(|| write::marked(written, &self.language, assembly.to))
    }

    /// The segments whose targets are not what they say themselves.
    fn translated<'s>(&'s self, assembly: &'s Assembly) -> impl Iterator<Item = &'s Written> {
        let is_translated = |(position, written): &(usize, &Written)| {
            assembly.targets.get(position).is_some_and(|target| *target != written.segment.text)
        };
        self.written.iter().enumerate().filter(is_translated).map(|(_, written)| written)
    }

    /// What elements within lines declare of text that is translated now.
    fn inline_declarations(&self, assembly: &Assembly, turn: Turn) -> Vec<(Range<usize>, String)> {
        let segments = self.translated(assembly).map(|written| &written.segment);
        // In the order of their starts; an attribute's text within another segment does not matter here.
        let ranges: Vec<(usize, usize)> = segments.map(|segment| (segment.start, segment.end)).collect();
        let is_touched = |extent: &Range<usize>| {
            let behind = ranges.partition_point(|&(start, _)| start < extent.end);
            ranges[..behind].last().is_some_and(|&(_, end)| end > extent.start)
        };
        let touched = self.document.inline_declarations.iter().filter(|(extent, _)| is_touched(extent));
        touched.flat_map(|(_, declares)| redeclared(declares, turn)).collect()
    }

    /// Labels for the references whose own text is translated.
    fn labels(&self, assembly: &Assembly) -> Vec<Edit> {
        let mut references = self.document.references.iter().collect::<Vec<_>>();
        references.sort_by_key(|reference| reference.range.start);
        let mut edits = BTreeMap::new();
        for Written { segment, .. } in self.translated(assembly) {
            // Of nested ones, the outer may begin before the segment; none is longer than its block.
            let behind = references.partition_point(|reference| reference.range.start < segment.end);
            let touched = references[..behind].iter().rev().take_while(|r| r.range.end > segment.start);
            edits.extend(touched.map(|r| (r.end.start, Edit::text(r.end.clone(), r.with_label.clone()))));
        }
        edits.into_values().collect()
    }

    /// What a page declares of itself: its language and direction where something is translated, and its encoding.
    fn declarations(&self, assembly: &Assembly) -> Vec<Edit> {
        if self.format != ArticleFormat::Html {
            return Vec::new();
        }
        let translated: Vec<usize> = self.translated(assembly).filter_map(|written| written.element).collect();
        let turn = Turn { from: &self.language, to: assembly.to };
        let turned = turns(&self.document.elements, &translated, turn);
        let renamed = assembly.charset.into_iter().flat_map(|charset| charset_edits(self.text, charset));
        let inline = self.inline_declarations(assembly, turn);
        let all = turned.into_iter().chain(inline).chain(renamed);
        all.map(|(range, text)| Edit::text(range, text)).collect()
    }
}
