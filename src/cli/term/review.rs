//! Candidates that somebody has to look at: listed, decided by name, or asked about one after the other.

use std::io::IsTerminal;

use clap::Args;
use pbjson_types::FieldMask;
use tonic::transport::Channel;

use super::shown::{HEADER, row};
use super::{Client, get, nothing};
use crate::cli::fail::Fail;
use crate::cli::input::parse_percent;
use crate::cli::output;
use crate::cli::prompt::prompt;
use crate::rpc::v1;
use crate::rpc::v1::memory_service_client::MemoryServiceClient;

#[derive(Args)]
pub struct Review {
    /// Only candidates that were mined from this memory
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    memory: String,
    /// Approve the candidates with these names
    #[arg(long, value_name = "NAME", num_args = 1..)]
    approve: Vec<String>,
    /// Reject the candidates with these names
    #[arg(long, value_name = "NAME", num_args = 1..)]
    reject: Vec<String>,
    /// Approve all candidates that are at least as sure, in percent
    #[arg(long, value_name = "PERCENT", conflicts_with_all = ["approve", "reject"], value_parser = parse_percent)]
    approve_from: Option<f64>,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "USER", default_value = "")]
    author: String,
    /// How many to list at the most
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print terms as JSON, one a line
    #[arg(long)]
    json: bool,
}

/// What somebody says of a candidate.
enum Decision {
    Approve,
    Reject,
    /// Approve it with another rendering.
    Edit(String),
    Later,
    Quit,
}

impl Review {
    pub async fn call(self, client: &mut Client, channel: &Channel) -> Result<(), Fail> {
        if !self.approve.is_empty() || !self.reject.is_empty() {
            return self.decide_named(client).await;
        }
        let mut candidates = candidates(client, &self.memory).await?;
        candidates.sort_by(|a, b| confidence(b).total_cmp(&confidence(a)));
        if let Some(least) = self.approve_from {
            candidates.retain(|term| confidence(term) >= least);
            return self.approve_all(client, candidates).await;
        }
        if !self.json && std::io::stdin().is_terminal() {
            return self.ask_about(client, channel, candidates).await;
        }
        self.list(candidates)
    }

    fn list(&self, candidates: Vec<v1::Term>) -> Result<(), Fail> {
        if self.json {
            return candidates.iter().take(self.limit).try_for_each(output::json);
        }
        let all = candidates.len();
        if all == 0 {
            nothing::mined(&self.memory);
            return Ok(());
        }
        output::table(HEADER, candidates.into_iter().take(self.limit).map(row))?;
        if all > self.limit { output::line(&format!("… and more; --limit {all} shows all {all}")) } else { Ok(()) }
    }

    /// One that cannot be decided is told, and keeps nobody from deciding the others.
    async fn decide_named(&self, client: &mut Client) -> Result<(), Fail> {
        let approved = self.approve.iter().map(|name| (name, v1::TermReviewState::Approved));
        let rejected = self.reject.iter().map(|name| (name, v1::TermReviewState::Rejected));
        let mut failed = Ok(());
        for (name, state) in approved.chain(rejected) {
            match self.decide_one(client, name, state).await {
                Ok(term) => self.tell(&term)?,
                Err(Fail::Failed(why)) => {
                    let fail = Fail::Failed(format!("{name}: {why}"));
                    if let Err(earlier) = std::mem::replace(&mut failed, Err(fail)) {
                        earlier.report();
                    }
                }
                Err(fail) => return Err(fail),
            }
        }
        failed
    }

    async fn decide_one(&self, client: &mut Client, name: &str, state: v1::TermReviewState) -> Result<v1::Term, Fail> {
        let term = get(client, name.to_owned()).await?;
        if term.review_state() != v1::TermReviewState::Candidate {
            let found = output::plain(term.review_state().as_str_name(), "TERM_REVIEW_STATE");
            return Err(Fail::Failed(format!("it is {found}, no candidate; hafez term update --review changes that")));
        }
        self.decide(client, term, state, &[]).await
    }

    /// One that contradicts an approved term is told and left as it is.
    async fn approve_all(&self, client: &mut Client, candidates: Vec<v1::Term>) -> Result<(), Fail> {
        let (mut approved, mut left) = (0, 0);
        for term in candidates {
            let (name, text) = (term.name.clone(), names(&term));
            match self.decide(client, term, v1::TermReviewState::Approved, &[]).await {
                Ok(term) => {
                    approved += 1;
                    if self.json {
                        output::json(&term)?;
                    }
                }
                Err(Fail::Failed(why)) => {
                    left += 1;
                    output::complain(&format!("{name} {text}: {why}"));
                }
                Err(fail) => return Err(fail),
            }
        }
        if !self.json {
            output::line(&format!("{approved} approved, {left} left"))?;
        }
        if left > 0 { Err(Fail::Refused) } else { Ok(()) }
    }

    async fn ask_about(&self, client: &mut Client, channel: &Channel, candidates: Vec<v1::Term>) -> Result<(), Fail> {
        if candidates.is_empty() {
            nothing::mined(&self.memory);
            return Ok(());
        }
        for term in candidates {
            show(&term)?;
            show_example(channel, &term).await?;
            let done = match ask()? {
                Decision::Quit => return Ok(()),
                Decision::Later => continue,
                Decision::Approve => self.decide(client, term, v1::TermReviewState::Approved, &[]).await,
                Decision::Reject => self.decide(client, term, v1::TermReviewState::Rejected, &[]).await,
                Decision::Edit(rendering) => self.edit(client, term, rendering).await,
            };
            match done {
                Ok(_) => (),
                Err(Fail::Failed(why)) => output::complain(&why),
                Err(fail) => return Err(fail),
            }
        }
        Ok(())
    }

