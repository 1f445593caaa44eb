//! Whether what somebody says suits the side they stand on (methods.md 3.6, "direction of interest").
//!
//! It knows what a topic says suits whom, and what an analyst said of a claim. What a stranger would
//! get wrong: a figure suits nobody by itself; a rival figure makes it the higher or the lower one.

use serde::Serialize;

use crate::model::claim::{Bounds, Claim};
use crate::model::key::SideId;
use crate::model::study::Study;
use crate::model::topic::Favour;
use crate::model::vocabulary::{Interest, Stance};

/// How a claim lies to the interest of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It suits the side.
    With,
    /// The contrary would suit the side.
    Against,
    /// The topic suits others, and nothing of it this side.
    Neutral,
    /// Nobody said what suits whom, or the figures do not show it.
    Unclear,
}

impl Direction {
    /// Returns the word of the columns `interest_a` and `interest_b`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Direction::With => "with",
            Direction::Against => "against",
            Direction::Neutral => "neutral",
            Direction::Unclear => "unclear",
        }
    }
}

/// All rival figures in short: from their lowest low end to their highest high end. A figure is above
/// all of them where it is above that, and below all where it is below.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rivals(Option<Bounds>);

impl Rivals {
    /// Takes rival figures.
    pub fn of(figures: impl IntoIterator<Item = Bounds>) -> Rivals {
        let one = |figure| Rivals(Some(figure));
        figures.into_iter().map(one).fold(Rivals(None), Rivals::and)
    }

    /// Takes the figures of positions and returns for each those of all others.
    pub fn of_each(figures: &[Option<Bounds>]) -> Vec<Rivals> {
        let mut rivals = vec![Rivals(None); figures.len()];
        let forward = 0..figures.len();
        for places in [
            &mut forward.clone() as &mut dyn Iterator<Item = usize>,
            &mut forward.rev(),
        ] {
            let mut passed = Rivals(None);
            for place in places {
                rivals[place] = rivals[place].and(passed);
                passed = passed.and(Rivals(figures[place]));
            }
        }
        rivals
    }

    fn and(self, other: Rivals) -> Rivals {
        match (self.0, other.0) {
            (Some(a), Some(b)) => Rivals(Some(Bounds {
                low: a.low.min(b.low),
                high: a.high.max(b.high),
            })),
            (own, other) => Rivals(own.or(other)),
        }
    }

    fn are_below(self, figure: Bounds) -> bool {
        self.0.is_some_and(|rivals| rivals.high < figure.low)
    }

    fn are_above(self, figure: Bounds) -> bool {
        self.0.is_some_and(|rivals| figure.high < rivals.low)
    }
}

/// Returns how a claim lies to the interest of a side: as an analyst said, else by what the topic says
/// suits it; a figure by what all rival figures make it, higher or lower.
pub fn direction(study: &Study, claim: &Claim, side: SideId, rivals: Rivals) -> Direction {
    match claim.against_interest() {
        Some(Interest::Against) => return Direction::Against,
        Some(Interest::With) => return Direction::With,
        Some(Interest::Unclear) => return Direction::Unclear,
        None => {}
    }
    let favours = &study.topic(claim.topic()).favours;
    let mut own = favours.iter().filter(|(of, _)| *of == side).peekable();
    // Where nothing suits the side, what the claim answers is not worth an allocation.
    if own.peek().is_none() {
        return match favours.is_empty() {
            true => Direction::Unclear,
            false => Direction::Neutral,
        };
    }
    let answers = answers(claim, rivals);
    for (_, favoured) in own {
        if answers.contains(favoured) {
            return Direction::With;
        }
        if answers.contains(&opposite(*favoured)) {
            return Direction::Against;
        }
    }
    Direction::Unclear
}

fn answers(claim: &Claim, rivals: Rivals) -> Vec<Favour> {
    let mut answers = match claim.stance() {
        Stance::Affirms => vec![Favour::Affirms],
        Stance::Denies => vec![Favour::Denies],
        Stance::Doubts | Stance::Neutral => Vec::new(),
    };
    if let (Some(own), Stance::Affirms) = (claim.strict(), claim.stance()) {
        answers.extend(rivals.are_below(own).then_some(Favour::Higher));
        answers.extend(rivals.are_above(own).then_some(Favour::Lower));
    }
    answers
}

const fn opposite(favour: Favour) -> Favour {
    match favour {
        Favour::Affirms => Favour::Denies,
        Favour::Denies => Favour::Affirms,
        Favour::Higher => Favour::Lower,
        Favour::Lower => Favour::Higher,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rivals_in_short_tell_what_all_of_them_tell(
            ends in prop::collection::vec(prop::option::of((0..9_i32, 0..4_i32)), 1..7),
            (low, more) in (0..9_i32, 0..4_i32),
        ) {
            let bounds = |low: i32, more: i32| Bounds { low: low.into(), high: (low + more).into() };
            let figures: Vec<Option<Bounds>> = ends.iter().map(|ends| ends.map(|(low, more)| bounds(low, more))).collect();
            let own = bounds(low, more);
            for (place, short) in Rivals::of_each(&figures).into_iter().enumerate() {
                let others = || figures.iter().enumerate().filter(|(at, _)| *at != place).filter_map(|(_, one)| *one);
                let are_some = others().count() > 0;
                prop_assert_eq!(short, Rivals::of(others()));
                prop_assert_eq!(short.are_below(own), are_some && others().all(|rival| rival.high < own.low));
                prop_assert_eq!(short.are_above(own), are_some && others().all(|rival| own.high < rival.low));
            }
        }
    }
}
