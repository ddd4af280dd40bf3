use super::codes::{Code, Mark, Side};
use crate::format::problem::{Fault, Reason};

/// More inline codes than this in one segment make the unit a problem; it bounds the work of matching them.
const MAX_CODES: usize = 500;

/// A `<seg>`: its text, and its inline codes at their places.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// Without the codes.
    pub text: String,
    /// In the order of the text.
    pub marks: Vec<Mark>,
    /// In the order of their first marks.
    pub codes: Vec<Code>,
}

/// Collects a `<seg>` from what is between its tags.
#[derive(Debug, Default)]
pub(super) struct SegmentBuilder {
    segment: Segment,
    length: usize,
    /// The code that the text belongs to, with how deep we are in it; `None` in the segment's own text.
    inside: Option<(usize, Side, usize)>,
    /// Open elements around text: `hi`, and those that TMX does not know.
    spans: Vec<usize>,
}

/// What matters of an inline element's tag.
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub x: Option<String>,
    pub i: Option<String>,
    /// The tag itself, without its angle brackets.
    pub raw: &'a str,
}

impl SegmentBuilder {
    pub fn text(&mut self, text: &str) {
        self.length += text.len();
        match self.inside {
            Some((code, side, _)) => self.segment.codes[code].native(side).push_str(text),
            None => self.segment.text.push_str(text),
        }
    }

    pub fn start(&mut self, tag: Tag<'_>) -> Result<(), Fault> {
        if let Some((_, _, depth)) = &mut self.inside {
            *depth += 1;
            return Ok(());
        }
        let opener = if tag.name == "ept" { self.opener_of(&tag) } else { None };
        match (tag.name, opener) {
            (_, Some(code)) => self.begin_code(code, Side::Close),
            ("bpt" | "ept" | "ph" | "it" | "ut", None) => {
                let code = self.add_code(&tag)?;
                self.begin_code(code, Side::Open);
            }
            _ => {
                let code = self.add_code(&tag)?;
                self.mark(code, Side::Open);
                self.spans.push(code);
            }
        }
        Ok(())
    }

    pub fn end(&mut self) {
        match &mut self.inside {
            Some((_, _, 1)) => self.inside = None,
            Some((_, _, depth)) => *depth -= 1,
            None => self.end_span(),
        }
    }

    pub fn plain_text(&self) -> &str {
        &self.segment.text
    }

    /// In bytes, native codes included.
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn finish(self) -> Segment {
        self.segment
    }

    fn begin_code(&mut self, code: usize, side: Side) {
        self.mark(code, side);
        self.inside = Some((code, side, 1));
    }

    /// The latest `<bpt>` that the `<ept>` closes. One that none closes stands alone.
    fn opener_of(&self, ept: &Tag<'_>) -> Option<usize> {
        self.segment.codes.iter().rposition(|code| code.is_opener && !code.is_closed && code.i == ept.i)
    }

    fn add_code(&mut self, tag: &Tag<'_>) -> Result<usize, Fault> {
        if self.segment.codes.len() == MAX_CODES {
            let message = format!("a segment has more than {MAX_CODES} inline codes; split the segment");
            return Err(Fault::new(Reason::UnitTooLarge, message));
        }
        let is_known = matches!(tag.name, "bpt" | "ept" | "ph" | "it" | "ut" | "hi");
        self.segment.codes.push(Code {
            x: tag.x.clone(),
            i: tag.i.clone(),
            is_opener: tag.name == "bpt",
            is_closed: false,
            open: if is_known { String::new() } else { format!("<{}>", tag.raw) },
            close: String::new(),
        });
        Ok(self.segment.codes.len() - 1)
    }

    fn mark(&mut self, code: usize, side: Side) {
        self.segment.codes[code].is_closed |= side == Side::Close;
        let at = self.segment.text.len();
        self.segment.marks.push(Mark { at, code, side });
    }

    /// An element around nothing stays one code that stands alone.
    fn end_span(&mut self) {
        let Some(code) = self.spans.pop() else { return };
        let opened = Mark { at: self.segment.text.len(), code, side: Side::Open };
        let is_alone = self.segment.marks.last() == Some(&opened);
        if !is_alone {
            self.mark(code, Side::Close);
        }
        let code = &mut self.segment.codes[code];
        match code.open.strip_suffix('>') {
            Some(tag) if is_alone => code.open = format!("{tag}/>"),
            Some(tag) => code.close = format!("</{}>", name_of(tag)),
            None => {}
        }
    }
}

/// Of a tag as it stands in the file, from its `<` on.
fn name_of(tag: &str) -> &str {
    tag.trim_start_matches('<').split_ascii_whitespace().next().unwrap_or_default()
}