    /// Approves another rendering, and remembers that the mined one is rejected.
    async fn edit(&self, client: &mut Client, term: v1::Term, rendering: String) -> Result<v1::Term, Fail> {
        let mined = v1::Term { review_state: v1::TermReviewState::Rejected.into(), ..term.clone() };
        let paths = ["entries", "attributes", "evidence"];
        let edited =
            self.decide(client, with_rendering(term, rendering), v1::TermReviewState::Approved, &paths).await?;
        client.create_term(v1::CreateTermRequest { term: Some(mined), ..Default::default() }).await?;
        Ok(edited)
    }

    async fn decide(
        &self,
        client: &mut Client,
        mut term: v1::Term,
        state: v1::TermReviewState,
        also: &[&str],
    ) -> Result<v1::Term, Fail> {
        term.set_review_state(state);
        term.author.clone_from(&self.author);
        let paths = ["review_state", "author"].iter().chain(also).map(|path| (*path).to_owned()).collect();
        let update_mask = Some(FieldMask { paths });
        let request = v1::UpdateTermRequest { term: Some(term), update_mask, ..Default::default() };
        Ok(client.update_term(request).await?.into_inner().term.unwrap_or_default())
    }

    fn tell(&self, term: &v1::Term) -> Result<(), Fail> {
        match self.json {
            true => output::json(term),
            false => {
                let state = output::plain(term.review_state().as_str_name(), "TERM_REVIEW_STATE");
                output::line(&format!("{} {}: {state}", term.name, names(term)))
            }
        }
    }
}

/// All terms that were mined from a memory, or from any, and not looked at.
async fn candidates(client: &mut Client, memory: &str) -> Result<Vec<v1::Term>, Fail> {
    let review_states = vec![v1::TermReviewState::Candidate.into()];
    let filter = v1::TermFilter { review_states, ..Default::default() };
    let (mut candidates, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListTermsRequest { page_size: 1_000, page_token, filter: Some(filter.clone()) };
        let page = client.list_terms(request).await?.into_inner();
        candidates.extend(page.terms.into_iter().filter(|term| memory.is_empty() || is_from(term, memory)));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(candidates);
        }
    }
}

/// Whether a term was mined from a memory, first or later.
fn is_from(term: &v1::Term, memory: &str) -> bool {
    let memory = format!("memories/{memory}");
    let is_in = |unit: &String| unit.strip_prefix(&memory).is_some_and(|unit| unit.starts_with('/'));
    term.source == memory || term.evidence.as_ref().is_some_and(|evidence| evidence.units.iter().any(is_in))
}

fn confidence(term: &v1::Term) -> f64 {
    term.attributes.get("confidence").and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn names(term: &v1::Term) -> String {
    let names: Vec<&str> = term.entries.iter().map(|entry| entry.text.as_str()).collect();
    output::harmless(&names.join(" = "))
}

fn show(term: &v1::Term) -> Result<(), Fail> {
    let attribute = |name: &str| term.attributes.get(name).map(String::as_str).unwrap_or_default();
    let kind = output::plain(term.r#type().as_str_name(), "TERM_TYPE");
    let count = term.evidence.as_ref().map_or(0, |evidence| evidence.count);
    output::line(&format!(
        "{} {kind}, {}% sure, {count} of {} times",
        term.name,
        attribute("confidence"),
        attribute("seen")
    ))?;
    output::line(&format!("  {}", names(term)))?;
    if !attribute("alternatives").is_empty() {
        output::line(&format!("  otherwise: {}", output::harmless(attribute("alternatives"))))?;
    }
    Ok(())
}

/// The pair that a candidate was seen in last, if that is still there.
async fn show_example(channel: &Channel, term: &v1::Term) -> Result<(), Fail> {
    let Some(name) = term.evidence.as_ref().and_then(|evidence| evidence.units.first()).cloned() else { return Ok(()) };
    let Ok(answer) = MemoryServiceClient::new(channel.clone()).get_unit(v1::GetUnitRequest { name }).await else {
        return Ok(());
    };
    let unit = answer.into_inner().unit.unwrap_or_default();
    for text in [unit.source, unit.target].into_iter().flatten() {
        output::line(&format!("  … {}", output::harmless(&text.text)))?;
    }
    Ok(())
}

fn ask() -> Result<Decision, Fail> {
    loop {
        match prompt("approve, reject, edit, later, quit? [a/r/e/l/q] ")?.as_deref() {
            Some("a") => return Ok(Decision::Approve),
            Some("r") => return Ok(Decision::Reject),
            Some("e") => match prompt("rendering: ")? {
                Some(rendering) if !rendering.is_empty() => return Ok(Decision::Edit(rendering)),
                _ => (),
            },
            Some("l" | "") => return Ok(Decision::Later),
            Some("q") | None => return Ok(Decision::Quit),
            Some(_) => (),
        }
    }
}

/// The term with another rendering in the place of the mined one, for which there is no evidence.
fn with_rendering(mut term: v1::Term, rendering: String) -> v1::Term {
    if let Some(entry) = term.entries.get_mut(1) {
        *entry = v1::TermEntry { language: std::mem::take(&mut entry.language), text: rendering, ..Default::default() };
    }
    v1::Term { evidence: None, attributes: Default::default(), ..term }
}
