mod archive;
mod sources;

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tonic_types::{FieldViolation, StatusExt};

use super::connect::Target;
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use crate::format::{Columns, is_known_encoding};
use crate::rpc::v1;
use crate::rpc::v1::import_units_request::Message;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;
use sources::Source;

const CHUNK_BYTES: usize = 256 << 10;
const CHUNKS_AHEAD: usize = 4;
/// How many problems are shown of a file; a report has all.
const PROBLEMS_SHOWN: usize = 20;
/// What the API calls --from and --to.
const LANGUAGE_FIELDS: [&str; 2] = ["header.source_language", "header.target_language"];

/// The format of a file to import.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Auto,
    Tsv,
    Tmx,
    Xliff,
    Txml,
    Po,
    Csv,
    Xlsx,
    Jsonl,
    /// Two files, line by line: SOURCE TARGET
    Moses,
}

#[derive(Args)]
pub struct Import {
    /// The memory to import into; created if it is not there
    #[arg(long, value_name = "NAME")]
    memory: String,
    /// The source language; a table or PO needs it, in a TMX it chooses, an XLIFF or TXML has to be in it
    #[arg(long, value_parser = parse_language)]
    from: Option<String>,
    /// The target language; a table needs it, in a TMX it chooses, an XLIFF or TXML has to be in it
    #[arg(long, value_parser = parse_language)]
    to: Option<String>,
    /// The format of the files; told from their names and first bytes if not given
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The columns of a table to take, by their numbers or their names in its first row, as source=2,target=3 says it;
    /// also id, note, author, status and document
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', value_parser = parse_column)]
    columns: Vec<(String, String)>,
    /// The encoding of files that are nothing but text, such as windows-1256; found out if not given
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    encoding: Option<String>,
    /// Read, check and count, but write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write every refused unit to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Print the last counts of each file as JSON
    #[arg(long)]
    json: bool,
    /// Files, directories, zip archives, or - for standard input; any file may be compressed with gzip
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Where refused units go.
struct Report {
    file: Option<File>,
    shown: usize,
}

impl Import {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        self.check_columns()?;
        let sources = match self.format {
            Format::Moses => sources::pair(&self.files)?,
            _ => sources::expand(&self.files)?,
        };
        let file = self.report.as_deref().map(create_report).transpose()?;
        let mut report = Report { file, shown: 0 };
        let connection = target.connect_or_create().await?;
        let mut client = TransferServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let (mut refused, mut failed) = (0, Ok(()));
        for source in &sources {
            match self.import(&mut client, source, &mut report).await {
                Ok(of_this) => refused += of_this,
                // One broken file is no reason to leave out the others.
                Err(fail) => {
                    if let Err(earlier) = std::mem::replace(&mut failed, Err(fail)) {
                        earlier.report();
                    }
                }
            }
        }
        drop(client);
        connection.close()?;
        failed?;
        if refused > 0 { Err(Fail::Refused) } else { Ok(()) }
    }

    /// Imports one file; gives how many of its units were refused.
    async fn import(
        &self,
        client: &mut TransferServiceClient<tonic::transport::Channel>,
        source: &Source,
        report: &mut Report,
    ) -> Result<u64, Fail> {
        let (name, reader) = (&source.name, source.open()?);
        let (messages, stream) = mpsc::channel(CHUNKS_AHEAD);
        let header = self.header(source);
        // Kept until the file has been read whole: the stream's end says that it has.
        let end = messages.clone();
        let sending = tokio::task::spawn_blocking(move || send(header, reader, &messages));
        let bar = progress_bar(source.bytes, name);
        let started = std::time::Instant::now();
        report.shown = 0;
        let sent = async {
            let sent = sending.await.map_err(|e| Fail::Failed(e.to_string())).and_then(|sent| Ok(sent?));
            match sent {
                Ok(()) => drop(end),
                // The call is given up without the end of its stream, so that the server does not take half a file for one.
                Err(fail) => return Err(fail),
            }
            std::future::pending().await
        };
        let outcome = tokio::select! {
            outcome = self.receive(client, stream, name, report, &bar) => outcome,
            unread = sent => unread,
        };
        bar.finish_and_clear();
        let last = outcome.map_err(|fail| in_file(name, fail))?;
        self.summarize(name, &last, started.elapsed().as_secs_f64())?;
        Ok(last.counts.unwrap_or_default().refused)
    }

