//! Stores as they are on disk.

use std::path::Path;
use std::time::Duration;

use hafez::model::{TermId, UnitId};
use hafez::store::{Batch, Change, SledStore, Store};
use tempfile::TempDir;

use crate::records::{memory, receipt, term, unit};

/// The key of the term.
pub const TERM_7: &[u8] = b"t\0\0\0\0\0\0\0\x07";

/// A closed store with one record of each kind.
pub fn store_of_samples() -> TempDir {
    let directory = TempDir::new().unwrap();
    let changes = vec![
        Change::PutMemory(memory("news")),
        Change::PutMemory(memory("newsdesk")),
        Change::PutUnit { unit: unit(258, "news", "Rain in Shiraz", "باران در شیراز"), before: None },
        Change::PutTerm { term: term(7, "Lake Urmia", "دریاچه ارومیه"), before: None },
        Change::PutReceipt { request_id: "import-1".into(), receipt: receipt(1) },
        Change::NextIds(UnitId(259), TermId(8)),
    ];
    SledStore::open(directory.path()).unwrap().apply(Batch(changes)).unwrap();
    directory
}

pub fn raw(directory: &Path) -> sled::Db {
    // sled's threads hold the lock for a moment after the store has been dropped.
    let mut tries = (0..100).map(|_| sled::open(directory.join("sled")));
    let opened = tries.find_map(|opened| opened.map_err(|_| std::thread::sleep(Duration::from_millis(20))).ok());
    opened.unwrap()
}
