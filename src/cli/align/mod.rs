//! Pairs of articles, aligned.

mod bar;
mod batches;
mod find;
mod pairs;
mod told;

use std::path::PathBuf;

use clap::Args;
use tonic::transport::Channel;

use super::article::Format;
use super::connect::Target;
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use super::unit::Status;
use crate::rpc::v1;
use crate::rpc::v1::article_service_client::ArticleServiceClient;
use crate::rpc::v1::batch_align_articles_request::Message;
use crate::text::sentence::Segmentation;
use bar::Bar;
use batches::Batches;
use pairs::PairOfFiles;
pub use pairs::read as read_article;
use told::Totals;

#[derive(Args)]
pub struct Align {
    /// The source language
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The target language
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// The memory whose pairs teach and into which beads go; created if it is not there. Without it, articles are only aligned
    #[arg(long, value_name = "NAME")]
    memory: Option<String>,
    /// Say where beads would go, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// From which confidence a bead goes into the memory unseen, 0 to 1; made for 99.8 % of such beads to be right
    #[arg(long, default_value_t = 0.995, value_parser = parse_confidence)]
    min_confidence: f64,
    /// The status of units that nobody has looked at
    #[arg(long, value_enum, default_value = "draft")]
    status: Status,
    /// The files hold one segment a line
    #[arg(long)]
    segmented: bool,
    /// How the articles are marked up
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// A table of pairs, SOURCE and TARGET with a tab between them on each line, and an id behind another tab if they should have
    /// one; paths that lead nowhere from here are taken from where the list is
    #[arg(long, value_name = "LIST", conflicts_with = "files")]
    pairs: Option<PathBuf>,
    /// Find which files of two directories translate each other, and print the list that --pairs takes
    #[arg(long, num_args = 2, value_names = ["SOURCES", "TARGETS"], conflicts_with_all = ["pairs", "files"])]
    find_pairs: Vec<PathBuf>,
    /// How many pairs are aligned together; they teach each other. Fewer where there are 100,000 segments among them
    #[arg(long, value_name = "PAIRS", default_value_t = 500, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    batch: u16,
    /// The id that units and reviews can be taken back by (hafez import --undo); made up if not given
    #[arg(long, value_name = "ID", requires = "memory")]
    id: Option<String>,
    /// Print one JSON object a pair
    #[arg(long)]
    json: bool,
    /// Two articles: SOURCE TARGET
    #[arg(required_unless_present_any = ["pairs", "find_pairs"], num_args = 2, value_names = ["SOURCE", "TARGET"])]
    files: Vec<PathBuf>,
}

impl Align {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        if let [sources, targets] = &self.find_pairs[..] {
            return self.find(target, (sources, targets)).await;
        }
        let pairs = match &self.pairs {
            Some(list) => pairs::listed(list)?,
            None => vec![PairOfFiles::new(self.files[0].clone(), self.files[1].clone(), None)],
        };
        let connection = match self.memory {
            Some(_) => target.connect_or_create().await?,
            None => target.connect_without_store(Segmentation::default()).await?,
        };
        let mut client = ArticleServiceClient::new(connection.channel.clone())
            .max_decoding_message_size(usize::MAX)
            .max_encoding_message_size(usize::MAX);
        let mut totals = Totals::default();
        let bar = Bar::new(pairs.len());
        let mut id = self.id.clone().unwrap_or_default();
        let mut batches = Batches::new(&pairs, self.batch.into(), (self.segmented, self.format));
        loop {
            let batch = batches.next()?;
            if batch.is_empty() {
                break;
            }
            let size = batch.len();
            let mut answers = self.send(&mut client, batch, &id).await?;
            while let Some(answer) = answers.message().await? {
                if answer.progress > 0.0 {
                    bar.tell(totals.pairs(), size, answer.progress);
                    continue;
                }
                // All batches are one import.
                if id.is_empty() {
                    answer.import.clone_into(&mut id);
                }
                totals.add(&answer);
                match self.json {
                    true => output::json(&answer)?,
                    false => bar.suspend(|| told::line(&answer, self.memory.is_some()))?,
                }
            }
        }
        bar.finish();
        drop(client);
        connection.close()?;
        match self.json {
            true => Ok(()),
            false => totals.tell(self.memory.as_deref(), self.dry_run),
        }
    }

    async fn send(
        &self,
        client: &mut ArticleServiceClient<Channel>,
        batch: Vec<v1::ArticlePair>,
        id: &str,
    ) -> Result<tonic::Streaming<v1::AlignArticlesResponse>, Fail> {
        let header = Message::Options(v1::AlignmentOptions { import: id.to_owned(), ..self.options() });
        let messages = std::iter::once(header).chain(batch.into_iter().map(Message::Pair));
        let messages = messages.map(|message| v1::BatchAlignArticlesRequest { message: Some(message) });
        Ok(client.batch_align_articles(tokio_stream::iter(messages)).await?.into_inner())
    }

    fn options(&self) -> v1::AlignmentOptions {
        v1::AlignmentOptions {
            source_language: self.from.clone(),
            target_language: self.to.clone(),
            memory: self.memory.clone().unwrap_or_default(),
            create_memory: true,
            dry_run: self.dry_run,
            min_confidence: self.min_confidence,
            status: v1::UnitStatus::from(self.status).into(),
            import: self.id.clone().unwrap_or_default(),
            report_progress: true,
        }
    }
}

fn parse_confidence(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| *number > 0.0 && *number <= 1.0);
    number.ok_or_else(|| "it is not a number above 0, up to 1".into())
}
