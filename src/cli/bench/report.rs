//! What was measured, as tables while it goes on, or as one JSON document at the end.

use std::fmt::Display;

use indicatif::{HumanBytes, HumanCount};
use serde::Serialize;
use serde_json::{Map, Value};

use super::Setup;
use super::crowd::{Crowd, Throughput};
use super::latency::Latency;
use super::lookups::{self, Lookups};
use super::recall::{Fault, Recall};
use super::store::{Build, Weights};
use crate::cli::fail::Fail;
use crate::cli::output::{harmless, line, markdown};

/// How many missing pairs are shown; JSON has all.
const FAULTS_SHOWN: usize = 20;

/// Takes the results as they come.
pub struct Report {
    is_json: bool,
    document: Map<String, Value>,
    /// For each part, the share of its time in which something waited for a core.
    cores_short: Map<String, Value>,
}

/// Where and on what the bench ran.
#[derive(Serialize)]
pub struct Machine {
    pub version: &'static str,
    pub build: &'static str,
    pub system: String,
    pub cores: usize,
    /// How many processes wanted to run on average, over the minute before the bench, where the system tells.
    pub load_before: Option<f64>,
    pub pairs: u64,
    pub pairs_from: String,
    pub from: String,
    pub to: String,
    pub seed: u64,
    pub limit: u32,
}

impl Machine {
    pub fn new(setup: &Setup, pairs: u64) -> Machine {
        let pairs_from = match setup.arguments.pairs.is_empty() {
            true => "made up".to_owned(),
            false => setup.arguments.pairs.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", "),
        };
        Machine {
            version: env!("CARGO_PKG_VERSION"),
            build: if cfg!(debug_assertions) { "debug" } else { "release" },
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            cores: std::thread::available_parallelism().map_or(1, |n| n.get()),
            load_before: setup.load_before,
            pairs,
            pairs_from,
            from: setup.pairs.from.to_string(),
            to: setup.pairs.to.to_string(),
            seed: setup.arguments.seed,
            limit: setup.arguments.limit,
        }
    }
}

impl Report {
    pub fn new(is_json: bool) -> Report {
        Report { is_json, document: Map::new(), cores_short: Map::new() }
    }

    /// Prints the document, if that was asked for.
    pub fn finish(mut self) -> Result<(), Fail> {
        self.document.insert("cores_short".into(), self.cores_short.into());
        if self.is_json { line(&Value::Object(self.document).to_string()) } else { Ok(()) }
    }

    pub fn machine(&mut self, machine: &Machine) -> Result<(), Fail> {
        self.add("machine", machine, |m| {
            let load = m.load_before.map_or(String::new(), |load| format!(", load {load} before the bench"));
            line(&format!(
                "hafez {}, {} build, {}, {} cores{load}\n{} pairs ({}), {} to {}, seed {}, at most {} suggestions a query",
                m.version,
                m.build,
                m.system,
                m.cores,
                HumanCount(m.pairs),
                harmless(&m.pairs_from),
                m.from,
                m.to,
                m.seed,
                m.limit
            ))
        })
    }

    pub fn build(&mut self, build: &Build, is_earlier: bool) -> Result<(), Fail> {
        let mut value = serde_json::to_value(build)?;
        value["reused"] = is_earlier.into();
        self.add("build", &value, |_| {
            let earlier = if is_earlier { " (by an earlier bench, whose store is used)" } else { "" };
            title("Store")?;
            let rate = HumanCount(build.pairs_per_second as u64);
            let built = format!("{:.1} s, {rate} pairs/s{earlier}", build.seconds);
            let units = format!("{} ({} lines refused)", HumanCount(build.units), HumanCount(build.refused));
            facts([("import", built), ("units", units)])
        })
    }

    pub fn weights(&mut self, weights: &Weights, is_earlier: bool) -> Result<(), Fail> {
        self.add("store", weights, |w| {
            let left = if is_earlier { "" } else { "; what the import left is in both" };
            let resident = match &w.resident {
                Some(r) => {
                    let [before, after] = [r.before_restart_bytes, r.after_restart_bytes].map(HumanBytes);
                    format!("{after} after the restart, {before} before{left}")
                }
                None => "unknown on this system".into(),
            };
            let index = HumanBytes(w.index_bytes as u64);
            facts([
                ("restart", format!("{:.2} s", w.restart_seconds)),
                ("index", format!("{index}, {:.0} bytes a pair, both directions", w.index_bytes_per_pair)),
                ("resident memory", resident),
                ("on disk", HumanBytes(w.store_bytes).to_string()),
            ])
        })
    }

