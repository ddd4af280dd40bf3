pub mod destination;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use destination::Place;
use tokio_stream::{Stream, StreamExt};
use tonic::Status;

use super::connect::{Connection, Target};
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
    /// XLIFF 2.1, with everything that is known of the units, which have to be of one direction
    Xliff,
    /// A table with tabs: source, target, status, author, document, note
    Tsv,
    /// The same with commas
    Csv,
    /// One JSON object a line, with everything that is known of the units
    Jsonl,
    /// Parallel text: BASE.en and BASE.fa for --output BASE --from en --to fa, line n beside line n
    Moses,
}

impl From<Format> for v1::TransferFormat {
    fn from(format: Format) -> v1::TransferFormat {
        match format {
            Format::Tmx => v1::TransferFormat::Tmx,
            Format::Xliff => v1::TransferFormat::Xliff,
            Format::Tsv => v1::TransferFormat::Tsv,
            Format::Csv => v1::TransferFormat::Csv,
            Format::Jsonl => v1::TransferFormat::Jsonl,
            Format::Moses => v1::TransferFormat::Moses,
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
    /// Where to write the file, - for standard output [default: -]; BASE of the two files of parallel text
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let place = self.place()?;
        let connection = target.connect().await?;
        let mut client = TransferServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let answers = client.export_units(self.request()).await?.into_inner();
        drop(client);
        save(answers.map(|answer| answer.map(Piece::from)), (connection, place), "units").await
    }

    fn place(&self) -> Result<Place, Fail> {
        match self.format {
            Format::Moses => Place::pair(self.output.as_deref(), self.filter.languages()),
            _ => Ok(Place::single(self.output.as_deref())),
        }
    }

    fn request(&self) -> v1::ExportUnitsRequest {
        v1::ExportUnitsRequest {
            memories: self.memories.clone(),
            format: v1::TransferFormat::from(self.format).into(),
            filter: Some((&self.filter).into()),
        }
    }
}

/// A part of a file that comes in.
pub struct Piece {
    pub chunk: Vec<u8>,
    /// What is not in the file: its name, and why.
    pub left_out: Vec<(String, String)>,
    /// In the last piece only.
    pub counts: Option<v1::ExportCounts>,
}

impl From<v1::ExportUnitsResponse> for Piece {
    fn from(answer: v1::ExportUnitsResponse) -> Piece {
        let left_out = answer.left_out.into_iter().map(|unit| (unit.name, unit.message)).collect();
        Piece { chunk: answer.chunk, left_out, counts: answer.counts }
    }
}

/// Writes a file as it comes in, and says how many `units` are in it; it is there once it is whole.
pub async fn save(
    mut pieces: impl Stream<Item = Result<Piece, Status>> + Unpin,
    (connection, place): (Connection, Place),
    units: &str,
) -> Result<(), Fail> {
    let mut destination = place.create()?;
    while let Some(piece) = pieces.next().await {
        let Piece { chunk, left_out, counts } = piece?;
        destination.write(&chunk)?;
        left_out.iter().for_each(|(name, message)| output::complain(&format!("{name}: {message}")));
        if let Some(counts) = counts {
            destination.finish()?;
            drop(pieces);
            connection.close()?;
            return finish(counts, units);
        }
    }
    Err(Fail::Failed("the export broke off; run it again".into()))
}

fn finish(counts: v1::ExportCounts, units: &str) -> Result<(), Fail> {
    let v1::ExportCounts { written, left_out } = counts;
    if left_out == 0 {
        output::complain(&format!("exported: {written} {units}"));
        return Ok(());
    }
    output::complain(&format!("exported: {written} {units}; left out: {left_out}, as said above"));
    Err(Fail::Refused)
}
