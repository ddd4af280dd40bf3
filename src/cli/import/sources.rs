//! What there is to import: files, the files of directories, the members of archives, and pairs of files.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::archive::{self, Member};
use super::subject::Subject;
use crate::cli::fail::Fail;
use crate::cli::input::{display_name, document_name};
use crate::cli::output::complain;
use crate::format::moses::Interleaved;

/// One file to import.
pub struct Source {
    /// As messages name it.
    pub name: String,
    pub document: String,
    /// How many bytes it has, where that is known.
    pub bytes: Option<u64>,
    place: Place,
}

enum Place {
    Input,
    File(PathBuf),
    Member(Member),
    /// Two files of parallel text.
    Pair(PathBuf, PathBuf),
    /// Something that cannot be read, and why; told in its turn, as it is no reason to leave out the others.
    Unreadable(String),
}

impl Source {
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Fail> {
        match &self.place {
            Place::Input => Ok(Box::new(std::io::stdin())),
            Place::File(path) => Ok(Box::new(open(path)?)),
            Place::Member(member) => member.open(),
            Place::Unreadable(why) => Err(Fail::Failed(why.clone())),
            Place::Pair(source, target) => {
                Ok(Box::new(Interleaved::new(BufReader::new(open(source)?), BufReader::new(open(target)?))))
            }
        }
    }
}

/// Everything that the paths name; what is not there is told before anything is done.
pub fn expand<S: Subject>(paths: &[PathBuf]) -> Result<Vec<Source>, Fail> {
    let mut sources = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            sources.push(standard_input());
        } else if path.is_dir() {
            expand_directory::<S>(path, &mut sources)?;
        } else {
            expand_file::<S>(path, document_name(path), &mut sources)?;
        }
    }
    match sources.is_empty() {
        true => Err(Fail::Failed("there is nothing to import: no file of a known format in what was named".into())),
        false => Ok(sources),
    }
}

/// Parallel text: two files of as many lines.
pub fn pair(paths: &[PathBuf]) -> Result<Vec<Source>, Fail> {
    let [source, target] = paths else {
        return Err(Fail::Usage(format!("parallel text is two files, SOURCE and TARGET; there are {}", paths.len())));
    };
    [source, target].into_iter().try_for_each(|path| check_not_wide(path))?;
    let name = format!("{} with {}", display_name(source), display_name(target));
    let place = Place::Pair(source.clone(), target.clone());
    Ok(vec![Source { name, document: document_name(source), bytes: None, place }])
}

/// The lines of two files in UTF-16 cannot be put side by side byte by byte.
fn check_not_wide(path: &Path) -> Result<(), Fail> {
    match &start_of(path, 2)?[..] {
        [0xFF, 0xFE] | [0xFE, 0xFF] => {
            Err(Fail::Failed(format!("{}: it is in UTF-16; save it as UTF-8", path.display())))
        }
        _ => Ok(()),
    }
}

fn standard_input() -> Source {
    let name = display_name(Path::new("-"));
    Source { name, document: String::new(), bytes: None, place: Place::Input }
}

fn expand_file<S: Subject>(path: &Path, document: String, sources: &mut Vec<Source>) -> Result<(), Fail> {
    let start = start_of(path, 4096)?;
    let is_archive = start.starts_with(archive::MARK) && !S::is(&start, &document);
    if !is_archive {
        let bytes = Some(size_of(path)?);
        sources.push(Source { name: display_name(path), document, bytes, place: Place::File(path.to_owned()) });
        return Ok(());
    }
    let members = match archive::members(path) {
        Ok(members) => members,
        Err(why) => {
            let (name, place) = (display_name(path), Place::Unreadable(why));
            sources.push(Source { name, document, bytes: None, place });
            return Ok(());
        }
    };
    for member in members {
        let name = format!("{}/{}", display_name(path), member.name);
        if !S::may_be(&member.name) {
            skip(&name);
            continue;
        }
        let (document, bytes) = (member.name.clone(), Some(member.bytes));
        sources.push(Source { name, document, bytes, place: Place::Member(member) });
    }
    Ok(())
}

/// The files of known formats, in the order of their paths; others are named.
fn expand_directory<S: Subject>(root: &Path, sources: &mut Vec<Source>) -> Result<(), Fail> {
    let mut files = Vec::new();
    list(root, &mut files)?;
    files.sort();
    for path in files {
        let is_archive = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
        let document = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        match is_archive || S::may_be(&document) {
            true => expand_file::<S>(&path, document, sources)?,
            false => skip(&display_name(&path)),
        }
    }
    Ok(())
}

/// All files under a directory. Links to directories are not followed, since they may lead in circles.
fn list(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), Fail> {
    let fail = |e: std::io::Error| Fail::Failed(format!("{}: {e}", directory.display()));
    for entry in std::fs::read_dir(directory).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let path = entry.path();
        match entry.file_type().map_err(fail)?.is_dir() {
            true => list(&path, files)?,
            false if path.is_file() => files.push(path),
            false => {
                complain(&format!("{}: skipped, it is no file, or a link that leads to none", display_name(&path)))
            }
        }
    }
    Ok(())
}

fn skip(name: &str) {
    complain(&format!("{name}: skipped, it is of no format that can be imported"));
}

fn open(path: &Path) -> Result<File, Fail> {
    File::open(path).map_err(|e| Fail::Failed(format!("{}: {e}", path.display())))
}

/// The first bytes, as many as there are up to a limit.
fn start_of(path: &Path, limit: u64) -> Result<Vec<u8>, Fail> {
    let mut start = Vec::new();
    let read = open(path)?.take(limit).read_to_end(&mut start);
    read.map_err(|e| Fail::Failed(format!("{}: {e}", path.display())))?;
    Ok(start)
}

fn size_of(path: &Path) -> Result<u64, Fail> {
    let metadata = std::fs::metadata(path).map_err(|e| Fail::Failed(format!("{}: {e}", path.display())))?;
    Ok(metadata.len())
}
