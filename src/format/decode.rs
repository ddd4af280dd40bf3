use std::io::{self, BufRead, Cursor};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::charset::{self, Charset};
use super::problem::{Fault, Reason};

/// The longest XML declaration that is looked at, in bytes.
const MAX_DECLARATION: usize = 1024;
/// The most bytes that are decoded at a time.
const MAX_CHUNK: usize = 1 << 16;

/// What besides a byte order mark may say how the text is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Declaration {
    Text(Charset),
    Xml,
}

/// A byte stream read as text, that knows where in the bytes it is.
///
/// It decodes at most up to the next `>` or line end at a time. That keeps [`offset`](Decoded::offset) exact in every
/// encoding wherever a unit can end, and lets a bad byte be told of with the unit that it is in.
#[derive(Debug)]
pub(super) struct Decoded<R> {
    /// What was read to find the encoding out; it comes before `input`.
    head: Cursor<Vec<u8>>,
    input: R,
    /// How the stream failed while its head was read.
    failed: Option<io::Error>,
    declaration: Declaration,
    decoder: Option<Decoder>,
    chunk: String,
    /// How much of `chunk` is consumed, in bytes.
    at: usize,
    /// How many bytes of the stream are in `chunk` or were before it.
    decoded: u64,
    newlines: u64,
    bad: Option<Bad>,
    ended: bool,
}

/// The first bytes since the last question that were not text.
#[derive(Debug)]
struct Bad {
    /// Where in the stream.
    byte: u64,
    /// Where in the chunk their U+FFFD ends.
    end: usize,
}

/// What stopped the text.
#[derive(Debug)]
pub(super) enum DecodeError {
    Fault(Fault),
    Io(io::Error),
}

impl From<io::Error> for DecodeError {
    fn from(error: io::Error) -> DecodeError {
        DecodeError::Io(error)
    }
}

impl<R: BufRead> Decoded<R> {
    pub fn new(input: R, declaration: Declaration) -> Decoded<R> {
        Decoded {
            head: Cursor::default(),
            input,
            failed: None,
            declaration,
            decoder: None,
            chunk: String::new(),
            at: 0,
            decoded: 0,
            newlines: 0,
            bad: None,
            ended: false,
        }
    }

    /// The next piece of text; empty at the end only.
    pub fn fill(&mut self) -> Result<&str, DecodeError> {
        if self.decoder.is_none() {
            self.find_encoding()?;
        }
        while self.at == self.chunk.len() && !self.ended {
            retry(|| self.decode_chunk())?;
        }
        Ok(&self.chunk[self.at..])
    }

    /// Takes `bytes` bytes of text that [`fill`](Decoded::fill) gave; they end between two characters.
    pub fn consume(&mut self, bytes: usize) {
        let taken = &self.chunk.as_bytes()[self.at..self.at + bytes];
        self.newlines += taken.iter().filter(|b| **b == b'\n').count() as u64;
        self.at += bytes;
    }

    /// The line that the next character is on, from 1.
    pub fn line(&self) -> u64 {
        self.newlines + 1
    }

    /// The place in the byte stream; exact just behind a `>` or a line end.
    pub fn offset(&self) -> u64 {
        self.decoded - (self.chunk.len() - self.at) as u64
    }

    /// The name of the encoding, once the first of the text was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.decoder.as_ref().map(|decoder| decoder.encoding().name())
    }

    /// What was not text in what was consumed since the last call, and has come out as U+FFFD.
    pub fn take_bad_bytes(&mut self) -> Option<Fault> {
        let Bad { byte, .. } = self.bad.take_if(|bad| bad.end <= self.at)?;
        let encoding = self.decoder.as_ref().map_or(UTF_8, Decoder::encoding);
        let reason = if encoding == UTF_8 { Reason::NotUtf8 } else { Reason::NotDecodable };
        let name = encoding.name();
        let remedy = match self.declaration {
            Declaration::Xml => "repair it, or save the file as UTF-8",
            Declaration::Text(_) => "say which encoding the file is in, or save it as UTF-8",
        };
        Some(Fault::new(reason, format!("the file's byte {byte} (from 0) is not {name} text; {remedy}")))
    }

    fn decode_chunk(&mut self) -> io::Result<()> {
        let decoder = self.decoder.as_mut().expect("fill finds the encoding before it decodes");
        let is_wide = decoder.encoding() == UTF_16LE || decoder.encoding() == UTF_16BE;
        let is_head_done = self.head.position() as usize >= self.head.get_ref().len();
        if let Some(error) = self.failed.take_if(|_| is_head_done) {
            return Err(error);
        }
        let (bytes, from_head) = available(&self.head, &mut self.input)?;
        let end = chunk_end(bytes, is_wide, self.decoded);
        self.ended = bytes.is_empty();
        self.chunk.clear();
        self.at = 0;
        let bad = decode(decoder, &bytes[..end], self.ended, &mut self.chunk);
        // The decoder may hold the start of a character from an earlier chunk: the bad byte may lie before this one.
        let bad = bad.map(|(ahead, end)| Bad { byte: self.decoded.saturating_add_signed(ahead), end });
        let earlier = self.bad.take().map(|bad| Bad { end: 0, ..bad });
        self.bad = earlier.or(bad);
        self.decoded += end as u64;
        match from_head {
            true => self.head.consume(end),
            false => self.input.consume(end),
        }
        Ok(())
    }

    fn find_encoding(&mut self) -> Result<(), DecodeError> {
        let mut head = std::mem::take(&mut self.head).into_inner();
        while needs_more(&head, &self.declaration) {
            match retry(|| Ok(self.input.fill_buf()?.first().copied())) {
                Ok(Some(byte)) => head.push(byte),
                Ok(None) => break,
                // What came before is good, and is given out first.
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
            self.input.consume(1);
        }
        let (encoding, mark) = encoding_of(&head, &self.declaration).map_err(DecodeError::Fault)?;
        self.decoder = Some(encoding.new_decoder_without_bom_handling());
        self.decoded = mark as u64;
        self.head = Cursor::new(head);
        self.head.set_position(mark as u64);
        Ok(())
    }
}

