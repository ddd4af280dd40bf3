use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::error::EngineError;
use crate::text::is_blank;

/// How much one request may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Longest text of a unit or term, in characters.
    pub max_segment_characters: usize,
    /// Longest text to look up, in characters.
    pub max_query_characters: usize,
    /// Longest article, in bytes.
    pub max_article_bytes: usize,
    /// Most suggestions for one segment.
    pub max_suggestions: usize,
    /// After how many milliseconds a look-up is answered with what has been found by then.
    pub max_look_up_ms: u64,
    /// Longest note, author, document and other detail, and all attributes together, in bytes.
    pub max_detail_bytes: usize,
    /// Most attributes, occurrences, names or variants of one unit or term in one request.
    pub max_details: usize,
    /// Most units or terms in one batch.
    pub max_batch: usize,
    /// Most segments of an article that is aligned.
    pub max_aligned_segments: usize,
    /// Most segments of all articles that are aligned in one call.
    pub max_aligned_segments_per_call: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_segment_characters: 10_000,
            max_query_characters: 100_000,
            max_article_bytes: 3 << 20,
            max_detail_bytes: 65_536,
            max_details: 1_000,
            max_suggestions: 100,
            max_look_up_ms: 5_000,
            max_batch: 1_000,
            max_aligned_segments: 20_000,
            max_aligned_segments_per_call: 200_000,
        }
    }
}

impl Limits {
    pub fn look_up_time(&self) -> Duration {
        Duration::from_millis(self.max_look_up_ms)
    }

    /// The longest text that is read of a file, in bytes.
    pub fn max_text_bytes(&self) -> usize {
        self.max_segment_characters.saturating_mul(8).max(1 << 16)
    }

    /// Refuses text of a unit or term that is blank, too long or holds NUL characters.
    pub fn check_text(&self, field: impl Display, text: &str) -> Result<(), EngineError> {
        check_has_text(&field, text)?;
        self.check_length(field, text)
    }

    /// Refuses text to look up that is blank, too long or holds NUL characters.
    pub fn check_query(&self, field: impl Display, text: &str) -> Result<(), EngineError> {
        check_has_text(&field, text)?;
        check_characters(field, text, self.max_query_characters)
    }

    /// Refuses text that is too long; it may be blank.
    pub fn check_length(&self, field: impl Display, text: &str) -> Result<(), EngineError> {
        check_characters(field, text, self.max_segment_characters)
    }

    /// Refuses a detail that is too long or holds NUL characters; it may be empty.
    pub fn check_detail(&self, field: impl Display, text: &str) -> Result<(), EngineError> {
        if text.contains('\0') {
            return Err(EngineError::invalid(field.to_string(), "it holds a NUL character; remove it"));
        }
        if text.len() > self.max_detail_bytes {
            let (has, most) = (text.len(), self.max_detail_bytes);
            return Err(EngineError::invalid(
                field.to_string(),
                format!("it has {has} bytes, the most is {most}; shorten it"),
            ));
        }
        Ok(())
    }

    /// Refuses more details of a kind than one thing may have.
    pub fn check_count(&self, field: impl Display, count: usize) -> Result<(), EngineError> {
        match count > self.max_details {
            true => Err(EngineError::invalid(
                field.to_string(),
                format!("there are {count}, the most is {}", self.max_details),
            )),
            false => Ok(()),
        }
    }

    /// Refuses attributes that are too many or too long.
    pub fn check_attributes(
        &self,
        path: impl Display,
        attributes: &BTreeMap<String, String>,
    ) -> Result<(), EngineError> {
        let field = format!("{path}.attributes");
        self.check_count(&field, attributes.len())?;
        attributes
            .iter()
            .flat_map(|(name, value)| [name, value])
            .try_for_each(|text| self.check_detail(&field, text))?;
        let bytes: usize = attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
        match bytes > self.max_detail_bytes {
            true => {
                let most = self.max_detail_bytes;
                Err(EngineError::invalid(
                    field,
                    format!("they have {bytes} bytes together, the most is {most}; shorten them"),
                ))
            }
            false => Ok(()),
        }
    }

    /// Refuses an article that is blank or too long.
    pub fn check_article(&self, field: impl Display, article: &str) -> Result<(), EngineError> {
        if is_blank(article) {
            return Err(EngineError::invalid(field.to_string(), "it is empty; give it some text"));
        }
        self.check_article_size(field, article.len())
    }

    /// Refuses an article of so many bytes, if that is too long.
    pub fn check_article_size(&self, field: impl Display, bytes: usize) -> Result<(), EngineError> {
        let most = self.max_article_bytes;
        match bytes > most {
            true => Err(EngineError::invalid(
                field.to_string(),
                format!("it has {bytes} bytes, the most is {most}; send it in parts"),
            )),
            false => Ok(()),
        }
    }
}

fn check_has_text(field: impl Display, text: &str) -> Result<(), EngineError> {
    if is_blank(text) {
        return Err(EngineError::invalid(field.to_string(), "it is empty; give it some text"));
    }
    if text.contains('\0') {
        return Err(EngineError::invalid(field.to_string(), "it holds a NUL character; remove it"));
    }
    Ok(())
}

fn check_characters(field: impl Display, text: &str, most: usize) -> Result<(), EngineError> {
    // A text of no more bytes than that has no more characters either.
    if text.len() > most && text.chars().count() > most {
        let has = text.chars().count();
        return Err(EngineError::invalid(
            field.to_string(),
            format!("it has {has} characters, the most is {most}; split it"),
        ));
    }
    Ok(())
}
