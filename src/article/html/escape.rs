//! Text into HTML that says just that.

use std::borrow::Cow;

/// The text, written to stand between tags, or in an attribute between two of the quotation marks.
pub(in crate::article) fn escape(text: &str, quotation_mark: Option<char>) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        let written: Cow<str> = match c {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '"' if quotation_mark == Some('"') => "&quot;".into(),
            '\'' if quotation_mark == Some('\'') => "&#39;".into(),
            _ => c.to_string().into(),
        };
        out.push_str(&written);
    }
    out
}
