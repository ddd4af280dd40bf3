//! CheckTerms: findings, then how each term is rendered.

use tonic::{Request, Response, Status};
use tracing::Span;

use super::answers::{AnswerStream, Answers};
use super::backend::deadline;
use super::convert::{count, term_usage, term_warning};
use super::status::invalid_field;
use super::term::TermRpc;
use super::v1::check_terms_response::Message;
use super::{names, v1};
use crate::memory::{Engine, EngineError, Stop, TermFinding, TermUsages};
use crate::model::{Language, MemoryId, Unit, UnitText};

/// How many pairs are looked at in one call; more are sent in several.
const PAIRS_MOST: usize = 20_000;

/// What is to be looked at.
enum Subject {
    Memory(MemoryId),
    Pairs(Vec<v1::TermCheckPair>),
}

impl TermRpc {
    pub(super) fn check(
        &self,
        request: Request<v1::CheckTermsRequest>,
    ) -> Result<Response<AnswerStream<v1::CheckTermsResponse>>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let (engine, place, request) = (self.backend.engine()?, self.place()?, request.into_inner());
        let languages = (
            names::language("source_language", &request.source_language)?,
            names::language("target_language", &request.target_language)?,
        );
        let subject = subject(request)?;
        let (answers, stream) = Answers::new(stop.deadline())?;
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            span.in_scope(move || {
                let checked = match subject {
                    Subject::Memory(memory) => check_memory(&engine, &memory, &languages, (&stop, &answers)),
                    Subject::Pairs(pairs) => check_pairs(&engine, pairs, &languages, (&stop, &answers)),
                };
                let told = checked.and_then(|usages| {
                    let mut usages = usages.into_iter().map(|(term, usage)| Message::Usage(term_usage(term, usage)));
                    usages.try_for_each(|usage| send(&answers, usage))
                });
                if let Err(error) = told {
                    answers.fail(error);
                }
            });
        });
        Ok(Response::new(stream))
    }
}

fn subject(request: v1::CheckTermsRequest) -> Result<Subject, Status> {
    match (request.parent.is_empty(), request.pairs.len()) {
        (false, 0) => Ok(Subject::Memory(names::memory_id("parent", &request.parent)?)),
        (true, 1..=PAIRS_MOST) => Ok(Subject::Pairs(request.pairs)),
        (true, 0) => Err(invalid_field("parent", "it is missing; name a memory, or send pairs")),
        (false, _) => Err(invalid_field("pairs", "there are pairs beside a memory; send one or the other")),
        (true, pairs) => Err(invalid_field(
            "pairs",
            format!("there are {pairs}, the most is {PAIRS_MOST}; send them in several calls"),
        )),
    }
}

fn check_memory(
    engine: &Engine,
    memory: &MemoryId,
    languages: &(Language, Language),
    (stop, answers): (&Stop, &Answers<v1::CheckTermsResponse>),
) -> Result<TermUsages, EngineError> {
    engine.check_terms(memory, (&languages.0, &languages.1), stop, |unit: &Unit, sides, findings| {
        let found = finding(sides, findings);
        send(answers, Message::Finding(v1::TermFinding { unit: unit.id.name_in(&unit.memory), ..found }))
    })
}

fn check_pairs(
    engine: &Engine,
    pairs: Vec<v1::TermCheckPair>,
    languages: &(Language, Language),
    (stop, answers): (&Stop, &Answers<v1::CheckTermsResponse>),
) -> Result<TermUsages, EngineError> {
    let mut usages = TermUsages::new();
    for (at, pair) in pairs.into_iter().enumerate() {
        stop.check()?;
        engine.limits().check_query(format!("pairs[{at}].source"), &pair.source)?;
        engine.limits().check_query(format!("pairs[{at}].target"), &pair.target)?;
        let text = |text: String, language: &Language| UnitText { text, language: language.clone() };
        let (source, target) = (text(pair.source, &languages.0), text(pair.target, &languages.1));
        let findings = engine.check_pair((&source, &target), &mut usages);
        if !findings.is_empty() {
            let found = finding((&source, &target), findings);
            send(answers, Message::Finding(v1::TermFinding { pair: count(at), ..found }))?;
        }
    }
    Ok(usages)
}

fn finding((source, target): (&UnitText, &UnitText), findings: Vec<TermFinding>) -> v1::TermFinding {
    let (source, target) = (source.text.clone(), target.text.clone());
    let mut found = v1::TermFinding { source, target, ..Default::default() };
    for finding in findings {
        match finding {
            TermFinding::Term(warning) => found.warnings.push(term_warning(*warning)),
            TermFinding::Numbers(message) => found.numbers = message,
        }
    }
    found
}

fn send(answers: &Answers<v1::CheckTermsResponse>, message: Message) -> Result<(), EngineError> {
    answers.send(v1::CheckTermsResponse { message: Some(message) })
}
