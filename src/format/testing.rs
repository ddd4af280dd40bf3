//! What the readers' tests share: files in, readable lines out.

use std::io::BufReader;

use super::{Format, Options, ReadError, Reader, Record};
use crate::model::Language;

/// Options for a pair written `en fa`; either may be `-`, for what the file says.
pub(super) fn options(pair: &str) -> Options {
    let mut sides = pair.split(' ').map(|tag| Language::parse(tag).ok());
    Options { from: sides.next().flatten(), to: sides.next().flatten(), ..Options::default() }
}

/// One line an item: `line.unit.byte en …|fa …`, or `!` and the reason's name, or `!!` where that was the end.
pub(super) fn read(format: Format, bytes: &[u8], options: Options) -> Vec<String> {
    Reader::new(format, bytes, options).map(|item| show(&item)).collect()
}

/// The same in pieces of `capacity` bytes.
pub(super) fn read_in_pieces(format: Format, bytes: &[u8], options: Options, capacity: usize) -> Vec<String> {
    Reader::new(format, BufReader::with_capacity(capacity, bytes), options).map(|item| show(&item)).collect()
}

pub(super) fn records(format: Format, text: &str, options: Options) -> Vec<Record> {
    Reader::new(format, text.as_bytes(), options).collect::<Result<_, _>>().unwrap()
}

/// The messages of what is wrong.
pub(super) fn messages(format: Format, bytes: &[u8], options: Options) -> Vec<String> {
    Reader::new(format, bytes, options).filter_map(|item| Some(item.err()?.to_string())).collect()
}

fn show(item: &Result<Record, ReadError>) -> String {
    let (mark, problem) = match item {
        Ok(Record { source, target, position: at, .. }) => {
            let pair = format!("{} {}|{} {}", source.language, source.text, target.language, target.text);
            return format!("{}.{}.{} {pair}", at.line, at.unit, at.byte);
        }
        Err(ReadError::Problem(problem)) => ("!", problem),
        Err(ReadError::Broken(problem)) => ("!!", problem),
        Err(ReadError::Io(error)) => return format!("!! {error}"),
    };
    let at = problem.position;
    format!("{}.{}.{} {mark}{} {}", at.line, at.unit, at.byte, problem.reason.name(), problem.text)
}
