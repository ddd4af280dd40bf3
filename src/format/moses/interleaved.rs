use std::io::{self, BufRead, Read};

/// Two files as one stream: a line of the one, the line of the other beside it, and so on, each behind its mark.
#[derive(Debug)]
pub struct Interleaved<A, B> {
    source: A,
    target: B,
    is_targets_turn: bool,
    /// Whether the line that is being given out goes on.
    is_open: bool,
    /// The source, the target.
    ended: [bool; 2],
    /// What is to be given out next, from `at` on.
    buffer: Vec<u8>,
    at: usize,
}

impl<A: BufRead, B: BufRead> Interleaved<A, B> {
    pub fn new(source: A, target: B) -> Interleaved<A, B> {
        Interleaved {
            source,
            target,
            is_targets_turn: false,
            is_open: false,
            ended: [false; 2],
            buffer: Vec::new(),
            at: 0,
        }
    }

    /// Buffers the next piece of a line.
    fn fill(&mut self) -> io::Result<()> {
        let side = usize::from(self.is_targets_turn);
        if self.ended[side] {
            self.is_targets_turn = !self.is_targets_turn;
            return Ok(());
        }
        let input: &mut dyn BufRead = if self.is_targets_turn { &mut self.target } else { &mut self.source };
        let bytes = input.fill_buf()?;
        self.ended[side] = bytes.is_empty();
        if bytes.is_empty() {
            // A last line without an end gets one.
            self.buffer.extend(self.is_open.then_some(b'\n'));
            self.is_open = false;
            self.is_targets_turn = !self.is_targets_turn;
            return Ok(());
        }
        let end = bytes.iter().position(|b| *b == b'\n').map(|at| at + 1);
        let taken = &bytes[..end.unwrap_or(bytes.len())];
        self.buffer.extend((!self.is_open).then_some([b'S', b'T'][side]));
        self.buffer.extend(taken);
        let length = taken.len();
        input.consume(length);
        self.is_open = end.is_none();
        self.is_targets_turn ^= end.is_some();
        Ok(())
    }
}

impl<A: BufRead, B: BufRead> Read for Interleaved<A, B> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.buffer.len() {
            if self.ended == [true; 2] {
                return Ok(0);
            }
            self.buffer.clear();
            self.at = 0;
            self.fill()?;
        }
        let read = (&self.buffer[self.at..]).read(buffer)?;
        self.at += read;
        Ok(read)
    }
}
