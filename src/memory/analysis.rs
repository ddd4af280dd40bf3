//! How much of a batch of articles the memory knows.

use super::Engine;
use super::error::EngineError;
use super::leverage::{Leverage, SeenSegments};
use super::stop::Stop;
use super::suggest::ArticleQuery;

/// What has been counted of a batch so far.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    seen: SeenSegments,
    total: Leverage,
}

/// What has been counted of one article.
#[derive(Clone, Debug)]
pub struct ArticleAnalysis {
    pub leverage: Leverage,
    /// How many segments may belong in better bands, as their look-ups were cut short.
    pub incomplete: usize,
}

impl Analysis {
    /// The counts of all articles so far.
    pub fn total(&self) -> &Leverage {
        &self.total
    }
}

impl Engine {
    /// Counts the next article of a batch.
    pub fn analyze(
        &self,
        analysis: &mut Analysis,
        query: &ArticleQuery,
        stop: &Stop,
    ) -> Result<ArticleAnalysis, EngineError> {
        let mut counted = ArticleAnalysis { leverage: Leverage::default(), incomplete: 0 };
        self.look_up_article(query, stop, |segment, found| {
            if let Some(found) = found {
                counted.incomplete += usize::from(found.cut.is_some());
                let best = found.suggestions.first();
                counted.leverage.add_in_batch(&segment, best, &query.options.from, &mut analysis.seen);
            }
            Ok(())
        })?;
        analysis.total.add_all(&counted.leverage);
        Ok(counted)
    }
}
