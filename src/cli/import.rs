mod archive;
mod past;
mod policy;
mod report;
mod sources;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status};
use tonic_types::{FieldViolation, StatusExt};

use super::connect::{Connection, Target};
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use crate::format::{Columns, is_known_encoding};
use crate::rpc::v1;
use crate::rpc::v1::import_units_request::Message;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;
use policy::Policy;
use report::Report;
use sources::Source;

const CHUNK_BYTES: usize = 256 << 10;
const CHUNKS_AHEAD: usize = 4;
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
    #[arg(long, value_name = "NAME", required_unless_present_any = ["undo", "list"], default_value = "")]
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
    #[command(flatten)]
    policy: Policy,
    /// Write every refused and every doubtful unit to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Print how far each file has come, again and again, and its last counts, as JSON, one object a line
    #[arg(long)]
    json: bool,
    /// The id of the import; the same command with the id of one that broke off goes on where that was. Made up if not given
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Take the import with this id back, instead of importing; with --dry-run, only count what that would do
    #[arg(long, value_name = "ID", conflicts_with_all = ["files", "memory", "id", "report"])]
    undo: Option<String>,
    /// List all imports, instead of importing
    #[arg(long, conflicts_with_all = ["files", "memory", "id", "report", "undo"])]
    list: bool,
    /// Files, directories, zip archives, or - for standard input; any file may be compressed with gzip
    #[arg(required_unless_present_any = ["undo", "list"])]
    files: Vec<PathBuf>,
}

impl Import {
    pub async fn run(mut self, target: Target) -> Result<(), Fail> {
        if self.list || self.undo.is_some() {
            return self.look_back(target).await;
        }
        self.check_columns()?;
        let sources = match self.format {
            Format::Moses => sources::pair(&self.files)?,
            _ => sources::expand(&self.files)?,
        };
        let id = self.id.take().unwrap_or_else(made_up_id);
        let mut report = Report::open(self.report.as_deref())?;
        let connection = target.connect_or_create().await?;
        report.begin()?;
        let mut client = client(&connection);
        let (mut done, mut failed) = (v1::ImportCounts::default(), Ok(()));
        for source in &sources {
            // One broken file is no reason to leave out the others.
            if let Err(fail) = self.import(&mut client, (&id, source), &mut report, &mut done).await
                && let Err(earlier) = std::mem::replace(&mut failed, Err(fail))
            {
                earlier.report();
            }
        }
        drop(client);
        connection.close()?;
        if !self.dry_run && !self.json && done.added + done.updated > 0 {
            output::line(&format!("import {id}: hafez import --undo {id} takes it back"))?;
        }
        failed?;
        if done.refused > 0 { Err(Fail::Refused) } else { Ok(()) }
    }

    /// Lists imports, or takes one back.
    async fn look_back(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let mut client = client(&connection);
        match &self.undo {
            Some(import) => past::undo(&mut client, import, self.dry_run, self.json).await?,
            None => past::list(&mut client, self.json).await?,
        }
        drop(client);
        connection.close()
    }

