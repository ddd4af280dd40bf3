//! A block's text without its markup, for whatever only reads it, and the way back to its pieces.

use std::collections::HashMap;
use std::ops::Range;

use super::block::{Code, Piece, Role, StandIn};

/// Stands for words that are not to be translated. It is no letter, and no mark that ends a sentence.
const HIDDEN_WORD: char = '\u{fffc}';

/// The pieces of a block with the text that they say.
#[derive(Debug)]
pub(super) struct Content<'b, 'a> {
    pub pieces: &'b [Piece<'a>],
    /// What a reader sees, without markup.
    pub text: String,
    /// Where each piece starts in `text`; at the end, its length.
    starts: Vec<usize>,
    /// For the codes of pairs, where the other one is among the pieces.
    partners: Vec<Option<usize>>,
}

/// The pieces that a segment is made of: `clip` is its part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub pieces: Range<usize>,
    pub clip: Range<usize>,
}

impl<'b, 'a> Content<'b, 'a> {
    pub fn new(pieces: &'b [Piece<'a>]) -> Content<'b, 'a> {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(pieces.len() + 1);
        for piece in pieces {
            starts.push(text.len());
            match piece {
                Piece::Text { text: said, .. } => text.push_str(said),
                Piece::Code(Code { stands_for: StandIn::Space, .. }) => text.push(' '),
                Piece::Code(Code { stands_for: StandIn::Word, .. }) => text.push(HIDDEN_WORD),
                Piece::Code(_) => {}
            }
        }
        starts.push(text.len());
        Content { pieces, text, starts, partners: partners(pieces) }
    }

    /// Where the other code of a pair is, if both are in `pieces`.
    pub fn partner_in(&self, code: usize, pieces: &Range<usize>) -> Option<usize> {
        self.partners[code].filter(|partner| pieces.contains(partner))
    }

    /// The part of the text that a piece says within a place.
    pub fn said(&self, piece: usize, place: &Place) -> &str {
        let (start, end) = (self.starts[piece].max(place.clip.start), self.starts[piece + 1].min(place.clip.end));
        if start < end { &self.text[start..end] } else { "" }
    }

    /// Whether a part of the text shows anything that may be translated.
    pub fn shows_text(&self, range: &Range<usize>, is_shown: impl Fn(char) -> bool) -> bool {
        self.text[range.clone()].chars().any(|c| c != HIDDEN_WORD && is_shown(c))
    }

    /// Whether the block opens with bold words and goes on without them.
    pub fn opens_bold(&self) -> bool {
        let is_blank = |piece: &Piece| matches!(piece, Piece::Text { text, .. } if text.trim().is_empty());
        let Some(first) = self.pieces.iter().position(|piece| !is_blank(piece)) else {
            return false;
        };
        let is_bold = matches!(&self.pieces[first], Piece::Code(code) if code.is_bold);
        let Some(last) = self.partners[first].filter(|_| is_bold) else {
            return false;
        };
        let has_words = |range: Range<usize>| self.text[range].chars().any(char::is_alphanumeric);
        has_words(self.starts[first]..self.starts[last]) && has_words(self.starts[last]..self.text.len())
    }

    /// Whether all text stands between the codes of one pair.
    pub fn is_wrapped(&self) -> bool {
        let shows = |piece: &Piece| matches!(piece, Piece::Text { text, .. } if !text.trim().is_empty());
        let first = self.pieces.iter().position(shows).unwrap_or_default();
        let last = self.pieces.iter().rposition(shows).unwrap_or_default();
        (0..first).any(|code| self.partners[code].is_some_and(|partner| partner > last))
    }

    /// The pieces of a sentence, none before `free`. A pair of codes that begins or ends right at the sentence's edge, and
    /// whose other code is inside, is part of it; one that wraps it as a whole is not.
    pub fn place(&self, sentence: Range<usize>, free: usize) -> Place {
        let (first, last) = (self.piece_at(sentence.start), self.piece_at(sentence.end - 1));
        let begin = self.first_opening(first, last, &sentence, free);
        let end = self.last_closing(begin, last, &sentence);
        let clip_start = if begin < first { self.starts[begin] } else { sentence.start };
        let clip_end = if end > last { self.starts[end + 1] } else { sentence.end };
        Place { pieces: begin..end + 1, clip: clip_start..clip_end }
    }

    /// The bytes of the article that a place takes up.
    pub fn article_range(&self, place: &Place) -> Range<usize> {
        let (first, last) = (place.pieces.start, place.pieces.end - 1);
        self.in_article(first, place.clip.start, false)..self.in_article(last, place.clip.end, true)
    }

    /// The piece that says the byte at `offset` of the text.
    fn piece_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    fn first_opening(&self, first: usize, last: usize, sentence: &Range<usize>, free: usize) -> usize {
        let blank_before = self.text[self.starts[first]..sentence.start].trim().is_empty();
        if !blank_before {
            return first;
        }
        let gap = (free..first).rev().take_while(|&piece| self.is_gap(piece));
        let opens = |&piece: &usize| self.opens(piece) && self.partners[piece].is_some_and(|p| p > piece && p <= last);
        gap.filter(opens).last().unwrap_or(first)
    }

    fn last_closing(&self, begin: usize, last: usize, sentence: &Range<usize>) -> usize {
        let blank_behind = self.text[sentence.end..self.starts[last + 1]].trim().is_empty();
        if !blank_behind {
            return last;
        }
        let gap = (last + 1..self.pieces.len()).take_while(|&piece| self.is_gap(piece));
        let closes = |&piece: &usize| self.partners[piece].is_some_and(|p| p < piece && p >= begin);
        gap.filter(closes).last().unwrap_or(last)
    }

    /// Whether a piece says nothing or only white space.
    fn is_gap(&self, piece: usize) -> bool {
        self.text[self.starts[piece]..self.starts[piece + 1]].trim().is_empty()
    }

    fn opens(&self, piece: usize) -> bool {
        matches!(&self.pieces[piece], Piece::Code(Code { role: Role::Open(_), .. }))
    }

    /// The place in the article of an offset into the text that falls in or at an end of a piece. Within an entity or
    /// the like there is no such place: then it is an end of it.
    fn in_article(&self, piece: usize, offset: usize, is_end: bool) -> usize {
        let range = self.pieces[piece].range();
        let (start, end) = (self.starts[piece], self.starts[piece + 1]);
        match &self.pieces[piece] {
            Piece::Text { text, .. } if text.len() == range.len() => range.start + (offset - start).min(range.len()),
            Piece::Text { .. } if offset > start && (is_end || offset == end) => range.end,
            Piece::Code(_) if is_end => range.end,
            _ => range.start,
        }
    }
}

fn partners(pieces: &[Piece]) -> Vec<Option<usize>> {
    let mut partners = vec![None; pieces.len()];
    let mut opened = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Code(Code { role: Role::Open(pair), .. }) => drop(opened.insert(*pair, at)),
            Piece::Code(Code { role: Role::Close(pair), .. }) => {
                if let Some(open) = opened.remove(pair) {
                    (partners[open], partners[at]) = (Some(at), Some(open));
                }
            }
            _ => {}
        }
    }
    partners
}
