//! Files on their way to the server.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

use indicatif::ProgressBar;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::{FieldViolation, StatusExt};

use super::client;
use super::options::Options;
use super::report::Report;
use super::sources::Source;
use super::subject::{FileName, Subject};
use crate::cli::connect::Target;
use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;

const CHUNK_BYTES: usize = 256 << 10;
const CHUNKS_AHEAD: usize = 4;
/// How often a server is told that more will come, which else gives an import up after a minute without a chunk.
const BETWEEN_SIGNS: Duration = Duration::from_secs(20);
/// What the API calls --from and --to.
const LANGUAGE_FIELDS: [&str; 2] = ["header.source_language", "header.target_language"];

/// An import of files that hold a subject.
pub struct Transfer<'a, S> {
    pub subject: &'a S,
    pub options: &'a Options,
}

impl<S: Subject> Transfer<'_, S> {
    pub async fn run(&self, target: Target, sources: &[Source]) -> Result<(), Fail> {
        let id = self.options.id.clone().unwrap_or_else(made_up_id);
        let mut report = Report::open(self.options.report.as_deref())?;
        let connection = target.connect_or_create().await?;
        report.begin()?;
        let mut client = client(&connection);
        let (mut done, mut failed) = (v1::ImportCounts::default(), Ok(()));
        for source in sources {
            // One broken file is no reason to leave out the others.
            if let Err(fail) = self.import(&mut client, (&id, source), &mut report, &mut done).await
                && let Err(earlier) = std::mem::replace(&mut failed, Err(fail))
            {
                earlier.report();
            }
        }
        drop(client);
        // Why a file is not in tells more than that the store cannot be closed after it.
        let closed = connection.close();
        let Options { dry_run, json, .. } = self.options;
        if closed.is_ok() && !dry_run && !json && done.added + done.updated > 0 {
            output::line(&format!("import {id}: hafez import --undo {id} takes it back"))?;
        }
        failed?;
        closed?;
        if done.refused > 0 { Err(Fail::Refused) } else { Ok(()) }
    }

    /// Imports one file; adds what came of it to `done`.
    async fn import(
        &self,
        client: &mut TransferServiceClient<Channel>,
        (id, source): (&str, &Source),
        report: &mut Report,
        done: &mut v1::ImportCounts,
    ) -> Result<(), Fail> {
        let (name, reader) = (&source.name, source.open()?);
        let (messages, stream) = mpsc::channel(CHUNKS_AHEAD);
        let request_id = format!("{id}/{}", &blake3::hash(source.name.as_bytes()).to_hex()[..16]);
        let header = self.subject.header(FileName { import: id.to_owned(), request_id }, source);
        // Kept until the file has been read whole: the stream's end says that it has.
        let end = messages.clone();
        let sending = tokio::task::spawn_blocking(move || send::<S>(header, reader, &messages));
        let waiting = tokio::spawn(say_that_more_will_come::<S>(end.downgrade()));
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
        waiting.abort();
        bar.finish_and_clear();
        let last = outcome.map_err(|fail| in_file(name, fail))?;
        self.summarize(name, &last, started.elapsed().as_secs_f64())
    }

    /// Follows the import to its end; gives the last counts.
    async fn receive(
        &self,
        client: &mut TransferServiceClient<Channel>,
        stream: mpsc::Receiver<S::Part>,
        (id, name): (&str, &str),
        report: &mut Report,
        (bar, done): (&ProgressBar, &mut v1::ImportCounts),
    ) -> Result<v1::ImportUnitsResponse, Fail> {
        let mut answers = S::call(client, ReceiverStream::new(stream)).await?;
        let (mut last, mut unshown) = (v1::ImportUnitsResponse::default(), Vec::new());
        loop {
            match answers.message().await.map(|answer| answer.map(S::answer)) {
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
                    if self.options.json {
                        let error = in_words_of_options(status.message());
                        output::line(&serde_json::json!({ "file": name, "error": error }).to_string())?;
                    }
                    return Err(self.broken(status, (id, name), &last));
                }
            }
            if self.options.json {
                output::json_of_file(&last, name)?;
            }
            let units = last.counts.as_ref().map_or(0, |counts| counts.read);
            bar.set_position(last.durable_position);
            bar.set_message(format!(
                "{units} {}, {:.0}/s",
                S::MANY,
                units as f64 / bar.elapsed().as_secs_f64().max(1e-3)
            ));
            report.write(name, &last.problems)?;
            unshown = std::mem::take(&mut last.problems);
        }
    }

    fn say_created(&self, before: &v1::ImportUnitsResponse, now: &v1::ImportUnitsResponse, bar: &ProgressBar) {
        if let Some(memory) = self.subject.created(now).filter(|_| self.subject.created(before).is_none()) {
            let verb = if self.options.dry_run { "would be created" } else { "created" };
            bar.suspend(|| output::complain(&format!("memory {memory} {verb}")));
        }
    }

    /// An import that ended early: what is in, and why it is not all.
    fn broken(&self, status: Status, (id, name): (&str, &str), last: &v1::ImportUnitsResponse) -> Fail {
        let counts = last.counts.clone().unwrap_or_default();
        let verb = if self.options.dry_run { "would be kept" } else { "kept" };
        if counts.read > 0 {
            let good = counts.read - counts.refused;
            let units = if good == 1 { S::ONE } else { S::MANY };
            output::complain(&format!(
                "{name}: {good} {units} before that {verb}, up to byte {}",
                last.durable_position
            ));
        }
        if !self.options.dry_run && status.code() != Code::InvalidArgument {
            output::complain(&format!("{name}: the same command with --id {id} goes on where this one stopped"));
        }
        let names_no_language = |v: &FieldViolation| LANGUAGE_FIELDS.contains(&v.field.as_str());
        match status.get_details_bad_request() {
            Some(bad) if bad.field_violations.iter().any(names_no_language) => {
                Fail::Usage("a table does not say its languages; name both with --from and --to".into())
            }
            _ => Fail::Failed(in_words_of_options(status.message())),
        }
    }

    fn summarize(&self, name: &str, last: &v1::ImportUnitsResponse, seconds: f64) -> Result<(), Fail> {
        if self.options.json {
            return output::json_of_file(last, name);
        }
        let counts = last.counts.clone().unwrap_or_default();
        let v1::ImportCounts { read, added, updated, unchanged, refused, draft, replaced, .. } = counts;
        let rate = read as f64 / seconds.max(1e-3);
        let dry = if self.options.dry_run { " (dry run: nothing was written)" } else { "" };
        let encoding = match last.encoding.as_str() {
            "" | "UTF-8" => String::new(),
            other => format!(", read as {other}"),
        };
        let replaced = if replaced > 0 { format!(", {replaced} replaced") } else { String::new() };
        output::line(&format!(
            "{name}: {read} read, {added} added, {updated} updated, {unchanged} unchanged{replaced}, {refused} refused{}, \
             {draft} {}{} in {seconds:.1} s, {rate:.0} {}/s{encoding}{dry}",
            reasons(&counts.refused_by_reason),
            S::DRAFT,
            reasons(&counts.doubtful_by_reason),
            S::MANY,
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

fn in_file(name: &str, fail: Fail) -> Fail {
    match fail {
        Fail::Failed(message) => Fail::Failed(format!("{name}: {message}")),
        Fail::Usage(message) => Fail::Usage(format!("{name}: {message}")),
        other => other,
    }
}

/// A message of the API that names one of its fields, with the option that is meant instead.
fn in_words_of_options(message: &str) -> String {
    let Some((field, rest)) = message.split_once(": ") else { return message.to_owned() };
    match field {
        "chunk" => rest.to_owned(),
        "header.source_language" => format!("--from: {rest}"),
        "header.target_language" => format!("--to: {rest}"),
        "header.import" | "header.request_id" => format!("--id: {rest}"),
        field => match field.strip_prefix("header.policy.").or(field.strip_prefix("header.")) {
            Some(option) => format!("--{}: {rest}", option.replace('_', "-")),
            None => message.to_owned(),
        },
    }
}

/// Sends the header, then the file in chunks; stops quietly when the server no longer listens, as it says why.
fn send<S: Subject>(
    header: S::Part,
    mut reader: Box<dyn Read + Send>,
    parts: &mpsc::Sender<S::Part>,
) -> std::io::Result<()> {
    let mut part = header;
    loop {
        if parts.blocking_send(part).is_err() {
            return Ok(());
        }
        // What there is by now: standard input may be slow.
        let mut chunk = vec![0; CHUNK_BYTES];
        let read = reader.read(&mut chunk)?;
        if read == 0 {
            return Ok(());
        }
        chunk.truncate(read);
        part = S::chunk(chunk);
    }
}

fn progress_bar(bytes: Option<u64>, name: &str) -> ProgressBar {
    let template = match bytes {
        Some(_) => "{prefix} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {msg}, {eta} left",
        None => "{prefix} {spinner} {bytes} {bytes_per_sec} {msg}",
    };
    output::progress_bar(template, bytes, name)
}

/// Sends chunks of nothing now and then: standard input may be silent for long.
async fn say_that_more_will_come<S: Subject>(parts: mpsc::WeakSender<S::Part>) {
    loop {
        tokio::time::sleep(BETWEEN_SIGNS).await;
        let Some(parts) = parts.upgrade() else { return };
        if parts.send(S::chunk(Vec::new())).await.is_err() {
            return;
        }
    }
}

/// An id by the time, and by what tells this command from others of the same second.
fn made_up_id() -> String {
    let now = jiff::Timestamp::now();
    let digest = blake3::hash(format!("{} {}", now.as_nanosecond(), std::process::id()).as_bytes());
    format!("{}-{}", now.strftime("%Y%m%d-%H%M%S"), &digest.to_hex()[..6])
}
