use std::ops::Range;

use clap::{Args, ValueEnum};

use super::connect::Target;
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use super::unit::Status;
use crate::rpc::v1;
use crate::rpc::v1::suggest_service_client::SuggestServiceClient;

const SYNTAX: &str = "\
What a query may hold; letter case, punctuation and Persian spelling variants do not count:
  prime minister       these words in this order, with anything between them
  '\"prime minister\"'   this phrase; \u{AB}these\u{BB} quotation marks do as well
  khamene*             any word that begins so
  Ben-Gurion           words without a space between them are a phrase
  1,000                this number, in the digits of any script

The texts with the fewest words come first, of these the latest.";

/// Which texts to search.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Side {
    #[default]
    Source,
    Target,
}

#[derive(Args)]
#[command(after_help = SYNTAX)]
pub struct Concordance {
    /// The language of the units' sources; en finds en-US
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of their targets
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// Which of the two texts to search
    #[arg(long = "in", value_enum, default_value_t, value_name = "SIDE")]
    side: Side,
    /// A memory to search; all if none is named
    #[arg(long = "memory", value_name = "NAME")]
    memories: Vec<String>,
    /// How far the units have been checked; however far, if not given
    #[arg(long = "status", value_enum, value_name = "STATUS")]
    statuses: Vec<Status>,
    /// How many units at the most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Print one answer a line as JSON
    #[arg(long)]
    json: bool,
    /// Words, phrases, beginnings of words
    #[arg(allow_hyphen_values = true)]
    query: String,
}

impl Concordance {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let client = SuggestServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        self.search(client).await?;
        connection.close()
    }

    async fn search(self, mut client: SuggestServiceClient<tonic::transport::Channel>) -> Result<(), Fail> {
        let (mut page_token, mut left) = (String::new(), self.limit as usize);
        let (json, searched) = (self.json, self.side);
        let request = self.request();
        loop {
            let page_size = left.min(1_000) as i32;
            let request = v1::SearchConcordanceRequest { page_size, page_token, ..request.clone() };
            let page = client.search_concordance(request).await?.into_inner();
            left -= page.hits.len().min(left);
            print_page(&page, searched, json)?;
            page_token = page.next_page_token;
            if page_token.is_empty() || left == 0 || page.incomplete.is_some() {
                break;
            }
        }
        if json { Ok(()) } else { output::say_more(&page_token) }
    }

    fn request(self) -> v1::SearchConcordanceRequest {
        let side = match self.side {
            Side::Source => v1::ConcordanceSide::Source,
            Side::Target => v1::ConcordanceSide::Target,
        };
        v1::SearchConcordanceRequest {
            text: self.query,
            source_language: self.from,
            target_language: self.to,
            side: side.into(),
            memories: self.memories,
            statuses: self.statuses.into_iter().map(|status| v1::UnitStatus::from(status).into()).collect(),
            ..Default::default()
        }
    }
}

fn print_page(page: &v1::SearchConcordanceResponse, searched: Side, json: bool) -> Result<(), Fail> {
    if json {
        return output::json(page);
    }
    if page.hits.is_empty() {
        output::line("nothing found")?;
    }
    page.hits.iter().try_for_each(|hit| print_hit(hit, searched))?;
    if page.incomplete.is_some() {
        output::complain("hafez: the time was up before all units had been looked at");
    }
    Ok(())
}

fn print_hit(hit: &v1::ConcordanceHit, searched: Side) -> Result<(), Fail> {
    let unit = hit.unit.clone().unwrap_or_default();
    let (source, target) = (unit.source.unwrap_or_default(), unit.target.unwrap_or_default());
    let spans: Vec<Range<usize>> = hit.spans.iter().map(|span| span.start as usize..span.end as usize).collect();
    let (in_source, in_target) = match searched {
        Side::Source => (&spans[..], &[][..]),
        Side::Target => (&[][..], &spans[..]),
    };
    output::line(&format!("{}{}", unit.name, if hit.reversed { "  (turned round)" } else { "" }))?;
    output::line(&format!("    {}", output::marked(&source, in_source)))?;
    output::line(&format!("    {}", output::marked(&target, in_target)))
}
