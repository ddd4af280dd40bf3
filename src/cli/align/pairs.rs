//! Which files are to be aligned.

use std::path::{Path, PathBuf};

use crate::cli::article::Format;
use crate::cli::fail::Fail;
use crate::cli::input::{display_name, document_name, read_bytes, read_text};
use crate::rpc::v1;

/// Two files that are taken for an article and its translation.
pub struct PairOfFiles {
    id: String,
    source: PathBuf,
    target: PathBuf,
}

impl PairOfFiles {
    /// Without an id the pair is called by what its files' names have in common, else by the source's.
    pub fn new(source: PathBuf, target: PathBuf, id: Option<String>) -> PairOfFiles {
        let id = id.unwrap_or_else(|| {
            let (one, other) = (document_name(&source), document_name(&target));
            let common: String = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
            let common = common.trim_end_matches(['.', '-', '_', ' ']);
            if common.is_empty() || source.parent().is_none() { one } else { common.to_owned() }
        });
        PairOfFiles { id, source, target }
    }

    pub fn read(&self, segmented: bool, format: Format) -> Result<v1::ArticlePair, Fail> {
        let [source, target] = [&self.source, &self.target].map(|path| read(path, segmented, format));
        Ok(v1::ArticlePair { id: self.id.clone(), source: Some(source?), target: Some(target?) })
    }
}

/// An article as it is sent.
pub fn read(path: &Path, segmented: bool, format: Format) -> Result<v1::AlignableArticle, Fail> {
    let document = document_name(path);
    Ok(match segmented {
        true => {
            let segments = read_text(path)?.lines().map(str::to_owned).collect();
            v1::AlignableArticle { document, segments, ..Default::default() }
        }
        false => v1::AlignableArticle {
            document,
            article_bytes: read_bytes(path)?,
            format: format.of(path).into(),
            ..Default::default()
        },
    })
}

/// The pairs of a list; every file has to be there, so that nothing is begun that cannot be ended.
pub fn listed(list: &Path) -> Result<Vec<PairOfFiles>, Fail> {
    let name = display_name(list);
    let text = read_text(list)?;
    let beside = |path: &str| match list.parent() {
        // A path that is good from here is meant from here.
        Some(directory) if !Path::new(path).exists() => directory.join(path),
        _ => PathBuf::from(path),
    };
    let mut pairs = Vec::new();
    for (at, line) in
        text.trim_start_matches('\u{FEFF}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty())
    {
        let wrong = |what: String| Fail::Failed(format!("{name}: line {}: {what}", at + 1));
        let mut columns = line.split('\t').map(str::trim);
        let (Some(source), Some(target)) = (columns.next(), columns.next().filter(|target| !target.is_empty())) else {
            return Err(wrong("there is one column; write SOURCE, a tab, TARGET".into()));
        };
        let (source, target) = (beside(source), beside(target));
        if let Some(missing) = [&source, &target].into_iter().find(|path| !path.is_file()) {
            return Err(wrong(format!("there is no file {}", missing.display())));
        }
        pairs.push(PairOfFiles::new(source, target, columns.next().filter(|id| !id.is_empty()).map(str::to_owned)));
    }
    match pairs.is_empty() {
        true => Err(Fail::Failed(format!("{name} lists no pairs; write SOURCE, a tab, TARGET on each line"))),
        false => Ok(pairs),
    }
}
