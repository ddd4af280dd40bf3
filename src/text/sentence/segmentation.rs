//! Segmentation as one server has it set.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::exceptions::{ALL_LANGUAGES, Exceptions, ExceptionsError, Rules, rules};
use crate::model::Language;
use crate::text::srx::Srx;

/// Where sentences end: by the built-in knowledge or by rules of the user's own, and the exceptions to those. Cheap to
/// clone.
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
#[derive(Clone, Debug, Default)]
pub struct Segmentation {
    exceptions: Arc<BTreeMap<String, Rules>>,
    srx: Arc<BTreeMap<String, Srx>>,
}

impl Segmentation {
    /// The built-in knowledge with exceptions by primary language (`en`, `fa`), or under `*` for all languages. Those
    /// of a language come on top of those of all languages.
    pub fn new(exceptions: BTreeMap<String, Exceptions>) -> Result<Segmentation, ExceptionsError> {
        Ok(Segmentation { exceptions: Arc::new(rules(&exceptions)?), srx: Arc::default() })
    }

    /// The same with SRX rules instead of the built-in knowledge, by primary language, or under `*` for all others. Where
    /// rules have no map for a language, or cannot tell in time where a text ends, the built-in knowledge does.
    pub fn with_srx(self, srx: BTreeMap<String, Srx>) -> Segmentation {
        Segmentation { srx: Arc::new(srx), ..self }
    }

    /// The sentences of one block, as [`split`](super::split) gives them, with the exceptions heeded.
    pub fn split(&self, text: &str, language: &Language) -> Vec<Range<usize>> {
        let mut cuts = self.cuts_by_srx(text, language).unwrap_or_else(|| super::cuts(text, language));
        if let Some(exceptions) = of_language(&self.exceptions, language) {
            exceptions.apply(text, &mut cuts);
        }
        super::pieces(text, &cuts)
    }

    fn cuts_by_srx(&self, text: &str, language: &Language) -> Option<Vec<usize>> {
        let rules = of_language(&self.srx, language)?.rules_for(language).ok()??;
        rules.cuts(text).ok()
    }
}

fn of_language<'t, T>(table: &'t BTreeMap<String, T>, language: &Language) -> Option<&'t T> {
    table.get(language.primary()).or_else(|| table.get(ALL_LANGUAGES))
}

#[cfg(test)]
mod tests;
