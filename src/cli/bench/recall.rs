//! What the engine finds against what brute force finds.

use std::fs::File;
use std::io::{BufWriter, Write};

use serde::Serialize;
use serde_json::json;

use super::Setup;
use super::lookups::query;
use super::progress::Progress;
use super::queries::{Kind, Queries};
use super::truth::{Hit, KEPT, Truth, brute_force};
use crate::cli::fail::Fail;
use crate::memory::{Engine, Suggestion};
use crate::model::Percent;

/// How many of the true ones are written for other programs to compare with.
const WRITTEN: usize = 20;

/// What was found of what is there.
#[derive(Debug, Default, Serialize)]
pub struct Recall {
    pub rows: Vec<Row>,
    /// What is there and was not found.
    pub missing: Vec<Fault>,
    /// What was found and is not there, or not with that score.
    pub wrong: Vec<Fault>,
}

/// What was found for one set of queries.
#[derive(Debug, Serialize)]
pub struct Row {
    pub set: Kind,
    pub min_score: f64,
    pub asked: usize,
    /// How many pairs should have been found.
    pub required: usize,
    /// How many of them were.
    pub found: usize,
}

/// A pair that was missed or made up.
#[derive(Debug, Serialize)]
pub struct Fault {
    pub set: Kind,
    pub query: String,
    pub min_score: f64,
    #[serde(flatten)]
    pub hit: Hit,
}

/// A query of a kind.
type Asked = (Kind, String);

/// A query with what should be found for it.
struct Known {
    set: Kind,
    query: String,
    truth: Truth,
}

/// The comparison of one answer with the truth.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    required: usize,
    found: usize,
    missing: Vec<Hit>,
    wrong: Vec<Hit>,
}

impl Recall {
    /// Compares what the engine answers, and writes the truth where the arguments say.
    pub fn measure(
        setup: &Setup,
        pairs: u64,
        engine: &Engine,
        asked: Vec<Asked>,
        truth_out: Option<File>,
    ) -> Result<Recall, Fail> {
        let (known, floors) = (with_truth(setup, pairs, asked)?, setup.arguments.floors());
        if let Some(file) = truth_out {
            write_truth(file, &known, &floors)?;
        }
        let progress = Progress::over(Some((known.len() * floors.len()) as u64), "comparing");
        let mut recall = Recall::default();
        for (floor, set) in floors.into_iter().flat_map(|floor| Kind::ALL.map(|set| (floor, set))) {
            recall.rows.push(Row { set, min_score: floor.as_f64(), asked: 0, required: 0, found: 0 });
            for known in known.iter().filter(|known| known.set == set) {
                let answer = ask(setup, engine, &known.query, floor)?;
                recall.count(&known.query, known.truth.compare(floor, &answer));
                progress.advance(1);
            }
        }
        Ok(recall)
    }

    /// Counts a comparison in the row that was begun last.
    fn count(&mut self, query: &str, verdict: Verdict) {
        let Some(row) = self.rows.last_mut() else { return };
        row.asked += 1;
        row.required += verdict.required;
        row.found += verdict.found;
        let (set, min_score) = (row.set, row.min_score);
        let fault = |hit| Fault { set, query: query.to_owned(), min_score, hit };
        self.missing.extend(verdict.missing.into_iter().map(fault));
        self.wrong.extend(verdict.wrong.into_iter().map(fault));
    }

    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.wrong.is_empty()
    }
}

impl Truth {
    /// Everything that reaches the floor has to be in the answer, with its score. Where more do than are kept, those of
    /// the least score kept are as good as others of that score.
    fn compare(&self, floor: Percent, answer: &[Hit]) -> Verdict {
        let there = self.reaching(floor);
        let tied = there.last().filter(|_| there.len() == KEPT).map(|hit| hit.score);
        let (any, all): (Vec<&Hit>, Vec<&Hit>) = there.iter().partition(|hit| Some(hit.score) == tied);
        let (tied_found, rest): (Vec<&Hit>, Vec<&Hit>) = answer.iter().partition(|hit| Some(hit.score) == tied);
        let mut missing: Vec<Hit> = all.iter().copied().filter(|hit| !answer.contains(hit)).cloned().collect();
        let lacking = any.len().saturating_sub(tied_found.len());
        missing.extend(any.into_iter().filter(|hit| !answer.contains(hit)).take(lacking).cloned());
        let wrong = rest.into_iter().filter(|hit| !all.contains(hit)).cloned().collect();
        Verdict { required: there.len(), found: there.len() - missing.len(), missing, wrong }
    }
}

