//! Where an export goes: standard output, a file, or the two files of parallel text.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::fail::Fail;
use crate::cli::output::{self, WholeFile};
use crate::format::moses::Separated;

/// What is to be written to, before anything is.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    Output,
    File(PathBuf),
    /// The source's file and the target's.
    Pair(PathBuf, PathBuf),
}

/// What is being written to; files are there once they are whole.
pub enum Destination {
    Output,
    File(WholeFile),
    Pair(Separated<WholeFile, WholeFile>),
}

impl Place {
    /// Of a format that is one file.
    pub fn single(output: Option<&Path>) -> Place {
        match output {
            None => Place::Output,
            Some(path) if path == Path::new("-") => Place::Output,
            Some(path) => Place::File(path.to_owned()),
        }
    }

    /// Of parallel text: `BASE.en` and `BASE.fa`.
    pub fn pair(output: Option<&Path>, languages: (Option<&str>, Option<&str>)) -> Result<Place, Fail> {
        let Place::File(base) = Place::single(output) else {
            let message = "parallel text is two files, so it cannot go to standard output; \
                           say --output BASE, for BASE.en and BASE.fa";
            return Err(Fail::Usage(message.into()));
        };
        let (Some(from), Some(to)) = languages else {
            let message = "parallel text does not say its languages, its files are named for them; \
                           say both with --from and --to";
            return Err(Fail::Usage(message.into()));
        };
        if from == to {
            return Err(Fail::Usage(format!(
                "both files of parallel text would be named for {from}; say two languages"
            )));
        }
        let named = |language: &str| {
            let mut name = base.clone().into_os_string();
            name.push(format!(".{language}"));
            PathBuf::from(name)
        };
        Ok(Place::Pair(named(from), named(to)))
    }

    pub fn create(&self) -> Result<Destination, Fail> {
        Ok(match self {
            Place::Output => Destination::Output,
            Place::File(path) => Destination::File(WholeFile::create(path)?),
            Place::Pair(source, target) => {
                Destination::Pair(Separated::new(WholeFile::create(source)?, WholeFile::create(target)?))
            }
        })
    }
}

impl Destination {
    pub fn write(&mut self, chunk: &[u8]) -> Result<(), Fail> {
        match self {
            Destination::Output => output::bytes(chunk),
            Destination::File(file) => Ok(file.write_all(chunk)?),
            Destination::Pair(files) => Ok(files.write_all(chunk)?),
        }
    }

    pub fn finish(self) -> Result<(), Fail> {
        match self {
            Destination::Output => Ok(()),
            Destination::File(file) => file.finish(),
            Destination::Pair(files) => WholeFile::finish_all(files.into_inner().into()),
        }
    }
}
