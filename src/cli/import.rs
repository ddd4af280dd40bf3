mod archive;
mod past;
mod policy;
mod report;
mod sources;
mod transfer;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::connect::{Connection, Target};
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use crate::format::{Columns, is_known_encoding};
use crate::rpc::v1;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;
use policy::Policy;
use report::Report;
use sources::Source;

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
        // Why a file is not in tells more than that the store cannot be closed after it.
        let closed = connection.close();
        if closed.is_ok() && !self.dry_run && !self.json && done.added + done.updated > 0 {
            output::line(&format!("import {id}: hafez import --undo {id} takes it back"))?;
        }
        failed?;
        closed?;
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
