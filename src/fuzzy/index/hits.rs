//! Counting in how many of some lists a slot stands.

/// Counts by slot, emptied as fast as they were filled.
#[derive(Default)]
pub struct Hits {
    counts: Vec<u8>,
    /// The slots that have been hit.
    slots: Vec<u32>,
}

impl Hits {
    pub fn make_room(&mut self, slots: usize) {
        self.counts.resize(self.counts.len().max(slots), 0);
    }

    /// Counts a hit; one that `may_be_first` is counted even if there was none before.
    pub fn add(&mut self, slot: u32, may_be_first: bool) {
        let count = &mut self.counts[slot as usize];
        match *count {
            0 if may_be_first => {
                *count = 1;
                self.slots.push(slot);
            }
            0 => (),
            _ => *count = count.saturating_add(1),
        }
    }

    /// Forgets all hits; gives the slots that had at least so many.
    pub fn drain(&mut self, least: u8) -> impl Iterator<Item = u32> {
        let Hits { counts, slots } = self;
        slots.drain(..).filter(move |&slot| std::mem::take(&mut counts[slot as usize]) >= least)
    }
}
