//! The consonants of a name as one number, and those of names that differ in one of them.

use super::phones::Phone;

/// The classes of up to 12 consonants, five bits each, the first one highest. Vowels, h and w inside the name are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Skeleton(u64);

const MOST: usize = 12;
const BITS: u32 = 5;
/// How many classes there are, from 1.
const CLASSES: u64 = 16;
/// Of names with fewer consonants none can be wrong; of one with as many, one may be missing.
const LEAST_TO_DIFFER: usize = 2;

impl Skeleton {
    pub fn of(phones: &[Phone]) -> Skeleton {
        let mut classes = Vec::with_capacity(MOST);
        for (at, &phone) in phones.iter().enumerate() {
            let class = class(phone, at == 0);
            if class > 0 && classes.len() < MOST {
                classes.push(class);
            }
        }
        pack(&classes)
    }

    /// This skeleton, then those with one consonant less, more, other or in its neighbour's place.
    pub fn neighbours(self) -> Vec<Skeleton> {
        let classes = self.classes();
        let mut neighbours = vec![self];
        if classes.len() < LEAST_TO_DIFFER {
            return neighbours;
        }
        for at in 0..=classes.len() {
            neighbours.extend((1..=CLASSES).map(|class| changed(&classes, at..at, &[class])));
            if at < classes.len() && classes.len() > LEAST_TO_DIFFER {
                neighbours.push(changed(&classes, at..at + 1, &[]));
                neighbours.extend((1..=CLASSES).map(|class| changed(&classes, at..at + 1, &[class])));
            }
            if at + 1 < classes.len() && classes.len() > LEAST_TO_DIFFER {
                neighbours.push(changed(&classes, at..at + 2, &[classes[at + 1], classes[at]]));
            }
        }
        neighbours[1..].sort_unstable_by_key(|skeleton| skeleton.0);
        neighbours.dedup();
        neighbours.retain({
            let mut is_first = true;
            move |&skeleton| std::mem::take(&mut is_first) || skeleton != self
        });
        neighbours
    }

    fn classes(self) -> Vec<u64> {
        let mut classes: Vec<u64> =
            (0..MOST as u32).map(|at| self.0 >> (at * BITS) & 31).take_while(|&class| class > 0).collect();
        classes.reverse();
        classes
    }
}

/// The classes with a stretch of them replaced.
fn changed(classes: &[u64], range: std::ops::Range<usize>, by: &[u64]) -> Skeleton {
    let mut changed = Vec::with_capacity(classes.len() + 1);
    for &class in classes[..range.start].iter().chain(by).chain(&classes[range.end..]) {
        if changed.len() < MOST {
            changed.push(class);
        }
    }
    pack(&changed)
}

fn pack(classes: &[u64]) -> Skeleton {
    Skeleton(classes.iter().fold(0, |packed, class| packed << BITS | class))
}

/// 0 for what is left out. Consonants that are often written for each other have one class.
fn class(phone: Phone, is_first: bool) -> u64 {
    match phone {
        b'b' => 1,
        b'p' => 2,
        b't' => 3,
        b's' | b'z' => 4,
        b'k' | b'q' | b'g' => 5,
        b'x' => 6,
        b'j' | b'Z' => 7,
        b'$' => 8,
        b'c' => 9,
        b'd' => 10,
        b'r' => 11,
        b'l' => 12,
        b'm' => 13,
        b'n' => 14,
        b'f' => 15,
        b'v' | b'w' if is_first => 16,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::phones::push_word;
    use super::*;

    fn skeleton(word: &str) -> Skeleton {
        let mut phones = Vec::new();
        push_word(&mut phones, word);
        Skeleton::of(&phones)
    }

    #[test]
    fn a_name_has_one_skeleton_in_two_scripts() {
        for (latin, persian) in [("tehran", "تهران"), ("navab", "نواب"), ("vali", "ولی"), ("qazvin", "قزوین")]
        {
            assert_eq!(skeleton(latin), skeleton(persian), "{latin}");
        }
    }

    #[test]
    fn a_wrong_consonant_is_a_neighbour_away() {
        let of = skeleton("tabriz").neighbours();
        assert_eq!(of[0], skeleton("tabriz"));
        assert!(skeleton("tehan").neighbours().contains(&skeleton("tehran")), "of two consonants one may be missing");
        for word in ["tariz", "tambriz", "pabriz", "tarbiz", "tabri", "abriz", "tabrizt"] {
            assert!(of.contains(&skeleton(word)), "{word}");
        }
        assert!(!of.contains(&skeleton("karim")));
        let mut unique = of.clone();
        unique.sort_unstable_by_key(|skeleton| skeleton.0);
        unique.dedup();
        assert_eq!(unique.len(), of.len(), "each once");
    }

    #[test]
    fn the_consonants_of_short_names_are_right() {
        assert!(!skeleton("iran").neighbours().contains(&skeleton("iraq")));
        assert_eq!(skeleton("ray").neighbours(), [skeleton("ری")]);
    }
}
