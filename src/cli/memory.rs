use clap::{Args, Subcommand};
use pbjson_types::FieldMask;

use super::connect::Target;
use super::fail::Fail;
use super::other_target::OtherTarget;
use super::output;
use super::points::{self, PenaltyFor};
use crate::rpc::v1;
use crate::rpc::v1::memory_service_client::MemoryServiceClient;

type Client = MemoryServiceClient<tonic::transport::Channel>;

#[derive(Subcommand)]
pub enum MemoryCommand {
    /// Create an empty memory
    Create {
        /// What to call it: ASCII letters, digits, `-`, `_`, `.`
        name: String,
        #[command(flatten)]
        fields: Fields,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// List all memories
    List {
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one memory
    Show {
        /// The memory
        name: String,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a memory
    Update {
        /// The memory
        name: String,
        #[command(flatten)]
        fields: Fields,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete a memory
    Delete {
        /// The memory
        name: String,
        /// Even if it holds units
        #[arg(long)]
        force: bool,
    },
}

#[derive(Args)]
pub struct Fields {
    /// A name for people, in any script
    #[arg(long)]
    display_name: Option<String>,
    /// What is in it
    #[arg(long)]
    description: Option<String>,
    /// Whole points taken off every suggestion from it
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=100))]
    penalty: Option<u32>,
    /// What one kind of difference or origin costs in it: number, punctuation, letter-case, inline-code, language-variant,
    /// human, imported, aligned or machine; `default` leaves it to the server. May be given several times
    #[arg(long, value_name = "NAME=POINTS")]
    penalty_for: Vec<PenaltyFor>,
    /// What to do with a unit that is written though its source has another target in it
    #[arg(long, value_enum)]
    other_target: Option<OtherTarget>,
}

impl Fields {
    /// The fields given, and which they are; `own` are the points that the memory sets so far.
    fn memory(self, name: String, mut own: v1::PenaltyPoints) -> (v1::Memory, FieldMask) {
        let given = [
            ("display_name", self.display_name.is_some()),
            ("description", self.description.is_some()),
            ("penalty", self.penalty.is_some()),
            ("penalties", !self.penalty_for.is_empty()),
            ("other_target", self.other_target.is_some()),
        ];
        let paths = given.into_iter().filter(|(_, given)| *given).map(|(path, _)| path.to_owned()).collect();
        self.penalty_for.iter().for_each(|penalty| penalty.set(&mut own));
        let memory = v1::Memory {
            name,
            penalties: Some(own),
            display_name: self.display_name.unwrap_or_default(),
            description: self.description.unwrap_or_default(),
            penalty: self.penalty.unwrap_or_default(),
            other_target: self.other_target.map(v1::OtherTarget::from).unwrap_or_default().into(),
            ..v1::Memory::default()
        };
        (memory, FieldMask { paths })
    }
}

impl MemoryCommand {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = match &self {
            MemoryCommand::Create { .. } => target.connect_or_create().await?,
            _ => target.connect().await?,
        };
        let mut client = MemoryServiceClient::new(connection.channel.clone());
        match self {
            MemoryCommand::Create { name, fields, json } => {
                let (memory, _) = fields.memory(String::new(), v1::PenaltyPoints::default());
                let request = v1::CreateMemoryRequest { memory_id: name, memory: Some(memory), ..Default::default() };
                show(client.create_memory(request).await?.into_inner().memory, json)?;
            }
            MemoryCommand::List { json } => list(&mut client, json).await?,
            MemoryCommand::Show { name, json } => {
                show(client.get_memory(v1::GetMemoryRequest { name }).await?.into_inner().memory, json)?;
            }
            MemoryCommand::Update { name, fields, json } => {
                show(update(&mut client, name, fields).await?, json)?;
            }
            MemoryCommand::Delete { name, force } => {
                let request = v1::DeleteMemoryRequest { name: name.clone(), force, ..Default::default() };
                client.delete_memory(request).await?;
                output::line(&format!("{name} deleted"))?;
            }
        }
        drop(client);
        connection.close()
    }
}

/// Points of single penalties are changed one by one: where there are any, the others are read first, and the update is
/// refused if somebody else has changed the memory meanwhile.
async fn update(client: &mut Client, name: String, fields: Fields) -> Result<Option<v1::Memory>, Fail> {
    let before = match fields.penalty_for.is_empty() {
        true => v1::Memory::default(),
        false => {
            let request = v1::GetMemoryRequest { name: name.clone() };
            client.get_memory(request).await?.into_inner().memory.unwrap_or_default()
        }
    };
    let (memory, mask) = fields.memory(name, before.penalties.unwrap_or_default());
    if mask.paths.is_empty() {
        return Err(Fail::Usage("name a field to change".into()));
    }
    let memory = Some(v1::Memory { revision: before.revision, ..memory });
    let request = v1::UpdateMemoryRequest { memory, update_mask: Some(mask), ..Default::default() };
    Ok(client.update_memory(request).await?.into_inner().memory)
}

async fn list(client: &mut Client, json: bool) -> Result<(), Fail> {
    let (mut memories, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListMemoriesRequest { page_size: 1_000, page_token };
        let page = client.list_memories(request).await?.into_inner();
        memories.extend(page.memories);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    if json {
        return memories.iter().try_for_each(output::json);
    }
    output::table(HEADER, memories.into_iter().map(row))
}

fn show(memory: Option<v1::Memory>, json: bool) -> Result<(), Fail> {
    let memory = memory.unwrap_or_default();
    if json {
        return output::json(&memory);
    }
    output::table(HEADER, [row(memory)])
}

const HEADER: &[&str] = &["memory", "units", "penalty", "penalties for", "name", "description"];

fn row(memory: v1::Memory) -> Vec<String> {
    let name = memory.name.trim_start_matches("memories/").to_owned();
    let (units, penalty) = (memory.unit_count.to_string(), memory.penalty.to_string());
    let penalties = points::describe(memory.penalties.unwrap_or_default());
    vec![name, units, penalty, penalties, memory.display_name, memory.description]
}
