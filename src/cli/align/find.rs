//! Which files of two directories translate each other.

use std::path::{Path, PathBuf};

use super::Align;
use super::pairs::read;
use crate::cli::connect::Target;
use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;
use crate::rpc::v1::article_service_client::ArticleServiceClient;
use crate::rpc::v1::pair_articles_request::Message;
use crate::text::sentence::Segmentation;

impl Align {
    /// Prints the pairs, and says which sources have none.
    pub(super) async fn find(&self, target: Target, (sources, targets): (&Path, &Path)) -> Result<(), Fail> {
        let (sources, targets) = (files(sources)?, files(targets)?);
        let mut messages = vec![Message::Options(self.options())];
        for file in &sources {
            messages.push(Message::Source(read(file, self.segmented, self.format)?));
        }
        for file in &targets {
            messages.push(Message::Target(read(file, self.segmented, self.format)?));
        }
        let connection = match self.memory {
            Some(_) => target.connect().await?,
            None => target.connect_without_store(Segmentation::default()).await?,
        };
        let mut client = ArticleServiceClient::new(connection.channel.clone()).max_encoding_message_size(usize::MAX);
        let messages = messages.into_iter().map(|message| v1::PairArticlesRequest { message: Some(message) });
        let found = client.pair_articles(tokio_stream::iter(messages)).await?.into_inner();
        drop(client);
        connection.close()?;
        for found in &found.matches {
            let (source, target) = (&sources[found.source as usize], &targets[found.target as usize]);
            match self.json {
                true => output::json(&serde_json::json!({
                    "source": source, "target": target, "confidence": found.confidence,
                }))?,
                false => output::line(&format!("{}\t{}", source.display(), target.display()))?,
            }
        }
        for (at, source) in sources.iter().enumerate() {
            if !found.matches.iter().any(|found| found.source as usize == at) {
                output::complain(&format!("{}: no translation found", source.display()));
            }
        }
        Ok(())
    }
}

/// The files of a directory by name, but for hidden ones.
fn files(directory: &Path) -> Result<Vec<PathBuf>, Fail> {
    let failed = |e: std::io::Error| Fail::Failed(format!("{}: {e}", directory.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !is_hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