    /// Says at once what the server would say of each file.
    fn check_columns(&self) -> Result<(), Fail> {
        let chosen = self.columns.iter().map(|(role, name)| (role.as_str(), name.as_str()));
        let parsed = if self.columns.is_empty() { None } else { Some(Columns::parse(chosen)) };
        parsed.transpose().map(drop).map_err(|what| Fail::Usage(format!("--columns: {what}")))
    }

    fn header(&self, source: &Source) -> v1::ImportHeader {
        let format = match self.format {
            Format::Auto => v1::TransferFormat::Unspecified,
            Format::Tsv => v1::TransferFormat::Tsv,
            Format::Tmx => v1::TransferFormat::Tmx,
            Format::Xliff => v1::TransferFormat::Xliff,
            Format::Txml => v1::TransferFormat::Txml,
            Format::Po => v1::TransferFormat::Po,
            Format::Csv => v1::TransferFormat::Csv,
            Format::Xlsx => v1::TransferFormat::Xlsx,
            Format::Jsonl => v1::TransferFormat::Jsonl,
            Format::Moses => v1::TransferFormat::Moses,
        };
        v1::ImportHeader {
            memory: self.memory.clone(),
            create_memory: true,
            format: format.into(),
            source_language: self.from.clone().unwrap_or_default(),
            target_language: self.to.clone().unwrap_or_default(),
            document: source.document.clone(),
            dry_run: self.dry_run,
            size_bytes: source.bytes.unwrap_or_default(),
            columns: self.columns.iter().cloned().collect(),
            encoding: self.encoding.clone().unwrap_or_default(),
            ..Default::default()
        }
    }

    /// Follows the import to its end; gives the last counts.
    async fn receive(
        &self,
        client: &mut TransferServiceClient<tonic::transport::Channel>,
        stream: mpsc::Receiver<v1::ImportUnitsRequest>,
        name: &str,
        report: &mut Report,
        bar: &ProgressBar,
    ) -> Result<v1::ImportUnitsResponse, Fail> {
        let mut answers = client.import_units(ReceiverStream::new(stream)).await?.into_inner();
        let (mut last, mut unshown) = (v1::ImportUnitsResponse::default(), Vec::new());
        loop {
            match answers.message().await {
                // The last answer tells nothing new; what the file broke on, if it did, comes behind it.
                Ok(Some(answer)) if answer.done => {
                    last = v1::ImportUnitsResponse { encoding: last.encoding, ..answer };
                    continue;
                }
                Ok(Some(answer)) => {
                    report.show(name, &unshown, bar);
                    self.say_created(&last, &answer, bar);
                    last = answer;
                }
                Ok(None) => {
                    report.show(name, &unshown, bar);
                    return Ok(last);
                }
                Err(status) => {
                    // What the file broke on is the last problem, too; it is said once.
                    unshown.retain(|problem: &v1::ImportProblem| problem.message != status.message());
                    report.show(name, &unshown, bar);
                    return Err(self.broken(status, name, &last));
                }
            }
            bar.set_position(last.durable_position);
            bar.set_message(format!("{} units", last.counts.unwrap_or_default().read));
            report.write(name, &last.problems)?;
            unshown = std::mem::take(&mut last.problems);
        }
    }

    fn say_created(&self, before: &v1::ImportUnitsResponse, now: &v1::ImportUnitsResponse, bar: &ProgressBar) {
        if now.memory_created && !before.memory_created {
            let verb = if self.dry_run { "would be created" } else { "created" };
            bar.suspend(|| output::complain(&format!("memory {} {verb}", self.memory)));
        }
    }

