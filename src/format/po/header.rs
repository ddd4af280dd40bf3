use crate::format::Options;
use crate::format::problem::{Fault, Reason};
use crate::model::Language;

/// Between which languages a catalogue is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Languages {
    pub from: Language,
    pub to: Language,
}

impl Languages {
    /// Of the header's text and what was asked for; the more precise of the two tags, where they agree.
    pub fn of(header: &str, options: &Options) -> Result<Languages, Fault> {
        let said = |name| field(header, name).and_then(language);
        Ok(Languages {
            from: choose(said("X-Source-Language"), options.from.as_ref(), "source")?,
            to: choose(said("Language"), options.to.as_ref(), "target")?,
        })
    }
}

fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let fields = header.lines().filter_map(|line| line.split_once(':'));
    fields.map(|(key, value)| (key.trim(), value.trim())).find_map(|(key, value)| {
        let is_it = key.eq_ignore_ascii_case(name) && !value.is_empty();
        is_it.then_some(value)
    })
}

/// `fa_IR`, `sr@latin`, `de_DE.UTF-8`; of the modifiers, only scripts mean another text.
fn language(locale: &str) -> Option<Language> {
    let (tag, modifier) = locale.split_once('@').unwrap_or((locale, ""));
    let tag = tag.split('.').next().unwrap_or(tag);
    let script = match modifier.to_ascii_lowercase().as_str() {
        "latin" => "Latn",
        "cyrillic" => "Cyrl",
        "arabic" => "Arab",
        _ => return Language::parse(tag).ok(),
    };
    let (primary, region) = tag.split_once(['_', '-']).map_or((tag, ""), |(primary, region)| (primary, region));
    Language::parse(format!("{primary}-{script}-{region}").trim_end_matches('-')).ok()
}

fn choose(said: Option<Language>, wanted: Option<&Language>, side: &str) -> Result<Language, Fault> {
    match (said, wanted) {
        (Some(said), Some(wanted)) if wanted.covers(&said) => Ok(said),
        (Some(said), Some(wanted)) if !wanted.is_variant_of(&said) => Err(Fault::new(
            Reason::MissingLanguage,
            format!("the {side} language of the file is {said} by its header, not {wanted}; say {said}, or correct it"),
        )),
        (_, Some(wanted)) => Ok(wanted.clone()),
        (Some(said), None) => Ok(said),
        (None, None) => Err(Fault::new(
            Reason::MissingLanguage,
            format!("neither the request nor the header says the {side} language; say from which language to which"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_become_tags() {
        for (locale, tag) in [
            ("fa", "fa"),
            ("fa_IR", "fa-IR"),
            ("de_DE.UTF-8", "de-DE"),
            ("sr@latin", "sr-Latn"),
            ("sr_RS@latin", "sr-Latn-RS"),
            ("ca@valencia", "ca"),
        ] {
            assert_eq!(language(locale).unwrap().as_str(), tag);
        }
        assert_eq!(language("Persian language"), None);
    }
}
