//! Terms as people read them.

use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;

pub const HEADER: &[&str] = &["term", "type", "names", "seen", "note"];

pub fn show(term: Option<v1::Term>, json: bool) -> Result<(), Fail> {
    let term = term.unwrap_or_default();
    if json { output::json(&term) } else { output::table(HEADER, [row(term)]) }
}

pub fn show_history(revisions: Vec<v1::Term>, json: bool) -> Result<(), Fail> {
    if json {
        return revisions.iter().try_for_each(output::json);
    }
    let row = |term: v1::Term| {
        let time = term.update_time.map(output::time).unwrap_or_default();
        let state = output::plain(term.review_state().as_str_name(), "TERM_REVIEW_STATE");
        let [_, kind, names, _, note] = row(term.clone()).try_into().unwrap_or_default();
        vec![term.revision.to_string(), time, output::harmless(&term.author), state, kind, names, note]
    };
    output::table(&["revision", "since", "author", "state", "type", "names", "note"], revisions.into_iter().map(row))
}

pub fn row(term: v1::Term) -> Vec<String> {
    let kind = output::plain(term.r#type().as_str_name(), "TERM_TYPE");
    let names: Vec<String> = term.entries.iter().map(name).collect();
    let seen = term.evidence.as_ref().map_or(String::new(), |evidence| evidence.count.to_string());
    let state = match term.review_state() {
        v1::TermReviewState::Approved | v1::TermReviewState::Unspecified => String::new(),
        other => format!(" ({})", output::plain(other.as_str_name(), "TERM_REVIEW_STATE")),
    };
    vec![term.name + &state, kind, names.join("\n"), seen, output::harmless(&term.note)]
}

fn name(entry: &v1::TermEntry) -> String {
    let status = match entry.status() {
        v1::TermStatus::Preferred | v1::TermStatus::Unspecified => String::new(),
        other => format!(" ({})", output::plain(other.as_str_name(), "TERM_STATUS")),
    };
    output::harmless(&format!("[{}] {}{status}", entry.language, entry.text))
}
