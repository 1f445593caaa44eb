//! Grades: how far a position is borne out, from hearsay to both sides against their interest
//! (methods.md 4.3).
//!
//! It knows voices and interests. What a stranger would get wrong: no vote over heads is taken; with
//! two camps of different size the larger one would become "the truth".

use std::fmt;

use crate::method::agreement::voices::{Counting, Voice, Voices};
use crate::method::interest::{Direction, Rivals, direction};
use crate::model::key::{ClaimId, SideId};
use crate::model::study::Study;

/// A grade, 1 to 5; 0 where nobody supports the position.
pub type Grade = u8;

/// The grade of a position at both ends of what is known of ties, and what stands against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GradeRange {
    /// With all ties counted.
    pub low: Grade,
    /// With hard ties alone.
    pub high: Grade,
    /// A contradiction stands whose other position has an equal or higher grade.
    pub is_contested: bool,
    /// A contradiction of a lower grade stands.
    pub is_contradicted: bool,
    /// An apparent finding is open.
    pub is_open: bool,
}

impl fmt::Display for GradeRange {
    /// Writes `4`, `3–4`, `4c`, `0 (3)`, with `?` where something is open.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let range = match self.low == self.high {
            true => self.low.to_string(),
            false => format!("{}–{}", self.low, self.high),
        };
        let open = if self.is_open { "?" } else { "" };
        if self.is_contested {
            return write!(formatter, "0 ({range}){open}");
        }
        let against = if self.is_contradicted { "c" } else { "" };
        write!(formatter, "{range}{against}{open}")
    }
}

/// Returns the grade of a position before anything that stands against it: the highest line that
/// holds.
pub fn grade(study: &Study, voices: &Voices, rivals: Rivals) -> GradeRange {
    let [low, high] = borne(study, voices, rivals).map(|borne| borne.grade);
    GradeRange {
        low,
        high,
        ..GradeRange::default()
    }
}

/// A grade and the voices that bear it.
#[derive(Debug, Clone, Copy)]
pub struct Borne {
    /// The grade.
    pub grade: Grade,
    /// Voices that bear it by themselves: as long as all of them speak and their ties stay, whoever
    /// else falls silent does not lower it.
    pub pillars: [Option<usize>; 3],
}

/// Returns the grade with all ties counted and with hard ties alone, each with voices that bear it.
pub fn borne(study: &Study, voices: &Voices, rivals: Rivals) -> [Borne; 2] {
    let one = |counting| borne_counting(study, voices, rivals, counting);
    let low = one(Counting::Least);
    match voices.are_ties_certain() {
        true => [low, low],
        false => [low, one(Counting::Most)],
    }
}

fn borne_counting(study: &Study, voices: &Voices, rivals: Rivals, counting: Counting) -> Borne {
    let on_two = |grade, (a, b): (usize, usize), third| Borne {
        grade,
        pillars: [Some(a), Some(b), third],
    };
    let on_one = |grade, only: Option<usize>| Borne {
        grade,
        pillars: [only, None, None],
    };
    let are_first_hand_of_two_sides =
        |a: &Voice, b: &Voice| a.side != b.side && a.is_first_hand && b.is_first_hand;
    let are_opposed = |a: &Voice, b: &Voice| {
        are_first_hand_of_two_sides(a, b) && study.are_opposed(a.side, b.side)
    };
    if let Some(two) = voices.untied_pair(counting, are_opposed) {
        // Whoever speaks against the interest of its side keeps this from being all in their interest.
        let mut all = voices.voices.iter();
        if let Some(unwelcome) = all.position(|voice| is_unwelcome(study, voice, rivals)) {
            return on_two(5, two, Some(unwelcome));
        }
    }
    if let Some(two) = voices.untied_pair(counting, are_first_hand_of_two_sides) {
        return on_two(4, two, None);
    }
    let is_first_hand_or_of_two_sides =
        |a: &Voice, b: &Voice| a.side != b.side || a.is_first_hand || b.is_first_hand;
    if let Some(two) = voices.untied_pair(counting, is_first_hand_or_of_two_sides) {
        return on_two(3, two, None);
    }
    let mut all = voices.voices.iter();
    if let Some(better) = all.position(|voice| voice.is_better_than_hearsay) {
        return on_one(2, Some(better));
    }
    if let Some(two) = voices.untied_pair(counting, |_, _| true) {
        return on_two(2, two, None);
    }
    match voices.voices.is_empty() {
        true => on_one(0, None),
        false => on_one(1, Some(0)),
    }
}

/// Tells whether it may depend on rival figures how far a position is borne out: whether voices of
/// opposed sides speak at first hand.
pub fn may_surprise(study: &Study, voices: &Voices) -> bool {
    let at_first_hand = voices.voices.iter().filter(|voice| voice.is_first_hand);
    let mut sides: Vec<SideId> = at_first_hand.map(|voice| voice.side).collect();
    sides.sort_unstable();
    sides.dedup();
    let mut later = (1..).zip(&sides).map(|(next, side)| (side, &sides[next..]));
    later.any(|(side, others)| others.iter().any(|other| study.are_opposed(*side, *other)))
}

/// Tells whether a voice says anything against the interest of its own side.
fn is_unwelcome(study: &Study, voice: &Voice, rivals: Rivals) -> bool {
    let interest = |id: &ClaimId| direction(study, study.claim(*id), voice.side, rivals);
    voice
        .claims
        .iter()
        .any(|id| interest(id) == Direction::Against)
}

/// Tells whether every side behind a position gains by it.
pub fn is_of_shared_interest(study: &Study, voices: &Voices, rivals: Rivals) -> bool {
    let gains = |voice: &Voice| {
        let mut claims = voice.claims.iter().map(|id| study.claim(*id));
        claims.all(|claim| direction(study, claim, voice.side, rivals) == Direction::With)
    };
    !voices.voices.is_empty() && voices.voices.iter().all(gains)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_written_with_what_stands_against_them() {
        let grade = GradeRange {
            low: 3,
            high: 4,
            ..GradeRange::default()
        };
        assert_eq!(grade.to_string(), "3–4");
        let contradicted = GradeRange {
            low: 4,
            high: 4,
            is_contradicted: true,
            is_open: true,
            ..grade
        };
        assert_eq!(contradicted.to_string(), "4c?");
        let contested = GradeRange {
            is_contested: true,
            ..grade
        };
        assert_eq!(contested.to_string(), "0 (3–4)");
    }
}
