//! How far a candidate can be believed.

use super::renderings::{Rendering, Renderings};
use crate::model::Language;
use crate::term::Consonants;
use crate::text::match_key;

/// What is known of a phrase and its rendering.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    /// How often the phrase was rendered so.
    pub count: u32,
    /// The share of the phrase's sightings that were, from 0 to 1.
    pub share: f32,
    /// The share of the phrase's words that the rendering explains, and the reverse; from 0 to 1.
    pub coverage: f32,
    pub purity: f32,
    /// Of all sightings of either, how many are of both (Dice 1945), from 0 to 1.
    pub dice: f32,
    /// How much alike they sound, from 0 to 1.
    pub sound: f32,
    /// Whether the phrase has capitals.
    pub is_name: bool,
}

/// Of a logistic regression on 420 candidates from software, scripture, news and encyclopedias that were judged one by one.
const WEIGHTS: [f32; 8] = [-1.61, 0.334, -0.162, 0.437, 0.266, 0.392, 2.17, 0.893];

impl Signs {
    /// `together` is how often the rendering is in the target texts at all.
    pub fn new(
        phrase: &Renderings,
        rendering: &Rendering,
        together: u32,
        languages: [&Language; 2],
        is_name: bool,
    ) -> Signs {
        let count = rendering.count as f32;
        Signs {
            count: rendering.count,
            share: count / phrase.seen as f32,
            coverage: rendering.coverage / count,
            purity: rendering.purity / count,
            dice: (2.0 * count / (phrase.seen + together) as f32).min(1.0),
            sound: sound([phrase.written(), rendering.written()], languages),
            is_name,
        }
    }

    /// The probability that the rendering is one of exactly the phrase, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        let odds = |share: f32| ((share.min(1.0) + 0.02) / (1.02 - share.min(1.0))).ln();
        let signs = [
            1.0,
            (self.count as f32).ln(),
            odds(self.share),
            odds(self.coverage),
            odds(self.purity),
            odds(self.dice),
            (self.sound - 0.5).max(0.0) * 2.0,
            f32::from(u8::from(self.is_name)),
        ];
        let sum: f32 = signs.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

fn sound(texts: [&str; 2], languages: [&Language; 2]) -> f32 {
    let sound = |at: usize| Consonants::of(&match_key(texts[at], languages[at]).replace(' ', ""));
    sound(0).zip(sound(1)).map_or(0.0, |(one, other)| one.likeness(&other))
}
