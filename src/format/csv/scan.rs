/// What may separate cells.
pub(super) const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// Finds the end of a row, piece by piece.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    separators: &'a [char],
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Where a cell begins.
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark within a quoted cell: it closes the cell, or another follows.
    Quote,
}

impl<'a> Scan<'a> {
    pub fn new(separators: &'a [char]) -> Scan<'a> {
        Scan { separators, state: State::Start }
    }

    pub fn is_quoted(&self) -> bool {
        self.state == State::Quoted
    }

    /// Where the row ends in the piece, behind the line feed.
    pub fn end_of_row(&mut self, piece: &str) -> Option<usize> {
        for (at, c) in piece.char_indices() {
            if c == '\n' && self.state != State::Quoted {
                return Some(at + 1);
            }
            self.step(c);
        }
        None
    }

    fn step(&mut self, c: char) {
        self.state = match (self.state, c) {
            (State::Start, '"') | (State::Quote, '"') => State::Quoted,
            (State::Quoted, '"') => State::Quote,
            (State::Quoted, _) => State::Quoted,
            (_, c) if self.separators.contains(&c) => State::Start,
            _ => State::Plain,
        };
    }

    /// Takes one character; whether it separates two cells.
    pub fn separates(&mut self, c: char) -> bool {
        let was_quoted = self.state == State::Quoted;
        self.step(c);
        !was_quoted && self.state == State::Start
    }
}
