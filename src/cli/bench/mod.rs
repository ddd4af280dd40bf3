//! Measures hafez on this machine: how long look-ups take, how many a second there are, what they miss, what memory takes.
//!
//! The journey: pairs (from tables, or made up) → one pass that draws sources for queries → a store, imported, closed
//! and opened again → look-ups in process → the truth by brute force → a server over TCP → one client, then many, then
//! many while units are written.

mod arguments;
mod contention;
mod crowd;
mod home;
mod latency;
mod lookups;
mod made_up;
mod pairs;
mod progress;
mod queries;
mod random;
mod recall;
mod report;
mod server;
mod store;
mod survey;
mod truth;
mod writes;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use self::arguments::Bench;
use self::contention::load_average;
use self::home::Home;
use self::pairs::{Pairs, make_up};
use self::queries::Queries;
use self::recall::Recall;
use self::report::{Machine, Report};
use self::server::Server;
use self::survey::Survey;
use super::connect::Target;
use super::fail::Fail;
use super::serve::{start_log, termination};
use crate::config::LogFormat;
use crate::memory::Stop;

/// How long work that was told to stop is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many sources are drawn beyond those that the sets take, for the many clients.
const FOR_CLIENTS: usize = 4_000;

/// What every part of the bench needs to know.
struct Setup {
    arguments: Bench,
    pairs: Pairs,
    stop: Stop,
    load_before: Option<f64>,
}

/// What the first half of the bench leaves to the second.
struct Halfway {
    setup: Setup,
    report: Report,
    queries: Queries,
    recall: Option<Recall>,
}

impl Bench {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        self.check()?;
        if target.server.is_some() || target.store.is_some() {
            let hint = "leave --server and --store out; --keep DIR keeps the store";
            return Err(Fail::Usage(format!("the bench makes a store and a server of its own; {hint}")));
        }
        let truth_out = self.truth_out.as_deref().map(create).transpose()?;
        start_log(LogFormat::Text, "warn");
        let home = Arc::new(self.keep.as_deref().map_or_else(Home::temporary, Home::kept)?);
        let stop = Stop::never();
        let outcome = {
            let mut work = std::pin::pin!(self.measure(home.clone(), stop.clone(), truth_out));
            tokio::select! {
                outcome = &mut work => outcome,
                () = termination() => {
                    stop.cancel();
                    // What cannot be stopped ends with the process.
                    let _ = tokio::time::timeout(PATIENCE, &mut work).await;
                    Err(Fail::Failed("interrupted".into()))
                }
            }
        };
        home.leave();
        outcome
    }

    async fn measure(self, home: Arc<Home>, stop: Stop, truth_out: Option<File>) -> Result<(), Fail> {
        let store = home.store();
        let first_half = tokio::task::spawn_blocking(move || self.in_process(&home, stop, truth_out));
        let halfway = first_half.await.map_err(|error| Fail::Failed(error.to_string()))??;
        let Halfway { setup, mut report, queries, recall } = halfway;
        let missed = over_grpc(setup, store, queries, &mut report).await?;
        report.finish()?;
        let incomplete = recall.is_some_and(|recall| !recall.is_complete());
        let faults = [
            incomplete.then_some("the engine does not find what scoring every pair finds"),
            (missed > 0).then_some("units were acknowledged and not found at once"),
        ];
        match faults.into_iter().flatten().collect::<Vec<_>>().join("; ") {
            none if none.is_empty() => Ok(()),
            faults => Err(Fail::Failed(faults)),
        }
    }

    /// The half that needs no server.
    fn in_process(self, home: &Home, stop: Stop, truth_out: Option<File>) -> Result<Halfway, Fail> {
        let mut report = Report::new(self.json);
        let setup = self.set_up(home, stop)?;
        let survey = survey(&setup)?;
        report.machine(&Machine::new(&setup, survey.pairs))?;
        let (build, is_earlier) = store::build(&setup, home, &survey)?;
        report.build(&build, is_earlier)?;
        let (engine, weights) = store::restart(home)?;
        report.weights(&weights, is_earlier)?;
        let Survey { pairs, samples, .. } = survey;
        let mut queries = Queries::new(setup.arguments.seed, samples);
        let to_check = recall::draw(&setup, &mut queries);
        let lookups = lookups::in_process(&setup, &engine, &mut queries)?;
        report.lookups("in_process", "In process, each query asked once, from a store just opened", &lookups)?;
        let recall = match setup.arguments.recall {
            0 => None,
            _ => Some(Recall::measure(&setup, pairs, &engine, to_check, truth_out)?),
        };
        recall.iter().try_for_each(|recall| report.recall(recall))?;
        engine.close()?;
        Ok(Halfway { setup, report, queries, recall })
    }

    /// Finds the pairs, or makes them up.
    fn set_up(self, home: &Home, stop: Stop) -> Result<Setup, Fail> {
        let load_before = load_average();
        let (mut tables, count) = (self.pairs.clone(), self.wanted());
        if let (true, Some(count)) = (tables.is_empty(), count) {
            let table = home.made_up_pairs(count, self.seed);
            make_up(&table, count, self.seed, &stop)?;
            tables.push(table);
        }
        let pairs = Pairs { tables, count, from: self.from.clone(), to: self.to.clone() };
        Ok(Setup { arguments: self, pairs, stop, load_before })
    }
}

fn survey(setup: &Setup) -> Result<Survey, Fail> {
    let Bench { queries, recall, seed, .. } = setup.arguments;
    let sets = 2 * setup.arguments.floors().len();
    let each = sets * queries + recall + FOR_CLIENTS;
    let survey = Survey::take(&setup.pairs, seed, each, &setup.stop)?;
    if survey.pairs == 0 {
        return Err(Fail::Failed("there are no pairs to measure with; a table has SOURCE<TAB>TARGET a line".into()));
    }
    Ok(survey)
}

/// The half that needs a server. Gives how many written units were not found at once.
async fn over_grpc(setup: Setup, store: PathBuf, mut queries: Queries, report: &mut Report) -> Result<usize, Fail> {
    let (server, setup) = (Server::start(store).await?, Arc::new(setup));
    let mut client = lookups::Client::new(server.connect().await?);
    let lookups = lookups::over_grpc(&setup, &mut client, &mut queries).await?;
    report.lookups("grpc", "Over gRPC, one client, other queries, again from a store just opened", &lookups)?;
    let mut missed = 0;
    if setup.arguments.seconds > 0 {
        let crowds = crowd::ask(&setup, &server, &Arc::new(queries)).await?;
        report.crowds(&crowds)?;
        missed = crowds.iter().filter_map(|crowd| crowd.with_writes.as_ref()).map(|with| with.writes.missed).sum();
    }
    server.end().await?;
    Ok(missed)
}

fn create(path: &Path) -> Result<File, Fail> {
    File::create(path).map_err(|error| Fail::Failed(format!("{} cannot be written: {error}", path.display())))
}
