use hafez::rpc::v1;

pub fn text(language: &str, text: &str) -> Option<v1::UnitText> {
    Some(v1::UnitText { text: text.into(), language: language.into() })
}

/// An English–Persian unit without anything else.
pub fn unit(english: &str, persian: &str) -> v1::Unit {
    v1::Unit { source: text("en", english), target: text("fa", persian), ..Default::default() }
}

/// A use in `document` between two segments; empty ones stand for the article's ends.
pub fn occurrence(document: &str, previous: &str, next: &str) -> v1::Occurrence {
    let (previous_source, next_source) = (Some(previous.into()), Some(next.into()));
    v1::Occurrence { document: document.into(), previous_source, next_source }
}

/// A look-up from English to Persian; or from Persian, where the text is in Persian letters.
pub fn query(text: &str) -> v1::SuggestRequest {
    let is_persian = text.contains(|c| ('\u{600}'..='\u{6FF}').contains(&c));
    let (from, to) = if is_persian { ("fa", "en") } else { ("en", "fa") };
    v1::SuggestRequest {
        text: text.into(),
        source_language: from.into(),
        target_language: to.into(),
        ..Default::default()
    }
}

pub fn entry(language: &str, text: &str) -> v1::TermEntry {
    v1::TermEntry { language: language.into(), text: text.into(), ..Default::default() }
}

/// A term with an English and a Persian name.
pub fn term(kind: v1::TermType, english: &str, persian: &str) -> v1::Term {
    v1::Term { r#type: kind.into(), entries: vec![entry("en", english), entry("fa", persian)], ..Default::default() }
}

/// The header of an English–Persian table for the memory `news`, which is made where it is not there.
pub fn header() -> v1::ImportHeader {
    v1::ImportHeader {
        memory: "memories/news".into(),
        create_memory: true,
        format: v1::TransferFormat::Tsv.into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        document: "pairs.tsv".into(),
        ..Default::default()
    }
}
