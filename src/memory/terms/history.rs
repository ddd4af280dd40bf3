//! What terms said before, and several terms made one.

use super::super::error::EngineError;
use super::super::receipts::keep_answer;
use super::super::{CHUNK, Engine, RequestId, now};
use super::contradiction;
use super::merging::take_over;
use crate::model::{Term, TermId};
use crate::store::Batch;

impl Engine {
    /// A term as it was before each change of what it says, oldest first, and as it is. Being seen again is no change.
    pub fn term_history(&self, id: TermId) -> Result<Vec<Term>, EngineError> {
        let now = self.term(id)?;
        let mut history: Vec<Term> = Vec::new();
        loop {
            let after = (id, history.last().map_or(0, |term| term.revision));
            let past = self.store.term_revisions(after, CHUNK)?;
            let is_last = past.len() < CHUNK || past.last().is_some_and(|term| term.id != id);
            history.extend(past.into_iter().take_while(|term| term.id == id));
            if is_last {
                history.push(now);
                return Ok(history);
            }
        }
    }

    /// Makes one concept of several of a type: the kept one, which gets the names of the others, their evidence added to
    /// its own, and details that it lacks. The others are deleted.
    pub fn merge_terms(&self, kept: TermId, others: &[TermId], request: &RequestId) -> Result<Term, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let before = self.term(kept)?;
        let mut merged = before.clone();
        for (at, &id) in others.iter().enumerate() {
            let field = || format!("others[{at}]");
            if id == kept || others[..at].contains(&id) {
                return Err(EngineError::invalid(field(), "it is named twice; name each term once"));
            }
            let other = self.term(id)?;
            if other.kind != before.kind {
                let types = "it is of another type than the kept one; give both the same type first";
                return Err(EngineError::invalid(field(), types));
            }
            take_over(&mut merged, &other);
        }
        (merged.updated, merged.revision) = (now(), before.revision + 1);
        self.write_draft(&mut writer, |draft, _| {
            others.iter().for_each(|&id| draft.delete(id));
            contradiction::check(draft, &merged)?;
            draft.put(merged.clone());
            let mut batch = Batch::default();
            keep_answer(&mut batch, request, &merged)?;
            Ok((batch, merged))
        })
    }
}
