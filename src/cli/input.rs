//! What commands read.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::fail::Fail;
use crate::article;
use crate::model::{Language, Percent};

/// Reads a file, or standard input for `-`.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Fail> {
    let name = display_name(path);
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else if path.is_dir() {
        return Err(Fail::Usage(format!("{name} is a directory; name a file")));
    } else {
        std::fs::read(path)
    };
    bytes.map_err(|e| Fail::Failed(format!("{name}: {e}")))
}

/// Reads the text of a file, or of standard input for `-`.
pub fn read_text(path: &Path) -> Result<String, Fail> {
    let (name, bytes) = (display_name(path), read_bytes(path)?);
    let decoded = article::decode(&bytes, None).map_err(|e| Fail::Failed(format!("{name}: {e}")))?;
    Ok(decoded.text.into_owned())
}

/// A path as messages name it.
pub fn display_name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".into() } else { path.display().to_string() }
}

/// The last part of a path, as the document of what is read from it; empty for standard input.
pub fn document_name(path: &Path) -> String {
    if path == Path::new("-") {
        return String::new();
    }
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The language that a text's letters speak for: Persian if most are of the Arabic script, else English.
pub fn guess_language(text: &str) -> &'static str {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let arabic = letters().filter(|c| matches!(c, '\u{600}'..='\u{6FF}' | '\u{FB50}'..='\u{FEFC}')).count();
    if 2 * arabic > letters().count() { "fa" } else { "en" }
}

pub fn parse_language(tag: &str) -> Result<String, String> {
    Language::parse(tag).map(|language| language.to_string()).map_err(|e| e.to_string())
}

pub fn parse_percent(percent: &str) -> Result<f64, String> {
    let number = percent.parse::<f64>().ok().filter(|number| Percent::threshold(*number).is_some());
    number.ok_or_else(|| "it is not a number from 0 to 100".into())
}

/// `--text TEXT`, or a file, or `-`.
#[derive(clap::Args, Debug)]
#[group(required = true, multiple = false)]
pub struct TextOrFile {
    /// The text itself
    #[arg(long, allow_hyphen_values = true)]
    pub text: Option<String>,
    /// A file, or - for standard input
    pub file: Option<PathBuf>,
}
