//! A real server in a process of its own, which dies with `kill -9`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a server may take to load its store.
const PATIENCE: Duration = Duration::from_secs(30);

/// `hafez serve`. Dropping it kills it on the spot.
pub struct Server {
    process: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Server {
    /// Starts a server on the store in `directory`, on a free port, and waits until it serves.
    pub fn start(directory: &Path) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_hafez"))
            .args(["serve", "--listen", "127.0.0.1:0", "--store"])
            .arg(directory)
            .env("RUST_LOG", "hafez=info")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = process.stderr.take().unwrap();
        let mut server = Server { process, address: String::new() };
        server.address = address_once_serving(log);
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // On Unix this is SIGKILL: nothing is flushed, nothing is told.
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Reads the log until it says that the server serves, then on, so that the server never waits for a reader.
fn address_once_serving(log: ChildStderr) -> String {
    let (lines, received) = mpsc::channel();
    thread::spawn(move || {
        // After the server has started nobody receives the lines any more.
        BufReader::new(log).lines().map_while(Result::ok).for_each(|line| drop(lines.send(line)));
    });
    let (until, mut address, mut read) = (Instant::now() + PATIENCE, None, Vec::new());
    loop {
        let line = match received.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => panic!("it does not serve in time:\n{}", read.join("\n")),
            Err(RecvTimeoutError::Disconnected) => panic!("it has ended:\n{}", read.join("\n")),
        };
        address = address.or_else(|| line.split_once("listening address=").map(|(_, address)| address.to_owned()));
        match address {
            Some(address) if line.ends_with(" serving") => return address,
            _ => read.push(line),
        }
    }
}
