//! The points that a memory sets for itself, as the command line names them.

use std::str::FromStr;

use crate::model::Points;
use crate::rpc::v1::PenaltyPoints;

/// `NAME=POINTS`, or `NAME=default` for what the server says.
#[derive(Clone, Copy, Debug)]
pub struct PenaltyFor {
    /// A position in [`NAMES`].
    name: usize,
    points: Option<u32>,
}

const NAMES: [&str; 9] = [
    "number",
    "punctuation",
    "letter-case",
    "inline-code",
    "language-variant",
    "human",
    "imported",
    "aligned",
    "machine",
];

/// The fields in the order of [`NAMES`].
fn fields(points: &mut PenaltyPoints) -> [&mut Option<u32>; NAMES.len()] {
    [
        &mut points.number,
        &mut points.punctuation,
        &mut points.letter_case,
        &mut points.inline_code,
        &mut points.language_variant,
        &mut points.human,
        &mut points.imported,
        &mut points.aligned,
        &mut points.machine,
    ]
}

impl FromStr for PenaltyFor {
    type Err = String;

    fn from_str(text: &str) -> Result<PenaltyFor, String> {
        let (name, points) = text.split_once('=').ok_or("it is not NAME=POINTS")?;
        let found = NAMES.iter().position(|known| *known == name.replace('_', "-"));
        let name = found.ok_or_else(|| format!("`{name}` is none of {}", NAMES.join(", ")))?;
        let points = match points {
            "default" => None,
            points => {
                let known = points.parse().ok().filter(|points| Points::new(*points).is_some());
                Some(known.ok_or_else(|| format!("`{points}` is neither points from 0 to 100 nor `default`"))?)
            }
        };
        Ok(PenaltyFor { name, points })
    }
}

impl PenaltyFor {
    pub fn set(self, points: &mut PenaltyPoints) {
        *fields(points)[self.name] = self.points;
    }
}

/// Those that are set, as people read them: `number 3, machine 10`.
pub fn describe(mut points: PenaltyPoints) -> String {
    let set = NAMES.iter().zip(fields(&mut points)).filter_map(|(name, points)| Some((name, (*points)?)));
    set.map(|(name, points)| format!("{} {points}", name.replace('-', " "))).collect::<Vec<_>>().join(", ")
}
