//! The directory in which the store is made: one that is gone when the bench ends, or one that is kept.
//!
//! ```text
//! DIR/bench.json       says that the rest is ours, and, once the store is whole, which pairs it holds
//! DIR/pairs-….tsv      the pairs, if they are made up
//! DIR/store/           the store
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::store::Build;
use crate::cli::fail::Fail;
use crate::store::{SledStore, StoreError};

const MARKER: &str = "bench.json";

/// How often a temporary directory is removed, as long as a thread that was told to stop still writes to it.
const ATTEMPTS: usize = 20;

/// Where the store is made.
pub struct Home {
    directory: PathBuf,
    temporary: Option<TempDir>,
}

/// What `bench.json` says.
#[derive(Default, Serialize, Deserialize)]
struct Marker {
    whole: Option<Whole>,
}

/// A store that holds all the pairs, and nothing else.
#[derive(Serialize, Deserialize)]
struct Whole {
    pairs: String,
    build: Build,
}

impl Home {
    /// A directory of our own that is removed in the end.
    pub fn temporary() -> Result<Home, Fail> {
        let temporary = tempfile::Builder::new().prefix("hafez-bench-").tempdir()?;
        Ok(Home { directory: temporary.path().to_owned(), temporary: Some(temporary) })
    }

    /// A directory that stays: a new or empty one, or one that a bench has left.
    pub fn kept(directory: &Path) -> Result<Home, Fail> {
        let home = Home { directory: directory.to_owned(), temporary: None };
        fs::create_dir_all(directory).map_err(|error| home.fail(&error.to_string()))?;
        if !home.directory.join(MARKER).exists() {
            if fs::read_dir(directory)?.next().is_some() {
                return Err(home.fail("it holds other things than a bench; name a new or empty directory"));
            }
            home.write(&Marker::default())?;
        }
        Ok(home)
    }

    pub fn is_kept(&self) -> bool {
        self.temporary.is_none()
    }

    pub fn store(&self) -> PathBuf {
        self.directory.join("store")
    }

    pub fn made_up_pairs(&self, count: u64, seed: u64) -> PathBuf {
        self.directory.join(format!("pairs-{seed}-{count}.tsv"))
    }

    /// How the store was built, if it is whole and holds these pairs. What is left of one that is not is removed.
    pub fn earlier_build(&self, pairs: &str) -> Result<Option<Build>, Fail> {
        if !self.is_kept() {
            return Ok(None);
        }
        let text = fs::read_to_string(self.directory.join(MARKER))?;
        let marker: Marker = serde_json::from_str(&text).map_err(|error| self.fail(&format!("{MARKER}: {error}")))?;
        match marker.whole {
            Some(whole) if whole.pairs == pairs => Ok(Some(whole.build)),
            Some(_) => Err(self.fail("its store holds other pairs; name another directory, or remove this one")),
            None => self.remove_unfinished().map(|()| None),
        }
    }

    /// Removes a store that a bench has begun and not finished, unless it is still about it.
    fn remove_unfinished(&self) -> Result<(), Fail> {
        if !self.store().exists() {
            return Ok(());
        }
        match SledStore::open(&self.store()) {
            Err(error @ StoreError::InUse { .. }) => Err(error.into()),
            _ => Ok(fs::remove_dir_all(self.store())?),
        }
    }

    /// Notes that the store is whole.
    pub fn finish(&self, pairs: &str, build: &Build) -> Result<(), Fail> {
        self.write(&Marker { whole: Some(Whole { pairs: pairs.to_owned(), build: build.clone() }) })
    }

    /// What the store takes on disk, in bytes.
    pub fn stored_bytes(&self) -> u64 {
        bytes_under(&self.store())
    }

    /// Removes what is not to be kept.
    pub fn leave(&self) {
        for _ in 0..ATTEMPTS {
            if self.is_kept() || fs::remove_dir_all(&self.directory).is_ok() || !self.directory.exists() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn write(&self, marker: &Marker) -> Result<(), Fail> {
        let (path, unfinished) = (self.directory.join(MARKER), self.directory.join("bench.new"));
        fs::write(&unfinished, serde_json::to_string(marker)?)?;
        Ok(fs::rename(unfinished, path)?)
    }

    fn fail(&self, why: &str) -> Fail {
        Fail::Failed(format!("{} cannot keep the store: {why}", self.directory.display()))
    }
}

fn bytes_under(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let bytes = |entry: fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes_under(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.map(bytes).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_used_again_only_when_it_is_whole_and_of_the_same_pairs() {
        let directory = tempfile::tempdir().unwrap();
        let at = || Home::kept(&directory.path().join("kept")).unwrap();
        assert!(at().earlier_build("these").unwrap().is_none());
        fs::create_dir(at().store()).unwrap();
        assert!(at().earlier_build("these").unwrap().is_none() && !at().store().exists());
        at().finish("these", &Build::default()).unwrap();
        assert!(at().earlier_build("these").unwrap().is_some());
        assert!(at().earlier_build("others").is_err());
    }

    #[test]
    fn a_directory_of_somebody_else_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("letter.txt"), "Dear reader").unwrap();
        assert!(Home::kept(directory.path()).is_err());
    }

    #[test]
    fn nothing_is_left_of_a_temporary_one() {
        let home = Home::temporary().unwrap();
        let directory = home.directory.clone();
        fs::create_dir(home.store()).unwrap();
        home.leave();
        assert!(!directory.exists());
    }
}
