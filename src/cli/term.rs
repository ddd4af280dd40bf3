use clap::{Args, Subcommand, ValueEnum};
use pbjson_types::FieldMask;

use super::connect::Target;
use super::fail::Fail;
use super::input::{TextOrFile, parse_language, read_text};
use super::output;
use super::suggest::rendering;
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

#[derive(Subcommand)]
pub enum TermCommand {
    /// Add a term with its rendering
    Add(Add),
    /// Find known terms in a text
    Recognize {
        /// The language of the text
        #[arg(long, value_parser = parse_language)]
        from: String,
        /// The language of the renderings wanted
        #[arg(long, value_parser = parse_language)]
        to: String,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        input: TextOrFile,
    },
    /// List terms in the order in which they were first written
    List {
        /// How many at the most
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one term
    Show {
        /// terms/NUMBER
        name: String,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a term, or add another rendering to it
    Update(Update),
    /// Delete a term
    Delete {
        /// terms/NUMBER
        name: String,
    },
}

#[derive(Args)]
pub struct Add {
    /// The language of the term
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of the rendering
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// What the term names
    #[arg(long = "type", value_enum, default_value = "other")]
    kind: Type,
    /// Whether the rendering may be used
    #[arg(long, value_enum, default_value = "preferred")]
    status: Status,
    /// Another spelling of the term
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    variant: Vec<String>,
    /// A remark for translators
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    note: String,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// The name or title
    #[arg(allow_hyphen_values = true)]
    term: String,
    /// How it is rendered
    #[arg(allow_hyphen_values = true)]
    rendering: String,
}

#[derive(Args)]
pub struct Update {
    /// terms/NUMBER
    name: String,
    /// What the term names
    #[arg(long = "type", value_enum)]
    kind: Option<Type>,
    /// A remark for translators
    #[arg(long, allow_hyphen_values = true)]
    note: Option<String>,
    /// A rendering to add; one that is there gets the new status
    #[arg(long, requires = "to", value_name = "TEXT", allow_hyphen_values = true)]
    rendering: Option<String>,
    /// The language of the rendering
    #[arg(long, value_parser = parse_language)]
    to: Option<String>,
    /// Whether the rendering may be used
    #[arg(long, value_enum, default_value = "preferred")]
    status: Status,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

type Client = TermServiceClient<tonic::transport::Channel>;

impl TermCommand {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = match &self {
            TermCommand::Add(_) => target.connect_or_create().await?,
            _ => target.connect().await?,
        };
        let mut client = TermServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        self.call(&mut client).await?;
        drop(client);
        connection.close()
    }

    async fn call(self, client: &mut Client) -> Result<(), Fail> {
        match self {
            TermCommand::Add(add) => add.call(client).await,
            TermCommand::Recognize { from, to, json, input } => recognize(client, from, to, json, input).await,
            TermCommand::List { limit, json } => list(client, limit, json).await,
            TermCommand::Show { name, json } => show(Some(get(client, name).await?), json),
            TermCommand::Update(update) => update.call(client).await,
            TermCommand::Delete { name } => {
                client.delete_term(v1::DeleteTermRequest { name: name.clone(), ..Default::default() }).await?;
                output::line(&format!("{name} deleted"))
            }
        }
    }
}

impl Add {
    async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let source = v1::TermEntry { language: self.from, text: self.term, status: 0, variants: self.variant };
        let status = v1::TermStatus::from(self.status).into();
        let target = v1::TermEntry { language: self.to, text: self.rendering, status, variants: Vec::new() };
        let entries = vec![source, target];
        let r#type = v1::TermType::from(self.kind).into();
        let term = v1::Term { r#type, entries, note: self.note, ..Default::default() };
        let request = v1::CreateTermRequest { term: Some(term), ..Default::default() };
        show(client.create_term(request).await?.into_inner().term, self.json)
    }
}

impl Update {
    async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let (mut term, mut paths) = (get(client, self.name).await?, Vec::new());
        if let Some(kind) = self.kind {
            term.set_type(kind.into());
            paths.push("type".to_owned());
        }
        if let Some(note) = self.note {
            term.note = note;
            paths.push("note".to_owned());
        }
        if let (Some(text), Some(language)) = (self.rendering, self.to) {
            let status = v1::TermStatus::from(self.status);
            match term.entries.iter_mut().find(|e| e.text == text && e.language == language) {
                Some(entry) => entry.set_status(status),
                None => {
                    let status = status.into();
                    term.entries.push(v1::TermEntry { language, text, status, variants: Vec::new() });
                }
            }
            paths.push("entries".to_owned());
        }
        if paths.is_empty() {
            return Err(Fail::Usage("name something to change".into()));
        }
        let update_mask = Some(FieldMask { paths });
        let request = v1::UpdateTermRequest { term: Some(term), update_mask, ..Default::default() };
        show(client.update_term(request).await?.into_inner().term, self.json)
    }
}

async fn get(client: &mut Client, name: String) -> Result<v1::Term, Fail> {
    Ok(client.get_term(v1::GetTermRequest { name }).await?.into_inner().term.unwrap_or_default())
}

async fn recognize(client: &mut Client, from: String, to: String, json: bool, input: TextOrFile) -> Result<(), Fail> {
    let text = match (input.text, input.file) {
        (Some(text), _) => text,
        (None, file) => read_text(&file.unwrap_or_default())?,
    };
    let request = v1::RecognizeTermsRequest { text, source_language: from, target_language: to };
    let answer = client.recognize_terms(request).await?.into_inner();
    if json {
        return output::json(&answer);
    }
    let rows = answer.terms.iter().map(|term| {
        let renderings: Vec<String> = term.renderings.iter().map(rendering).collect();
        let reason = output::plain(term.reason().as_str_name(), "TERM_MATCH_REASON");
        let place = format!("{}–{}", term.source_start, term.source_end);
        vec![place, term.matched_text.clone(), renderings.join(" | "), reason, output::percent(term.score)]
    });
    output::table(&["bytes", "text", "renderings", "why", "score"], rows)
}

async fn list(client: &mut Client, limit: usize, json: bool) -> Result<(), Fail> {
    let (mut terms, mut page_token, mut left) = (Vec::new(), String::new(), limit);
    while left > 0 {
        let request = v1::ListTermsRequest { page_size: left.min(1_000) as i32, page_token };
        let page = client.list_terms(request).await?.into_inner();
        (page_token, left) = (page.next_page_token, left.saturating_sub(page.terms.len()));
        terms.extend(page.terms);
        if page_token.is_empty() {
            break;
        }
    }
    if json {
        return terms.iter().try_for_each(output::json);
    }
    output::table(HEADER, terms.into_iter().map(row))?;
    output::say_more(&page_token)
}

fn show(term: Option<v1::Term>, json: bool) -> Result<(), Fail> {
    let term = term.unwrap_or_default();
    if json { output::json(&term) } else { output::table(HEADER, [row(term)]) }
}

const HEADER: &[&str] = &["term", "type", "names", "note"];

fn row(term: v1::Term) -> Vec<String> {
    let kind = output::plain(term.r#type().as_str_name(), "TERM_TYPE");
    let names: Vec<String> = term.entries.iter().map(name).collect();
    vec![term.name, kind, names.join("\n"), term.note]
}

fn name(entry: &v1::TermEntry) -> String {
    let status = match entry.status() {
        v1::TermStatus::Preferred | v1::TermStatus::Unspecified => String::new(),
        other => format!(" ({})", output::plain(other.as_str_name(), "TERM_STATUS")),
    };
    output::harmless(&format!("[{}] {}{status}", entry.language, entry.text))
}
