//! html5gum's events as tokens with their places in the article.

use std::collections::HashSet;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Start {
        /// In small letters.
        name: String,
        attributes: Vec<Attribute>,
        /// Whether it ends in `/>`; that ends foreign elements only.
        self_closing: bool,
        range: Range<usize>,
    },
    End {
        /// In small letters.
        name: String,
        range: Range<usize>,
    },
    Text {
        range: Range<usize>,
    },
    /// A comment or the document type.
    Other {
        range: Range<usize>,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attribute {
    /// In small letters.
    pub name: String,
    /// With its entities resolved.
    pub value: String,
    /// Where the value is written, without quotation marks; empty where there is none.
    pub range: Range<usize>,
}

/// Hands the tokens of a part of the article to `take`, in order. What the part ends in the middle of is no token.
pub(super) fn each(article: &str, part: Range<usize>, mut take: impl FnMut(Token)) {
    let mut collector = Collector { offset: part.start, ..Collector::default() };
    let on_event = |event: CallbackEvent<'_>, span: Span<usize>| collector.token(event, span);
    let mut emitter = CallbackEmitter::new(on_event);
    emitter.naively_switch_states(true);
    let mut end = part.start;
    for token in Tokenizer::new_with_emitter(&article[part.clone()], emitter) {
        let Ok(token) = token;
        let range = token.range();
        // The tokenizer's places are trusted only as far as they make sense.
        if range.start >= end && range.end <= part.end && article.get(range.clone()).is_some() {
            end = range.end;
            take(token);
        }
    }
}

impl Token {
    pub fn range(&self) -> &Range<usize> {
        match self {
            Token::Start { range, .. } | Token::End { range, .. } | Token::Text { range } | Token::Other { range } => {
                range
            }
        }
    }
}

#[derive(Default)]
struct Collector {
    offset: usize,
    name: String,
    start: usize,
    attributes: Vec<Attribute>,
}

impl Collector {
    fn token(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Token> {
        let range = span.start + self.offset..span.end + self.offset;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = text(name);
                self.start = range.start;
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                let range = range.end..range.end;
                self.attributes.push(Attribute { name: text(name), value: String::new(), range });
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.attributes.last_mut() {
                    (attribute.value, attribute.range) = (text(value), range);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => return Some(self.start_tag(range.end, self_closing)),
            CallbackEvent::EndTag { name } => {
                self.attributes.clear();
                return Some(Token::End { name: text(name), range });
            }
            CallbackEvent::String { .. } => return Some(Token::Text { range }),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => return Some(Token::Other { range }),
            CallbackEvent::Error(_) => {}
        }
        None
    }

    fn start_tag(&mut self, end: usize, self_closing: bool) -> Token {
        let (name, mut attributes) = (std::mem::take(&mut self.name), std::mem::take(&mut self.attributes));
        // Of those with one name, the first counts.
        let mut seen = HashSet::new();
        attributes.retain(|attribute| seen.insert(attribute.name.clone()));
        Token::Start { name, attributes, self_closing, range: self.start..end }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
