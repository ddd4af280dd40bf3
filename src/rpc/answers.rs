//! Answers of a thread to a caller who may not read them.

use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{self, OwnedPermit};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::status;
use crate::memory::{EngineError, StopReason};

/// How many answers wait to be read.
const AHEAD: usize = 64;
/// How long somebody without a deadline may leave an answer unread. They may be leafing through those before.
const PATIENCE: Duration = Duration::from_secs(300);

/// What the caller reads.
pub type AnswerStream<T> = ReceiverStream<Result<T, Status>>;

/// Takes a call's answers from the thread that works for it.
pub struct Answers<T> {
    channel: mpsc::Sender<Result<T, Status>>,
    /// Room for the error that says that the answers are not whole, however many are unread.
    last: OwnedPermit<Result<T, Status>>,
    deadline: Option<Instant>,
    runtime: Handle,
}

impl<T: Send + 'static> Answers<T> {
    /// Answers to a call with this deadline, and the stream that the caller reads. To be called in a runtime.
    pub fn new(deadline: Option<Instant>) -> Result<(Answers<T>, AnswerStream<T>), Status> {
        let (channel, stream) = mpsc::channel(AHEAD + 1);
        let last = channel.clone().try_reserve_owned().map_err(|e| status::defect(e.to_string()))?;
        Ok((Answers { channel, last, deadline, runtime: Handle::current() }, ReceiverStream::new(stream)))
    }

    /// Sends an answer. Blocks the thread while too many are unread: to the deadline, or as long as patience lasts.
    pub fn send(&self, answer: T) -> Result<(), EngineError> {
        let gone = EngineError::Stopped(StopReason::Cancelled);
        match self.channel.try_send(Ok(answer)) {
            Ok(()) => Ok(()),
            Err(TrySendError::Closed(_)) => Err(gone),
            Err(TrySendError::Full(answer)) => {
                let until = self.deadline.unwrap_or_else(|| Instant::now() + PATIENCE);
                let sending = async { tokio::time::timeout_at(until.into(), self.channel.send(answer)).await };
                let late = |_| EngineError::Stopped(StopReason::DeadlineExceeded);
                self.runtime.block_on(sending).map_err(late)?.map_err(|_| gone)
            }
        }
    }

    /// Sends what nobody misses, if there is room for it.
    pub fn mention(&self, answer: T) {
        let _ = self.channel.try_send(Ok(answer));
    }

    /// Ends the stream with an error.
    pub fn fail(self, error: EngineError) {
        self.last.send(Err(status::from_engine(error)));
    }

    /// Resolves when the caller has gone.
    pub fn closed(&self) -> impl Future<Output = ()> + Send + use<T> {
        let channel = self.channel.clone();
        async move { channel.closed().await }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends until it fails, on a thread of its own.
    async fn filled(deadline: Duration) -> (Option<EngineError>, Vec<Result<usize, Status>>) {
        let (answers, mut stream) = Answers::new(Instant::now().checked_add(deadline)).unwrap();
        let sending = tokio::task::spawn_blocking(move || {
            let error = (0..10 * AHEAD).find_map(|answer| answers.send(answer).err());
            answers.fail(EngineError::Stopped(StopReason::DeadlineExceeded));
            error
        });
        let error = sending.await.unwrap();
        let mut read = Vec::new();
        while let Some(answer) = tokio_stream::StreamExt::next(&mut stream).await {
            read.push(answer);
        }
        (error, read)
    }

    #[tokio::test]
    async fn the_thread_is_released_at_the_deadline_and_who_reads_later_hears_why() {
        let (error, read) = filled(Duration::from_millis(50)).await;
        assert!(matches!(error, Some(EngineError::Stopped(StopReason::DeadlineExceeded))), "{error:?}");
        let (last, before) = read.split_last().unwrap();
        assert_eq!(before.iter().flatten().copied().collect::<Vec<_>>(), (0..AHEAD).collect::<Vec<_>>());
        assert_eq!(last.as_ref().unwrap_err().code(), tonic::Code::DeadlineExceeded);
    }

    #[tokio::test]
    async fn sending_to_nobody_is_an_error() {
        let (answers, stream) = Answers::new(None).unwrap();
        drop(stream);
        answers.closed().await;
        assert!(matches!(answers.send(1), Err(EngineError::Stopped(StopReason::Cancelled))));
    }
}
