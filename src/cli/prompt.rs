//! Questions to whoever sits at the terminal.

use std::io::{BufRead, Write};

use super::fail::Fail;

/// A line that somebody types; `None` at the end of the input.
pub fn prompt(question: &str) -> Result<Option<String>, Fail> {
    let mut out = std::io::stdout();
    out.write_all(question.as_bytes())?;
    out.flush()?;
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}