    pub fn lookups(&mut self, name: &str, heading: &str, lookups: &Lookups) -> Result<(), Fail> {
        self.cores_short.insert(name.to_owned(), lookups.cores_short.into());
        self.add(name, &lookups.rows, |rows| {
            title(heading)?;
            let row = |row: &lookups::Row| {
                let counts = [row.asked, row.matched].map(|count| HumanCount(count as u64).to_string());
                cells([row.set.name().to_owned(), percent(row.min_score)], counts, &row.latency)
            };
            markdown(&header(["queries", "min score", "asked", "matched"]), rows.iter().map(row))?;
            let Some(short) = lookups.cores_short else { return Ok(()) };
            line(&format!("\nFor {:.0} % of that time something waited for a core.", 100.0 * short))
        })
    }

    pub fn crowds(&mut self, crowds: &[Crowd]) -> Result<(), Fail> {
        self.add("throughput", crowds, |crowds| {
            let clients = crowds.first().map_or(0, |crowd| crowd.clients);
            title(&format!("Over gRPC, {clients} clients with all kinds of queries in turn, warmed up"))?;
            markdown(&header(["min score", "writes", "look-ups", "look-ups/s"]), crowds.iter().flat_map(crowd_rows))?;
            crowds.iter().try_for_each(say_writes)
        })
    }

    pub fn recall(&mut self, recall: &Recall) -> Result<(), Fail> {
        self.add("recall", recall, |recall| {
            title("Found, of what scoring every pair finds")?;
            let row = |row: &super::recall::Row| {
                let counts = [row.asked, row.required, row.found].map(|count| HumanCount(count as u64).to_string());
                [row.set.name().to_owned(), percent(row.min_score)].into_iter().chain(counts).collect()
            };
            markdown(&["queries", "min score", "asked", "required", "found"], recall.rows.iter().map(row))?;
            say_faults("missing", &recall.missing)?;
            say_faults("wrong", &recall.wrong)
        })
    }

    fn add<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        section: &T,
        print: impl FnOnce(&T) -> Result<(), Fail>,
    ) -> Result<(), Fail> {
        if !self.is_json {
            return print(section);
        }
        self.document.insert(name.to_owned(), serde_json::to_value(section)?);
        Ok(())
    }
}

fn title(text: &str) -> Result<(), Fail> {
    line(&format!("\n### {text}\n"))
}

fn facts<const N: usize>(facts: [(&str, String); N]) -> Result<(), Fail> {
    facts.into_iter().try_for_each(|(name, fact)| line(&format!("- {name}: {fact}")))
}

fn header(names: [&'static str; 4]) -> Vec<&'static str> {
    names.into_iter().chain(Latency::HEADER).collect()
}

fn cells<const N: usize, const M: usize>(names: [String; N], counts: [String; M], latency: &Latency) -> Vec<String> {
    names.into_iter().chain(counts).chain(latency.cells()).collect()
}

fn percent(score: impl Display) -> String {
    format!("{score} %")
}

fn crowd_rows(crowd: &Crowd) -> Vec<Vec<String>> {
    let row = |writes: String, t: &Throughput| {
        let counts = [t.lookups as u64, t.lookups_per_second as u64].map(|count| HumanCount(count).to_string());
        cells([percent(crowd.min_score), writes], counts, &t.latency)
    };
    let mut rows = vec![row("none".into(), &crowd.without_writes)];
    if let Some(with) = &crowd.with_writes {
        rows.push(row(format!("{:.0} units/s", with.writes.written_per_second), &with.throughput));
    }
    rows
}

fn say_writes(crowd: &Crowd) -> Result<(), Fail> {
    let Some(with) = &crowd.with_writes else { return Ok(()) };
    let writes = &with.writes;
    line(&format!("\nWith writes, min score {}:\n", percent(crowd.min_score)))?;
    let per_second = format!("{:.0} of {} asked for", writes.written_per_second, writes.asked_per_second);
    let times = |l: &Latency| format!("p50 {:.3} ms, p99 {:.3} ms, max {:.3} ms", l.p50_ms, l.p99_ms, l.max_ms);
    facts([
        ("p99 of the look-ups against without", format!("{:.2} times", with.p99_ratio)),
        (
            "units written per second",
            format!("{per_second}, {} at a time, by BatchCreateUnits", writes.units_in_a_batch),
        ),
        ("to acknowledge a batch", times(&writes.batch)),
        ("to look up a unit just acknowledged", times(&writes.lookup)),
        ("not found at once", format!("{} of {} units", writes.missed, HumanCount(writes.units as u64))),
    ])?;
    writes.missing.iter().try_for_each(|text| line(&format!("  - missing: {}", harmless(text))))
}

fn say_faults(what: &str, faults: &[Fault]) -> Result<(), Fail> {
    if faults.is_empty() {
        return Ok(());
    }
    line(&format!("\n{} {what}:\n", faults.len()))?;
    for fault in faults.iter().take(FAULTS_SHOWN) {
        let (query, source) = (harmless(&fault.query), harmless(&fault.hit.source));
        let set = fault.set.name();
        line(&format!("- {} %: {source}\n  for ({set}, min score {} %): {query}", fault.hit.score, fault.min_score))?;
    }
    if faults.len() > FAULTS_SHOWN { line("- … and more; --json has all") } else { Ok(()) }
}
