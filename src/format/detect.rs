/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A table: one pair a line, cells separated by tabs.
    Tsv,
    /// Translation Memory eXchange 1.1 to 1.4b; also what calls itself 2.0.
    Tmx,
    /// XLIFF 1.x and 2.x, with the extensions of SDL Trados, memoQ and others.
    Xliff,
    /// What Wordfast Pro keeps a document and its translation in.
    Txml,
    /// A catalogue of gettext, translated or not (PO, POT).
    Po,
    /// A table with cells in quotation marks, separated by commas, semicolons or tabs.
    Csv,
    /// A workbook of Excel.
    Xlsx,
    /// Our own complete format: one JSON object a line.
    Jsonl,
    /// Parallel text, line by line; see [`moses`](super::moses) for how two files become one stream.
    Moses,
}

impl Format {
    /// By content where that is unmistakable, else by the file name's extension (without `.gz`), else by the first
    /// line: an object of JSON, or a tab in it.
    /// A few kilobytes of `first_bytes` are enough; `file_name` may be empty.
    pub fn detect(first_bytes: &[u8], file_name: &str) -> Option<Format> {
        let by_name = Format::of_name(file_name);
        match content_of(first_bytes) {
            Content::Xml(root) => by_root(&root).or(by_name),
            Content::Workbook => Some(Format::Xlsx),
            Content::Archive => by_name.filter(|format| *format == Format::Xlsx),
            Content::Text(text) if looks_like_po(text.trim_start()) => Some(Format::Po),
            Content::Text(text) => by_name.or_else(|| by_first_line(&text)),
        }
    }

    /// By the file name's extension alone, without `.gz`.
    pub fn of_name(file_name: &str) -> Option<Format> {
        match &*extension_of(file_name)? {
            "tsv" | "tab" => Some(Format::Tsv),
            "tmx" => Some(Format::Tmx),
            "xlf" | "xliff" | "sdlxliff" | "mqxliff" | "mxliff" | "txlf" => Some(Format::Xliff),
            "txml" => Some(Format::Txml),
            "po" | "pot" => Some(Format::Po),
            "csv" => Some(Format::Csv),
            "xlsx" => Some(Format::Xlsx),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }
}

/// What the first bytes of a file say of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The local name of the first element; empty if it is not among these bytes.
    Xml(String),
    Workbook,
    /// A zip archive, which may be a workbook all the same.
    Archive,
    /// Anything else: the ASCII part of it, which is all that detection needs.
    Text(String),
}

pub(super) fn content_of(first_bytes: &[u8]) -> Content {
    let text = ascii_of(first_bytes);
    let start = text.trim_start();
    if first_bytes.starts_with(b"PK\x03\x04") {
        // The name of the first part, or of one that must come soon.
        let is_book = ["[Content_Types].xml", "xl/"].iter().any(|part| text.contains(part));
        return if is_book { Content::Workbook } else { Content::Archive };
    }
    let is_markup = ["<?xml", "<!DOCTYPE", "<!--"].iter().any(|mark| start.starts_with(mark));
    match root_of(start) {
        Some(root) if is_markup || is_known_root(root) => Content::Xml(root.to_owned()),
        None if is_markup => Content::Xml(String::new()),
        _ => Content::Text(text),
    }
}

/// The file name's extension in lower case, without `.gz`.
pub(super) fn extension_of(file_name: &str) -> Option<String> {
    let lower = file_name.to_ascii_lowercase();
    let (_, extension) = lower.strip_suffix(".gz").unwrap_or(&lower).rsplit_once('.')?;
    Some(extension.to_owned())
}

/// Whether the first line that is no comment begins an entry.
fn looks_like_po(start: &str) -> bool {
    let mut lines = start.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_entry = |line: &str| line.starts_with("msgid \"") || line.starts_with("msgctxt \"");
    lines.next().is_some_and(is_entry)
}

/// Whether the first line is the object of a unit, as far as it can be seen.
fn looks_like_jsonl(start: &str) -> bool {
    let line = start.lines().next().unwrap_or_default();
    line.starts_with('{') && (line.contains("\"source\"") || line.contains("\"target\""))
}

/// The ASCII part of the text, which survives UTF-8, UTF-16 and every 8-bit encoding.
fn ascii_of(bytes: &[u8]) -> String {
    let start = bytes.iter().take(4096);
    start.filter(|b| b.is_ascii() && **b != 0).map(|b| char::from(*b)).collect()
}

