use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

use super::{ReviewState, Type};
use crate::cli::connect::Target;
use crate::cli::fail::Fail;
use crate::cli::import::check_columns;
use crate::cli::import::options::{Options, parse_column};
use crate::cli::import::policy::parse_treatment;
use crate::cli::import::sources::{self, Source};
use crate::cli::import::subject::{FileName, Subject};
use crate::cli::import::transfer::Transfer;
use crate::cli::input::parse_language;
use crate::format::terms::{TermColumns, TermFormat};
use crate::rpc::v1;
use crate::rpc::v1::import_terms_request::Message;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;

/// The format of a file of terms.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    #[default]
    Auto,
    Tbx,
    Tsv,
    Csv,
    Xlsx,
    Jsonl,
}

/// What is done with a term that is there already.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Existing {
    /// It gets the names, variants and details that it lacks
    #[default]
    Merge,
    /// The same, and the statuses and details of the file replace its own
    Update,
    /// It stays as it is
    Skip,
}

#[derive(Args)]
pub struct Import {
    /// The language of the terms of a table that does not say it
    #[arg(long, value_parser = parse_language)]
    from: Option<String>,
    /// The language of the renderings of a table that does not say it
    #[arg(long, value_parser = parse_language)]
    to: Option<String>,
    /// The format of the files; told from their names and first bytes if not given
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The columns of a table to take, by their numbers or their names in its first row, as en=1,fa=2,"fa forbidden=5" says
    /// it; a column holds names in a language (a tag, source or target; also with admitted, forbidden or variants behind it),
    /// or id, type, status, note, provenance, author, review
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', value_parser = parse_column)]
    columns: Vec<(String, String)>,
    /// What terms name of which the file does not say it
    #[arg(long = "type", value_enum, default_value = "other")]
    kind: Type,
    /// Where terms are from of which the file does not say it; the file's name if not given
    #[arg(long, default_value = "", value_name = "TEXT", hide_default_value = true, allow_hyphen_values = true)]
    source: String,
    /// The author of terms of which the file does not say it
    #[arg(long, default_value = "", hide_default_value = true)]
    author: String,
    /// The state of terms of which the file does not say it: to be used, or for somebody to look at first
    #[arg(long, value_enum, default_value = "approved", value_name = "STATE")]
    review: ReviewState,
    /// What to do with a term that is there already
    #[arg(long, value_enum, default_value_t)]
    existing: Existing,
    /// What to do with doubtful terms: contradiction (another rendering is preferred), wrong-script or all, and accept (a
    /// contradiction's rendering is then admitted), draft (it becomes a candidate; what is done by default) or refuse. May be
    /// given several times; the last one holds
    #[arg(long, value_name = "DOUBT=TREATMENT", value_parser = parse_doubt)]
    doubt: Vec<(Doubt, v1::Treatment)>,
    #[command(flatten)]
    options: Options,
    /// Files, directories, zip archives, or - for standard input; any file may be compressed with gzip
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    All,
    Contradiction,
    WrongScript,
}

impl Import {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let chosen = self.columns.iter().map(|(role, name)| (role.as_str(), name.as_str()));
        check_columns(&self.columns, || TermColumns::parse(chosen).map(drop))?;
        let sources = sources::expand::<Import>(&self.files)?;
        Transfer { subject: &self, options: &self.options }.run(target, &sources).await
    }

    fn policy(&self) -> v1::TermImportPolicy {
        let existing = match self.existing {
            Existing::Merge => v1::ExistingTerm::Merge,
            Existing::Update => v1::ExistingTerm::Update,
            Existing::Skip => v1::ExistingTerm::Skip,
        };
        let mut policy = v1::TermImportPolicy { existing_term: existing.into(), ..Default::default() };
        for &(doubt, treatment) in &self.doubt {
            if doubt != Doubt::WrongScript {
                policy.set_contradiction(treatment);
            }
            if doubt != Doubt::Contradiction {
                policy.set_wrong_script(treatment);
            }
        }
        policy
    }
}

impl Subject for Import {
    type Part = v1::ImportTermsRequest;
    type Answer = v1::ImportTermsResponse;

    const MANY: &'static str = "terms";
    const ONE: &'static str = "term";
    const DRAFT: &'static str = "as candidates";

    fn may_be(name: &str) -> bool {
        TermFormat::of_name(name).is_some()
    }

    fn is(start: &[u8], name: &str) -> bool {
        TermFormat::detect(start, name).is_some()
    }

    fn header(&self, name: FileName, source: &Source) -> v1::ImportTermsRequest {
        let format = match self.format {
            Format::Auto => v1::TransferFormat::Unspecified,
            Format::Tbx => v1::TransferFormat::Tbx,
            Format::Tsv => v1::TransferFormat::Tsv,
            Format::Csv => v1::TransferFormat::Csv,
            Format::Xlsx => v1::TransferFormat::Xlsx,
            Format::Jsonl => v1::TransferFormat::Jsonl,
        };
        let header = v1::TermImportHeader {
            format: format.into(),
            source_language: self.from.clone().unwrap_or_default(),
            target_language: self.to.clone().unwrap_or_default(),
            document: source.document.clone(),
            r#type: v1::TermType::from(self.kind).into(),
            source: self.source.clone(),
            author: self.author.clone(),
            review_state: v1::TermReviewState::from(self.review).into(),
            dry_run: self.options.dry_run,
            request_id: name.request_id,
            size_bytes: source.bytes.unwrap_or_default(),
            import: name.import,
            policy: Some(self.policy()),
            columns: self.columns.iter().cloned().collect(),
            encoding: self.options.encoding.clone().unwrap_or_default(),
        };
        v1::ImportTermsRequest { message: Some(Message::Header(header)) }
    }

    fn chunk(bytes: Vec<u8>) -> v1::ImportTermsRequest {
        v1::ImportTermsRequest { message: Some(Message::Chunk(bytes)) }
    }

    async fn call(
        client: &mut TransferServiceClient<Channel>,
        parts: ReceiverStream<v1::ImportTermsRequest>,
    ) -> Result<Streaming<v1::ImportTermsResponse>, Status> {
        Ok(client.import_terms(parts).await?.into_inner())
    }

    fn answer(answer: v1::ImportTermsResponse) -> v1::ImportUnitsResponse {
        let v1::ImportTermsResponse { durable_position, counts, problems, done, import, encoding } = answer;
        v1::ImportUnitsResponse { durable_position, counts, problems, memory_created: false, done, import, encoding }
    }
}

fn parse_doubt(text: &str) -> Result<(Doubt, v1::Treatment), String> {
    let (name, treatment) = text.split_once('=').ok_or("write for example contradiction=refuse")?;
    let doubt = match name {
        "all" => Doubt::All,
        "contradiction" => Doubt::Contradiction,
        "wrong-script" => Doubt::WrongScript,
        other => return Err(format!("`{other}` is no doubt; there are contradiction, wrong-script and all")),
    };
    Ok((doubt, parse_treatment(treatment)?))
}
