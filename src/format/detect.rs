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
}

impl Format {
    /// By content where that is unmistakable, else by the file name's extension, else by a tab in the first line.
    /// A few kilobytes of `first_bytes` are enough; `file_name` may be empty.
    pub fn detect(first_bytes: &[u8], file_name: &str) -> Option<Format> {
        let text = ascii_of(first_bytes);
        let start = text.trim_start();
        let is_markup = ["<?xml", "<!DOCTYPE", "<!--"].iter().any(|mark| start.starts_with(mark));
        if let Some(format) = root_of(start).and_then(by_root) {
            return Some(format);
        }
        by_extension(file_name).or_else(|| by_first_line(&text).filter(|_| !is_markup))
    }
}

/// The ASCII part of the text, which is all that detection needs; it survives UTF-8, UTF-16 and every 8-bit encoding.
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

fn by_root(name: &str) -> Option<Format> {
    match name {
        "tmx" => Some(Format::Tmx),
        "xliff" => Some(Format::Xliff),
        "txml" => Some(Format::Txml),
        _ => None,
    }
}

fn by_extension(file_name: &str) -> Option<Format> {
    let (_, extension) = file_name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "tsv" | "tab" => Some(Format::Tsv),
        "tmx" => Some(Format::Tmx),
        "xlf" | "xliff" | "sdlxliff" | "mqxliff" | "mxliff" | "txlf" => Some(Format::Xliff),
        "txml" => Some(Format::Txml),
        _ => None,
    }
}

fn by_first_line(start: &str) -> Option<Format> {
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
    fn what_is_neither_is_none() {
        assert_eq!(Format::detect(b"Hello", "notes.txt"), None);
        assert_eq!(Format::detect(b"<?xml version='1.0'?>\t<html>", "a.htm"), None);
        assert_eq!(Format::detect(b"", ""), None);
    }
}
