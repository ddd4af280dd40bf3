//! The command line. Every command is a client of the gRPC API: of a running server, or of the same services run within
//! the process over a store of its own. Only `bench` looks beneath, to measure the engine without it.

mod align;
mod analyze;
mod article;
mod backup;
mod bench;
mod concordance;
mod connect;
mod demo;
mod export;
mod fail;
mod filter;
mod import;
mod input;
mod memory;
mod other_target;
mod output;
mod points;
mod prompt;
mod review;
mod segment;
mod serve;
mod similar;
mod skip;
mod suggest;
mod term;
mod translate;
mod unit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::connect::Target;
use self::fail::Fail;

/// A translation memory that misses nothing above the threshold and explains every score.
#[derive(Parser)]
#[command(name = "hafez", version, about, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some units were refused.";

#[derive(Subcommand)]
enum Command {
    /// Run a server on a store.
    Serve(serve::Serve),
    /// Show it at work on a sample memory and article, and leave the server running.
    Demo(demo::Demo),
    /// Cut an article into segments.
    Segment(segment::Segment),
    /// Look up past translations for a segment or an article.
    Suggest(suggest::Suggest),
    /// Put an article into another language, as far as the memory knows it.
    Translate(translate::Translate),
    /// Count how much of some articles the memory knows, for planning and pay.
    Analyze(analyze::Analyze),
    /// Find which segments of an article translate which of another, and put them into a memory.
    Align(align::Align),
    /// Decide about pairs of aligned articles that are doubtful.
    Review(review::Review),
    /// Find words in past translations.
    Concordance(concordance::Concordance),
    /// Import units from TMX, XLIFF, TXML, PO, tables, workbooks, JSON lines and parallel text.
    Import(import::Import),
    /// Write units as TMX, XLIFF, a table, JSON lines or parallel text.
    Export(export::Export),
    /// Create, list, show, change and delete memories.
    #[command(subcommand)]
    Memory(memory::MemoryCommand),
    /// Add, list, show, edit and delete units.
    #[command(subcommand)]
    Unit(unit::UnitCommand),
    /// Keep terms, find them in text, mine them out of memories, check translations for them.
    #[command(subcommand)]
    Term(term::TermCommand),
    /// Write everything in a store into one file, while it is in use.
    Backup(backup::Backup),
    /// Make a new store of a backup.
    Restore(backup::Restore),
    /// Read every record of a store and look for every unit in its index, or check a backup; fails if there is a fault.
    Verify(backup::Verify),
    /// Measure look-ups, recall, import and memory on this machine.
    Bench(bench::Bench),
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Fail::Failed(error.to_string()).report(),
    };
    let outcome = runtime.block_on(run(cli));
    // Loading a store goes on in a thread of its own; nobody waits for it any more.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => fail.report(),
    }
}

async fn run(cli: Cli) -> Result<(), Fail> {
    let target = cli.target;
    match cli.command {
        Command::Serve(command) => command.run(target).await,
        Command::Demo(command) => command.run(target).await,
        Command::Segment(command) => command.run(target).await,
        Command::Suggest(command) => command.run(target).await,
        Command::Translate(command) => command.run(target).await,
        Command::Analyze(command) => command.run(target).await,
        Command::Align(command) => command.run(target).await,
        Command::Review(command) => command.run(target).await,
        Command::Concordance(command) => command.run(target).await,
        Command::Import(command) => command.run(target).await,
        Command::Export(command) => command.run(target).await,
        Command::Memory(command) => command.run(target).await,
        Command::Unit(command) => command.run(target).await,
        Command::Term(command) => command.run(target).await,
        Command::Backup(command) => command.run(target).await,
        Command::Restore(command) => command.run(target).await,
        Command::Verify(command) => command.run(target).await,
        Command::Bench(command) => command.run(target).await,
    }
}
