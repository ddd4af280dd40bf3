use super::piece::{Keyword, Piece};
use super::text::{malformed, unquoted};
use crate::format::lines::Line;
use crate::format::problem::{Fault, Reason};
use crate::format::record::add_line;

/// No language has more plural forms; Arabic has six.
const MAX_FORMS: usize = 16;

/// How much of an entry is held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub max_text_bytes: usize,
}

/// One entry as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The line of its first keyword, or of its first comment until one comes; 0 before that.
    pub line: u64,
    /// The byte behind its last line.
    pub end: u64,
    pub is_obsolete: bool,
    pub is_fuzzy: bool,
    pub note: String,
    pub references: String,
    pub flags: String,
    pub context: Option<String>,
    pub id: Option<String>,
    pub plural: Option<String>,
    /// The translations, by the number of their form.
    pub forms: Vec<Option<String>>,
    /// The first thing that is wrong with it.
    pub fault: Option<Fault>,
    /// The first thing that is wrong with its comments.
    pub comment_fault: Option<Fault>,
    /// The keyword whose string may go on.
    open: Option<Keyword>,
}

impl Entry {
    /// Whether there is more than comments.
    pub fn is_begun(&self) -> bool {
        self.open.is_some() || self.fault.is_some()
    }

    /// Whether the line with `piece` belongs to the next entry.
    pub fn ends_before(&self, piece: &Piece) -> bool {
        let is_whole = !self.forms.is_empty();
        match piece {
            Piece::More(_) | Piece::Text(Keyword::Translation(_) | Keyword::Plural, _) => false,
            // What cannot be read belongs to what is open, if anything is.
            Piece::Unknown => is_whole,
            // A blank line ends what is broken, so that the next entry is whole again.
            Piece::Blank => self.fault.is_some(),
            Piece::Text(Keyword::Context, _) => self.is_begun(),
            Piece::Text(Keyword::Id, _) => is_whole || self.id.is_some() || (self.is_begun() && self.open.is_none()),
            _ => is_whole || self.fault.is_some(),
        }
    }

    /// What the header says, if the entry can be one.
    pub fn header(&self) -> Option<&str> {
        let is_header = self.id.as_deref() == Some("") && self.context.is_none();
        if is_header { self.forms.first()?.as_deref() } else { None }
    }

    pub fn add(&mut self, line: &Line, piece: Piece, is_obsolete: bool, limits: Limits) {
        let was_begun = self.is_begun();
        let added = match &line.fault {
            Some(fault) => Err(fault.clone()),
            None => self.take(piece),
        };
        self.is_obsolete |= is_obsolete && piece != Piece::Blank;
        if let Err(fault) = added.and_then(|()| self.check_size(limits)) {
            let place = if piece.is_comment() { &mut self.comment_fault } else { &mut self.fault };
            place.get_or_insert(fault.on_line(line.number));
        }
        if piece != Piece::Blank || line.fault.is_some() {
            self.end = line.end;
        }
        if self.line == 0 || (self.is_begun() && !was_begun) {
            self.line = line.number;
        }
    }

    fn take(&mut self, piece: Piece) -> Result<(), Fault> {
        match piece {
            Piece::Blank | Piece::Previous | Piece::Domain(_) => {}
            Piece::Comment(text) => add_line(&mut self.note, text),
            Piece::References(text) => add_line(&mut self.references, text),
            Piece::Flags(text) => self.take_flags(text),
            Piece::Text(keyword, text) => self.begin(keyword, unquoted(text)?)?,
            Piece::More(text) => self.go_on(&unquoted(text)?)?,
            Piece::Unknown => {
                return Err(malformed("the line is no comment, no keyword with a string, and no string"));
            }
        }
        Ok(())
    }

    fn take_flags(&mut self, text: &str) {
        for flag in text.split(',').map(str::trim).filter(|flag| !flag.is_empty()) {
            match flag {
                "fuzzy" => self.is_fuzzy = true,
                _ if self.flags.is_empty() => self.flags = flag.to_owned(),
                _ => self.flags = format!("{}, {flag}", self.flags),
            }
        }
    }

    fn begin(&mut self, keyword: Keyword, text: String) -> Result<(), Fault> {
        self.open = Some(keyword);
        if let Keyword::Translation(form) = keyword {
            if form >= MAX_FORMS {
                return Err(Fault::new(Reason::UnitTooLarge, format!("there are more than {MAX_FORMS} plural forms")));
            }
            self.forms.resize(self.forms.len().max(form + 1), None);
        }
        let place = self.place(keyword);
        if place.is_some() {
            return Err(malformed("a keyword comes twice in one entry"));
        }
        *place = Some(text);
        Ok(())
    }

    fn go_on(&mut self, more: &str) -> Result<(), Fault> {
        let text = self.open.and_then(|keyword| self.place(keyword).as_mut());
        text.ok_or_else(|| malformed("a string stands behind no keyword"))?.push_str(more);
        Ok(())
    }

    fn place(&mut self, keyword: Keyword) -> &mut Option<String> {
        match keyword {
            Keyword::Context => &mut self.context,
            Keyword::Id => &mut self.id,
            Keyword::Plural => &mut self.plural,
            Keyword::Translation(form) => &mut self.forms[form],
        }
    }

    /// Lets go of what is too long.
    fn check_size(&mut self, limits: Limits) -> Result<(), Fault> {
        let texts = [&mut self.context, &mut self.id, &mut self.plural].into_iter().chain(&mut self.forms).flatten();
        let said = [&mut self.note, &mut self.references, &mut self.flags];
        for text in texts.chain(said) {
            if text.len() > limits.max_text_bytes {
                text.clear();
                let message = format!("a text is longer than {} bytes; split it", limits.max_text_bytes);
                return Err(Fault::new(Reason::TextTooLong, message));
            }
        }
        Ok(())
    }
}
