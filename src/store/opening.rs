//! Opening sled's own directory.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, io};

use super::StoreError;
use super::database::engine;
use super::directory::SLED;

/// How long a lock may be held by a process that is just ending: sled's threads let go of it a moment after the store.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

/// sled's own cache; the rest of the memory belongs to the index.
const CACHE_BYTES: u64 = 128 << 20;

pub(super) fn open_sled(directory: &Path) -> Result<sled::Db, StoreError> {
    let config = sled::Config::new()
        .path(directory.join(SLED))
        .cache_capacity(CACHE_BYTES)
        .mode(sled::Mode::HighThroughput)
        // Every batch is flushed before it is acknowledged.
        .flush_every_ms(None);
    let (started, mut is_mended) = (Instant::now(), false);
    loop {
        match config.open() {
            // On a full disk sled leaves the empty beginning of a snapshot behind, and takes it for one the next time.
            Err(sled::Error::Corruption { .. }) if !is_mended => {
                is_mended = true;
                remove_unfinished_snapshots(&directory.join(SLED))?;
            }
            Err(sled::Error::Io(io)) if is_lock_conflict(&io) => {
                if started.elapsed() >= LOCK_PATIENCE {
                    return Err(StoreError::InUse { path: directory.display().to_string() });
                }
                std::thread::sleep(LOCK_PATIENCE / 20);
            }
            opened => return opened.map_err(engine),
        }
    }
}

fn remove_unfinished_snapshots(directory: &Path) -> Result<(), StoreError> {
    let failed = |error: io::Error| StoreError::Engine(format!("{}: {error}", directory.display()));
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_unfinished = path.extension().is_some_and(|extension| extension == "generating");
        if is_unfinished {
            fs::remove_file(path).map_err(failed)?;
        }
    }
    Ok(())
}

/// sled locks its directory and says so only in words.
fn is_lock_conflict(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock || error.to_string().contains("could not acquire lock")
}
