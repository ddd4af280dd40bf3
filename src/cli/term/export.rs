use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tokio_stream::StreamExt;

use super::filter::Filter;
use crate::cli::connect::Target;
use crate::cli::export::destination::Place;
use crate::cli::export::{Piece, save};
use crate::cli::fail::Fail;
use crate::rpc::v1;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;

/// The format of a file of terms.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// TBX 3, with everything that is known of the terms but how often they were seen
    Tbx,
    /// A table with tabs, a term a row
    Tsv,
    /// The same with commas
    Csv,
    /// The same as a workbook of Excel
    Xlsx,
    /// One JSON object a line, with everything that is known of the terms but the units in which they were seen
    Jsonl,
}

#[derive(Args)]
pub struct Export {
    /// The format of the file
    #[arg(long, value_enum)]
    format: Format,
    #[command(flatten)]
    filter: Filter,
    /// Where to write the file, - for standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let mut client = TransferServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let format = match self.format {
            Format::Tbx => v1::TransferFormat::Tbx,
            Format::Tsv => v1::TransferFormat::Tsv,
            Format::Csv => v1::TransferFormat::Csv,
            Format::Xlsx => v1::TransferFormat::Xlsx,
            Format::Jsonl => v1::TransferFormat::Jsonl,
        };
        let request = v1::ExportTermsRequest { format: format.into(), filter: Some((&self.filter).into()) };
        let answers = client.export_terms(request).await?.into_inner();
        drop(client);
        let pieces = answers.map(|answer| answer.map(Piece::from));
        save(pieces, (connection, Place::single(self.output.as_deref())), "terms").await
    }
}

impl From<v1::ExportTermsResponse> for Piece {
    fn from(answer: v1::ExportTermsResponse) -> Piece {
        let left_out = answer.left_out.into_iter().map(|term| (term.name, term.message)).collect();
        Piece { chunk: answer.chunk, left_out, counts: answer.counts }
    }
}
