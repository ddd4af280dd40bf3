//! Words one behind the other.

/// Words by their places, from 0 on: 4 bytes a word besides the text, of which there is less than 4 GiB.
#[derive(Default)]
pub struct Texts {
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
}

impl Texts {
    pub fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
    }

    pub fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes all words have.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The word at a place below [`len`](Texts::len).
    pub fn get(&self, at: u32) -> &str {
        let at = at as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[at] as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.places().map(|at| self.get(at))
    }

    pub fn places(&self) -> std::ops::Range<u32> {
        0..self.ends.len() as u32
    }
}
