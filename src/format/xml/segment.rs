use super::codes::{Code, Mark, Side};
use crate::format::problem::{Fault, Reason};

/// More inline codes than this in one segment make the unit a problem; it bounds the work of matching them.
pub(in crate::format) const MAX_CODES: usize = 500;

/// A text, and its inline codes at their places.
#[derive(Debug, Default)]
pub(in crate::format) struct Segment {
    /// Without the codes.
    pub text: String,
    /// In the order of the text.
    pub marks: Vec<Mark>,
    /// In the order of their first marks.
    pub codes: Vec<Code>,
}

/// Collects a segment from what is between its tags.
#[derive(Debug, Default)]
pub(in crate::format) struct SegmentBuilder {
    segment: Segment,
    length: usize,
    /// The code that the text belongs to; `None` in the segment's own text.
    inside: Option<Inside>,
    /// Open elements around text, and whether their tags stand for the native code.
    spans: Vec<(usize, bool)>,
}

/// A place in a native code.
#[derive(Debug)]
struct Inside {
    code: usize,
    side: Side,
    /// How many elements are open, the code's own included.
    depth: usize,
    /// What stands for a native code that is empty.
    substitute: String,
}

/// What an inline element is to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Shape {
    /// Stands alone; what is in it is its native code.
    Alone,
    /// Opens what a later element closes.
    Open,
    /// Closes what the latest open one with the same `i` opens; stands alone where there is none.
    Close,
    /// Is around text that is the segment's own.
    Around,
}

/// What is known of an element's native code from its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::format) enum Native {
    /// The content is all of it.
    Content,
    /// The tag as it stands in the file, without its angle brackets, where there is no content.
    Tag(String),
    /// The codes at its start and end.
    Codes(String, String),
}

/// What matters of an inline element's tag.
#[derive(Clone, Debug)]
pub(in crate::format) struct Tag {
    pub shape: Shape,
    pub x: Option<String>,
    pub i: Option<String>,
    pub native: Native,
}

impl SegmentBuilder {
    pub fn text(&mut self, text: &str) {
        self.length += text.len();
        match &self.inside {
            Some(inside) => self.segment.codes[inside.code].native(inside.side).push_str(text),
            None => self.segment.text.push_str(text),
        }
    }

    pub fn start(&mut self, tag: &Tag) -> Result<(), Fault> {
        if let Some(inside) = &mut self.inside {
            inside.depth += 1;
            return Ok(());
        }
        let opener = if tag.shape == Shape::Close { self.opener_of(tag) } else { None };
        match (opener, tag.shape) {
            (Some(code), _) => self.begin_code(code, Side::Close, &tag.native),
            (None, Shape::Around) => {
                let code = self.add_code(tag)?;
                self.mark(code, Side::Open);
                self.spans.push((code, matches!(tag.native, Native::Tag(_))));
            }
            (None, _) => {
                let code = self.add_code(tag)?;
                self.begin_code(code, Side::Open, &tag.native);
            }
        }
        Ok(())
    }

    pub fn end(&mut self) {
        match &mut self.inside {
            Some(Inside { depth: 1, .. }) => self.end_code(),
            Some(inside) => inside.depth -= 1,
            None => self.end_span(),
        }
    }

    /// Whether text would now be part of a native code.
    pub fn is_in_code(&self) -> bool {
        self.inside.is_some()
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

    fn begin_code(&mut self, code: usize, side: Side, native: &Native) {
        self.mark(code, side);
        let substitute = match (native, side) {
            (Native::Content, _) => String::new(),
            (Native::Tag(tag), _) => format!("<{tag}/>"),
            (Native::Codes(open, _), Side::Open) => open.clone(),
            (Native::Codes(_, close), Side::Close) => close.clone(),
        };
        self.inside = Some(Inside { code, side, depth: 1, substitute });
    }

    fn end_code(&mut self) {
        let Some(Inside { code, side, substitute, .. }) = self.inside.take() else { return };
        let native = self.segment.codes[code].native(side);
        if native.is_empty() {
            *native = substitute;
        }
    }

    /// The latest open code that the tag closes. One that none closes stands alone.
    fn opener_of(&self, tag: &Tag) -> Option<usize> {
        self.segment.codes.iter().rposition(|code| code.is_opener && !code.is_closed && code.i == tag.i)
    }

    fn add_code(&mut self, tag: &Tag) -> Result<usize, Fault> {
        if self.segment.codes.len() == MAX_CODES {
            let message = format!("a segment has more than {MAX_CODES} inline codes; split the segment");
            return Err(Fault::new(Reason::UnitTooLarge, message));
        }
        let (open, close) = match (&tag.native, tag.shape) {
            (Native::Codes(open, close), Shape::Around) => (open.clone(), close.clone()),
            (Native::Tag(tag), Shape::Around) => (format!("<{tag}>"), format!("</{}>", name_of(tag))),
            _ => Default::default(),
        };
        let is_opener = tag.shape == Shape::Open;
        self.segment.codes.push(Code { x: tag.x.clone(), i: tag.i.clone(), is_opener, is_closed: false, open, close });
        Ok(self.segment.codes.len() - 1)
    }

    fn mark(&mut self, code: usize, side: Side) {
        self.segment.codes[code].is_closed |= side == Side::Close;
        let at = self.segment.text.len();
        self.segment.marks.push(Mark { at, code, side });
    }

    /// An element around nothing stays one code that stands alone.
    fn end_span(&mut self) {
        let Some((code, is_tag)) = self.spans.pop() else { return };
        let opened = Mark { at: self.segment.text.len(), code, side: Side::Open };
        let is_alone = self.segment.marks.last() == Some(&opened);
        if !is_alone {
            self.mark(code, Side::Close);
        }
        let Code { open, close, .. } = &mut self.segment.codes[code];
        match (is_alone, is_tag) {
            (false, _) => {}
            (true, true) => {
                close.clear();
                open.truncate(open.len().saturating_sub(1));
                open.push_str("/>");
            }
            (true, false) => open.push_str(&std::mem::take(close)),
        }
    }
}

/// Of a tag as it stands in the file.
fn name_of(tag: &str) -> &str {
    tag.split_ascii_whitespace().next().unwrap_or_default()
}
