use std::collections::VecDeque;

use crate::format::problem::{Problem, ReadError};
use crate::format::record::Record;

/// How many items may wait behind a record of which the next text is not known yet; then it stays unknown.
const MAX_WAITING: usize = 100;

/// Tells each record the source texts around it, holding it back until the next one is there.
#[derive(Debug)]
pub(super) struct Context {
    /// The text before; `None` if not known, empty at the start.
    previous: Option<String>,
    items: VecDeque<Result<Record, ReadError>>,
    /// Which of the items waits.
    waiting: Option<usize>,
}

impl Default for Context {
    fn default() -> Context {
        Context { previous: Some(String::new()), items: VecDeque::new(), waiting: None }
    }
}

impl Context {
    /// Takes a record, whose source is the next text.
    pub fn push(&mut self, mut record: Record) {
        record.previous_source = self.meet(Some(record.source.text.clone()));
        self.waiting = Some(self.items.len());
        self.items.push_back(Ok(record));
    }

    /// Takes what is wrong with the next text; `None` if that is not known.
    pub fn refuse(&mut self, source: Option<String>, problem: Problem) {
        self.meet(source);
        self.pass_over(problem);
    }

    /// Takes what is wrong where there is no text that could be a neighbour.
    pub fn pass_over(&mut self, problem: Problem) {
        self.items.push_back(Err(ReadError::Problem(problem)));
    }

    /// What comes next belongs to another document.
    pub fn end_document(&mut self) {
        self.meet(Some(String::new()));
    }

    pub fn break_off(&mut self, error: ReadError) {
        self.meet(None);
        self.items.push_back(Err(error));
    }

    pub fn pop(&mut self) -> Option<Result<Record, ReadError>> {
        if self.waiting == Some(0) && self.items.len() <= MAX_WAITING {
            return None;
        }
        self.waiting = self.waiting.and_then(|index| index.checked_sub(1));
        self.items.pop_front()
    }

    /// Gives the text before the one that comes now.
    fn meet(&mut self, text: Option<String>) -> Option<String> {
        let waiting = self.waiting.take().and_then(|index| self.items.get_mut(index));
        if let Some(Ok(record)) = waiting {
            record.next_source = text.clone();
        }
        std::mem::replace(&mut self.previous, text)
    }
}
