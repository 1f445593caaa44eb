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

/// Returns how a claim lies to the interest of a side: as an analyst said, else by what the topic says
/// suits it; a figure by what all rival figures make it, higher or lower.
pub fn direction(study: &Study, claim: &Claim, side: SideId, rivals: &[Bounds]) -> Direction {
    match claim.against_interest() {
        Some(Interest::Against) => return Direction::Against,
        Some(Interest::With) => return Direction::With,
        Some(Interest::Unclear) => return Direction::Unclear,
        None => {}
    }
    let favours = &study.topic(claim.topic()).favours;
    let answers = answers(claim, rivals);
    let mut own = favours.iter().filter(|(of, _)| *of == side).peekable();
    if own.peek().is_none() && !favours.is_empty() {
        return Direction::Neutral;
    }
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

fn answers(claim: &Claim, rivals: &[Bounds]) -> Vec<Favour> {
    let mut answers = match claim.stance() {
        Stance::Affirms => vec![Favour::Affirms],
        Stance::Denies => vec![Favour::Denies],
        Stance::Doubts | Stance::Neutral => Vec::new(),
    };
    if let (Some(own), Stance::Affirms) = (claim.strict(), claim.stance()) {
        let is_higher = !rivals.is_empty() && rivals.iter().all(|rival| rival.high < own.low);
        let is_lower = !rivals.is_empty() && rivals.iter().all(|rival| own.high < rival.low);
        answers.extend(is_higher.then_some(Favour::Higher));
        answers.extend(is_lower.then_some(Favour::Lower));
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
