//! Terms on the command line.

mod add;
mod check;
mod export;
mod filter;
mod import;
mod list;
mod mine;
mod nothing;
mod recognize;
mod review;
mod shown;
mod suggest;
mod update;

use clap::{Subcommand, ValueEnum};
use tonic::transport::Channel;

use super::connect::Target;
use super::fail::Fail;
use super::output;
use crate::rpc::v1;
use crate::rpc::v1::term_service_client::TermServiceClient;

/// What a term names.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Type {
    Person,
    Organization,
    Place,
    Title,
    Event,
    Work,
    Other,
}

impl From<Type> for v1::TermType {
    fn from(kind: Type) -> v1::TermType {
        match kind {
            Type::Person => v1::TermType::Person,
            Type::Organization => v1::TermType::Organization,
            Type::Place => v1::TermType::Place,
            Type::Title => v1::TermType::Title,
            Type::Event => v1::TermType::Event,
            Type::Work => v1::TermType::Work,
            Type::Other => v1::TermType::Other,
        }
    }
}

/// Whether a rendering may be used.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Status {
    Preferred,
    Admitted,
    Forbidden,
}

impl From<Status> for v1::TermStatus {
    fn from(status: Status) -> v1::TermStatus {
        match status {
            Status::Preferred => v1::TermStatus::Preferred,
            Status::Admitted => v1::TermStatus::Admitted,
            Status::Forbidden => v1::TermStatus::Forbidden,
        }
    }
}

/// What a person has said of a term.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReviewState {
    Approved,
    Candidate,
    Rejected,
}

impl From<ReviewState> for v1::TermReviewState {
    fn from(state: ReviewState) -> v1::TermReviewState {
        match state {
            ReviewState::Approved => v1::TermReviewState::Approved,
            ReviewState::Candidate => v1::TermReviewState::Candidate,
            ReviewState::Rejected => v1::TermReviewState::Rejected,
        }
    }
}

#[derive(Subcommand)]
pub enum TermCommand {
    #[command(flatten)]
    Terms(Command),
    /// Import terms from TBX, tables (TSV, CSV, XLSX) and JSON Lines
    Import(import::Import),
    /// Export terms to a file
    Export(export::Export),
}

/// What is done with terms one by one, or all at once where they are.
#[derive(Subcommand)]
pub enum Command {
    /// Add a term with its rendering, or a forbidden rendering to a term that is there
    Add(add::Add),
    /// Find known terms in a text
    Recognize(recognize::Recognize),
    /// List terms in the order in which they were first written
    List(list::List),
    /// Look up a name or title as it is typed: by its beginning, spelling, sound and parts
    Suggest(suggest::Suggest),
    /// Show one term
    Show {
        /// terms/NUMBER
        name: String,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a term, or add another rendering to it
    Update(update::Update),
    /// Delete one term
    Delete {
        /// terms/NUMBER
        name: String,
    },
    /// Show what one term said before, and says now
    History {
        /// terms/NUMBER
        name: String,
        /// Print one revision a line as JSON
        #[arg(long)]
        json: bool,
    },
    /// Find the names, titles and set phrases of a memory, with their renderings, and keep them as candidates
    Mine(mine::Mine),
    /// Go through the candidates that were mined or imported as such: list them, or approve, edit and reject them
    Review(review::Review),
    /// Check whether translations render terms as preferred, and keep their numbers: a memory's, or an article's
    Check(check::Check),
    /// Make one concept of several: the first is kept, and gets the names of the others and details that it lacks
    Merge {
        /// terms/NUMBER, the one to keep
        name: String,
        /// The others, which are deleted
        #[arg(required = true)]
        others: Vec<String>,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
}

type Client = TermServiceClient<Channel>;

impl TermCommand {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        match self {
            TermCommand::Import(import) => import.run(target).await,
            TermCommand::Export(export) => export.run(target).await,
            TermCommand::Terms(command) => command.run(target).await,
        }
    }
}

impl Command {
    async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = match self {
            Command::Add(_) => target.connect_or_create().await?,
            _ => target.connect().await?,
        };
        let mut client = TermServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        self.call(&mut client, &connection.channel).await?;
        drop(client);
        connection.close()
    }

    async fn call(self, client: &mut Client, channel: &Channel) -> Result<(), Fail> {
        match self {
            Command::Add(add) => add.call(client).await,
            Command::Recognize(recognize) => recognize.call(client).await,
            Command::Mine(mine) => mine.call(client).await,
            Command::Check(check) => check.call(client, channel).await,
            Command::Review(review) => review.call(client, channel).await,
            Command::List(list) => list.call(client).await,
            Command::Suggest(suggest) => suggest.call(client).await,
            Command::Show { name, json } => shown::show(Some(get(client, name).await?), json),
            Command::Update(update) => update.call(client).await,
            Command::Delete { name } => {
                client.delete_term(v1::DeleteTermRequest { name: name.clone(), ..Default::default() }).await?;
                output::line(&format!("{name} deleted"))
            }
            Command::History { name, json } => {
                let request = v1::ListTermRevisionsRequest { name };
                shown::show_history(client.list_term_revisions(request).await?.into_inner().revisions, json)
            }
            Command::Merge { name, others, json } => {
                let request = v1::MergeTermsRequest { name, others, ..Default::default() };
                shown::show(client.merge_terms(request).await?.into_inner().term, json)
            }
        }
    }
}

async fn get(client: &mut Client, name: String) -> Result<v1::Term, Fail> {
    Ok(client.get_term(v1::GetTermRequest { name }).await?.into_inner().term.unwrap_or_default())
}
