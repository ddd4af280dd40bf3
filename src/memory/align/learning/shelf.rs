//! The lexicons at hand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use super::Subject;
use super::learned::Learned;
use crate::memory::error::EngineError;
use crate::memory::stop::Stop;
use crate::model::MemoryId;

/// The most lexicons at hand: a large one takes some hundred megabytes.
const MOST: usize = 4;

/// How long one who waits for a lexicon goes without asking whether to wait on.
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// A few lexicons, the one asked for last behind the others.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<(Subject, Arc<Place>)>>);

/// The place of one lexicon. It is held while the lexicon is learned, so that nobody learns the same meanwhile.
#[derive(Default)]
pub(super) struct Place(Mutex<Option<Learned>>);

impl Shelf {
    /// The place of a lexicon, in which it may be or not. One that nobody has asked for in a long time makes way.
    pub(super) fn place(&self, subject: &Subject) -> Arc<Place> {
        let mut places = self.lock();
        let found = places.iter().position(|(other, _)| other == subject).map(|at| places.remove(at).1);
        let place = found.unwrap_or_default();
        places.push((subject.clone(), place.clone()));
        if places.len() > MOST {
            places.remove(0);
        }
        place
    }

    pub(super) fn clear(&self, memory: &MemoryId) {
        self.lock().retain(|(subject, _)| subject.memory != *memory);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Subject, Arc<Place>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The right to read and to change what is there. One who waits for it can be told to stop.
    pub fn take(&self, stop: &Stop) -> Result<MutexGuard<'_, Option<Learned>>, EngineError> {
        loop {
            match self.0.try_lock() {
                Ok(place) => return Ok(place),
                // A lexicon is put there whole or not at all.
                Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => stop.check()?,
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn subject(memory: &str) -> Subject {
        let language = |tag| Language::parse(tag).unwrap();
        Subject::new(&MemoryId::parse(memory).unwrap(), (&language("en"), &language("fa")))
    }

    #[test]
    fn no_more_than_a_few_are_at_hand_and_those_asked_for_last_stay() {
        let shelf = Shelf::default();
        let first = shelf.place(&subject("m0"));
        (1..MOST).for_each(|number| drop(shelf.place(&subject(&format!("m{number}")))));
        assert!(Arc::ptr_eq(&first, &shelf.place(&subject("m0"))));
        drop(shelf.place(&subject("another")));
        assert_eq!(shelf.lock().len(), MOST);
        assert!(Arc::ptr_eq(&first, &shelf.place(&subject("m0"))), "m1 has made way");
        shelf.clear(&MemoryId::parse("m0").unwrap());
        assert!(!Arc::ptr_eq(&first, &shelf.place(&subject("m0"))));
    }

    #[test]
    fn who_waits_can_be_told_to_stop() {
        let place = Place::default();
        let (_held, stop) = (place.take(&Stop::never()).unwrap(), Stop::never());
        stop.cancel();
        assert!(matches!(place.take(&stop), Err(EngineError::Stopped(_))));
    }
}
