//! A copy of the indexes beside the store, so that a start need not read every unit.
//!
//! The copy is never trusted over the store: it carries the mark of the last batch that it has seen, and what was changed
//! since is read from the store. It is taken only if it is whole (a digest of everything stands at its end) and made by
//! this very code (the fingerprint of the sources that indexes are made by stands at its beginning).

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use super::Lookup;
use super::label::{Label, Numbering};
use super::view::LookupView;
use crate::fuzzy::Index;
use crate::model::{Language, MemoryId};
use crate::store::Mark;

/// What a copy begins with; the byte order of the machine is part of it.
fn beginning() -> Vec<u8> {
    let order = 0x0102_0304_u32.to_ne_bytes();
    [b"hafez index ".as_slice(), &order, env!("HAFEZ_INDEX_FINGERPRINT").as_bytes(), b"\n"].concat()
}

/// What stands before the indexes.
type Head = (Mark, Vec<String>, Vec<Label>, Vec<Language>, Vec<MemoryId>, Vec<usize>);

const DIGEST: usize = 32;

/// Writes a copy, whole or not at all.
pub fn save(view: &LookupView, mark: Mark, path: &Path) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let saved = write(view, mark, &unfinished).and_then(|()| fs::rename(&unfinished, path));
    // Half a copy must not take the room that the store needs.
    saved.inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

fn write(view: &LookupView, mark: Mark, path: &Path) -> io::Result<()> {
    let mut file = Digesting::new(BufWriter::with_capacity(1 << 20, File::create(path)?));
    let languages = view.indexes.keys().cloned().collect();
    let (labels, own, memories) = (view.labels.items(), view.languages.items(), view.memories.items());
    let head: Head = (mark, languages, labels.into(), own.into(), memories.into(), view.counts.clone());
    let head = postcard::to_stdvec(&head).map_err(io::Error::other)?;
    file.write_all(&beginning())?;
    file.write_all(&(head.len() as u64).to_le_bytes())?;
    file.write_all(&head)?;
    view.indexes.values().try_for_each(|index| index.write(&mut file))?;
    let digest = file.digest();
    file.inner.write_all(&digest)?;
    file.inner.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// Reads a copy; `None` if there is none that this program can use.
pub(super) fn read(path: &Path) -> io::Result<Option<(Mark, Lookup)>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut file = Digesting::new(BufReader::with_capacity(1 << 20, file));
    let mut begun = beginning();
    file.read_exact(&mut begun)?;
    if begun != beginning() {
        return Ok(None);
    }
    let mut length = [0; 8];
    file.read_exact(&mut length)?;
    let mut head = Vec::new();
    file.by_ref().take(u64::from_le_bytes(length)).read_to_end(&mut head)?;
    let (mark, names, labels, languages, memories, counts): Head =
        postcard::from_bytes(&head).map_err(io::Error::other)?;
    let mut lookup = Lookup::default();
    for name in names {
        lookup.indexes.insert(name, Index::read(&mut file)?);
    }
    let (expected, mut digest) = (file.digest(), [0; DIGEST]);
    file.inner.read_exact(&mut digest)?;
    if digest != expected {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is damaged"));
    }
    (lookup.view.labels, lookup.view.languages) = (Numbering::from(labels), Numbering::from(languages));
    (lookup.view.memories, lookup.view.counts) = (Numbering::from(memories), counts);
    Ok(Some((mark, lookup)))
}

/// Passes bytes on and digests them.
struct Digesting<T> {
    inner: T,
    hasher: blake3::Hasher,
}

impl<T> Digesting<T> {
    fn new(inner: T) -> Digesting<T> {
        Digesting { inner, hasher: blake3::Hasher::new() }
    }

    fn digest(&self) -> [u8; DIGEST] {
        *self.hasher.finalize().as_bytes()
    }
}

impl<T: Write> Write for Digesting<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Digesting<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.hasher.update(&bytes[..read]);
        Ok(read)
    }
}
