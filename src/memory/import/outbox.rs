//! What is read of a file, on its way from the thread that reads to the one that writes.

use std::cell::RefCell;
use std::io::Read;
use std::rc::Rc;
use std::sync::mpsc::SyncSender;

use super::reading::{Message, Next};

/// How many items go in one message; each message wakes the other thread.
const ITEMS: usize = 256;

/// The one who waits for what is read has gone.
pub(super) struct Gone;

pub(super) struct Outbox<T> {
    to: SyncSender<Message<T>>,
    /// What was read last, until it is known whether more comes of its unit.
    held: Option<Next<T>>,
    ready: Vec<Next<T>>,
}

impl<T> Outbox<T> {
    pub fn new(to: SyncSender<Message<T>>) -> Outbox<T> {
        Outbox { to, held: None, ready: Vec::new() }
    }

    pub fn put(&mut self, next: Next<T>) -> Result<(), Gone> {
        let unit = next.position.unit;
        if let Some(held) = self.held.replace(next) {
            let ends_unit = held.position.unit != unit;
            self.ready.push(Next { ends_unit, ..held });
        }
        if self.ready.len() >= ITEMS { self.send() } else { Ok(()) }
    }

    /// Sends everything, then `last`.
    pub fn finish(&mut self, last: Message<T>) -> Result<(), Gone> {
        self.ready.extend(self.held.take().map(|held| Next { ends_unit: true, ..held }));
        self.send()?;
        self.to.send(last).map_err(|_| Gone)
    }

    fn send(&mut self) -> Result<(), Gone> {
        if self.ready.is_empty() {
            return Ok(());
        }
        self.to.send(Message::Next(std::mem::take(&mut self.ready))).map_err(|_| Gone)
    }
}

/// An input that may keep its reader waiting: what is ready is sent before.
pub(super) struct Slow<R, T> {
    pub input: R,
    pub outbox: Rc<RefCell<Outbox<T>>>,
}

impl<R: Read, T> Read for Slow<R, T> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let sent = self.outbox.borrow_mut().send();
        sent.map_err(|Gone| std::io::Error::other("nobody waits for what is read"))?;
        self.input.read(buffer)
    }
}