    /// An import that ended early: what is in, and why it is not all.
    fn broken(&self, status: Status, name: &str, last: &v1::ImportUnitsResponse) -> Fail {
        let counts = last.counts.unwrap_or_default();
        let verb = if self.dry_run { "would be kept" } else { "kept" };
        if counts.read > 0 {
            let good = counts.read - counts.refused;
            let units = if good == 1 { "unit" } else { "units" };
            output::complain(&format!(
                "{name}: {good} {units} before that {verb}, up to byte {}",
                last.durable_position
            ));
        }
        let names_no_language = |v: &FieldViolation| LANGUAGE_FIELDS.contains(&v.field.as_str());
        match status.get_details_bad_request() {
            Some(bad) if bad.field_violations.iter().any(names_no_language) => {
                Fail::Usage("a table does not say its languages; name both with --from and --to".into())
            }
            _ => status.into(),
        }
    }

    fn summarize(&self, name: &str, last: &v1::ImportUnitsResponse, seconds: f64) -> Result<(), Fail> {
        if self.json {
            return output::json(last);
        }
        let v1::ImportCounts { read, added, updated, unchanged, refused } = last.counts.unwrap_or_default();
        let rate = read as f64 / seconds.max(1e-3);
        let dry = if self.dry_run { " (dry run: nothing was written)" } else { "" };
        let encoding = match last.encoding.as_str() {
            "" | "UTF-8" => String::new(),
            other => format!(", read as {other}"),
        };
        output::line(&format!(
            "{name}: {read} read, {added} added, {updated} updated, {unchanged} unchanged, {refused} refused \
             in {seconds:.1} s, {rate:.0} units/s{encoding}{dry}"
        ))
    }
}

impl Report {
    fn write(&mut self, name: &str, problems: &[v1::ImportProblem]) -> Result<(), Fail> {
        let Some(file) = &mut self.file else { return Ok(()) };
        for problem in problems {
            let mut line = serde_json::to_value(problem)?;
            line["file"] = name.into();
            writeln!(file, "{line}")?;
        }
        Ok(())
    }

    fn show(&mut self, name: &str, problems: &[v1::ImportProblem], bar: &ProgressBar) {
        for problem in problems {
            let text = match self.shown {
                0..PROBLEMS_SHOWN => &*problem.message,
                PROBLEMS_SHOWN => "… more refused; --report FILE lists all",
                _ => return,
            };
            bar.suspend(|| output::complain(&format!("{name}: {text}")));
            self.shown += 1;
        }
    }
}

fn create_report(path: &Path) -> Result<File, Fail> {
    File::create(path).map_err(|e| Fail::Failed(format!("the report {} cannot be written: {e}", path.display())))
}

fn in_file(name: &str, fail: Fail) -> Fail {
    match fail {
        Fail::Failed(message) => Fail::Failed(format!("{name}: {message}")),
        Fail::Usage(message) => Fail::Usage(format!("{name}: {message}")),
        other => other,
    }
}

fn parse_column(column: &str) -> Result<(String, String), String> {
    let chosen = column.split_once('=').ok_or("write what it is and its number or name, as in source=2,target=3")?;
    Ok((chosen.0.trim().to_owned(), chosen.1.trim().to_owned()))
}

fn parse_encoding(name: &str) -> Result<String, String> {
    match is_known_encoding(name) {
        true => Ok(name.to_owned()),
        false => Err("it is not the name of a known encoding; write for example utf-8 or windows-1256".into()),
    }
}

/// Sends the header, then the file in chunks; stops quietly when the server no longer listens, as it says why.
fn send(
    header: v1::ImportHeader,
    mut reader: Box<dyn Read + Send>,
    messages: &mpsc::Sender<v1::ImportUnitsRequest>,
) -> std::io::Result<()> {
    let mut message = Message::Header(header);
    loop {
        if messages.blocking_send(v1::ImportUnitsRequest { message: Some(message) }).is_err() {
            return Ok(());
        }
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        if reader.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut chunk)? == 0 {
            return Ok(());
        }
        message = Message::Chunk(chunk);
    }
}

fn progress_bar(bytes: Option<u64>, name: &str) -> ProgressBar {
    let template = match bytes {
        Some(_) => "{prefix} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {msg}, {eta} left",
        None => "{prefix} {spinner} {bytes} {bytes_per_sec} {msg}",
    };
    output::progress_bar(template, bytes, name)
}
