//! What is said of aligned articles.

use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;

/// Sums over all pairs.
#[derive(Default)]
pub struct Totals {
    pairs: u64,
    rejected: u64,
    accepted: u64,
    units_added: u64,
    units_updated: u64,
    review: u64,
    decided: u64,
    import: String,
}

impl Totals {
    pub fn pairs(&self) -> u64 {
        self.pairs
    }

    pub fn add(&mut self, answer: &v1::AlignArticlesResponse) {
        self.pairs += 1;
        self.rejected += u64::from(answer.verdict() == v1::AlignmentVerdict::Rejected);
        self.accepted += count(answer, v1::BeadOutcome::Accepted);
        self.units_added += u64::from(answer.units_added);
        self.units_updated += u64::from(answer.units_updated);
        self.review += count(answer, v1::BeadOutcome::Review);
        self.decided += count(answer, v1::BeadOutcome::Decided);
        if !answer.import.is_empty() {
            answer.import.clone_into(&mut self.import);
        }
    }

    pub fn tell(&self, memory: Option<&str>, dry_run: bool) -> Result<(), Fail> {
        let Some(memory) = memory else { return Ok(()) };
        let dry = if dry_run { " (dry run: nothing was written)" } else { "" };
        output::line(&format!(
            "{} pairs, {} of them rejected; {} beads into {memory} ({} units added, {} updated), {} to review, {} decided \
             before{dry}",
            self.pairs, self.rejected, self.accepted, self.units_added, self.units_updated, self.review, self.decided
        ))?;
        if self.review > 0 && !dry_run {
            output::line(&format!("hafez review --memory {memory} shows what somebody has to look at"))?;
        }
        let import = self.import.trim_start_matches("imports/");
        match import.is_empty() {
            true => Ok(()),
            false => {
                output::line(&format!("import {import}: hafez import --undo {import} takes units and reviews back"))
            }
        }
    }
}

fn count(answer: &v1::AlignArticlesResponse, outcome: v1::BeadOutcome) -> u64 {
    answer.beads.iter().filter(|bead| bead.outcome() == outcome).count() as u64
}

/// One pair: its verdict and counts, or, without a memory, its beads.
pub fn line(answer: &v1::AlignArticlesResponse, has_memory: bool) -> Result<(), Fail> {
    let verdict = output::plain(answer.verdict().as_str_name(), "ALIGNMENT_VERDICT");
    let why =
        if answer.reason.is_empty() { String::new() } else { format!(" ({})", output::plain(&answer.reason, "")) };
    let beads = answer.beads.iter().filter(|bead| !bead.source.is_empty() && !bead.target.is_empty()).count();
    let (accepted, review) = (count(answer, v1::BeadOutcome::Accepted), count(answer, v1::BeadOutcome::Review));
    let places = if has_memory { format!(", {accepted} into the memory, {review} to review") } else { String::new() };
    output::line(&format!("{}: {verdict}{why}, {beads} pairs of segments{places}", output::harmless(&answer.id)))?;
    if has_memory || answer.verdict() == v1::AlignmentVerdict::Rejected {
        return Ok(());
    }
    let text = |segments: &[String], at: &[u32]| {
        let texts: Vec<&str> = at.iter().filter_map(|&at| segments.get(at as usize)).map(String::as_str).collect();
        output::harmless(&texts.join(" "))
    };
    let row = |bead: &v1::Bead| {
        vec![
            format!("{:.3}", bead.confidence),
            text(&answer.source_segments, &bead.source),
            text(&answer.target_segments, &bead.target),
        ]
    };
    output::table(&["confidence", "source", "target"], answer.beads.iter().map(row))
}
