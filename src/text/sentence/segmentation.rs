//! Segmentation as one server has it set.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;

use super::exceptions::{ALL_LANGUAGES, Exceptions, ExceptionsError, Rules, rules};
use crate::model::Language;

/// Where sentences end: the built-in knowledge, and the exceptions to it that users made. Cheap to clone.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use hafez::model::Language;
/// # use hafez::text::sentence::{Exceptions, Segmentation};
/// let english = Exceptions { no_break_after: vec!["Bldg.".to_owned()], ..Exceptions::default() };
/// let segmentation = Segmentation::new(BTreeMap::from([("en".to_owned(), english)]))?;
/// let sentences = segmentation.split("He left Bldg. The rest stayed. Nobody knew.", &Language::parse("en")?);
/// assert_eq!(sentences, [0..30, 31..43]);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Settings")]
pub struct Segmentation {
    rules: Arc<BTreeMap<String, Rules>>,
}

/// The section of a configuration.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Settings {
    exceptions: BTreeMap<String, Exceptions>,
}

impl TryFrom<Settings> for Segmentation {
    type Error = ExceptionsError;

    fn try_from(settings: Settings) -> Result<Segmentation, ExceptionsError> {
        Segmentation::new(settings.exceptions)
    }
}

impl Segmentation {
    /// The built-in knowledge with exceptions by primary language (`en`, `fa`), or under `*` for all languages. Those
    /// of a language come on top of those of all languages.
    pub fn new(exceptions: BTreeMap<String, Exceptions>) -> Result<Segmentation, ExceptionsError> {
        Ok(Segmentation { rules: Arc::new(rules(&exceptions)?) })
    }

    /// The sentences of one block, as [`split`](super::split) gives them, with the exceptions heeded.
    pub fn split(&self, text: &str, language: &Language) -> Vec<Range<usize>> {
        let mut cuts = super::cuts(text, language);
        let rules = self.rules.get(language.primary()).or_else(|| self.rules.get(ALL_LANGUAGES));
        if let Some(rules) = rules {
            rules.apply(text, &mut cuts);
        }
        super::pieces(text, &cuts)
    }
}

#[cfg(test)]
mod tests;
