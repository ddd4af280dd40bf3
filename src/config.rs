//! What a server can be told, by a TOML file and by its command line.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::memory::Limits;
use crate::model::Penalties;
use crate::rpc::ServerOptions;
use crate::text::sentence::Segmentation;

/// How log lines are written to standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The configuration of a server. Every field may be left out.
///
/// ```toml
/// store = "hafez-store"
/// listen = "127.0.0.1:50051"
/// log = "json"
/// max_message_bytes = 4194304
/// drain_seconds = 30
///
/// [limits]
/// max_segment_characters = 10000
/// max_query_characters = 100000
/// max_article_bytes = 3145728
/// max_detail_bytes = 65536
/// max_details = 1000
/// max_suggestions = 100
/// max_look_up_ms = 5000
/// max_batch = 1000
///
/// [penalties]
/// number = 2
/// punctuation = 1
/// letter_case = 1
/// inline_code = 1
/// language_variant = 1
/// human = 0
/// imported = 0
/// aligned = 0
/// machine = 5
///
/// # By primary language, or under "*" for all.
/// [segmentation.exceptions.en]
/// no_break_after = ["Bldg.", "approx."]
/// break_after = ["ENDS"]
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The directory of the store; `--store` overrides it.
    pub store: Option<PathBuf>,
    /// Where to listen; `--listen` overrides it.
    pub listen: SocketAddr,
    pub log: LogFormat,
    /// Largest message taken from a client, in bytes.
    pub max_message_bytes: usize,
    /// How long calls under way may go on after the server was told to stop.
    pub drain_seconds: u64,
    pub limits: Limits,
    /// What differences and origins cost, in points from 0 to 100, where a memory does not say otherwise. With the first four
    /// together at 5 or less, as they are by default, texts with the same words score 95 or more.
    pub penalties: Penalties,
    /// Where sentences end other than the built-in knowledge says, by language.
    pub segmentation: Segmentation,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            store: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 50_051)),
            log: LogFormat::default(),
            max_message_bytes: 4 << 20,
            drain_seconds: 30,
            limits: Limits::default(),
            penalties: Penalties::default(),
            segmentation: Segmentation::default(),
        }
    }
}

/// A configuration file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the configuration {path} cannot be used: {reason}")]
pub struct ConfigError {
    path: String,
    reason: String,
}

impl Config {
    pub fn read(path: &Path) -> Result<Config, ConfigError> {
        let fail = |reason: String| ConfigError { path: path.display().to_string(), reason };
        let text = std::fs::read_to_string(path).map_err(|e| fail(e.to_string()))?;
        toml::from_str(&text).map_err(|e| fail(in_line(&text, &e)))
    }

    pub fn server_options(&self) -> ServerOptions {
        ServerOptions {
            limits: self.limits.clone(),
            max_message_bytes: self.max_message_bytes,
            drain: Duration::from_secs(self.drain_seconds),
        }
    }
}

/// What is wrong and in which line, on one line.
fn in_line(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', " ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", 1 + before.matches('\n').count()),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Points;

    #[test]
    fn a_misspelt_key_is_named() {
        let error = toml::from_str::<Config>("[limits]\nmax_batches = 7\n").unwrap_err();
        assert!(error.to_string().contains("max_batches"), "{error}");
    }

    #[test]
    fn what_is_left_out_keeps_its_default() {
        let config: Config = toml::from_str("listen = \"0.0.0.0:7000\"\n[limits]\nmax_batch = 7\n").unwrap();
        assert_eq!((config.listen.port(), config.limits.max_batch), (7000, 7));
        assert_eq!(config.limits.max_suggestions, Limits::default().max_suggestions);
        let config: Config = toml::from_str("[penalties]\nmachine = 100\n").unwrap();
        assert_eq!(config.penalties, Penalties { machine: Points::new(100).unwrap(), ..Penalties::default() });
    }

    #[test]
    fn points_that_are_none_are_refused_in_words() {
        for wrong in ["101", "-1", "1.5", "\"two\""] {
            let text = format!("[penalties]\nnumber = {wrong}\n");
            let error = toml::from_str::<Config>(&text).map_err(|e| in_line(&text, &e)).unwrap_err();
            assert!(error.starts_with("line 2: ") && error.contains("whole points from 0 to 100"), "{error}");
        }
        let error = toml::from_str::<Config>("[penalties]\nnumbers = 1\n").unwrap_err();
        assert!(error.to_string().contains("numbers"), "{error}");
    }

    #[test]
    fn exceptions_to_segmentation_are_taken_and_wrong_ones_named() {
        let text = "[segmentation.exceptions.en]\nno_break_after = [\"Bldg.\"]\n";
        let config: Config = toml::from_str(text).unwrap();
        let english = crate::model::Language::parse("en").unwrap();
        assert_eq!(config.segmentation.split("He left Bldg. The rest stayed.", &english).len(), 1);
        let text = "[segmentation.exceptions.en]\nno_break_after = [\"a.\", \"a.\"]\n";
        let error = toml::from_str::<Config>(text).map_err(|e| in_line(text, &e)).unwrap_err();
        assert!(error.contains("segmentation.exceptions.en.no_break_after: `a.` is listed twice"), "{error}");
    }

    /// The configuration that the documentation shows, without the comment marks.
    fn documented() -> String {
        let lines = include_str!("config.rs").lines();
        let block = lines.skip_while(|line| *line != "/// ```toml").skip(1).take_while(|line| *line != "/// ```");
        block.map(|line| line.trim_start_matches("///")).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_is_documented_is_taken_and_names_the_defaults() {
        let (config, default) = (toml::from_str::<Config>(&documented()).unwrap(), Config::default());
        assert_eq!((config.limits, config.penalties), (default.limits, default.penalties));
    }
}
