/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A table: one pair a line, cells separated by tabs.
    Tsv,
    /// Translation Memory eXchange 1.1 to 1.4b; also what calls itself 2.0.
    Tmx,
}

impl Format {
    /// By content where that is unmistakable, else by the file name's extension, else by a tab in the first line.
    /// A few kilobytes of `first_bytes` are enough; `file_name` may be empty.
    pub fn detect(first_bytes: &[u8], file_name: &str) -> Option<Format> {
        let text = ascii_of(first_bytes);
        let start = text.trim_start();
        let is_markup = ["<?xml", "<!DOCTYPE", "<!--", "<tmx"].iter().any(|mark| start.starts_with(mark));
        if is_markup && start.contains("<tmx") {
            return Some(Format::Tmx);
        }
        by_extension(file_name).or_else(|| by_first_line(&text).filter(|_| !is_markup))
    }
}

/// The ASCII part of the text, which is all that detection needs; it survives UTF-8, UTF-16 and every 8-bit encoding.
fn ascii_of(bytes: &[u8]) -> String {
    let start = bytes.iter().take(4096);
    start.filter(|b| b.is_ascii() && **b != 0).map(|b| char::from(*b)).collect()
}

fn by_extension(file_name: &str) -> Option<Format> {
    let (_, extension) = file_name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "tsv" | "tab" => Some(Format::Tsv),
        "tmx" => Some(Format::Tmx),
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
    fn the_name_decides_where_content_does_not() {
        assert_eq!(Format::detect(b"", "a.b.TMX"), Some(Format::Tmx));
        assert_eq!(Format::detect(b"Hello", "pairs.tsv"), Some(Format::Tsv));
        assert_eq!(Format::detect("سلام\tHello".as_bytes(), "-"), Some(Format::Tsv));
    }

    #[test]
    fn what_is_neither_is_none() {
        assert_eq!(Format::detect(b"Hello", "notes.txt"), None);
        assert_eq!(Format::detect(b"<?xml version='1.0'?>\t<xliff>", "a.xlf"), None);
        assert_eq!(Format::detect(b"", ""), None);
    }
}
