/// What a line of a catalogue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Blank,
    /// `#` or `#.`: what people or the extractor say.
    Comment(&'a str),
    /// `#:`
    References(&'a str),
    /// `#,` and `#=`
    Flags(&'a str),
    /// `#|`: the source before it was changed.
    Previous,
    /// `domain "…"`, with or without quotation marks.
    Domain(&'a str),
    /// A keyword, and the string that begins on its line.
    Text(Keyword, &'a str),
    /// A string that goes on.
    More(&'a str),
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Context,
    Id,
    Plural,
    /// The form's number; 0 without one.
    Translation(usize),
}

impl<'a> Piece<'a> {
    /// Whether the line is obsolete (`#~`), and what it is.
    pub fn of_line(line: &'a str) -> (bool, Piece<'a>) {
        let line = line.trim();
        match line.strip_prefix("#~") {
            Some(rest) if rest.starts_with('|') => (true, Piece::Previous),
            Some(rest) => (true, Piece::of(rest.trim_start())),
            None => (false, Piece::of(line)),
        }
    }

    pub fn is_comment(&self) -> bool {
        matches!(self, Piece::Comment(_) | Piece::References(_) | Piece::Flags(_) | Piece::Previous)
    }

    fn of(line: &'a str) -> Piece<'a> {
        let first = line.bytes().next();
        match first {
            None => Piece::Blank,
            Some(b'"') => Piece::More(line),
            Some(b'#') => Piece::of_comment(&line[1..]),
            Some(_) => Piece::of_keyword(line),
        }
    }

    fn of_comment(rest: &'a str) -> Piece<'a> {
        let said = |mark: char| rest.strip_prefix(mark).map(str::trim);
        let comment = || Piece::Comment(said('.').unwrap_or(rest.trim()));
        let flags = || said(',').or_else(|| said('=')).map(Piece::Flags);
        let previous = || said('|').map(|_| Piece::Previous);
        said(':').map(Piece::References).or_else(flags).or_else(previous).unwrap_or_else(comment)
    }

    fn of_keyword(line: &'a str) -> Piece<'a> {
        let end = line.find(|c: char| c.is_whitespace() || c == '"' || c == '[').unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        let keyword = match word {
            "domain" => return Piece::Domain(rest.trim().trim_matches('"')),
            "msgctxt" => Keyword::Context,
            "msgid" => Keyword::Id,
            "msgid_plural" => Keyword::Plural,
            "msgstr" => return Piece::of_translation(rest),
            _ => return Piece::Unknown,
        };
        Piece::Text(keyword, rest)
    }

    fn of_translation(rest: &'a str) -> Piece<'a> {
        let Some(numbered) = rest.trim_start().strip_prefix('[') else {
            return Piece::Text(Keyword::Translation(0), rest);
        };
        let form = numbered.split_once(']').and_then(|(n, rest)| Some((n.trim().parse().ok()?, rest)));
        form.map_or(Piece::Unknown, |(n, rest)| Piece::Text(Keyword::Translation(n), rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        for (line, piece) in [
            ("", Piece::Blank),
            ("#", Piece::Comment("")),
            ("#  see style", Piece::Comment("see style")),
            ("#. verb", Piece::Comment("verb")),
            ("#: a.c:1 b.c:2", Piece::References("a.c:1 b.c:2")),
            ("#, fuzzy, c-format", Piece::Flags("fuzzy, c-format")),
            ("#| msgid \"old\"", Piece::Previous),
            ("domain Desk", Piece::Domain("Desk")),
            ("domain \"Desk\"", Piece::Domain("Desk")),
            ("msgid\"a\"", Piece::Text(Keyword::Id, "\"a\"")),
            ("msgstr[ 2 ] \"a\"", Piece::Text(Keyword::Translation(2), " \"a\"")),
            ("msgstr[2] \"a\"", Piece::Text(Keyword::Translation(2), " \"a\"")),
            ("msgstr[x] \"a\"", Piece::Unknown),
            ("\"a\"", Piece::More("\"a\"")),
            ("msgidd \"a\"", Piece::Unknown),
        ] {
            assert_eq!(Piece::of_line(line), (false, piece), "{line}");
        }
        assert!(Piece::of_line("#~ msgid \"a\"").0);
        assert_eq!(Piece::of_line("#~| msgid \"a\""), (true, Piece::Previous));
    }
}
