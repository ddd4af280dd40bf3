//! A file that is written, as messages that are sent.

use std::io::{self, Write};

use tokio::sync::mpsc::Sender;
use tonic::Status;

/// How large a chunk is, in bytes.
const CHUNK: usize = 256 << 10;

/// Sends what is written, chunk by chunk, each as the message that `message` makes of it. Blocks its thread.
pub struct Chunks<T, M: Fn(Vec<u8>) -> T> {
    answers: Sender<Result<T, Status>>,
    message: M,
    chunk: Vec<u8>,
}

impl<T, M: Fn(Vec<u8>) -> T> Chunks<T, M> {
    pub fn new(answers: Sender<Result<T, Status>>, message: M) -> Chunks<T, M> {
        Chunks { answers, message, chunk: Vec::with_capacity(CHUNK) }
    }
}

impl<T, M: Fn(Vec<u8>) -> T> Write for Chunks<T, M> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        self.answers.blocking_send(Ok((self.message)(chunk))).map_err(|_| io::Error::other("the caller has gone"))
    }
}
