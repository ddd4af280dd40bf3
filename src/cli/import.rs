mod archive;
pub mod options;
mod past;
pub mod policy;
mod report;
pub mod sources;
pub mod subject;
pub mod transfer;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

use super::connect::{Connection, Target};
use super::fail::Fail;
use super::input::parse_language;
use crate::format::{self, Columns};
use crate::rpc::v1;
use crate::rpc::v1::import_units_request::Message;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;
use options::{Options, parse_column};
use policy::Policy;
use sources::Source;
use subject::{FileName, Subject};
use transfer::Transfer;

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
    #[command(flatten)]
    policy: Policy,
    #[command(flatten)]
    options: Options,
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
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        if self.list || self.undo.is_some() {
            return self.look_back(target).await;
        }
        let chosen = self.columns.iter().map(|(role, name)| (role.as_str(), name.as_str()));
        check_columns(&self.columns, || Columns::parse(chosen).map(drop))?;
        let sources = match self.format {
            Format::Moses => sources::pair(&self.files)?,
            _ => sources::expand::<Import>(&self.files)?,
        };
        Transfer { subject: &self, options: &self.options }.run(target, &sources).await
    }

    /// Lists imports, or takes one back.
    async fn look_back(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let mut client = client(&connection);
        match &self.undo {
            Some(import) => past::undo(&mut client, import, self.options.dry_run, self.options.json).await?,
            None => past::list(&mut client, self.options.json).await?,
        }
        drop(client);
        connection.close()
    }
}

impl Subject for Import {
    type Part = v1::ImportUnitsRequest;
    type Answer = v1::ImportUnitsResponse;

    const MANY: &'static str = "units";
    const ONE: &'static str = "unit";
    const DRAFT: &'static str = "draft";

    fn may_be(name: &str) -> bool {
        format::Format::of_name(name).is_some()
    }

    fn is(start: &[u8], name: &str) -> bool {
        format::Format::detect(start, name).is_some()
    }

    fn header(&self, name: FileName, source: &Source) -> v1::ImportUnitsRequest {
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
        let header = v1::ImportHeader {
            memory: self.memory.clone(),
            create_memory: true,
            format: format.into(),
            source_language: self.from.clone().unwrap_or_default(),
            target_language: self.to.clone().unwrap_or_default(),
            document: source.document.clone(),
            import: name.import,
            request_id: name.request_id,
            policy: Some(self.policy.message()),
            dry_run: self.options.dry_run,
            size_bytes: source.bytes.unwrap_or_default(),
            columns: self.columns.iter().cloned().collect(),
            encoding: self.options.encoding.clone().unwrap_or_default(),
            ..Default::default()
        };
        v1::ImportUnitsRequest { message: Some(Message::Header(header)) }
    }

    fn chunk(bytes: Vec<u8>) -> v1::ImportUnitsRequest {
        v1::ImportUnitsRequest { message: Some(Message::Chunk(bytes)) }
    }

    async fn call(
        client: &mut TransferServiceClient<Channel>,
        parts: ReceiverStream<v1::ImportUnitsRequest>,
    ) -> Result<Streaming<v1::ImportUnitsResponse>, Status> {
        Ok(client.import_units(parts).await?.into_inner())
    }

    fn answer(answer: v1::ImportUnitsResponse) -> v1::ImportUnitsResponse {
        answer
    }

    fn created(&self, answer: &v1::ImportUnitsResponse) -> Option<&str> {
        answer.memory_created.then_some(&self.memory)
    }
}

fn client(connection: &Connection) -> TransferServiceClient<Channel> {
    TransferServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX)
}

/// Says at once what the server would say of each file.
pub fn check_columns(columns: &[(String, String)], parse: impl FnOnce() -> Result<(), String>) -> Result<(), Fail> {
    let parsed = if columns.is_empty() { Ok(()) } else { parse() };
    parsed.map_err(|what| Fail::Usage(format!("--columns: {what}")))
}
