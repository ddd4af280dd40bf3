//! The pairs, read from tables as often as needed and never held in memory together.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::made_up::MadeUp;
use super::progress::Progress;
use crate::cli::fail::Fail;
use crate::format::{Format, Options, ReadError, Reader};
use crate::memory::{Limits, Stop};
use crate::model::Language;

/// How many pairs are read or written between two questions whether to stop.
const PAIRS_BETWEEN_STOPS: u64 = 1_024;

/// The first lines of some tables.
#[derive(Clone, Debug)]
pub struct Pairs {
    pub tables: Vec<PathBuf>,
    /// How many lines at the most; `None` for all.
    pub count: Option<u64>,
    pub from: Language,
    pub to: Language,
}

/// A pair as the engine takes it.
pub struct Pair {
    pub source: String,
    pub target: String,
}

impl Pairs {
    /// The pairs as one table.
    pub fn open(&self) -> Result<impl Read + Send + use<>, Fail> {
        let count = self.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
        let files = self.tables.iter().map(|path| open_lines(path)).collect::<Result<Vec<_>, Fail>>()?;
        Ok(Lines { lines: files.into_iter().flatten().take(count), line: Vec::new(), taken: 0 })
    }

    /// Hands over every pair that the engine takes, in order; gives how many others there are.
    pub fn for_each(
        &self,
        limits: &Limits,
        stop: &Stop,
        mut take: impl FnMut(Pair) -> Result<(), Fail>,
    ) -> Result<u64, Fail> {
        let max_text_bytes = Options::DEFAULT_MAX_TEXT_BYTES;
        let options =
            Options { from: Some(self.from.clone()), to: Some(self.to.clone()), max_text_bytes, ..Options::default() };
        let table = BufReader::with_capacity(1 << 20, self.open()?);
        let (mut read, mut refused) = (0u64, 0);
        for record in Reader::new(Format::Tsv, table, options) {
            read += 1;
            if read % PAIRS_BETWEEN_STOPS == 0 {
                stop.check()?;
            }
            match record {
                Ok(record) => {
                    let pair = Pair { source: record.source.text, target: record.target.text };
                    let is_taken = |text: &str| limits.check_text("text", text).is_ok();
                    match is_taken(&pair.source) && is_taken(&pair.target) {
                        true => take(pair)?,
                        false => refused += 1,
                    }
                }
                Err(ReadError::Problem(_)) => refused += 1,
                Err(error) => return Err(Fail::Failed(format!("the pairs cannot be read: {error}"))),
            }
        }
        Ok(refused)
    }
}

/// Writes a table of pairs that nobody wrote, whole or not at all; one that is there is taken for it.
pub fn make_up(table: &Path, count: u64, seed: u64, stop: &Stop) -> Result<(), Fail> {
    if table.exists() {
        return Ok(());
    }
    let unfinished = table.with_extension("new");
    let mut file = BufWriter::new(File::create(&unfinished)?);
    let (made_up, progress) = (MadeUp::new(seed), Progress::over(Some(count), "making pairs up"));
    for number in 0..count {
        if number % PAIRS_BETWEEN_STOPS == 0 {
            stop.check()?;
        }
        writeln!(file, "{}", made_up.line(number))?;
        progress.advance(1);
    }
    file.flush()?;
    Ok(std::fs::rename(unfinished, table)?)
}

type Line = io::Result<Vec<u8>>;

fn open_lines(path: &Path) -> Result<impl Iterator<Item = Line> + Send + use<>, Fail> {
    let file = File::open(path).map_err(|error| Fail::Failed(format!("{}: {error}", path.display())))?;
    Ok(BufReader::with_capacity(1 << 20, file).split(b'\n'))
}

/// Lines as a file.
struct Lines<I> {
    lines: I,
    line: Vec<u8>,
    taken: usize,
}

impl<I: Iterator<Item = Line>> Read for Lines<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.line.len() {
            let Some(line) = self.lines.next().transpose()? else { return Ok(0) };
            (self.line, self.taken) = (line, 0);
            self.line.push(b'\n');
        }
        let rest = &self.line[self.taken..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.taken += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(tables: &[PathBuf], count: Option<u64>) -> (Vec<String>, u64) {
        let language = |tag| Language::parse(tag).unwrap();
        let pairs = Pairs { tables: tables.to_vec(), count, from: language("en"), to: language("fa") };
        let mut sources = Vec::new();
        let take = |pair: Pair| {
            sources.push(pair.source);
            Ok(())
        };
        let refused = pairs.for_each(&Limits::default(), &Stop::never(), take).unwrap();
        (sources, refused)
    }

    #[test]
    fn the_first_lines_of_several_tables_whether_or_not_they_end_their_last_line() {
        let directory = tempfile::tempdir().unwrap();
        let tables = ["one.tsv", "two.tsv"].map(|name| directory.path().join(name));
        std::fs::write(&tables[0], "a\tالف\nno translation\nb\tب").unwrap();
        std::fs::write(&tables[1], "c\tج\nd\tد\n").unwrap();
        assert_eq!(sources(&tables, Some(4)), (["a", "b", "c"].map(str::to_owned).to_vec(), 1));
        assert_eq!(sources(&tables, None).0.len(), 4);
    }

    #[test]
    fn as_many_made_up_ones_as_are_wanted() {
        let directory = tempfile::tempdir().unwrap();
        let table = directory.path().join("pairs.tsv");
        make_up(&table, 300, 7, &Stop::never()).unwrap();
        let (sources, refused) = sources(&[table], None);
        assert_eq!((sources.len(), refused), (300, 0));
    }
}
