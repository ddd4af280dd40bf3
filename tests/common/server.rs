use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::Client;

/// How long anything that should happen at once may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program under test, deaf to the settings of whoever runs the tests.
pub fn hafez() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hafez"));
    command.env_remove("HAFEZ_SERVER").env_remove("RUST_LOG").env("NO_COLOR", "1");
    command
}

/// `hafez serve` on a store; killed on the spot (SIGKILL) when dropped.
pub struct Server {
    /// Removed behind the server, where the store is one of its own.
    directory: Option<TempDir>,
    store: PathBuf,
    options: Vec<String>,
    child: Child,
    log: Receiver<String>,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Server {
    /// Starts on an empty store and waits until it serves.
    pub fn start() -> Server {
        Server::start_with(&[])
    }

    /// The same with more command-line options.
    pub fn start_with(options: &[&str]) -> Server {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Server::start_in(tempfile::tempdir().unwrap(), options)
    }

    /// Starts on a store that outlives the server.
    pub fn start_on(store: &Path) -> Server {
        Server::spawn(None, store.to_owned(), Vec::new())
    }

    /// The same with a configuration file.
    pub fn start_configured(toml: &str) -> Server {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("hafez.toml");
        std::fs::write(&file, toml).unwrap();
        Server::start_in(directory, vec!["--config".into(), file.display().to_string()])
    }

    fn start_in(directory: TempDir, options: Vec<String>) -> Server {
        let store = directory.path().join("store");
        Server::spawn(Some(directory), store, options)
    }

    fn spawn(directory: Option<TempDir>, store: PathBuf, options: Vec<String>) -> Server {
        let mut command = hafez();
        command.args(["serve", "--listen", "127.0.0.1:0", "--store"]).arg(&store);
        let mut child = command.args(&options).stderr(Stdio::piped()).spawn().unwrap();
        let log = lines(BufReader::new(child.stderr.take().unwrap()));
        let address = until(&log, address_in);
        until(&log, |line| (line.ends_with(": serving") || line.contains("\"serving\"")).then_some(()));
        Server { directory, store, options, child, log, address }
    }

    pub fn store(&self) -> PathBuf {
        self.store.clone()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub async fn client(&self) -> Client {
        Client::connect(&self.url()).await
    }

    /// Tells the server to end (SIGTERM); it may go on for a while.
    pub fn terminate(&self) {
        signal(&self.child, "TERM");
    }

    /// Waits for a line of the log that holds `text`, and gives it.
    pub fn wait_for_log(&self, text: &str) -> String {
        until(&self.log, |line| line.contains(text).then(|| line.to_owned()))
    }

    /// Waits for a line of the log that holds `text`, and gives those before it.
    pub fn log_before(&self, text: &str) -> Vec<String> {
        let before = std::cell::RefCell::new(Vec::new());
        until(&self.log, |line| {
            before.borrow_mut().push(line.to_owned());
            line.contains(text).then_some(())
        });
        before.into_inner()
    }

    /// Waits without holding up the clients' connections, which have to answer the server's farewell.
    pub async fn wait_for_exit(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "the server did not exit");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Ends the server as an operator would, and gives its exit status.
    pub async fn stop(&mut self) -> ExitStatus {
        self.terminate();
        self.wait_for_exit().await
    }

    /// Ends it and starts it again on the same store.
    pub async fn restart(mut self) -> Server {
        assert!(self.stop().await.success(), "the server did not end well");
        self.restart_ended()
    }

    /// Starts it again on the same store after it has ended.
    pub fn restart_ended(mut self) -> Server {
        Server::spawn(self.directory.take(), self.store.clone(), std::mem::take(&mut self.options))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in the line that says where the server listens, however the log is written.
fn address_in(line: &str) -> Option<String> {
    let (host, rest) = ("127.0.0.1:", line.split_once("127.0.0.1:")?.1);
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    line.contains("listening").then(|| format!("{host}{port}"))
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status().unwrap();
    assert!(status.success(), "the process had ended already");
}

fn lines(reader: impl BufRead + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    // Nobody may be left to read the lines, which is no reason to stop the program's log.
    thread::spawn(move || reader.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line))));
    receiver
}

fn until<T>(log: &Receiver<String>, find: impl Fn(&str) -> Option<T>) -> T {
    let mut seen = Vec::new();
    loop {
        let line = log.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the server said only: {seen:#?}"));
        match find(&line) {
            Some(found) => return found,
            None => seen.push(line),
        }
    }
}
