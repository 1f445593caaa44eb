//! Grades: how far a position is borne out, from hearsay to both sides against their interest
//! (methods.md 4.3).
//!
//! It knows voices and interests. What a stranger would get wrong: no vote over heads is taken; with
//! two camps of different size the larger one would become "the truth".

use std::fmt;

use crate::method::agreement::voices::{Counting, Voice, Voices};
use crate::method::interest::{Direction, Rivals, direction};
use crate::model::key::ClaimId;
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
    let one = |counting| grade_counting(study, voices, rivals, counting);
    let low = one(Counting::Least);
    let high = match voices.are_ties_certain() {
        true => low,
        false => one(Counting::Most),
    };
    GradeRange {
        low,
        high,
        ..GradeRange::default()
    }
}

fn grade_counting(study: &Study, voices: &Voices, rivals: Rivals, counting: Counting) -> Grade {
    let are_first_hand_of_two_sides =
        |a: &Voice, b: &Voice| a.side != b.side && a.is_first_hand && b.is_first_hand;
    let are_opposed = |a: &Voice, b: &Voice| {
        are_first_hand_of_two_sides(a, b) && study.are_opposed(a.side, b.side)
    };
    let is_surprising = || {
        voices
            .voices
            .iter()
            .any(|voice| is_unwelcome(study, voice, rivals))
            && !is_of_shared_interest(study, voices, rivals)
    };
    if voices.has_untied_pair(counting, are_opposed) && is_surprising() {
        return 5;
    }
    if voices.has_untied_pair(counting, are_first_hand_of_two_sides) {
        return 4;
    }
    let is_first_hand_or_of_two_sides =
        |a: &Voice, b: &Voice| a.side != b.side || a.is_first_hand || b.is_first_hand;
    if voices.has_untied_pair(counting, is_first_hand_or_of_two_sides) {
        return 3;
    }
    let has_better = voices
        .voices
        .iter()
        .any(|voice| voice.is_better_than_hearsay);
    if has_better || voices.has_untied_pair(counting, |_, _| true) {
        return 2;
    }
    u8::from(!voices.voices.is_empty())
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
