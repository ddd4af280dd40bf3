use clap::Args;
use pbjson_types::FieldMask;

use super::shown::show;
use super::{Client, ReviewState, Status, Type, get};
use crate::cli::fail::Fail;
use crate::cli::input::parse_language;
use crate::rpc::v1;

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
    /// Where it is from
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    source: Option<String>,
    /// Who changes it
    #[arg(long)]
    author: Option<String>,
    /// Whether it may be used
    #[arg(long, value_enum, value_name = "STATE")]
    review: Option<ReviewState>,
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

impl Update {
    pub async fn call(mut self, client: &mut Client) -> Result<(), Fail> {
        let mut term = get(client, std::mem::take(&mut self.name)).await?;
        let json = self.json;
        let paths = self.change(&mut term);
        if paths.iter().all(|path| path == "author") {
            return Err(Fail::Usage("name something to change".into()));
        }
        let update_mask = Some(FieldMask { paths });
        let request = v1::UpdateTermRequest { term: Some(term), update_mask, ..Default::default() };
        show(client.update_term(request).await?.into_inner().term, json)
    }

    /// Makes the changes that the options ask for; gives the fields that they are in.
    fn change(self, term: &mut v1::Term) -> Vec<String> {
        let mut paths = Vec::new();
        if let Some(kind) = self.kind {
            term.set_type(kind.into());
            paths.push("type");
        }
        if let Some(state) = self.review {
            term.set_review_state(state.into());
            paths.push("review_state");
        }
        let texts = [
            ("note", &mut term.note, self.note),
            ("source", &mut term.source, self.source),
            ("author", &mut term.author, self.author),
        ];
        for (path, field, value) in texts {
            if let Some(value) = value {
                *field = value;
                paths.push(path);
            }
        }
        if let (Some(text), Some(language)) = (self.rendering, self.to) {
            put_rendering(term, text, language, self.status.into());
            paths.push("entries");
        }
        paths.into_iter().map(str::to_owned).collect()
    }
}

fn put_rendering(term: &mut v1::Term, text: String, language: String, status: v1::TermStatus) {
    match term.entries.iter_mut().find(|e| e.text == text && e.language == language) {
        Some(entry) => entry.set_status(status),
        None => {
            let status = status.into();
            term.entries.push(v1::TermEntry { language, text, status, ..Default::default() });
        }
    }
}
