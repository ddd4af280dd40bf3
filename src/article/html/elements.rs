//! The blocks that are open, one within the other.

use std::collections::HashMap;
use std::ops::Range;

use super::attributes;
use super::entities::Spaces;
use super::names;
use super::tokens::Attribute;
use crate::article::block::{Element, Mark};

#[derive(Debug, Default)]
pub(super) struct Elements {
    open: Vec<Open>,
    /// How many of a name are open, so that an end tag without its start is told at once.
    counts: HashMap<String, usize>,
}

#[derive(Debug)]
struct Open {
    name: String,
    /// What the text in it is.
    mark: Mark,
    spaces: Spaces,
    /// Its place among the document's.
    place: usize,
}

impl Elements {
    /// Enters an element at its start tag, and notes it in `all`.
    pub fn enter(&mut self, name: &str, attributes: &[Attribute], tag: &Range<usize>, all: &mut Vec<Element>) {
        while self.open.last().is_some_and(|open| names::is_ended_by(&open.name, name)) {
            self.pop();
        }
        if !names::has_contents(name) {
            return;
        }
        let parent = self.open.last();
        let mark = mark(parent.map_or(Mark::Text, |open| open.mark), name, attributes);
        let keeps_spaces = matches!(name, "pre" | "textarea") || parent.is_some_and(|open| open.spaces == Spaces::Kept);
        let spaces = if keeps_spaces { Spaces::Kept } else { Spaces::Collapsed };
        let place = all.len();
        all.push(element(name, attributes, tag, self.innermost()));
        *self.counts.entry(name.to_owned()).or_default() += 1;
        self.open.push(Open { name: name.to_owned(), mark, spaces, place });
    }

    /// Leaves the innermost element of the name and what is open in it; nothing if none is open.
    pub fn leave(&mut self, name: &str) {
        if self.counts.get(name).is_none_or(|&count| count == 0) {
            return;
        }
        while let Some(left) = self.pop() {
            if left == name {
                return;
            }
        }
    }

    fn pop(&mut self) -> Option<String> {
        let name = self.open.pop()?.name;
        if let Some(count) = self.counts.get_mut(&name) {
            *count -= 1;
        }
        Some(name)
    }

    pub fn innermost(&self) -> Option<usize> {
        self.open.last().map(|open| open.place)
    }

    pub fn mark(&self) -> Mark {
        self.open.last().map_or(Mark::Text, |open| open.mark)
    }

    pub fn spaces(&self) -> Spaces {
        self.open.last().map_or(Spaces::Collapsed, |open| open.spaces)
    }

    pub fn is_in_title(&self) -> bool {
        self.open.last().is_some_and(|open| matches!(open.name.as_str(), "title" | "textarea" | "option"))
    }
}

/// What the text in an element is. What stands around it counts where it says nothing itself, and what is known for
/// sure of that holds for all but headings.
fn mark(around: Mark, name: &str, attributes: &[Attribute]) -> Mark {
    let own = attributes::classes(attributes)
        .find_map(|class| names::mark_of_class(&class.to_ascii_lowercase()))
        .or_else(|| names::mark(name));
    match (around, own) {
        (_, Some(own @ (Mark::Heading(_) | Mark::Code))) => own,
        (Mark::Known(_) | Mark::Heading(_) | Mark::Code, _) => around,
        // A paragraph in an item, a quotation or a cell is that.
        (Mark::Item | Mark::Quote | Mark::Cell, Some(Mark::Prose)) => around,
        (_, Some(own)) => own,
        (_, None) => around,
    }
}

fn element(name: &str, attributes: &[Attribute], tag: &Range<usize>, parent: Option<usize>) -> Element {
    let declares = attributes::declarations(attributes);
    Element { name: name.to_owned(), parent, insert_at: tag.start + 1 + name.len(), declares }
}
