//! The pass over a text that finds the places where a sentence may end.

use super::chars::is_mark;
use super::ending::Ending;
use super::unstopped;

/// Bytes at which the pass stops to look. Of letters that news is full of, none is among them: the Arabic question mark and
/// the Urdu full stop are known by their last byte, for their first is that of every other Persian letter.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let ascii = *b"\".!?ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let others = [LAST_OF_QUESTION, LAST_OF_URDU_STOP, GUILLEMET, 0xe2, 0xe3, 0xef];
    let mut i = 0;
    while i < ascii.len() {
        stops[ascii[i] as usize] = true;
        i += 1;
    }
    i = 0;
    while i < others.len() {
        stops[others[i] as usize] = true;
        i += 1;
    }
    stops
};

/// `؟` is 0xd8 0x9f.
const LAST_OF_QUESTION: u8 = 0x9f;
/// `۔` is 0xdb 0x94.
const LAST_OF_URDU_STOP: u8 = 0x94;
/// The first byte of `«` and `»`.
const GUILLEMET: u8 = 0xc2;

/// What the pass comes upon.
pub(super) enum Place {
    /// A mark that may end a sentence, at this byte offset.
    Mark(usize),
    /// A boundary without such a mark.
    Cut(usize),
}

pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Whether an odd number of straight quotation marks stands before, so that the next one closes.
    in_quotation: bool,
    /// Whether a colon stands before the last `«` that has not been closed.
    announced: bool,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str) -> Scan<'a> {
        Scan { text, at: 0, in_quotation: false, announced: false }
    }

    /// The next place; behind a mark the pass goes on from there unless told to go on [behind](Scan::go_behind) its ending.
    pub fn next(&mut self) -> Option<Place> {
        let bytes = self.text.as_bytes();
        loop {
            let at = self.at + bytes[self.at..].iter().position(|&byte| STOPS[byte as usize])?;
            self.at = at + 1;
            let place = match bytes[at] {
                b'"' => self.pass_quotation_mark(),
                b'.' | b'!' | b'?' => Some(Place::Mark(at)),
                b'A'..=b'Z' => unstopped::opens_sentence(self.text, at).then_some(Place::Cut(at)),
                GUILLEMET => self.at_guillemet(at),
                LAST_OF_QUESTION | LAST_OF_URDU_STOP => self.mark_from(at.saturating_sub(1)),
                _ => self.mark_from(at).or_else(|| self.seam_of_curly_quotations(at)),
            };
            if place.is_some() {
                return place;
            }
        }
    }

    pub fn in_quotation(&self) -> bool {
        self.in_quotation
    }

    /// Goes on behind `ending`.
    pub fn go_behind(&mut self, ending: &Ending) {
        self.in_quotation ^= ending.closers.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
        self.at = ending.end;
    }

    fn pass_quotation_mark(&mut self) -> Option<Place> {
        self.in_quotation = !self.in_quotation;
        None
    }

    /// The mark whose first byte is at `at`.
    fn mark_from(&self, at: usize) -> Option<Place> {
        let is_here = self.text.get(at..).is_some_and(|rest| rest.starts_with(is_mark));
        is_here.then_some(Place::Mark(at))
    }

    fn at_guillemet(&mut self, at: usize) -> Option<Place> {
        let (before, rest) = self.text.split_at(at);
        if rest.starts_with('«') {
            self.announced = before.strip_suffix(' ').unwrap_or(before).ends_with(':');
            return None;
        }
        let behind = rest.strip_prefix('»')?;
        let announced = std::mem::take(&mut self.announced);
        let end = self.text.len() - behind.len();
        if before.ends_with(['،', ',']) && behind.starts_with(" «") {
            return Some(Place::Cut(end));
        }
        (announced && unstopped::ends_quotation(before, behind)).then_some(Place::Cut(end))
    }

    /// Between two quotations of which the first ends in a comma: see `at_guillemet`.
    fn seam_of_curly_quotations(&self, at: usize) -> Option<Place> {
        let behind = self.text[at..].strip_prefix('”')?;
        let is_seam = self.text[..at].ends_with(',') && behind.starts_with(" “");
        is_seam.then_some(Place::Cut(self.text.len() - behind.len()))
    }
}
