//! What a server can be told, by a TOML file and by its command line.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::memory::Limits;
use crate::model::Language;
use crate::model::Penalties;
use crate::rpc::ServerOptions;
use crate::text::sentence::{Exceptions, Segmentation};
use crate::text::srx::Srx;

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
/// max_aligned_segments = 20000
/// max_aligned_segments_per_call = 200000
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
/// # Files of SRX rules instead of the built-in knowledge; beside this file if the path is relative.
/// [segmentation.srx]
/// de = "german.srx"
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
    /// Where sentences end other than the built-in knowledge says.
    pub segmentation: SegmentationSettings,
}

/// Where sentences end, by primary language (`en`, `fa`) or under `*` for all others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SegmentationSettings {
    /// Strings behind which a sentence never ends, or always does.
    pub exceptions: BTreeMap<String, Exceptions>,
    /// Files of SRX rules instead of the built-in knowledge.
    pub srx: BTreeMap<String, PathBuf>,
    /// What these say, once the files are read.
    #[serde(skip)]
    pub loaded: Segmentation,
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
            segmentation: SegmentationSettings::default(),
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
        let mut config: Config = toml::from_str(&text).map_err(|e| fail(in_line(&text, &e)))?;
        config.segmentation.load(path.parent().unwrap_or(Path::new(""))).map_err(fail)?;
        Ok(config)
    }

    pub fn server_options(&self) -> ServerOptions {
        ServerOptions {
            limits: self.limits.clone(),
            segmentation: self.segmentation.loaded.clone(),
            max_message_bytes: self.max_message_bytes,
            drain: Duration::from_secs(self.drain_seconds),
        }
    }
}

impl SegmentationSettings {
    /// Reads the files of rules, relative ones from a folder, and checks all.
    fn load(&mut self, folder: &Path) -> Result<(), String> {
        let mut srx = BTreeMap::new();
        for (tag, path) in &self.srx {
            let in_file = |reason: String| format!("segmentation.srx.{tag}: {}: {reason}", path.display());
            let rules = read_srx(&folder.join(path)).map_err(in_file)?;
            if tag != "*" {
                check_rules_for(&rules, tag).map_err(in_file)?;
            }
            srx.insert(tag.clone(), rules);
        }
        let exceptions = Segmentation::new(self.exceptions.clone()).map_err(|e| e.to_string())?;
        self.loaded = exceptions.with_srx(srx);
        Ok(())
    }
}

/// Reads a file of SRX rules; what is wrong with it, in words, if it is none.
pub fn read_srx(path: &Path) -> Result<Srx, String> {
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    Srx::parse(&bytes).map_err(|e| e.to_string())
}

/// Refuses rules for a language that they do not have.
fn check_rules_for(rules: &Srx, tag: &str) -> Result<(), String> {
    let language = Language::parse(tag).ok().filter(|language| language.primary() == tag);
    let language =
        language.ok_or("it is for no primary language; write for example en or fa, or \"*\" for all others")?;
    match rules.rules_for(&language).map_err(|e| e.to_string())? {
        Some(_) => Ok(()),
        None => Err(format!("it has no rules for {tag}; no pattern of its language maps matches")),
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

    /// A configuration file with some others beside it.
    fn read(text: &str, others: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        others.iter().for_each(|(name, text)| std::fs::write(folder.path().join(name), text).unwrap());
        let path = folder.path().join("hafez.toml");
        std::fs::write(&path, text).unwrap();
        Config::read(&path)
    }

    fn english_sentences(config: &Config, text: &str) -> usize {
        config.segmentation.loaded.split(text, &Language::parse("en").unwrap()).len()
    }

    #[test]
    fn exceptions_to_segmentation_are_taken_and_wrong_ones_named() {
        let config = read("[segmentation.exceptions.en]\nno_break_after = [\"Bldg.\"]\n", &[]).unwrap();
        assert_eq!(english_sentences(&config, "He left Bldg. The rest stayed."), 1);
        let error = read("[segmentation.exceptions.en]\nno_break_after = [\"a.\", \"a.\"]\n", &[]).unwrap_err();
        assert!(
            error.to_string().contains("segmentation.exceptions.en.no_break_after: `a.` is listed twice"),
            "{error}"
        );
    }

    const SRX: &str = include_str!("../tests/golden/srx/newsroom.srx");

    #[test]
    fn srx_rules_stand_in_for_the_built_in_knowledge() {
        let text = "[segmentation.srx]\nen = \"a.srx\"\n";
        let config = read(text, &[("a.srx", SRX)]).unwrap();
        assert_eq!(english_sentences(&config, "One. Two."), 2);
        for (text, others, wrong) in [
            (text, &[][..], "segmentation.srx.en: a.srx: "),
            (text, &[("a.srx", "<srx")], "line 1"),
            ("[segmentation.srx]\nxx-YY = \"a.srx\"\n", &[("a.srx", SRX)], "no primary language"),
        ] {
            let error = read(text, others).unwrap_err().to_string();
            assert!(error.contains(wrong), "{error}");
        }
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