/// The local name of the first element of what may be XML.
fn root_of(mut text: &str) -> Option<&str> {
    loop {
        let markup = text.strip_prefix('<')?;
        if !markup.starts_with(['?', '!']) {
            let end = markup.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
            return Some(markup[..end].rsplit(':').next().unwrap_or_default());
        }
        text = skip_declaration(markup)?.trim_start();
    }
}

/// What is behind a comment, declaration or processing instruction, from behind its `<` on.
fn skip_declaration(markup: &str) -> Option<&str> {
    let is_subset = markup.starts_with("!DOCTYPE") && markup.find('[').is_some_and(|at| !markup[..at].contains('>'));
    let end = match markup {
        _ if markup.starts_with("!--") => "-->",
        _ if markup.starts_with('?') => "?>",
        _ => ">",
    };
    let rest = if is_subset { markup.split_once(']')?.1 } else { markup };
    rest.split_once(end).map(|(_, rest)| rest)
}

fn is_known_root(name: &str) -> bool {
    by_root(name).is_some() || matches!(name, "martif" | "tbx")
}

/// The format whose root element this is.
pub(super) fn by_root(name: &str) -> Option<Format> {
    match name {
        "tmx" => Some(Format::Tmx),
        "xliff" => Some(Format::Xliff),
        "txml" => Some(Format::Txml),
        _ => None,
    }
}

fn by_first_line(start: &str) -> Option<Format> {
    if looks_like_jsonl(start) {
        return Some(Format::Jsonl);
    }
    start.lines().next().filter(|line| line.contains('\t')).map(|_| Format::Tsv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_wins_over_the_name_where_it_is_unmistakable() {
        let utf16: Vec<u8> = "\u{feff}<tmx version='1.4'>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for tmx in [&b"<?xml version='1.0'?>\n<tmx>"[..], b"\xEF\xBB\xBF<!-- mine --><tmx>", &utf16] {
            assert_eq!(Format::detect(tmx, "pairs.tsv"), Some(Format::Tmx));
        }
    }

    #[test]
    fn the_root_element_is_found_behind_what_may_stand_before_it() {
        let subset = "<!DOCTYPE xliff [<!ENTITY a '<tmx>'><!ENTITY b 'b'>] >";
        for start in ["", "<?xml version='1.0'?>\n", "<!-- <tmx> > -->", "<!DOCTYPE xliff SYSTEM 'x.dtd'> ", subset] {
            assert_eq!(Format::detect(format!("{start}<xlf:xliff a='b'>").as_bytes(), "a.tmx"), Some(Format::Xliff));
            assert_eq!(Format::detect(format!("{start}<txml/>").as_bytes(), ""), Some(Format::Txml));
        }
    }

    #[test]
    fn the_name_decides_where_content_does_not() {
        assert_eq!(Format::detect("<b>Hello</b>\t<b>سلام</b>".as_bytes(), ""), Some(Format::Tsv));
        assert_eq!(Format::detect(b"", "a.b.TMX"), Some(Format::Tmx));
        assert_eq!(Format::detect(b"Hello", "pairs.tsv"), Some(Format::Tsv));
        assert_eq!(Format::detect("سلام\tHello".as_bytes(), "-"), Some(Format::Tsv));
    }

    #[test]
    fn every_format_has_its_signs() {
        for (bytes, name, format) in [
            (&b"# by hand\n\nmsgid \"\"\nmsgstr \"\"\n"[..], "fa.txt", Format::Po),
            (b"#, fuzzy\nmsgctxt \"menu\"\n", "", Format::Po),
            (b"{\"id\": 1, \"source\": {\"text\": \"a\\tb\"}}", "", Format::Jsonl),
            (b"{", "a.ndjson", Format::Jsonl),
            (b"a,b", "a.csv", Format::Csv),
            (b"a;b", "a.CSV.gz", Format::Csv),
            (b"PK\x03\x04....[Content_Types].xml", "book", Format::Xlsx),
        ] {
            assert_eq!(Format::detect(bytes, name), Some(format), "{name}");
        }
        assert_eq!(Format::detect(b"PK\x03\x04....notes.tsv", "pairs.tsv"), None);
    }

    #[test]
    fn what_is_neither_is_none() {
        assert_eq!(Format::detect(b"Hello", "notes.txt"), None);
        assert_eq!(Format::detect(b"<?xml version='1.0'?>\t<html>", "a.htm"), None);
        assert_eq!(Format::detect(b"", ""), None);
    }
}
