//! What can be said of every import.

use std::path::PathBuf;

use clap::Args;

use crate::format::is_known_encoding;

#[derive(Args)]
pub struct Options {
    /// The encoding of files that are nothing but text, such as windows-1256; found out if not given
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    pub encoding: Option<String>,
    /// Read, check and count, but write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write all that is refused or doubtful to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Print how far each file has come, again and again, and its last counts, as JSON, one object a line
    #[arg(long)]
    pub json: bool,
    /// The id of the import; the same command with the id of one that broke off goes on where that was. Made up if not given
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
}

/// A column of a table and what it holds: `source=2`.
pub fn parse_column(column: &str) -> Result<(String, String), String> {
    let chosen = column.split_once('=').ok_or("write what it is and its number or name, as in source=2,target=3")?;
    Ok((chosen.0.trim().to_owned(), chosen.1.trim().to_owned()))
}

fn parse_encoding(name: &str) -> Result<String, String> {
    match is_known_encoding(name) {
        true => Ok(name.to_owned()),
        false => Err("it is not the name of a known encoding; write for example utf-8 or windows-1256".into()),
    }
}
