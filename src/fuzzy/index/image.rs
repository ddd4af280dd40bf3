//! An index as bytes, for a copy beside the store: its columns one behind the other, as they are in memory.
//!
//! The bytes are of one machine's byte order and of one version of this code; whoever keeps them must see to it that no
//! others are read, and that they are whole.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::dead::DeadSet;
use super::frequency::Frequencies;
use super::part::{LivePart, Part, groups};
use super::postings::Postings;
use super::{Index, View};
use crate::fuzzy::vocabulary::Vocabulary;

/// The most bytes that are made room for before they have been seen.
const STEP: usize = 64 << 20;

impl View {
    /// Writes everything that [`Index::read`] needs.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let words: Vec<&str> = self.vocabulary.words().collect();
        let ends = words.iter().scan(0u32, |end, word| {
            *end += word.len() as u32;
            Some(*end)
        });
        write_column(to, &ends.collect::<Vec<u32>>())?;
        write_column(to, words.concat().as_bytes())?;
        write_column(to, &self.frequencies.to_vec())?;
        to.write_all(&(self.parts.len() as u64).to_le_bytes())?;
        self.parts.iter().try_for_each(|live| write_part(to, live))
    }
}

impl Index {
    /// Reads what [`View::write`] has written.
    pub fn read(from: &mut impl Read) -> io::Result<Index> {
        let (ends, text): (Vec<u32>, Vec<u8>) = (read_column(from)?, read_column(from)?);
        let text = String::from_utf8(text).map_err(broken)?;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let words: Option<Vec<&str>> =
            starts.zip(&ends).map(|(start, &end)| text.get(start as usize..end as usize)).collect();
        let words = words.ok_or_else(|| broken("a word lies outside of the text"))?;
        let vocabulary = Vocabulary::from_words(words).ok_or_else(|| broken("a word stands twice"))?;
        let mut index = Index { vocabulary, ..Index::default() };
        index.view.vocabulary = index.vocabulary.view();
        index.view.frequencies = Frequencies::from(&read_column(from)?[..]);
        for _ in 0..read_number(from)? {
            index.view.parts.push(read_part(from)?);
        }
        Ok(index)
    }
}

fn write_part(to: &mut impl Write, LivePart { part, dead }: &LivePart) -> io::Result<()> {
    let lengths: Vec<u32> = part.groups.iter().flat_map(|group| [group.length, group.entries]).collect();
    write_column(to, &lengths)?;
    write_column(to, &part.keys)?;
    write_column(to, &part.labels)?;
    write_column(to, &part.updated)?;
    write_column(to, &part.surfaces)?;
    write_column(to, &part.signatures)?;
    write_column(to, &part.words)?;
    write_column(to, &part.by_key)?;
    let none = Postings::default();
    let postings = part.postings.as_ref().unwrap_or(&none);
    write_column(to, &postings.offsets)?;
    write_column(to, &postings.slots)?;
    write_column(to, &postings.positions)?;
    write_column(to, &[postings.buckets])?;
    write_column(to, &dead.iter().collect::<Vec<u32>>())
}

fn read_part(from: &mut impl Read) -> io::Result<LivePart> {
    let lengths: Vec<u32> = read_column(from)?;
    let lengths = lengths.chunks_exact(2).map(|group| (group[0], group[1]));
    let mut part = Part {
        groups: groups(lengths),
        keys: read_column(from)?,
        labels: read_column(from)?,
        updated: read_column(from)?,
        surfaces: read_column(from)?,
        signatures: read_column(from)?,
        words: read_column(from)?,
        by_key: read_column(from)?,
        postings: None,
    };
    let (offsets, slots, positions): (Vec<u32>, _, _) = (read_column(from)?, read_column(from)?, read_column(from)?);
    let buckets: Vec<u32> = read_column(from)?;
    if let ([buckets], false) = (&buckets[..], offsets.is_empty()) {
        part.postings = Some(Postings { offsets, slots, positions, buckets: *buckets });
    }
    let mut dead = DeadSet::default();
    for slot in read_column::<u32>(from)? {
        dead.insert(slot);
    }
    Ok(LivePart { part: Arc::new(part), dead })
}

/// A column: how many items it has, then the items.
fn write_column<T: bytemuck::NoUninit>(to: &mut impl Write, column: &[T]) -> io::Result<()> {
    to.write_all(&(column.len() as u64).to_le_bytes())?;
    to.write_all(bytemuck::cast_slice(column))
}

fn read_column<T: bytemuck::Pod>(from: &mut impl Read) -> io::Result<Vec<T>> {
    let len = usize::try_from(read_number(from)?).map_err(broken)?;
    let step = STEP / size_of::<T>();
    let mut column = Vec::with_capacity(len.min(step));
    while column.len() < len {
        let at = column.len();
        column.resize(len.min(at + step), T::zeroed());
        from.read_exact(bytemuck::cast_slice_mut(&mut column[at..]))?;
    }
    Ok(column)
}

fn read_number(from: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
