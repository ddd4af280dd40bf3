use clap::Args;

use super::shown::show;
use super::{Client, Status, Type};
use crate::cli::fail::Fail;
use crate::cli::input::parse_language;
use crate::rpc::v1;

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
    /// Another spelling of the term; may be given several times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    variant: Vec<String>,
    /// Another spelling of the rendering; may be given several times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    rendering_variant: Vec<String>,
    /// A remark for translators
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    note: String,
    /// Where it is from: a style guide, a gazetteer
    #[arg(long, default_value = "", value_name = "TEXT", allow_hyphen_values = true)]
    source: String,
    /// Who writes it
    #[arg(long, default_value = "")]
    author: String,
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

impl Add {
    pub async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let (text, variants) = (self.term, self.variant);
        let source = v1::TermEntry { language: self.from, text, variants, ..Default::default() };
        let status = v1::TermStatus::from(self.status).into();
        let (text, variants) = (self.rendering, self.rendering_variant);
        let target = v1::TermEntry { language: self.to, text, status, variants, ..Default::default() };
        let term = v1::Term {
            r#type: v1::TermType::from(self.kind).into(),
            entries: vec![source, target],
            note: self.note,
            source: self.source,
            author: self.author,
            ..Default::default()
        };
        let request = v1::CreateTermRequest { term: Some(term), ..Default::default() };
        show(client.create_term(request).await?.into_inner().term, self.json)
    }
}
