//! What commands print.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::fail::Fail;
use super::segment::one_line;
use crate::model::Language;
use crate::rpc::{Timestamp, v1};

/// Prints a line; colours only where they are seen.
pub fn line(text: &str) -> Result<(), Fail> {
    Ok(writeln!(anstream::stdout(), "{text}")?)
}

/// Says something on standard error. Nobody may be reading it, which is no reason to stop the work.
pub fn complain(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// A file that is there whole or not at all: it has another name until [`finish`](WholeFile::finish). Where a link
/// leads, the file is; a device or a pipe is written to as it is, as there is nothing to put in its place.
pub struct WholeFile {
    file: BufWriter<File>,
    /// Where the bytes go until they are whole.
    part: Option<PathBuf>,
    path: PathBuf,
}

impl WholeFile {
    pub fn create(path: &Path) -> Result<WholeFile, Fail> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let part = (!is_stream(&path)).then(|| with_suffix(&path, ".part"));
        let opened = match &part {
            Some(part) => File::create(part),
            None => File::options().write(true).open(&path),
        };
        let name = part.as_deref().unwrap_or(&path);
        let file = opened.map_err(|e| Fail::Failed(format!("{}: {e}", name.display())))?;
        Ok(WholeFile { file: BufWriter::new(file), part, path })
    }

    /// Waits until all is on disk, and gives the file its name.
    pub fn finish(self) -> Result<(), Fail> {
        WholeFile::finish_all([self])
    }

    /// The same for files that belong together: none gets its name before all are on disk.
    pub fn finish_all<const N: usize>(mut files: [WholeFile; N]) -> Result<(), Fail> {
        files.iter_mut().try_for_each(WholeFile::sync)?;
        files.iter_mut().try_for_each(WholeFile::take_name)
    }

    fn sync(&mut self) -> Result<(), Fail> {
        let flushed = self.file.flush();
        let synced = flushed.and_then(|()| self.part.as_ref().map_or(Ok(()), |_| self.file.get_ref().sync_all()));
        synced.map_err(|e| Fail::Failed(format!("{}: {e}", self.path.display())))
    }

    fn take_name(&mut self) -> Result<(), Fail> {
        let Some(part) = &self.part else { return Ok(()) };
        std::fs::rename(part, &self.path).map_err(|e| Fail::Failed(format!("{}: {e}", self.path.display())))?;
        self.part = None;
        Ok(())
    }
}

/// Whether a path is something to write to that is no file: `/dev/null`, a named pipe, a terminal.
fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(suffix);
    PathBuf::from(name)
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // Half a file is none.
            let _ = std::fs::remove_file(part);
        }
    }
}

/// Prints bytes as they are.
pub fn bytes(bytes: &[u8]) -> Result<(), Fail> {
    Ok(std::io::stdout().write_all(bytes)?)
}

/// Prints a message as one line of canonical proto JSON.
pub fn json(message: &impl Serialize) -> Result<(), Fail> {
    line(&serde_json::to_string(message)?)
}

/// The same with the name of the file that it is about.
pub fn json_of_file(message: &impl Serialize, name: &str) -> Result<(), Fail> {
    let mut message = serde_json::to_value(message)?;
    message["file"] = name.into();
    line(&message.to_string())
}

/// Prints rows under a header.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<(), Fail> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.to_vec());
    rows.into_iter().for_each(|row| {
        table.add_row(row);
    });
    line(&table.to_string())
}

/// Prints rows under a header as a Markdown table, the first column to the left and the others, numbers, to the right.
pub fn markdown(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<(), Fail> {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(header.to_vec()).add_rows(rows);
    table.column_iter_mut().skip(1).for_each(|column| {
        column.set_cell_alignment(CellAlignment::Right);
    });
    line(&table.to_string())
}

/// A progress bar on standard error, drawn by indicatif's template; hidden where nobody sees it.
pub fn progress_bar(template: &str, length: Option<u64>, prefix: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length.unwrap_or_default()).with_style(style).with_prefix(prefix.to_owned())
}

/// Says that a list goes on, if there is a token for its next page.
pub fn say_more(page_token: &str) -> Result<(), Fail> {
    if page_token.is_empty() { Ok(()) } else { line("… and more; --limit shows them") }
}

/// Text without the control characters by which it could take over a terminal.
pub fn harmless(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n' && c != '\t', "\u{FFFD}")
}

/// A text on one line with some parts of it marked: in colour where that is seen, else in brackets.
pub fn marked(text: &v1::UnitText, spans: &[Range<usize>]) -> String {
    let is_coloured = AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
    let style = anstyle::AnsiColor::Green.on_default().bold();
    let (open, close) = match is_coloured {
        true => (style.render().to_string(), style.render_reset().to_string()),
        false => ("[".to_owned(), "]".to_owned()),
    };
    let (mut shown, mut at) = (String::new(), 0);
    for span in spans {
        let (before, part) = (text.text.get(at..span.start), text.text.get(span.clone()));
        shown.push_str(&harmless(before.unwrap_or_default()));
        shown.push_str(&format!("{open}{}{close}", harmless(part.unwrap_or_default())));
        at = span.end;
    }
    shown.push_str(&harmless(text.text.get(at..).unwrap_or_default()));
    // A bracket has no direction of its own; at the start of a line it would not be taken for a part of Persian text.
    let is_right_to_left = Language::parse(&text.language).is_ok_and(|language| language.is_right_to_left());
    let mark = if shown.starts_with('[') && is_right_to_left { "\u{200F}" } else { "" };
    format!("{mark}{}", one_line(&shown))
}

/// An enumeration's value as people read it: `MATCH_TYPE_NEAR_EXACT` without its prefix, `near exact`.
pub fn plain(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).trim_start_matches('_').to_lowercase().replace('_', " ")
}

/// A time as people write it, to the second, in UTC.
pub fn time(time: Timestamp) -> String {
    jiff::Timestamp::new(time.seconds, 0)
        .map_or_else(|_| String::new(), |time| time.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// A percentage without decimals that say nothing; rounded down, as 99.9 is not 100.
pub fn percent(score: f64) -> String {
    format!("{}%", score.floor())
}
