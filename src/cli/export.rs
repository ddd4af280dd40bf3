use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::connect::Target;
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use super::unit::Status;
use crate::rpc::v1;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;

/// The format of a file.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// TMX 1.4b, with everything that is known of the units
    Tmx,
    /// A table with tabs: source, target, status, author, document, note
    Tsv,
    /// The same with commas
    Csv,
    /// One JSON object a line, with everything that is known of the units
    Jsonl,
}

impl From<Format> for v1::TransferFormat {
    fn from(format: Format) -> v1::TransferFormat {
        match format {
            Format::Tmx => v1::TransferFormat::Tmx,
            Format::Tsv => v1::TransferFormat::Tsv,
            Format::Csv => v1::TransferFormat::Csv,
            Format::Jsonl => v1::TransferFormat::Jsonl,
        }
    }
}

#[derive(Args)]
pub struct Export {
    /// The memory to export; several make one file
    #[arg(long = "memory", value_name = "NAME", required = true)]
    memories: Vec<String>,
    /// The format of the file
    #[arg(long, value_enum)]
    format: Format,
    /// Only units from this language; en finds en-US
    #[arg(long, value_parser = parse_language)]
    from: Option<String>,
    /// Only units to this language
    #[arg(long, value_parser = parse_language)]
    to: Option<String>,
    /// Only units of this status
    #[arg(long = "status", value_enum)]
    statuses: Vec<Status>,
    /// Only units with this attribute
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = parse_attribute)]
    attributes: Vec<(String, String)>,
    /// Only units changed at this time or later, as 2024-02-05 or 2024-02-05T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    since: Option<jiff::Timestamp>,
    /// Where to write the file [default: standard output]
    #[arg(short, long)]
    output: Option<PathBuf>,
}

fn parse_attribute(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    parts.ok_or_else(|| "write it as NAME=VALUE".into())
}

/// A day stands for its beginning in UTC.
fn parse_time(text: &str) -> Result<jiff::Timestamp, String> {
    let of_day =
        || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|day| day.timestamp());
    text.parse().ok().or_else(of_day).ok_or_else(|| "write it as 2024-02-05 or 2024-02-05T12:00:00Z".into())
}

impl Export {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let mut client = TransferServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let mut answers = client.export_units(self.request()).await?.into_inner();
        let mut file: Box<dyn Write> = match &self.output {
            Some(path) => {
                let file = File::create(path).map_err(|e| Fail::Failed(format!("{}: {e}", path.display())))?;
                Box::new(BufWriter::new(file))
            }
            None => Box::new(std::io::stdout()),
        };
        while let Some(answer) = answers.message().await? {
            file.write_all(&answer.chunk)?;
            answer.left_out.iter().for_each(|unit| output::complain(&format!("{}: {}", unit.name, unit.message)));
            if let Some(counts) = answer.counts {
                file.flush()?;
                connection.close()?;
                return finish(counts);
            }
        }
        Err(Fail::Failed("the export broke off; run it again".into()))
    }

    fn request(&self) -> v1::ExportUnitsRequest {
        let filter = v1::UnitFilter {
            source_language: self.from.clone().unwrap_or_default(),
            target_language: self.to.clone().unwrap_or_default(),
            statuses: self.statuses.iter().map(|&status| v1::UnitStatus::from(status).into()).collect(),
            attributes: self.attributes.iter().cloned().collect(),
            updated_from: self.since.map(Into::into),
            ..Default::default()
        };
        v1::ExportUnitsRequest {
            memories: self.memories.clone(),
            format: v1::TransferFormat::from(self.format).into(),
            filter: Some(filter),
        }
    }
}

fn finish(counts: v1::ExportCounts) -> Result<(), Fail> {
    let v1::ExportCounts { written, left_out } = counts;
    if left_out == 0 {
        output::complain(&format!("exported: {written} units"));
        return Ok(());
    }
    output::complain(&format!("exported: {written} units; left out: {left_out}, as said above"));
    Err(Fail::Refused)
}