fn retry<T>(mut read: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// The bytes that come next, and whether they are the head's.
fn available<'a, R: BufRead>(head: &'a Cursor<Vec<u8>>, input: &'a mut R) -> io::Result<(&'a [u8], bool)> {
    let rest = &head.get_ref()[head.position() as usize..];
    if rest.is_empty() { Ok((input.fill_buf()?, false)) } else { Ok((rest, true)) }
}

/// Behind the next `>` or line feed. In UTF-16 it falls between two code units, `offset` being where `bytes` start.
fn chunk_end(bytes: &[u8], is_wide: bool, offset: u64) -> usize {
    if is_wide && !offset.is_multiple_of(2) {
        return bytes.len().min(1);
    }
    let bytes = &bytes[..bytes.len().min(MAX_CHUNK)];
    let Some(mark) = bytes.iter().position(|b| matches!(b, b'>' | b'\n')) else {
        return bytes.len();
    };
    let is_split = is_wide && mark.is_multiple_of(2);
    bytes.len().min(mark + 1 + usize::from(is_split))
}

/// Decodes all of `bytes` onto `text`; gives where the first bad byte is, relative to the first of `bytes`, and where in
/// `text` its U+FFFD ends.
fn decode(decoder: &mut Decoder, bytes: &[u8], is_last: bool, text: &mut String) -> Option<(i64, usize)> {
    let mut bad = None;
    let mut done = 0;
    loop {
        let rest = &bytes[done..];
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()) + 4);
        let (result, read) = decoder.decode_to_string_without_replacement(rest, text, is_last);
        done += read;
        match result {
            DecoderResult::InputEmpty => return bad,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, behind) => {
                text.push(char::REPLACEMENT_CHARACTER);
                let place = done as i64 - i64::from(length) - i64::from(behind);
                bad = bad.or(Some((place, text.len())));
            }
        }
    }
}

fn needs_more(head: &[u8], declaration: &Declaration) -> bool {
    if head.len() < 3 {
        return true;
    }
    if let Declaration::Text(_) = declaration {
        return head.len() < charset::HEAD;
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let opening = &b"<?xml"[..text.len().min(5)];
    text.starts_with(opening) && !text.ends_with(b">") && text.len() < MAX_DECLARATION
}

/// The encoding, and the length of its byte order mark. XML without any sign is UTF-8.
fn encoding_of(head: &[u8], declaration: &Declaration) -> Result<(&'static Encoding, usize), Fault> {
    if let Some(marked) = Encoding::for_bom(head) {
        return Ok(marked);
    }
    match (declaration, head) {
        (Declaration::Text(charset), _) => Ok((charset.encoding_of(head)?, 0)),
        (_, [b'<', 0, ..]) => Ok((UTF_16LE, 0)),
        (_, [0, b'<', ..]) => Ok((UTF_16BE, 0)),
        _ => Ok((declared_encoding(head)?, 0)),
    }
}

fn declared_encoding(head: &[u8]) -> Result<&'static Encoding, Fault> {
    let Some(label) = declared_label(head) else {
        return Ok(UTF_8);
    };
    let encoding = Encoding::for_label_no_replacement(label).ok_or_else(|| {
        let label = String::from_utf8_lossy(label);
        let message = format!("the file declares the encoding `{label}`, which is not known; save it as UTF-8");
        Fault::new(Reason::UnknownEncoding, message)
    })?;
    // A declaration that could be read byte by byte is not in UTF-16, whatever it says. And ASCII is read as UTF-8, not
    // as the Windows-1252 that the web takes it for: a stray byte is then found, not made a letter.
    let is_ascii = label.eq_ignore_ascii_case(b"us-ascii") || label.eq_ignore_ascii_case(b"ascii");
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Ok(if is_ascii || is_wide { UTF_8 } else { encoding })
}

fn declared_label(head: &[u8]) -> Option<&[u8]> {
    let name = b"encoding";
    head.strip_prefix(b"<?xml")?;
    let start = head.windows(name.len()).position(|w| w == name)? + name.len();
    let mut parts = head[start..].split(|b| matches!(b, b'"' | b'\''));
    let is_equals_sign = parts.next()?.trim_ascii() == b"=";
    parts.next().filter(|_| is_equals_sign).map(<[u8]>::trim_ascii)
}
