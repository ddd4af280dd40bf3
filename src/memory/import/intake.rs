//! What comes in of a file: how much, and whether it is all.

use std::cell::RefCell;
use std::io::Read;

use crate::memory::error::EngineError;

/// What has been read of a file.
#[derive(Default)]
pub(super) struct Taken {
    pub bytes: u64,
    hasher: blake3::Hasher,
}

impl Taken {
    pub fn digest(&self) -> [u8; 16] {
        let mut digest = [0; 16];
        digest.copy_from_slice(&self.hasher.finalize().as_bytes()[..16]);
        digest
    }
}

/// Watches what is read, and refuses an end that comes too early or too late.
pub(super) struct Watched<'a, R> {
    pub input: R,
    pub taken: &'a RefCell<Taken>,
    /// How many bytes there should be, where that is known.
    pub size: Option<u64>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)?;
        let mut taken = self.taken.borrow_mut();
        taken.bytes += read as u64;
        taken.hasher.update(&buffer[..read]);
        match self.size {
            Some(size) if taken.bytes > size || (read == 0 && !buffer.is_empty() && taken.bytes < size) => {
                let came = taken.bytes;
                Err(std::io::Error::other(format!("{came} bytes came of a file of {size}")))
            }
            _ => Ok(read),
        }
    }
}

/// The error of an import whose file broke off.
pub(super) fn broken_off(error: std::io::Error) -> EngineError {
    EngineError::invalid("chunk", format!("the file did not come in whole: {error}; send it again"))
}

/// The digest of a whole file, which is read to its end.
pub(super) fn digest(input: &mut impl Read, size: Option<u64>) -> Result<[u8; 16], EngineError> {
    let taken = RefCell::new(Taken::default());
    std::io::copy(&mut Watched { input, taken: &taken, size }, &mut std::io::sink()).map_err(broken_off)?;
    Ok(taken.into_inner().digest())
}

/// Adds a text to a digest, with its length, so that texts side by side are not taken for one.
pub(super) fn digest_text(text: &str, hasher: &mut blake3::Hasher) {
    hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
}
