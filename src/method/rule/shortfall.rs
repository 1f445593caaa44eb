//! Why a rule is not true of a unit: the parts that fall short. It must not know texts or words for people.
//! A stranger would get wrong that of the branches of an OR only one speaks: the one with the fewest parts missing,
//! since that is what a rule's author would mend.

use super::circumstances::UnitView;
use super::expression::Order;
use super::near::{has_own_place, least_gap};
use super::program::{Asks, CountStep, SideStep, Step, counted, holds, side_of};

/// A part of a rule that falls short in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    /// Index in [`super::Expression::parts`].
    pub part: usize,
    /// What is wrong with it.
    pub reason: ShortfallReason,
}

/// How a part falls short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortfallReason {
    /// None of its words stands there.
    Missing,
    /// All its words stand there, but not as close or in the order asked for; with the fewest words between one side
    /// and the next where they stand in that order.
    Apart {
        /// From one side to the other; neighbours are 1 apart.
        gap_words: Option<u32>,
    },
    /// Some of its words stand there, but not as many one behind the other.
    TooFew {
        /// How many do; at least 1.
        found: usize,
    },
    /// What must not stand close by does.
    TooClose,
    /// What must not be there is.
    Forbidden,
    /// The field has another value, or the code is not on the words.
    Unmet,
}

/// The parts of a rule that fall short in a unit; how many words or groups of words do stand there.
#[derive(Debug, Default)]
pub(super) struct Shortage {
    pub(super) shortfalls: Vec<Shortfall>,
    pub(super) present: usize,
}

impl Shortage {
    fn of(part: usize, reason: ShortfallReason) -> Self {
        Self {
            shortfalls: vec![Shortfall { part, reason }],
            present: 0,
        }
    }

    fn none(present: usize) -> Self {
        Self {
            shortfalls: Vec::new(),
            present,
        }
    }

    /// Better is what lacks less, then what has more.
    fn rank(&self) -> (usize, std::cmp::Reverse<usize>) {
        (self.shortfalls.len(), std::cmp::Reverse(self.present))
    }
}

/// What a step lacks in a unit; nothing where it is true.
pub(super) fn shortage(step: &Step, unit: &UnitView<'_>) -> Shortage {
    match &step.asks {
        Asks::Leaf(leaf) if unit.places[*leaf].is_empty() => {
            Shortage::of(step.part, ShortfallReason::Missing)
        }
        Asks::Leaf(_) => Shortage::none(1),
        Asks::Known(question) if unit.answers(question) => Shortage::none(0),
        Asks::Known(_) => Shortage::of(step.part, ShortfallReason::Unmet),
        Asks::Near(sides) => near_shortage(step, sides, unit),
        Asks::AtLeast(count) => count_shortage(step.part, count, unit),
        Asks::All(parts) => parts
            .iter()
            .map(|part| shortage(part, unit))
            .fold(Shortage::none(0), together),
        Asks::Any(parts) => parts
            .iter()
            .map(|part| shortage(part, unit))
            .min_by_key(Shortage::rank)
            .unwrap_or_default(),
        Asks::Not(part) if holds(part, unit, &mut Vec::new()) => {
            Shortage::of(part.part, ShortfallReason::Forbidden)
        }
        Asks::Not(_) => Shortage::none(0),
    }
}

fn together(mut whole: Shortage, part: Shortage) -> Shortage {
    whole.shortfalls.extend(part.shortfalls);
    whole.present += part.present;
    whole
}

fn near_shortage(step: &Step, sides: &[SideStep], unit: &UnitView<'_>) -> Shortage {
    let missing: Vec<_> = sides
        .iter()
        .filter(|side| unit.places[side.leaf].is_empty())
        .map(|side| Shortfall {
            part: side.part,
            reason: ShortfallReason::Missing,
        })
        .collect();
    let present = sides.len() - missing.len();
    if !missing.is_empty() {
        return Shortage {
            shortfalls: missing,
            present,
        };
    }
    if holds(step, unit, &mut Vec::new()) {
        return Shortage::none(present);
    }
    let reason = why_apart(sides, unit);
    Shortage {
        present,
        ..Shortage::of(step.part, reason)
    }
}

fn count_shortage(part: usize, step: &CountStep, unit: &UnitView<'_>) -> Shortage {
    let is_there = |count: &usize| !counted(step, *count, unit.places).is_empty();
    match (1..=step.count).rev().find(is_there) {
        None => Shortage::of(part, ShortfallReason::Missing),
        Some(found) if found == step.count => Shortage::none(1),
        Some(found) => Shortage {
            present: 1,
            ..Shortage::of(part, ShortfallReason::TooFew { found })
        },
    }
}

/// Why sides that all stand in the unit make no chain.
fn why_apart(sides: &[SideStep], unit: &UnitView<'_>) -> ShortfallReason {
    if !sides
        .iter()
        .all(|side| has_own_place(&side_of(side, unit.places)))
    {
        return ShortfallReason::TooClose;
    }
    let gap = |left: &SideStep, right: &SideStep| {
        let order: Order = right.closeness.order;
        least_gap(&unit.places[left.leaf], &unit.places[right.leaf], order)
    };
    // The first link that no two places hold by themselves; in a longer chain each may hold, but not with one place.
    let broken = sides.windows(2).find_map(|pair| {
        let gap_words = gap(&pair[0], &pair[1]);
        let holds = gap_words.is_some_and(|gap| gap <= pair[1].closeness.distance_words);
        (!holds).then_some(gap_words)
    });
    ShortfallReason::Apart {
        gap_words: broken.flatten(),
    }
}
