/// What is left of a regular expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor { rest: text }
    }

    pub fn rest(&self) -> &'a str {
        self.rest
    }

    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Whether the rest began with `text`, which is then taken.
    pub fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes what is before `end`, and `end`.
    pub fn until(&mut self, end: char) -> Option<&'a str> {
        let (text, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(text)
    }

    /// Takes at most `most` characters that fulfil `wanted`.
    pub fn take_while(&mut self, most: usize, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.char_indices().take(most).take_while(|(_, c)| wanted(*c)).last();
        let (text, rest) = self.rest.split_at(end.map_or(0, |(at, c)| at + c.len_utf8()));
        self.rest = rest;
        text
    }
}
