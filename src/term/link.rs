//! Words inside a name that some writers leave out: "the" behind a preposition, and the ezafe in Latin letters (Bank-e Melli).

use super::form::join;
use super::line::Line;

/// What an article inside a name stands behind.
const BEFORE_ARTICLE: [&str; 9] = ["against", "and", "at", "for", "from", "in", "of", "on", "to"];

const EZAFE: [&str; 4] = ["e", "i", "ye", "yi"];

/// Whether a word of a line links two others and may be missing there.
pub(super) fn is_link(line: &Line, at: usize) -> bool {
    if at == 0 || at + 1 >= line.words.len() {
        return false;
    }
    let is_hyphened = || line.key_before(at) == Some("-") && !line.is_spaced_behind(at - 1);
    match line.words[at].letters() {
        "the" => BEFORE_ARTICLE.contains(&line.words[at - 1].letters()),
        word => EZAFE.contains(&word) && is_hyphened(),
    }
}

/// The letters of a name without such words, if it has any.
pub(super) fn without_links(line: &Line) -> Option<String> {
    let words: Vec<_> = (0..line.words.len()).filter(|&at| !is_link(line, at)).collect();
    let has_links = words.len() < line.words.len();
    has_links.then(|| join(&words.into_iter().map(|at| line.words[at].letters()).collect::<Vec<_>>()))
}
