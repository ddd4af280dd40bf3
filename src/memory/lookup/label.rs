use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{OriginKind, UnitStatus};

/// A side of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    Source,
    Target,
}

/// What a look-up leaves texts out by, and what it takes points off for. Memories and languages are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    pub memory: u32,
    pub side: Side,
    pub own_language: u32,
    pub other_language: u32,
    pub status: UnitStatus,
    pub origin: OriginKind,
}

/// Numbers given out to things in the order in which they are first seen. Cloning it is cheap.
#[derive(Clone)]
pub struct Numbering<T> {
    items: Arc<Vec<T>>,
    numbers: Arc<HashMap<T, u32>>,
}

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Numbering { items: Arc::default(), numbers: Arc::default() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbering<T> {
    pub fn number(&mut self, item: &T) -> u32 {
        self.find(item).unwrap_or_else(|| {
            let number = self.items.len() as u32;
            Arc::make_mut(&mut self.items).push(item.clone());
            Arc::make_mut(&mut self.numbers).insert(item.clone(), number);
            number
        })
    }

    pub fn find(&self, item: &T) -> Option<u32> {
        self.numbers.get(item).copied()
    }

    /// The things by their numbers.
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T: Clone + Eq + std::hash::Hash> From<Vec<T>> for Numbering<T> {
    fn from(items: Vec<T>) -> Numbering<T> {
        let numbers = items.iter().cloned().zip(0..).collect();
        Numbering { items: Arc::new(items), numbers: Arc::new(numbers) }
    }
}
