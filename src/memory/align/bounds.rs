//! How much is aligned at a time.

use super::ArticleToAlign;
use crate::memory::error::EngineError;
use crate::memory::limits::Limits;

impl Limits {
    /// Whether an article is too long to be aligned.
    pub(super) fn is_too_long_to_align(&self, article: &ArticleToAlign) -> bool {
        article.segments.len() > self.max_aligned_segments
    }

    /// Refuses articles that have too many segments together; `field` says how the one at a position is called.
    pub(super) fn check_segments_of_call<'a>(
        &self,
        articles: impl Iterator<Item = (String, &'a ArticleToAlign)>,
    ) -> Result<(), EngineError> {
        let (mut segments, most) = (0, self.max_aligned_segments_per_call);
        for (field, article) in articles.filter(|(_, article)| !self.is_too_long_to_align(article)) {
            segments += article.segments.len();
            if segments > most {
                let name = if article.document.is_empty() { String::new() } else { format!(" {}", article.document) };
                let what =
                    format!("up to this article{name} there are {segments} segments, the most in one call is {most}");
                return Err(EngineError::invalid(field, format!("{what}; send fewer articles at a time")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(segments: usize) -> ArticleToAlign {
        ArticleToAlign { document: "long.txt".into(), segments: vec![("Rain.".into(), None); segments] }
    }

    #[test]
    fn the_article_that_is_too_much_is_named_and_those_too_long_anyway_do_not_count() {
        let limits = Limits { max_aligned_segments: 5, max_aligned_segments_per_call: 8, ..Limits::default() };
        let articles = [article(4), article(6), article(4), article(1)];
        let named = || articles.iter().enumerate().map(|(at, article)| (format!("pair[{at}].source"), article));
        limits.check_segments_of_call(named().take(3)).unwrap();
        let error = limits.check_segments_of_call(named()).unwrap_err().to_string();
        assert!(error.starts_with("pair[3].source: ") && error.contains("long.txt") && error.contains('9'), "{error}");
    }
}
