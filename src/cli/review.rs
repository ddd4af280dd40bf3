//! The pairs that somebody has to look at: listed, or decided one after the other.

use std::io::IsTerminal;

use clap::Args;
use tonic::transport::Channel;

use super::connect::Target;
use super::fail::Fail;
use super::output;
use super::prompt::prompt;
use crate::rpc::v1;
use crate::rpc::v1::memory_service_client::MemoryServiceClient;
use crate::rpc::v1::resolve_review_request::Resolution;

type Client = MemoryServiceClient<Channel>;

/// The state of reviews.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum State {
    Pending,
    Accepted,
    Edited,
    Rejected,
}

#[derive(Args)]
pub struct Review {
    /// The memory
    #[arg(long, value_name = "NAME", required_unless_present_any = ["accept", "reject"], default_value = "")]
    memory: String,
    /// Only reviews in this state
    #[arg(long, value_enum, default_value = "pending")]
    state: State,
    /// Only those of this source document
    #[arg(long, value_name = "NAME", default_value = "")]
    document: String,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "USER", default_value = "")]
    author: String,
    /// Accept the reviews with these names instead
    #[arg(long, value_name = "NAME", num_args = 1..)]
    accept: Vec<String>,
    /// Reject the reviews with these names instead
    #[arg(long, value_name = "NAME", num_args = 1..)]
    reject: Vec<String>,
    /// List them, one JSON object a line
    #[arg(long)]
    json: bool,
}

impl Review {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let mut client = MemoryServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        match self.accept.is_empty() && self.reject.is_empty() {
            true => self.look_through(&mut client).await?,
            false => self.decide(&mut client).await?,
        }
        drop(client);
        connection.close()
    }

    async fn decide(&self, client: &mut Client) -> Result<(), Fail> {
        let accepted = self.accept.iter().map(|name| (name, Resolution::Accept(true)));
        let rejected = self.reject.iter().map(|name| (name, Resolution::Reject(true)));
        for (name, resolution) in accepted.chain(rejected) {
            let review = resolve(client, name, resolution, &self.author).await?;
            match self.json {
                true => output::json(&review)?,
                false => {
                    output::line(&format!("{name}: {}", output::plain(review.state().as_str_name(), "REVIEW_STATE")))?
                }
            }
        }
        Ok(())
    }

    /// Lists the reviews, or asks about each, if there is somebody to ask.
    async fn look_through(&self, client: &mut Client) -> Result<(), Fail> {
        let is_asking = !self.json && std::io::stdin().is_terminal() && matches!(self.state, State::Pending);
        let (mut count, mut page_token) = (0, String::new());
        loop {
            let request = v1::ListReviewsRequest {
                parent: self.memory.clone(),
                page_size: 100,
                page_token,
                state: v1::ReviewState::from(self.state).into(),
                document: self.document.clone(),
            };
            let page = client.list_reviews(request).await?.into_inner();
            for review in page.reviews {
                count += 1;
                match (self.json, is_asking) {
                    (true, _) => output::json(&review)?,
                    (_, false) => show(&review)?,
                    (_, true) => {
                        show(&review)?;
                        let Some(decision) = ask(&review)? else { return Ok(()) };
                        if let Some(resolution) = decision {
                            resolve(client, &review.name, resolution, &self.author).await?;
                        }
                    }
                }
            }
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        if count == 0 && !self.json {
            output::line("nothing to look at")?;
        }
        Ok(())
    }
}

async fn resolve(client: &mut Client, name: &str, resolution: Resolution, author: &str) -> Result<v1::Review, Fail> {
    let (name, author, resolution) = (name.to_owned(), author.to_owned(), Some(resolution));
    let request = v1::ResolveReviewRequest { name, author, resolution, ..Default::default() };
    Ok(client.resolve_review(request).await?.into_inner().review.unwrap_or_default())
}

fn show(review: &v1::Review) -> Result<(), Fail> {
    let text = |side: &Option<v1::UnitText>| output::harmless(&side.clone().unwrap_or_default().text);
    let reason = output::plain(&review.reason, "");
    output::line(&format!(
        "{}  {:.3}, {reason}, in {}",
        review.name,
        review.confidence,
        output::harmless(&review.document)
    ))?;
    output::line(&format!("    … {}", output::harmless(&review.previous_source)))?;
    output::line(&format!("  > {}", text(&review.source)))?;
    output::line(&format!("  < {}", text(&review.target)))?;
    output::line(&format!("    … {}", output::harmless(&review.next_source)))
}

/// What somebody decides: `None` to end, `Some(None)` to leave it for later.
fn ask(review: &v1::Review) -> Result<Option<Option<Resolution>>, Fail> {
    loop {
        match prompt("accept, reject, edit, later, quit? [a/r/e/l/q] ")?.as_deref() {
            Some("a") => return Ok(Some(Some(Resolution::Accept(true)))),
            Some("r") => return Ok(Some(Some(Resolution::Reject(true)))),
            Some("e") => return Ok(edited(review)?.map(|pairs| Some(Resolution::Replace(pairs)))),
            Some("l" | "") => return Ok(Some(None)),
            Some("q") | None => return Ok(None),
            Some(_) => (),
        }
    }
}

/// The right pairs, one after the other: one for texts that are edited, more for a pair that is taken apart.
fn edited(review: &v1::Review) -> Result<Option<v1::TextPairs>, Fail> {
    let mut pairs = Vec::new();
    loop {
        let (source, target) = match pairs.is_empty() {
            true => ("source, empty to keep it: ", "target, empty to keep it: "),
            false => ("next source, empty if that was all: ", "its target: "),
        };
        let Some(source) = prompt(source)? else { return Ok(None) };
        if source.is_empty() && !pairs.is_empty() {
            return Ok(Some(v1::TextPairs { pairs }));
        }
        let Some(target) = prompt(target)? else { return Ok(None) };
        let kept = |typed: String, side: &Option<v1::UnitText>| match typed.is_empty() && pairs.is_empty() {
            true => side.clone().unwrap_or_default().text,
            false => typed,
        };
        let (source, target) = (kept(source, &review.source), kept(target, &review.target));
        pairs.push(v1::TextPair { source, target });
    }
}

impl From<State> for v1::ReviewState {
    fn from(state: State) -> v1::ReviewState {
        match state {
            State::Pending => v1::ReviewState::Pending,
            State::Accepted => v1::ReviewState::Accepted,
            State::Edited => v1::ReviewState::Edited,
            State::Rejected => v1::ReviewState::Rejected,
        }
    }
}
