//! Articles that commands read: files as they are, whatever their encoding.

use std::path::Path;

use clap::ValueEnum;

use super::fail::Fail;
use super::input::{display_name, guess_language, read_bytes};
use super::output;
use crate::article;
use crate::rpc::v1;
use crate::text;

/// How an article is marked up.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// By the file's name (.html, .htm, .xhtml, .md, .markdown), else by what is in it
    #[default]
    Auto,
    /// Plain text
    Text,
    /// CommonMark with GitHub's tables and front matter
    Markdown,
    /// A page in HTML, or a part of one
    Html,
}

impl Format {
    /// The format of a file.
    pub fn of(self, path: &Path) -> v1::ArticleFormat {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        match (self, extension.as_str()) {
            (Format::Html, _) | (Format::Auto, "html" | "htm" | "xhtml") => v1::ArticleFormat::Html,
            (Format::Markdown, _) | (Format::Auto, "md" | "markdown") => v1::ArticleFormat::Markdown,
            (Format::Text, _) => v1::ArticleFormat::Text,
            (Format::Auto, _) => v1::ArticleFormat::Unspecified,
        }
    }
}

/// The bytes of an article, and what messages call it.
#[derive(Clone, Debug)]
pub struct ArticleFile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub format: v1::ArticleFormat,
}

impl ArticleFile {
    /// Reads a file, or standard input for `-`; nothing if there is no text in it, which is said.
    pub fn read_unless_blank(path: &Path, format: Format) -> Result<Option<ArticleFile>, Fail> {
        let bytes = read_bytes(path)?;
        let is_blank = article::decode(&bytes, None).is_ok_and(|decoded| text::is_blank(&decoded.text));
        if is_blank {
            output::complain(&format!("{} is empty; left out", display_name(path)));
            return Ok(None);
        }
        ArticleFile::of(path, bytes, format).map(Some)
    }

    /// Reads a file, or standard input for `-`.
    pub fn read(path: &Path, format: Format) -> Result<ArticleFile, Fail> {
        ArticleFile::of(path, read_bytes(path)?, format)
    }

    fn of(path: &Path, bytes: Vec<u8>, format: Format) -> Result<ArticleFile, Fail> {
        let name = display_name(path);
        if bytes.is_empty() {
            return Err(Fail::Failed(format!("{name} is empty; give it some text")));
        }
        // Told now: neither a server nor a store is needed to find that it is no text.
        article::decode(&bytes, None).map_err(|e| Fail::Failed(format!("{name}: {e}")))?;
        Ok(ArticleFile { name, bytes, format: format.of(path) })
    }

    /// The language that its letters speak for.
    pub fn guess_language(&self) -> &'static str {
        article::decode(&self.bytes, None).map_or("en", |decoded| guess_language(&decoded.text))
    }

    /// A failure, with the article's name before it.
    pub fn fail(&self, status: tonic::Status) -> Fail {
        match Fail::from(status) {
            Fail::Failed(message) => Fail::Failed(format!("{}: {message}", self.name)),
            other => other,
        }
    }
}

/// Says how an article was read, if that is not what one would expect.
pub fn say_encoding(name: &str, encoding: Option<&v1::ArticleEncoding>) {
    let Some(encoding) = encoding else { return };
    let charset = &encoding.charset;
    let how = match encoding.source() {
        v1::EncodingSource::Detected => "as its bytes look like it",
        v1::EncodingSource::Declared => "as it says",
        v1::EncodingSource::Mark => "by its byte order mark",
        v1::EncodingSource::Utf8 | v1::EncodingSource::Unspecified => "which its bytes are",
    };
    if !encoding.wrongly_declared.is_empty() {
        let said = &encoding.wrongly_declared;
        output::complain(&format!("{name}: read as {charset}, {how}; it says {said}, which is wrong"));
    } else if charset != "UTF-8" {
        output::complain(&format!("{name}: read as {charset}, {how}"));
    }
}
