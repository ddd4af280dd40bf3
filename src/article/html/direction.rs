//! The language and the direction that a translated page declares.

use std::ops::Range;

use crate::article::block::{Declarations, Element};
use crate::model::Language;

/// From which language to which a page is turned.
#[derive(Clone, Copy, Debug)]
pub(in crate::article) struct Turn<'l> {
    pub from: &'l Language,
    pub to: &'l Language,
}

/// What to write where, so that the elements in which something is translated declare its language and direction: the
/// outermost ones always, those within where they declared those of the source. `translated` are elements that hold
/// translated text themselves.
pub(in crate::article) fn turns(elements: &[Element], translated: &[usize], turn: Turn) -> Vec<(Range<usize>, String)> {
    let mut seen = vec![false; elements.len()];
    let mut edits = Vec::new();
    for &element in translated {
        let mut at = Some(element);
        while let Some(place) = at.filter(|&place| !seen[place]) {
            seen[place] = true;
            let Element { parent, .. } = elements[place];
            edits.extend(redeclared(&elements[place].declares, turn));
            if parent.is_none() {
                edits.extend(declared(&elements[place], turn));
            }
            at = parent;
        }
    }
    edits
}

/// Declarations of the source's language and direction, changed to the target's.
pub(in crate::article) fn redeclared(declares: &Declarations, turn: Turn) -> Vec<(Range<usize>, String)> {
    let is_of_source = |tag: &str| Language::parse(tag).is_ok_and(|tag| tag.primary() == turn.from.primary());
    let languages = declares.languages.iter().filter(|(tag, _)| is_of_source(tag));
    let mut edits: Vec<_> = languages.map(|(_, range)| (range.clone(), turn.to.to_string())).collect();
    if let Some((dir, range)) = &declares.direction
        && dir.eq_ignore_ascii_case(direction(turn.from))
    {
        edits.push((range.clone(), direction(turn.to).to_owned()));
    }
    edits
}

/// Attributes that an outermost element lacks. A page that keeps its direction needs none.
fn declared(element: &Element, turn: Turn) -> Option<(Range<usize>, String)> {
    let turns = direction(turn.from) != direction(turn.to);
    let lacks_language = element.declares.languages.is_empty() && (turns || element.name == "html");
    let lacks_direction = element.declares.direction.is_none() && turns;
    let mut added = String::new();
    if lacks_language {
        added.push_str(&format!(" lang=\"{}\"", turn.to));
    }
    if lacks_direction {
        added.push_str(&format!(" dir=\"{}\"", direction(turn.to)));
    }
    // What has no place on the page needs none.
    let shows = !matches!(element.name.as_str(), "head" | "title");
    (shows && !added.is_empty()).then_some((element.insert_at..element.insert_at, added))
}

pub(in crate::article) fn direction(language: &Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}
