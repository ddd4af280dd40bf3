//! What it costs that a suggestion is not just what was asked for.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::OriginKind;

/// Whole points of a hundred, 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u8);

impl Points {
    pub const ZERO: Points = Points(0);

    /// `None` above 100.
    pub fn new(points: u32) -> Option<Points> {
        u8::try_from(points).ok().filter(|&points| points <= 100).map(Points)
    }

    pub fn get(self) -> u16 {
        u16::from(self.0)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Points, D::Error> {
        deserializer.deserialize_u8(PointsVisitor)
    }
}

/// Says in words what points are, for those who write configurations.
struct PointsVisitor;

impl serde::de::Visitor<'_> for PointsVisitor {
    type Value = Points;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("whole points from 0 to 100")
    }

    fn visit_u64<E: serde::de::Error>(self, points: u64) -> Result<Points, E> {
        let found = u32::try_from(points).ok().and_then(Points::new);
        found.ok_or_else(|| E::invalid_value(serde::de::Unexpected::Unsigned(points), &self))
    }

    fn visit_i64<E: serde::de::Error>(self, points: i64) -> Result<Points, E> {
        match u64::try_from(points) {
            Ok(points) => self.visit_u64(points),
            Err(_) => Err(E::invalid_value(serde::de::Unexpected::Signed(points), &self)),
        }
    }
}

/// How many points each thing costs in which a unit is not what was asked for. The first four are the textual ones; the last
/// four go by the unit's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Penalties {
    /// A number has another value, or another currency, percent or minus sign.
    pub number: Points,
    /// Punctuation or symbols differ.
    pub punctuation: Points,
    /// A word is cased otherwise.
    pub letter_case: Points,
    /// Inline codes differ.
    pub inline_code: Points,
    /// The unit is in a sibling of the language asked for (`en-GB` for `en-US`).
    pub language_variant: Points,
    pub human: Points,
    pub imported: Points,
    pub aligned: Points,
    /// Nobody wrote it.
    pub machine: Points,
}

impl Default for Penalties {
    /// The textual ones come to 5, so that texts with the same words stay at 95 to 99.
    fn default() -> Self {
        Penalties {
            number: Points(2),
            punctuation: Points(1),
            letter_case: Points(1),
            inline_code: Points(1),
            language_variant: Points(1),
            human: Points::ZERO,
            imported: Points::ZERO,
            aligned: Points::ZERO,
            machine: Points(5),
        }
    }
}

impl Penalties {
    /// These, but for what a memory sets for itself.
    pub fn with(&self, own: &PenaltyOverrides) -> Penalties {
        Penalties {
            number: own.number.unwrap_or(self.number),
            punctuation: own.punctuation.unwrap_or(self.punctuation),
            letter_case: own.letter_case.unwrap_or(self.letter_case),
            inline_code: own.inline_code.unwrap_or(self.inline_code),
            language_variant: own.language_variant.unwrap_or(self.language_variant),
            human: own.human.unwrap_or(self.human),
            imported: own.imported.unwrap_or(self.imported),
            aligned: own.aligned.unwrap_or(self.aligned),
            machine: own.machine.unwrap_or(self.machine),
        }
    }

    pub fn origin(&self, kind: OriginKind) -> Points {
        match kind {
            OriginKind::Human => self.human,
            OriginKind::Import => self.imported,
            OriginKind::Alignment => self.aligned,
            OriginKind::Machine => self.machine,
        }
    }

    /// The least that texts lose which have the same words and are not the same.
    pub fn least_textual(&self) -> u16 {
        self.textual().into_iter().min().unwrap_or_default()
    }

    /// The most that two texts can lose beside what their words cost; more than 100 where the points are that many.
    pub fn most_textual(&self) -> u16 {
        self.textual().into_iter().sum()
    }

    fn textual(&self) -> [u16; 4] {
        [self.number, self.punctuation, self.letter_case, self.inline_code].map(Points::get)
    }
}

/// The points that a memory sets for itself; `None` where those of the server hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyOverrides {
    pub number: Option<Points>,
    pub punctuation: Option<Points>,
    pub letter_case: Option<Points>,
    pub inline_code: Option<Points>,
    pub language_variant: Option<Points>,
    pub human: Option<Points>,
    pub imported: Option<Points>,
    pub aligned: Option<Points>,
    pub machine: Option<Points>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_end_at_a_hundred() {
        assert_eq!(Points::new(100).map(Points::get), Some(100));
        for wrong in [101, 256, u32::MAX] {
            assert_eq!(Points::new(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_memory_overrides_what_it_sets_and_nothing_else() {
        let server = Penalties { letter_case: Points(7), ..Penalties::default() };
        let own = PenaltyOverrides { number: Some(Points(30)), machine: Some(Points::ZERO), ..Default::default() };
        let expected = Penalties { number: Points(30), machine: Points::ZERO, ..server };
        assert_eq!(server.with(&own), expected);
        assert_eq!(server.with(&PenaltyOverrides::default()), server);
    }

    #[test]
    fn textual_differences_cost_between_the_least_of_them_and_all_of_them() {
        let penalties = Penalties::default();
        assert_eq!((penalties.least_textual(), penalties.most_textual()), (1, 5));
        let steep = Penalties { number: Points(100), letter_case: Points(0), ..penalties };
        assert_eq!((steep.least_textual(), steep.most_textual()), (0, 102));
    }
}
