use std::io::{self, BufRead, Read};

use crate::format::decode::{Declaration, DecodeError, Decoded};
use crate::format::problem::{Fault, Reason};

/// How long a tag, comment or CDATA section may be beyond the longest text, in bytes.
const MARKUP_ALLOWANCE: usize = 1 << 16;
const MIN_TEXT: usize = 1 << 10;

/// Feeds the XML parser, which would hold a text or a tag of any length, no more than is allowed.
///
/// Of a text that is too long the end is left out, so that parsing goes on behind it; markup that is too long ends the
/// stream.
#[derive(Debug)]
pub(in crate::format) struct Source<R> {
    input: Decoded<R>,
    max_text: usize,
    max_markup: usize,
    token: Token,
    /// How much of the token was taken, in bytes.
    taken: usize,
    is_cut: bool,
    /// Why the stream has ended early.
    fault: Option<Fault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Text,
    /// From `&` on.
    Reference,
    Markup,
}

impl<R: BufRead> Source<R> {
    pub fn new(input: R, max_text_bytes: usize) -> Source<R> {
        Source {
            input: Decoded::new(input, Declaration::Xml),
            // Twice as much, since each CR LF will become one LF: what is cut here is too long in any case. And room
            // for any sensible reference, which counts as the one character that it stands for.
            max_text: max_text_bytes.saturating_mul(2).saturating_add(2).max(MIN_TEXT),
            max_markup: max_text_bytes.saturating_add(MARKUP_ALLOWANCE),
            token: Token::Text,
            taken: 0,
            is_cut: false,
            fault: None,
        }
    }

    /// To be called before each event, for what comes next is a text up to `<` or `&`, or markup. Which one has to be
    /// seen here: the parser takes the `<` of markup without looking again.
    pub fn begin_token(&mut self) -> io::Result<()> {
        self.taken = 0;
        self.is_cut = false;
        self.token = match self.fill()?.as_bytes().first() {
            Some(b'<') => Token::Markup,
            Some(b'&') => Token::Reference,
            _ => Token::Text,
        };
        Ok(())
    }

    /// Whether the text was so long that its end was left out, or would have been had it come in smaller pieces.
    pub fn is_cut(&self) -> bool {
        self.is_cut || (self.token != Token::Markup && self.taken > self.max_text)
    }

    /// Why the stream has ended early, or has to.
    pub fn take_fault(&mut self) -> Option<Fault> {
        let is_too_long = self.token == Token::Markup && self.taken > self.max_markup;
        self.fault.take().or_else(|| is_too_long.then(|| self.too_long()))
    }

    pub fn take_bad_bytes(&mut self) -> Option<Fault> {
        self.input.take_bad_bytes()
    }

    /// The line that the next character is on, from 1.
    pub fn line(&self) -> u64 {
        self.input.line()
    }

    /// The place in the byte stream; exact just behind a tag.
    pub fn offset(&self) -> u64 {
        self.input.offset()
    }

    fn too_long(&self) -> Fault {
        let message = format!("a tag, comment or CDATA section is longer than {} bytes; shorten it", self.max_markup);
        Fault::new(Reason::TextTooLong, message)
    }

    fn fill(&mut self) -> io::Result<&str> {
        match self.input.fill() {
            Ok(text) => Ok(text),
            Err(DecodeError::Io(error)) => Err(error),
            Err(DecodeError::Fault(fault)) => {
                self.fault = Some(fault);
                Err(io::Error::other("the text cannot be decoded"))
            }
        }
    }

    fn skip_text(&mut self) -> io::Result<()> {
        let ends: &[char] = if self.token == Token::Reference { &['<', '&', ';'] } else { &['<', '&'] };
        loop {
            let text = self.fill()?;
            let end = text.find(ends).unwrap_or(text.len());
            if end == 0 {
                return Ok(());
            }
            self.is_cut = true;
            self.input.consume(end);
        }
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.token {
            Token::Text | Token::Reference if self.taken >= self.max_text => self.skip_text()?,
            Token::Markup if self.taken > self.max_markup => {
                self.fault = Some(self.too_long());
                return Err(io::Error::other("the markup is too long"));
            }
            _ => {}
        }
        self.fill().map(str::as_bytes)
    }

    fn consume(&mut self, bytes: usize) {
        self.taken += bytes;
        self.input.consume(bytes);
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}
