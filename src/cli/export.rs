use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::connect::Target;
use super::fail::Fail;
use super::filter::Filter;
use super::output;
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
    #[command(flatten)]
    filter: Filter,
    /// Where to write the file [default: standard output]
    #[arg(short, long)]
    output: Option<PathBuf>,
}

impl Export {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let mut client = TransferServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let mut answers = client.export_units(self.request()).await?.into_inner();
        let mut file = self.output.as_deref().map(output::WholeFile::create).transpose()?;
        while let Some(answer) = answers.message().await? {
            match &mut file {
                Some(file) => file.write_all(&answer.chunk)?,
                None => output::bytes(&answer.chunk)?,
            }
            answer.left_out.iter().for_each(|unit| output::complain(&format!("{}: {}", unit.name, unit.message)));
            if let Some(counts) = answer.counts {
                file.map_or(Ok(()), output::WholeFile::finish)?;
                connection.close()?;
                return finish(counts);
            }
        }
        Err(Fail::Failed("the export broke off; run it again".into()))
    }

    fn request(&self) -> v1::ExportUnitsRequest {
        v1::ExportUnitsRequest {
            memories: self.memories.clone(),
            format: v1::TransferFormat::from(self.format).into(),
            filter: Some((&self.filter).into()),
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
