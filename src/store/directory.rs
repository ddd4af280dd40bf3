//! The files beside the embedded store's own: what its directory is, and what it knew once.

use std::path::Path;
use std::{fs, io};

use super::StoreError;

/// The number that `FORMAT` holds. Since 2, batches note which units they change; a program that does not must not write.
/// Since 3, the identities of a batch's units are one record. Since 4, terms have a history. Since 5, terms can be
/// imported.
pub(super) const FORMAT: u32 = 5;

/// sled's own directory.
pub(super) const SLED: &str = "sled";

/// The copy of what is derived from the store.
pub(super) const COPY: &str = "INDEX";

/// The directory of what is learned from the store.
pub(super) const LEXICONS: &str = "LEXICONS";

/// The file with the next ids.
const IDS: &str = "IDS";

/// What a file is called until it is whole.
const NEW: &str = "new";

/// Refuses a directory that another program or a newer version has written, before sled touches it. Tells whether a store
/// has yet to be made there: it has no `FORMAT`, which is written last, and nothing but what a crash may have left.
pub(super) fn check_format(directory: &Path) -> Result<bool, StoreError> {
    let path = directory.display().to_string();
    let not_a_store = |reason: &str| StoreError::NotAStore { path: path.clone(), reason: reason.into() };
    match fs::read_to_string(directory.join("FORMAT")) {
        Ok(number) => match number.trim().parse::<u32>() {
            Ok(found) if found > FORMAT => Err(StoreError::Newer { path, found, known: FORMAT }),
            Ok(_) => Ok(false),
            Err(_) => Err(not_a_store("its FORMAT file holds no number")),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(directory).map_err(|e| not_a_store(&e.to_string()))?;
            let mut entries = fs::read_dir(directory).map_err(|e| not_a_store(&e.to_string()))?;
            let is_ours = |entry: fs::DirEntry| entry.file_name() == NEW || entry.file_name() == SLED;
            match entries.all(|entry| entry.is_ok_and(is_ours)) {
                true => Ok(true),
                false => Err(not_a_store("it holds other files and no FORMAT")),
            }
        }
        Err(error) => Err(not_a_store(&error.to_string())),
    }
}

/// Says that the directory is a store of this format; the last step of making one.
pub(super) fn write_format(directory: &Path) -> Result<(), StoreError> {
    write_whole(directory, "FORMAT", &format!("{FORMAT}\n"))
}

/// Notes the next ids.
pub(super) fn note_ids(directory: &Path, (unit, term): (u64, u64)) -> Result<(), StoreError> {
    write_whole(directory, IDS, &format!("{unit} {term}\n"))
}

/// Writes a file of the directory whole or not at all: under another name first.
fn write_whole(directory: &Path, name: &str, text: &str) -> Result<(), StoreError> {
    replace(directory, name, text).map_err(|e| match e.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Engine(format!("{name} cannot be written: {e}")),
    })
}

fn replace(directory: &Path, name: &str, text: &str) -> io::Result<()> {
    let temporary = directory.join(NEW);
    fs::write(&temporary, text)?;
    fs::File::open(&temporary)?.sync_all()?;
    fs::rename(&temporary, directory.join(name))?;
    fs::File::open(directory)?.sync_all()
}

/// The next ids as they were noted last; the least there are if nobody knows.
pub(super) fn ids_once(directory: &Path) -> (u64, u64) {
    let text = fs::read_to_string(directory.join(IDS)).unwrap_or_default();
    let ids = text.trim().split_once(' ').and_then(|(unit, term)| Some((unit.parse().ok()?, term.parse().ok()?)));
    ids.unwrap_or((1, 1))
}
