use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::cli::fail::Fail;
use crate::model::{Language, Percent};

/// How many pairs are made up where nobody says.
const GENERATED: u64 = 100_000;

#[derive(Args, Clone, Debug)]
pub struct Bench {
    /// A table with a source, a tab and a target a line; may be given several times. Pairs are made up if none is named
    #[arg(long, value_name = "FILE")]
    pub pairs: Vec<PathBuf>,
    /// How many pairs [default: all lines of the tables, or 100,000 made-up ones]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// How many queries of each kind are timed
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    pub queries: usize,
    /// The same seed and pairs give the same queries
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Lowest score wanted, 0 to 100; may be given several times
    #[arg(long, value_name = "PERCENT", default_value = "70", value_parser = parse_threshold)]
    pub min_score: Vec<Percent>,
    /// How many suggestions a query at the most
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub limit: u32,
    /// How many clients look up at a time
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    pub clients: usize,
    /// For how long they do, in seconds; 0 leaves it out
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// Then do it again while so many units a second are written, each looked up as soon as it is acknowledged
    #[arg(long, value_name = "RATE", value_parser = clap::value_parser!(u32).range(1..))]
    pub writes: Option<u32>,
    /// How many queries of each kind are checked by scoring every pair; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub recall: usize,
    /// Write what scoring every pair found for them to this file, one JSON object a query and least score
    #[arg(long, value_name = "FILE")]
    pub truth_out: Option<PathBuf>,
    /// The language of the sources
    #[arg(long, default_value = "en", value_parser = parse_language)]
    pub from: Language,
    /// The language of the targets
    #[arg(long, default_value = "fa", value_parser = parse_language)]
    pub to: Language,
    /// Keep the store in this directory; one that holds these very pairs already is used as it is
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Print one JSON document instead of tables
    #[arg(long)]
    pub json: bool,
}

impl Bench {
    /// Refuses what cannot be meant.
    pub fn check(&self) -> Result<(), Fail> {
        let usage = |message: &str| Err(Fail::Usage(message.into()));
        if self.from == self.to {
            return usage("--from and --to are the same language; a pair has two");
        }
        if self.truth_out.is_some() && self.recall == 0 {
            return usage("--truth-out needs queries to score every pair for; give --recall a number");
        }
        if self.writes.is_some() && self.seconds == 0 {
            return usage("--writes needs time to write in; give --seconds a number");
        }
        Ok(())
    }

    /// How many pairs are wanted; `None` for all there are.
    pub fn wanted(&self) -> Option<u64> {
        self.count.or(self.pairs.is_empty().then_some(GENERATED))
    }

    /// The least scores asked for, each once.
    pub fn floors(&self) -> Vec<Percent> {
        let mut floors = Vec::new();
        for floor in &self.min_score {
            if !floors.contains(floor) {
                floors.push(*floor);
            }
        }
        floors
    }
}

fn parse_threshold(percent: &str) -> Result<Percent, String> {
    percent.parse().ok().and_then(Percent::threshold).ok_or_else(|| "it is not a number from 0 to 100".into())
}

fn parse_language(tag: &str) -> Result<Language, String> {
    Language::parse(tag).map_err(|error| error.to_string())
}
