use clap::Subcommand;
use pbjson_types::FieldMask;

use super::connect::Target;
use super::fail::Fail;
use super::filter::Filter;
use super::input::parse_language;
use super::{output, similar};
use crate::rpc::v1;
use crate::rpc::v1::memory_service_client::MemoryServiceClient;

/// How far a unit has been checked.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Status {
    Approved,
    Reviewed,
    Draft,
}

impl From<Status> for v1::UnitStatus {
    fn from(status: Status) -> v1::UnitStatus {
        match status {
            Status::Approved => v1::UnitStatus::Approved,
            Status::Reviewed => v1::UnitStatus::Reviewed,
            Status::Draft => v1::UnitStatus::Draft,
        }
    }
}

#[derive(Subcommand)]
pub enum UnitCommand {
    /// Add one unit to a memory
    Add {
        /// The memory to add it to
        #[arg(long, value_name = "NAME")]
        memory: String,
        /// The language of the source
        #[arg(long, value_parser = parse_language)]
        from: String,
        /// The language of the target
        #[arg(long, value_parser = parse_language)]
        to: String,
        /// How far it has been checked
        #[arg(long, value_enum, default_value = "approved")]
        status: Status,
        /// Who translated it
        #[arg(long, default_value = "")]
        author: String,
        /// A remark for translators
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        note: String,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
        /// The original
        #[arg(allow_hyphen_values = true)]
        source: String,
        /// Its translation
        #[arg(allow_hyphen_values = true)]
        target: String,
    },
    /// List the units of a memory in the order in which they were first written
    List {
        /// The memory
        #[arg(long, value_name = "NAME")]
        memory: String,
        /// How many at the most
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one unit
    Show {
        /// memories/MEMORY/units/NUMBER
        name: String,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Change one unit
    Edit {
        /// memories/MEMORY/units/NUMBER
        name: String,
        /// Another original
        #[arg(long, allow_hyphen_values = true)]
        source: Option<String>,
        /// Another translation
        #[arg(long, allow_hyphen_values = true)]
        target: Option<String>,
        /// How far it has been checked
        #[arg(long, value_enum)]
        status: Option<Status>,
        /// Who translated it
        #[arg(long)]
        author: Option<String>,
        /// A remark for translators
        #[arg(long, allow_hyphen_values = true)]
        note: Option<String>,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete one unit
    Delete {
        /// memories/MEMORY/units/NUMBER
        name: String,
    },
    /// Delete the units of a memory that are of some status, language, attribute or time
    Prune {
        /// The memory
        #[arg(long, value_name = "NAME")]
        memory: String,
        #[command(flatten)]
        filter: Filter,
        /// Count them, and delete nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Find units that say the same but for spelling: case, spacing, letters that look alike
    Duplicates {
        /// The memory
        #[arg(long, value_name = "NAME")]
        memory: String,
        /// Print one JSON object a group
        #[arg(long)]
        json: bool,
    },
    /// Find sources that have several targets
    Conflicts {
        /// The memory
        #[arg(long, value_name = "NAME")]
        memory: String,
        /// Print one JSON object a group
        #[arg(long)]
        json: bool,
    },
    /// Show what one unit said before, and says now
    History {
        /// memories/MEMORY/units/NUMBER
        name: String,
        /// Print one revision a line as JSON
        #[arg(long)]
        json: bool,
    },
    /// Make one unit of several: the first is kept, and gets the uses of the others and details that it lacks
    Merge {
        /// memories/MEMORY/units/NUMBER, the one to keep
        name: String,
        /// The others, which are deleted
        #[arg(required = true)]
        others: Vec<String>,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
}

pub type Client = MemoryServiceClient<tonic::transport::Channel>;

impl UnitCommand {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let mut client = MemoryServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        self.call(&mut client).await?;
        drop(client);
        connection.close()
    }

    async fn call(self, client: &mut Client) -> Result<(), Fail> {
        match self {
            UnitCommand::Add { memory, from, to, status, author, note, json, source, target } => {
                let text = |text, language| Some(v1::UnitText { text, language });
                let status = v1::UnitStatus::from(status).into();
                let (source, target) = (text(source, from), text(target, to));
                let unit = v1::Unit { source, target, status, author, note, ..Default::default() };
                let request = v1::CreateUnitRequest { parent: memory, unit: Some(unit), ..Default::default() };
                show(client.create_unit(request).await?.into_inner().unit, json)
            }
            UnitCommand::List { memory, limit, json } => list(client, memory, limit, json).await,
            UnitCommand::Show { name, json } => {
                show(client.get_unit(v1::GetUnitRequest { name }).await?.into_inner().unit, json)
            }
            UnitCommand::Edit { name, source, target, status, author, note, json } => {
                let old = client.get_unit(v1::GetUnitRequest { name }).await?.into_inner().unit.unwrap_or_default();
                let change = change(old, source, target, status, author, note)?;
                show(client.update_unit(change).await?.into_inner().unit, json)
            }
            UnitCommand::Delete { name } => {
                client.delete_unit(v1::DeleteUnitRequest { name: name.clone(), ..Default::default() }).await?;
                output::line(&format!("{name} deleted"))
            }
            UnitCommand::Prune { memory, filter, dry_run } => {
                let filter = Some((&filter).into());
                let request = v1::PruneUnitsRequest { parent: memory, filter, dry_run, ..Default::default() };
                let units = client.prune_units(request).await?.into_inner().units;
                output::line(&format!("{units} units {}", if dry_run { "would be deleted" } else { "deleted" }))
            }
            UnitCommand::Duplicates { memory, json } => {
                similar::find(client, memory, v1::Similarity::Duplicates, json).await
            }
            UnitCommand::Conflicts { memory, json } => {
                similar::find(client, memory, v1::Similarity::Conflicts, json).await
            }
            UnitCommand::History { name, json } => {
                let request = v1::ListUnitRevisionsRequest { name };
                show_history(client.list_unit_revisions(request).await?.into_inner().revisions, json)
            }
            UnitCommand::Merge { name, others, json } => {
                let request = v1::MergeUnitsRequest { name, others, ..Default::default() };
                show(client.merge_units(request).await?.into_inner().unit, json)
            }
        }
    }
}

/// The change that the options ask for, refused if somebody else changes the unit meanwhile.
fn change(
    mut unit: v1::Unit,
    source: Option<String>,
    target: Option<String>,
    status: Option<Status>,
    author: Option<String>,
    note: Option<String>,
) -> Result<v1::UpdateUnitRequest, Fail> {
    let mut paths = Vec::new();
    for (path, side, text) in [("source", &mut unit.source, source), ("target", &mut unit.target, target)] {
        if let (Some(side), Some(text)) = (side, text) {
            side.text = text;
            paths.push(path.to_owned());
        }
    }
    if let Some(status) = status {
        unit.set_status(status.into());
        paths.push("status".to_owned());
    }
    for (path, field, value) in [("author", &mut unit.author, author), ("note", &mut unit.note, note)] {
        if let Some(value) = value {
            *field = value;
            paths.push(path.to_owned());
        }
    }
    if paths.is_empty() {
        return Err(Fail::Usage("name a field to change".into()));
    }
    Ok(v1::UpdateUnitRequest { unit: Some(unit), update_mask: Some(FieldMask { paths }), ..Default::default() })
}

async fn list(client: &mut Client, memory: String, limit: usize, json: bool) -> Result<(), Fail> {
    let (mut units, mut page_token, mut left) = (Vec::new(), String::new(), limit);
    while left > 0 {
        let page_size = left.min(1_000) as i32;
        let request = v1::ListUnitsRequest { parent: memory.clone(), page_size, page_token };
        let page = client.list_units(request).await?.into_inner();
        (page_token, left) = (page.next_page_token, left.saturating_sub(page.units.len()));
        match json {
            true => page.units.iter().try_for_each(output::json)?,
            false => units.extend(page.units),
        }
        if page_token.is_empty() {
            break;
        }
    }
    if json {
        return Ok(());
    }
    output::table(HEADER, units.into_iter().map(|unit| row(unit).to_vec()))?;
    output::say_more(&page_token)
}

fn show(unit: Option<v1::Unit>, json: bool) -> Result<(), Fail> {
    let unit = unit.unwrap_or_default();
    if json { output::json(&unit) } else { output::table(HEADER, [row(unit).to_vec()]) }
}

fn show_history(revisions: Vec<v1::Unit>, json: bool) -> Result<(), Fail> {
    if json {
        return revisions.iter().try_for_each(output::json);
    }
    let row = |unit: v1::Unit| {
        let time = unit.update_time.map(output::time).unwrap_or_default();
        let [_, status, _, source, target] = row(unit.clone());
        vec![unit.revision.to_string(), time, output::harmless(&unit.author), status, source, target]
    };
    output::table(&["revision", "since", "author", "status", "source", "target"], revisions.into_iter().map(row))
}

pub const HEADER: &[&str] = &["unit", "status", "used", "source", "target"];

pub fn row(unit: v1::Unit) -> [String; 5] {
    let status = output::plain(unit.status().as_str_name(), "UNIT_STATUS");
    let text = |side: Option<v1::UnitText>| {
        side.map(|s| output::harmless(&format!("[{}] {}", s.language, s.text))).unwrap_or_default()
    };
    [unit.name, status, unit.use_count.to_string(), text(unit.source), text(unit.target)]
}