    /// Imports one file; adds what came of it to `done`.
    async fn import(
        &self,
        client: &mut TransferServiceClient<tonic::transport::Channel>,
        (id, source): (&str, &Source),
        report: &mut Report,
        done: &mut v1::ImportCounts,
    ) -> Result<(), Fail> {
        let (name, reader) = (&source.name, source.open()?);
        let (messages, stream) = mpsc::channel(CHUNKS_AHEAD);
        let header = self.header(id, source);
        // Kept until the file has been read whole: the stream's end says that it has.
        let end = messages.clone();
        let sending = tokio::task::spawn_blocking(move || send(header, reader, &messages));
        let bar = progress_bar(source.bytes, name);
        let started = std::time::Instant::now();
        report.begin_file();
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
            outcome = self.receive(client, stream, (id, name), report, (&bar, done)) => outcome,
            unread = sent => unread,
        };
        bar.finish_and_clear();
        let last = outcome.map_err(|fail| in_file(name, fail))?;
        self.summarize(name, &last, started.elapsed().as_secs_f64())
    }

    /// Says at once what the server would say of each file.
    fn check_columns(&self) -> Result<(), Fail> {
        let chosen = self.columns.iter().map(|(role, name)| (role.as_str(), name.as_str()));
        let parsed = if self.columns.is_empty() { None } else { Some(Columns::parse(chosen)) };
        parsed.transpose().map(drop).map_err(|what| Fail::Usage(format!("--columns: {what}")))
    }

    fn header(&self, id: &str, source: &Source) -> v1::ImportHeader {
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
            import: id.to_owned(),
            // Of each file its own, and the same when the same command comes again.
            request_id: format!("{id}/{}", &blake3::hash(source.name.as_bytes()).to_hex()[..16]),
            policy: Some(self.policy.message()),
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
        (id, name): (&str, &str),
        report: &mut Report,
        (bar, done): (&ProgressBar, &mut v1::ImportCounts),
    ) -> Result<v1::ImportUnitsResponse, Fail> {
        let mut answers = client.import_units(ReceiverStream::new(stream)).await?.into_inner();
        let (mut last, mut unshown) = (v1::ImportUnitsResponse::default(), Vec::new());
        loop {
            match answers.message().await {
                // The last answer tells nothing new; what the file broke on, if it did, comes behind it.
                Ok(Some(answer)) if answer.done => {
                    last = v1::ImportUnitsResponse { encoding: std::mem::take(&mut last.encoding), ..answer };
                    continue;
                }
                Ok(Some(answer)) => {
                    report.show(name, &unshown, bar);
                    self.say_created(&last, &answer, bar);
                    add(done, &last, &answer);
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
                    return Err(self.broken(status, (id, name), &last));
                }
            }
            if self.json {
                output::json_of_file(&last, name)?;
            }
            let units = last.counts.as_ref().map_or(0, |counts| counts.read);
            bar.set_position(last.durable_position);
            bar.set_message(format!("{units} units, {:.0}/s", units as f64 / bar.elapsed().as_secs_f64().max(1e-3)));
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
    fn broken(&self, status: Status, (id, name): (&str, &str), last: &v1::ImportUnitsResponse) -> Fail {
        let counts = last.counts.clone().unwrap_or_default();
        let verb = if self.dry_run { "would be kept" } else { "kept" };
        if counts.read > 0 {
            let good = counts.read - counts.refused;
            let units = if good == 1 { "unit" } else { "units" };
            output::complain(&format!(
                "{name}: {good} {units} before that {verb}, up to byte {}",
                last.durable_position
            ));
        }
        if !self.dry_run && status.code() != Code::InvalidArgument {
            output::complain(&format!("{name}: the same command with --id {id} goes on where this one stopped"));
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
            return output::json_of_file(last, name);
        }
        let counts = last.counts.clone().unwrap_or_default();
        let v1::ImportCounts { read, added, updated, unchanged, refused, draft, replaced, .. } = counts;
        let rate = read as f64 / seconds.max(1e-3);
        let dry = if self.dry_run { " (dry run: nothing was written)" } else { "" };
        let encoding = match last.encoding.as_str() {
            "" | "UTF-8" => String::new(),
            other => format!(", read as {other}"),
        };
        let replaced = if replaced > 0 { format!(", {replaced} replaced") } else { String::new() };
        output::line(&format!(
            "{name}: {read} read, {added} added, {updated} updated, {unchanged} unchanged{replaced}, {refused} refused{}, \
             {draft} draft{} in {seconds:.1} s, {rate:.0} units/s{encoding}{dry}",
            reasons(&counts.refused_by_reason),
            reasons(&counts.doubtful_by_reason),
        ))
    }
}

/// Adds what a file's last answer tells more than the one before.
fn add(done: &mut v1::ImportCounts, before: &v1::ImportUnitsResponse, now: &v1::ImportUnitsResponse) {
    let [before, now] = [before, now].map(|answer| answer.counts.clone().unwrap_or_default());
    done.refused += now.refused - before.refused;
    done.added += now.added - before.added;
    done.updated += now.updated - before.updated;
}

/// ` (EMPTY_TARGET 3, NOT_UTF8 1)`, or nothing.
fn reasons(counts: &BTreeMap<String, u64>) -> String {
    match counts.is_empty() {
        true => String::new(),
        false => {
            let counts: Vec<String> = counts.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
            format!(" ({})", counts.join(", "))
        }
    }
}

fn client(connection: &Connection) -> TransferServiceClient<tonic::transport::Channel> {
    TransferServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX)
}

/// An id by the time, and by what tells this command from others of the same second.
fn made_up_id() -> String {
    let now = jiff::Timestamp::now();
    let digest = blake3::hash(format!("{} {}", now.as_nanosecond(), std::process::id()).as_bytes());
    format!("{}-{}", now.strftime("%Y%m%d-%H%M%S"), &digest.to_hex()[..6])
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
        // What there is by now: standard input may be slow.
        let mut chunk = vec![0; CHUNK_BYTES];
        let read = reader.read(&mut chunk)?;
        if read == 0 {
            return Ok(());
        }
        chunk.truncate(read);
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
