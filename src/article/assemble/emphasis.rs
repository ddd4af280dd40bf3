//! Emphasis in Markdown, where it depends on what stands on either side of its marks whether they are any.

use super::parts::{Part, Side, push_text};

/// The parts with white space at the inner side of codes moved out: `** a**` is no emphasis.
pub(super) fn spaces_outside(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    // Codes that open, behind which no text has come yet.
    let mut opening: Vec<Part> = Vec::new();
    for part in parts {
        match part {
            Part::Code { side: Side::Opens, .. } => opening.push(part),
            Part::Code { side: Side::Closes, .. } => {
                out.append(&mut opening);
                close(&mut out, part);
            }
            Part::Code { .. } => {
                out.append(&mut opening);
                out.push(part);
            }
            Part::Text(text) => {
                let inner = text.trim_start();
                let spaces = if opening.is_empty() { "" } else { &text[..text.len() - inner.len()] };
                push_text(&mut out, spaces);
                if !inner.is_empty() || spaces.is_empty() {
                    out.append(&mut opening);
                    push_text(&mut out, &text[spaces.len()..]);
                }
            }
        }
    }
    out.append(&mut opening);
    out
}

/// Adds a code that closes, before the white space at the end.
fn close(out: &mut Vec<Part>, code: Part) {
    let spaces = match out.last_mut() {
        Some(Part::Text(text)) => {
            let spaces = text[text.trim_end().len()..].to_owned();
            text.truncate(text.len() - spaces.len());
            spaces
        }
        _ => String::new(),
    };
    if matches!(out.last(), Some(Part::Text(text)) if text.is_empty()) {
        out.pop();
    }
    out.push(code);
    push_text(out, &spaces);
}

/// The parts with the marks of emphasis that would be none where they stand as tags of HTML, which are. `around` is what
/// stands before and behind the segment; `partners` are the pairs among its codes.
pub(super) fn written_out(
    article: &str,
    parts: Vec<Part>,
    around: (Option<char>, Option<char>),
    partners: &[Option<usize>],
) -> Vec<Part> {
    let broken = broken(article, &parts, around);
    if broken.is_empty() {
        return parts;
    }
    let mut is_out = vec![false; partners.len()];
    for code in broken {
        is_out[code] = true;
        if let Some(partner) = partners[code] {
            is_out[partner] = true;
        }
    }
    let tag = |part: Part| match part {
        Part::Code { ref range, side, code } if is_out[code] && partners[code].is_some() => {
            let name = element(&article[range.clone()]).unwrap_or("span");
            Part::Text(if side == Side::Opens { format!("<{name}>") } else { format!("</{name}>") })
        }
        other => other,
    };
    parts.into_iter().map(tag).collect()
}

/// The codes that are marks of emphasis and would not be taken for any, by CommonMark's rules of flanking.
fn broken(article: &str, parts: &[Part], (before, behind): (Option<char>, Option<char>)) -> Vec<usize> {
    let mut broken = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let Part::Code { range, side, code } = part else { continue };
        let mark = &article[range.clone()];
        if element(mark).is_none() {
            continue;
        }
        let previous =
            parts[..at].iter().rev().scan(range.start, |start, part| apart(part, start, Way::Back)).flatten().next();
        let next = parts[at + 1..].iter().scan(range.end, |end, part| apart(part, end, Way::On)).flatten().next();
        let character = |part: &Part, way| match (part, way) {
            (Part::Text(text), Way::Back) => text.chars().next_back(),
            (Part::Text(text), Way::On) => text.chars().next(),
            (Part::Code { range, .. }, Way::Back) => article[range.clone()].chars().next_back(),
            (Part::Code { range, .. }, Way::On) => article[range.clone()].chars().next(),
        };
        let previous = previous.map_or(before, |part| character(part, Way::Back));
        let next = next.map_or(behind, |part| character(part, Way::On));
        let (outer, inner) = if *side == Side::Opens { (previous, next) } else { (next, previous) };
        if !flanks(mark, outer, inner) {
            broken.push(*code);
        }
    }
    broken
}

#[derive(Clone, Copy)]
enum Way {
    Back,
    On,
}

/// The part, unless it is a mark that touches the one before it in the article too, as those of `***` do: then what is
/// beyond it counts. `edge` is where the marks so far end.
fn apart<'p>(part: &'p Part, edge: &mut usize, way: Way) -> Option<Option<&'p Part>> {
    match (part, way) {
        (Part::Code { range, .. }, Way::Back) if range.end == *edge => *edge = range.start,
        (Part::Code { range, .. }, Way::On) if range.start == *edge => *edge = range.end,
        _ => return Some(Some(part)),
    }
    Some(None)
}

fn flanks(mark: &str, outer: Option<char>, inner: Option<char>) -> bool {
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    // The same mark twice in a row is another mark.
    let runs_on = mark.chars().next().is_some_and(|own| outer == Some(own) || inner == Some(own));
    let touches = !is_space(inner) && (!is_mark(inner) || is_space(outer) || is_mark(outer));
    let stands_apart = !mark.starts_with('_') || is_space(outer) || is_mark(outer);
    touches && stands_apart && !runs_on
}

/// The element that a mark of emphasis makes.
fn element(mark: &str) -> Option<&'static str> {
    match mark {
        "**" | "__" => Some("strong"),
        "*" | "_" => Some("em"),
        "~" | "~~" => Some("del"),
        _ => None,
    }
}
