//! Files of any format, compressed with gzip.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use super::problem::{Fault, Problem, Reason};
use super::record::Position;

/// The first bytes of every gzip file.
pub const GZIP_MARK: [u8; 2] = [0x1F, 0x8B];

/// How many times as large as its packed bytes a file may come out, beyond [`ALLOWANCE`]. Translations come out four to
/// twenty times as large; what is made to fill memories and disks, up to a thousand times.
const MAX_RATIO: u64 = 200;
/// How many bytes may come out whatever the ratio.
const ALLOWANCE: u64 = 64 << 20;

/// Why a compressed file cannot be read on; inside of an [`io::Error`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadContainer(String);

impl BadContainer {
    pub fn new(message: impl Into<String>) -> BadContainer {
        BadContainer(message.into())
    }

    /// The problem of a file whose stream failed with `error`, if that is the file's own fault.
    pub fn problem(error: &io::Error, position: Position) -> Option<Problem> {
        let bad = error.get_ref()?.downcast_ref::<BadContainer>()?;
        let position = Position { line: position.line.max(1), ..position };
        Some(Problem::new(position, Fault::new(Reason::BadContainer, bad.0.clone())))
    }
}

/// Unpacks a gzip file as it comes, and gives it up when too much comes out.
///
/// Errors of the file itself are [`BadContainer`]; those of the stream stay what they are.
pub struct Gunzip<R> {
    decoder: MultiGzDecoder<Packed<R>>,
    packed: Rc<Cell<u64>>,
    unpacked: Rc<Cell<u64>>,
}

impl<R: BufRead> Gunzip<R> {
    pub fn new(input: R) -> Gunzip<R> {
        let packed = Rc::new(Cell::new(0));
        let decoder = MultiGzDecoder::new(Packed { input, bytes: packed.clone() });
        Gunzip { decoder, packed, unpacked: Rc::default() }
    }

    /// How many bytes have come out, now and later.
    pub fn unpacked(&self) -> Rc<Cell<u64>> {
        self.unpacked.clone()
    }
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer).map_err(own_error)?;
        let unpacked = self.unpacked.get() + read as u64;
        self.unpacked.set(unpacked);
        check_ratio(self.packed.get(), unpacked)?;
        Ok(read)
    }
}

/// Refuses what comes out far larger than any translations do.
pub fn check_ratio(packed: u64, unpacked: u64) -> io::Result<()> {
    if unpacked <= ALLOWANCE.max(packed.saturating_mul(MAX_RATIO)) {
        return Ok(());
    }
    let message =
        format!("it unpacks to more than {MAX_RATIO} times its size, as no translations do; unpack it yourself");
    Err(io::Error::other(BadContainer(message)))
}

/// What the decoder says of damaged data is told by its kind; the stream's own errors are of others.
fn own_error(error: io::Error) -> io::Error {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    if error.get_ref().is_some_and(|inner| inner.is::<Passed>()) {
        return error
            .into_inner()
            .and_then(|inner| inner.downcast::<Passed>().ok())
            .map_or_else(|| io::Error::other("the stream failed"), |passed| passed.0);
    }
    match error.kind() {
        UnexpectedEof => io::Error::other(BadContainer::new("the gzip file ends too early; pack it again")),
        InvalidData | InvalidInput => {
            io::Error::other(BadContainer(format!("the gzip file is damaged ({error}); pack it again")))
        }
        _ => error,
    }
}

/// The compressed bytes, counted; their errors are marked, to be told from those of the decoder.
struct Packed<R> {
    input: R,
    bytes: Rc<Cell<u64>>,
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Passed(io::Error);

fn passed(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::Interrupted => error,
        kind => io::Error::new(kind, Passed(error)),
    }
}

impl<R: BufRead> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer).map_err(passed)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf().map_err(passed)
    }

    fn consume(&mut self, bytes: usize) {
        self.bytes.set(self.bytes.get() + bytes as u64);
        self.input.consume(bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(bytes: impl BufRead) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        Gunzip::new(bytes).read_to_end(&mut unpacked).map(|_| unpacked)
    }

    fn is_bad(error: &io::Error) -> bool {
        BadContainer::problem(error, Position::default()).is_some()
    }

    #[test]
    fn what_was_packed_comes_out() {
        let two = [pack("باران".as_bytes()), pack(b" rain")].concat();
        assert_eq!(unpack(&two[..]).unwrap(), "باران rain".as_bytes());
    }

    #[test]
    fn damage_is_the_files_own_and_told_from_a_stream_that_fails() {
        let packed = pack(&b"rain ".repeat(100));
        assert!(is_bad(&unpack(&packed[..packed.len() - 9]).unwrap_err()), "cut");
        let mut damaged = packed.clone();
        damaged[packed.len() - 6] ^= 1;
        assert!(is_bad(&unpack(&damaged[..]).unwrap_err()), "checksum");
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, "gone"))
            }
        }
        let failed = unpack(BufReader::new(packed[..20].chain(Failing))).unwrap_err();
        assert!(!is_bad(&failed) && failed.to_string().contains("gone"), "{failed:?}");
    }

    #[test]
    fn a_bomb_is_given_up() {
        let bomb = pack(&vec![0; (ALLOWANCE + (1 << 20)) as usize]);
        let error = unpack(&bomb[..]).unwrap_err();
        assert!(is_bad(&error) && error.to_string().contains("200 times"), "{error}");
    }
}
