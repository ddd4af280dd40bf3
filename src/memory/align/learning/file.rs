//! Lexicons beside the store, so that a command need not learn again what the one before has learned.
//!
//! A file is never trusted over the store: it says by which mark it was learned, and what was written since is read from
//! the store. It is taken only if it is whole (a digest of everything stands at its end), made by this very code (the
//! fingerprint of the sources that lexicons are made by stands at its beginning), and of the memory and languages that are
//! asked for. Any other is as good as none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::Subject;
use super::learned::{Learned, Lessons};
use crate::align::Lexicon;
use crate::model::MemoryId;
use crate::store::Store;

/// The most files; the oldest make way.
const MOST: usize = 16;

const DIGEST: usize = 32;

/// What a file begins with.
fn beginning() -> Vec<u8> {
    [b"hafez lexicon ".as_slice(), env!("HAFEZ_LEXICON_FINGERPRINT").as_bytes(), b"\n"].concat()
}

/// Where the lexicon of a subject is: `MEMORY/FROM-TO`.
fn path(store: &dyn Store, subject: &Subject) -> Option<PathBuf> {
    let name = format!("{}-{}", subject.from, subject.to);
    Some(store.lexicons_path()?.join(subject.memory.as_str()).join(name))
}

/// The lexicon that is there, if there is one that this program can use.
pub(super) fn read(store: &dyn Store, subject: &Subject) -> Option<Learned> {
    let path = path(store, subject)?;
    match read_whole(&path).map(|content| content.and_then(|content| decode(&content, subject))) {
        Ok(learned) => learned,
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "a lexicon cannot be used; it is learned anew");
            None
        }
    }
}

/// What stands between beginning and digest; `None` if other code has made it.
fn read_whole(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut content = fs::read(path)?;
    let beginning = beginning();
    if !content.starts_with(&beginning) {
        return Ok(None);
    }
    let end = content.len().saturating_sub(DIGEST);
    if end < beginning.len() || blake3::hash(&content[..end]).as_bytes() != &content[end..] {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is damaged"));
    }
    content.truncate(end);
    content.drain(..beginning.len());
    Ok(Some(content))
}

fn decode(content: &[u8], subject: &Subject) -> Option<Learned> {
    let (of, lessons, lexicon) = postcard::from_bytes::<(Subject, Lessons, Lexicon)>(content).ok()?;
    (of == *subject).then(|| Learned { lessons, lexicon: Arc::new(lexicon) })
}

/// Writes a lexicon, whole or not at all. That it cannot be written is told, and no reason to stop.
pub(super) fn write(store: &dyn Store, subject: &Subject, learned: &Learned) {
    let (Some(directory), Some(path)) = (store.lexicons_path(), path(store, subject)) else { return };
    let written = write_whole(&path, subject, learned).and_then(|()| make_room(&directory));
    if let Err(error) = written {
        tracing::warn!(path = %path.display(), %error, "a lexicon cannot be written; it will be learned again");
    }
}

fn write_whole(path: &Path, subject: &Subject, learned: &Learned) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let content = postcard::to_extend(&(subject, &learned.lessons, &*learned.lexicon), beginning());
    let mut content = content.map_err(io::Error::other)?;
    let digest = blake3::hash(&content);
    content.extend(digest.as_bytes());
    let unfinished = path.with_extension("new");
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(&content)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    };
    // Half a file must not take the room that the store needs.
    write().inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

/// Removes the files that were written longest ago, where there are too many.
fn make_room(directory: &Path) -> io::Result<()> {
    let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
    for memory in fs::read_dir(directory)? {
        for file in fs::read_dir(memory?.path())? {
            let file = file?;
            files.push((file.metadata()?.modified()?, file.path()));
        }
    }
    files.sort();
    let too_many = files.len().saturating_sub(MOST);
    files[..too_many].iter().try_for_each(|(_, path)| fs::remove_file(path))
}

/// Removes the lexicons of a memory.
pub(super) fn remove(store: &dyn Store, memory: &MemoryId) {
    let Some(directory) = store.lexicons_path() else { return };
    match fs::remove_dir_all(directory.join(memory.as_str())) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "the lexicons of a deleted memory cannot be removed; delete them");
        }
        _ => (),
    }
}
