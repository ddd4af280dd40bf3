//! The command line as its users see it: what it prints, where, and its exit codes.

#[path = "cli/align.rs"]
mod align;
#[path = "cli/backup.rs"]
mod backup;
#[path = "cli/behaviour.rs"]
mod behaviour;
#[path = "cli/bench.rs"]
mod bench;
mod common;
#[path = "cli/concordance.rs"]
mod concordance;
#[path = "cli/curation.rs"]
mod curation;
#[path = "cli/errors.rs"]
mod errors;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/history.rs"]
mod history;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/mining.rs"]
mod mining;
#[path = "cli/segment.rs"]
mod segment;
#[path = "cli/suggest.rs"]
mod suggest;
#[path = "cli/term_files.rs"]
mod term_files;
#[path = "cli/terms.rs"]
mod terms;
#[path = "cli/translate.rs"]
mod translate;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{Server, hafez};
use serde_json::Value;
use tempfile::TempDir;

const ARTICLE: &str = "\
## Storm Closes Ports On The Caspian Coast

Tuesday, 03/12/2024

Dr. Karimi said the storm was the worst since 2019. Ferries stayed in harbour.

Ferries stayed in harbour.
";

const TABLE: &str = "Ferries stayed in harbour.\tکشتی‌ها در بندر ماندند.\nSchools stay shut.\tمدارس تعطیل می‌مانند.\n";

/// What a command has done.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    output: String,
    errors: String,
}

impl Run {
    /// Its output, if it ended well and without a word of complaint.
    #[track_caller]
    fn ok(self) -> String {
        assert!(self.code == Some(0) && self.errors.is_empty(), "{self:#?}");
        self.output
    }

    #[track_caller]
    fn json(self) -> Vec<Value> {
        let lines = self.ok();
        lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    #[track_caller]
    fn one_json(self) -> Value {
        let mut lines = self.json();
        assert_eq!(lines.len(), 1, "{lines:#?}");
        lines.remove(0)
    }

    /// Its error, if it failed with this exit code and one line that holds all of `words`.
    #[track_caller]
    fn fails(self, code: i32, words: &[&str]) -> String {
        assert!(self.code == Some(code) && self.output.is_empty(), "{self:#?}");
        assert_eq!(self.errors.lines().count(), 1, "{self:#?}");
        assert!(self.errors.starts_with("hafez: "), "{self:#?}");
        words.iter().for_each(|word| assert!(self.errors.contains(word), "{word}: {self:#?}"));
        self.errors
    }
}

impl Run {
    /// That it was used wrongly, and says so as clap does.
    #[track_caller]
    fn fails_with_usage(self, word: &str) {
        assert!(self.code == Some(2) && self.errors.contains(word), "{self:#?}");
    }
}

fn run_with_input(command: &mut Command, input: &[u8]) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), output: text(output.stdout), errors: text(output.stderr) }
}

fn run(arguments: &[&str]) -> Run {
    run_with_input(hafez().args(arguments), b"")
}

/// A directory with a store, and files beside it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    /// One whose memory `news` holds the table.
    fn with_news() -> Desk {
        let desk = Desk::new();
        let file = desk.file("news.tsv", TABLE);
        assert_eq!(desk.run(&["import", "--memory", "news", "--from", "en", "--to", "fa", &file]).code, Some(0));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).display().to_string()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = hafez();
        command.args(arguments).arg("--store").arg(self.path("store"));
        command
    }

    /// Runs a command on the store.
    fn run(&self, arguments: &[&str]) -> Run {
        run_with_input(&mut self.command(arguments), b"")
    }

    /// Runs a command on another store of the desk.
    fn run_on(&self, store: &str, arguments: &[&str]) -> Run {
        run_with_input(hafez().args(arguments).arg("--store").arg(self.path(store)), b"")
    }

    fn run_with_input(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
        run_with_input(&mut self.command(arguments), input.as_ref())
    }

    /// Imports into `news` from English to Persian.
    fn import(&self, more: &[&str]) -> Run {
        self.run(&[&["import", "--memory", "news", "--from", "en", "--to", "fa"], more].concat())
    }

    fn suggest(&self, more: &[&str]) -> Run {
        self.run(&[&["suggest", "--from", "en", "--to", "fa"], more].concat())
    }

    fn memories(&self) -> Vec<Value> {
        self.run(&["memory", "list", "--json"]).json()
    }
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(|key| &**key).collect()
}

#[track_caller]
fn has_keys(value: &Value, wanted: &[&str]) {
    let keys = keys(value);
    wanted.iter().for_each(|key| assert!(keys.contains(key), "{key} in {keys:?}"));
}

fn visible(text: &str) -> String {
    text.split_whitespace().collect()
}
