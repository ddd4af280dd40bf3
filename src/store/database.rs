//! sled, for as long as it can be relied on.

use std::io;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};

use super::StoreError;

/// A database of sled's. It derefs to that for reading; what writes goes through [`Database::write`].
pub struct Database {
    sled: sled::Db,
    /// Set by the first write that fails, for good: on a full disk sled may wait for ever for the next one.
    has_failed: AtomicBool,
}

impl Database {
    pub fn new(sled: sled::Db) -> Database {
        Database { sled, has_failed: AtomicBool::default() }
    }

    /// Writes or flushes; not any more after a write that failed.
    pub fn write<T>(&self, write: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, StoreError> {
        if self.has_failed.load(Ordering::Relaxed) {
            return Err(StoreError::Failed);
        }
        write(&self.sled).map_err(|error| {
            self.has_failed.store(true, Ordering::Relaxed);
            engine(error)
        })
    }
}

impl Deref for Database {
    type Target = sled::Db;

    fn deref(&self) -> &sled::Db {
        &self.sled
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.has_failed.load(Ordering::Relaxed) {
            // sled would write once more as its last handle goes; this one never does.
            std::mem::forget(self.sled.clone());
        }
    }
}

/// An error of sled's as one of the store's.
pub fn engine(error: sled::Error) -> StoreError {
    match error {
        sled::Error::Io(io) if io.kind() == io::ErrorKind::StorageFull => StoreError::Full,
        error => StoreError::Engine(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_after_a_write_that_failed_and_all_can_be_read() {
        let database = Database::new(sled::Config::new().temporary(true).open().unwrap());
        database.write(|db| db.insert("a", "1")).unwrap();
        let full = || sled::Error::Io(io::ErrorKind::StorageFull.into());
        assert!(matches!(database.write(|_| Err::<(), _>(full())), Err(StoreError::Full)));
        assert!(matches!(database.write(|db| db.insert("b", "2")), Err(StoreError::Failed)));
        assert_eq!((database.get("a").unwrap().as_deref(), database.get("b").unwrap()), (Some(&b"1"[..]), None));
    }
}
