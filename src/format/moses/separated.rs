use std::io::{self, Write};

/// The two files of an interleaved stream, each written to its own place: the inverse of
/// [`Interleaved`](super::Interleaved).
#[derive(Debug)]
pub struct Separated<A, B> {
    source: A,
    target: B,
    /// Which file the open line is of; `None` between lines.
    open: Option<Side>,
}

#[derive(Clone, Copy, Debug)]
enum Side {
    Source,
    Target,
}

impl<A: Write, B: Write> Separated<A, B> {
    pub fn new(source: A, target: B) -> Separated<A, B> {
        Separated { source, target, open: None }
    }

    /// The source's file and the target's.
    pub fn into_inner(self) -> (A, B) {
        (self.source, self.target)
    }

    /// Writes what belongs to the open line, its end included; how much that was.
    fn write_line(&mut self, side: Side, bytes: &[u8]) -> io::Result<usize> {
        let end = bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let line = &bytes[..end.unwrap_or(bytes.len())];
        match side {
            Side::Source => self.source.write_all(line)?,
            Side::Target => self.target.write_all(line)?,
        }
        if end.is_some() {
            self.open = None;
        }
        Ok(line.len())
    }
}

impl<A: Write, B: Write> Write for Separated<A, B> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let (Some(side), false) = (self.open, bytes.is_empty()) {
            return self.write_line(side, bytes);
        }
        self.open = match bytes.first() {
            None => return Ok(0),
            Some(b'S') => Some(Side::Source),
            Some(b'T') => Some(Side::Target),
            Some(_) => return Err(io::Error::other("the stream is not two files of parallel text, interleaved")),
        };
        Ok(1)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.source.flush()?;
        self.target.flush()
    }
}