/// So many queries of each kind as the arguments say. Drawn before all others, they depend on seed and pairs alone.
pub fn draw(setup: &Setup, queries: &mut Queries) -> Vec<Asked> {
    let set = |kind: Kind| queries.next_set(kind, setup.arguments.recall).into_iter().map(move |query| (kind, query));
    Kind::ALL.into_iter().flat_map(set).collect()
}

/// The queries with all that reaches the lowest of the least scores.
fn with_truth(setup: &Setup, pairs: u64, asked: Vec<Asked>) -> Result<Vec<Known>, Fail> {
    let lowest = setup.arguments.floors().into_iter().min().unwrap_or(Percent::FULL);
    let texts: Vec<&str> = asked.iter().map(|(_, query)| query.as_str()).collect();
    let truths = brute_force(setup, pairs, &texts, lowest)?;
    Ok(asked.into_iter().zip(truths).map(|((set, query), truth)| Known { set, query, truth }).collect())
}

fn ask(setup: &Setup, engine: &Engine, text: &str, floor: Percent) -> Result<Vec<Hit>, Fail> {
    let found = engine.suggest(&query(setup, text, floor, KEPT), &setup.stop)?;
    let hit = |s: Suggestion| Hit { source: s.unit.source.text, target: s.unit.target.text, score: s.score };
    Ok(found.suggestions.into_iter().map(hit).collect())
}

/// One JSON object a query and least score.
fn write_truth(file: File, known: &[Known], floors: &[Percent]) -> Result<(), Fail> {
    let mut file = BufWriter::new(file);
    for floor in floors {
        for Known { set, query, truth } in known {
            let best = truth.reaching(*floor).iter().take(WRITTEN).collect::<Vec<_>>();
            let line = json!({ "set": set, "query": query, "min_score": floor.as_f64(), "truth": best });
            writeln!(file, "{line}")?;
        }
    }
    Ok(file.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(number: usize, score: u16) -> Hit {
        let score = Percent::from_hundredths(score).unwrap();
        Hit { source: format!("source {number}"), target: "target".into(), score }
    }

    fn floor() -> Percent {
        Percent::threshold(70.0).unwrap()
    }

    #[test]
    fn a_pair_that_is_not_in_the_answer_is_missing() {
        let truth = Truth { best: vec![hit(1, 9_000), hit(2, 8_000), hit(3, 6_000)] };
        let verdict = truth.compare(floor(), &[hit(1, 9_000)]);
        assert_eq!(verdict, Verdict { required: 2, found: 1, missing: vec![hit(2, 8_000)], wrong: vec![] });
    }

    #[test]
    fn a_pair_with_another_score_is_missing_and_wrong() {
        let verdict = Truth { best: vec![hit(1, 9_000)] }.compare(floor(), &[hit(1, 9_100)]);
        assert_eq!((verdict.missing, verdict.wrong), (vec![hit(1, 9_000)], vec![hit(1, 9_100)]));
    }

    #[test]
    fn where_more_reach_the_floor_than_are_kept_those_of_the_least_score_stand_for_each_other() {
        let best: Vec<Hit> = (0..KEPT).map(|n| hit(n, if n < 90 { 9_000 } else { 8_000 })).collect();
        let truth = Truth { best: best.clone() };
        let mut answer: Vec<Hit> = best[..90].to_vec();
        answer.extend((200..210).map(|n| hit(n, 8_000)));
        assert_eq!(truth.compare(floor(), &answer).found, KEPT);
        answer.pop();
        let verdict = truth.compare(floor(), &answer);
        assert_eq!((verdict.found, verdict.missing.len()), (KEPT - 1, 1));
        answer.remove(0);
        assert!(truth.compare(floor(), &answer).missing.contains(&best[0]));
    }
}
