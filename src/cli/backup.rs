use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;

use super::connect::{Connection, Target};
use super::fail::Fail;
use super::output;
use crate::rpc::v1;
use crate::rpc::v1::store_service_client::StoreServiceClient;
use crate::store::{BackupCounts, Finding, SledStore, Store, check_backup, restore};

#[derive(Args)]
pub struct Backup {
    /// Where to write the backup, whole or not at all; - for standard output
    #[arg(short, long)]
    output: PathBuf,
}

impl Backup {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let connection = target.connect().await?;
        let counts = match self.output == Path::new("-") {
            true => back_up(&connection, &mut std::io::stdout()).await?,
            false => self.write_file(&connection).await?,
        };
        let v1::BackUpCounts { memories, units, terms } = counts;
        output::complain(&format!("backed up: {memories} memories, {units} units, {terms} terms"));
        connection.close()
    }

    async fn write_file(&self, connection: &Connection) -> Result<v1::BackUpCounts, Fail> {
        let mut file = output::WholeFile::create(&self.output)?;
        let counts = back_up(connection, &mut file).await?;
        file.finish()?;
        Ok(counts)
    }
}

async fn back_up(connection: &Connection, to: &mut impl Write) -> Result<v1::BackUpCounts, Fail> {
    let mut client = StoreServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
    let mut answers = client.back_up_store(v1::BackUpStoreRequest {}).await?.into_inner();
    while let Some(answer) = answers.message().await? {
        to.write_all(&answer.chunk)?;
        if let Some(counts) = answer.counts {
            to.flush()?;
            return Ok(counts);
        }
    }
    Err(Fail::Failed("the backup broke off; make another one".into()))
}

#[derive(Args)]
pub struct Restore {
    /// A file that `hafez backup` wrote
    file: PathBuf,
}

impl Restore {
    /// Makes a store of a backup, whole or not at all.
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let Some(directory) = target.store else {
            let hint = "name the directory of the new store with --store DIR";
            return Err(Fail::Usage(hint.into()));
        };
        if !SledStore::is_vacant(&directory) {
            let name = directory.display();
            return Err(Fail::Failed(format!(
                "{name} is not empty; restore into a new directory, then serve that one"
            )));
        }
        let counts = tokio::task::spawn_blocking(move || restore_into(&self.file, &directory));
        let counts = counts.await.map_err(|e| Fail::Failed(e.to_string()))??;
        let (memories, units, terms) = (counts.memories, counts.units, counts.terms);
        output::line(&format!("restored: {memories} memories, {units} units, {terms} terms"))
    }
}

/// Looks through a store that nobody has open.
fn verify_records(directory: &Path) -> Result<(), Fail> {
    let mut faults = 0;
    SledStore::open(directory)?.check(&mut |finding| {
        if let Finding::Fault(fault) = finding {
            faults += 1;
            output::complain(&fault);
        }
        ControlFlow::Continue(())
    })?;
    judge(faults)
}

fn judge(faults: u64) -> Result<(), Fail> {
    match faults {
        0 => Ok(()),
        1 => Err(Fail::Failed("1 fault, as said above; restore a backup of before".into())),
        _ => Err(Fail::Failed(format!("{faults} faults, as said above; restore a backup of before"))),
    }
}

fn restore_into(file: &Path, directory: &Path) -> Result<BackupCounts, Fail> {
    let failed = |error: String| Fail::Failed(format!("{}: {error}", file.display()));
    let from = File::open(file).map_err(|e| failed(e.to_string()))?;
    let mut name = directory.as_os_str().to_owned();
    name.push(".restoring");
    let unfinished = PathBuf::from(name);
    let _ = fs::remove_dir_all(&unfinished);
    let outcome = (|| {
        let store = SledStore::open(&unfinished)?;
        let counts = restore(BufReader::with_capacity(1 << 20, from), &store).map_err(|e| failed(e.to_string()))?;
        store.flush()?;
        drop(store);
        // An empty directory may be there already.
        let _ = fs::remove_dir(directory);
        fs::rename(&unfinished, directory)?;
        Ok(counts)
    })();
    if outcome.is_err() {
        let _ = fs::remove_dir_all(&unfinished);
    }
    outcome
}

#[derive(Args)]
pub struct Verify {
    /// A backup to check instead of a store
    file: Option<PathBuf>,
    /// Print the last message as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Ends well only if there is no fault.
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        if let Some(file) = &self.file {
            let records = File::open(file)
                .map_err(|e| e.to_string())
                .and_then(|from| check_backup(BufReader::with_capacity(1 << 20, from)).map_err(|e| e.to_string()));
            let records = records.map_err(|e| Fail::Failed(format!("{}: {e}", file.display())))?;
            return output::line(&format!("{}: {records} records, whole", file.display()));
        }
        if let Some(directory) = target.store.clone().filter(|directory| !SledStore::is_vacant(directory)) {
            // A store whose records cannot all be read cannot be worked on either, only looked through.
            tokio::task::spawn_blocking(move || verify_records(&directory))
                .await
                .map_err(|e| Fail::Failed(e.to_string()))??;
        }
        let connection = target.connect().await?;
        let last = self.verify(&connection).await?;
        if self.json {
            output::json(&last)?;
        } else {
            output::line(&format!("{} records read, {} units found in the index", last.records, last.indexed_units))?;
        }
        connection.close()?;
        judge(last.faults)
    }

    async fn verify(&self, connection: &Connection) -> Result<v1::VerifyStoreResponse, Fail> {
        let mut client = StoreServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let mut answers = client.verify_store(v1::VerifyStoreRequest {}).await?.into_inner();
        let bar = output::progress_bar("{spinner} {pos} records and units checked", None, "");
        while let Some(answer) = answers.message().await? {
            bar.set_position(answer.records + answer.indexed_units);
            answer.found.iter().for_each(|fault| bar.suspend(|| output::complain(fault)));
            if answer.done {
                bar.finish_and_clear();
                return Ok(answer);
            }
        }
        Err(Fail::Failed("the check broke off; run it again".into()))
    }
}
