//! Why a rule is not true of a unit: the parts that fall short. It must not know texts or words for people.
//! A stranger would get wrong that of the branches of an OR only one speaks: the one with the fewest parts missing,
//! since that is what a rule's author would mend.

use super::near::least_gap;
use super::program::{Asks, CountStep, SideStep, Step, WeighStep};
use super::truth::Asked;

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
    /// Some of its words stand there, but do not weigh enough together.
    TooLight {
        /// What they weigh; may be below 0.
        weight: i64,
    },
    /// What must not stand close by does.
    TooClose,
    /// What must not be there is.
    Forbidden,
    /// The field has another value, or the code is not on the words.
    Unmet,
}

/// So many parts of a rule are named that fall short in one unit; of more only the number is known.
const NAMED_MAX: usize = 50;

/// The parts of a rule that fall short in a unit; how many words or groups of words do stand there.
#[derive(Debug, Default)]
pub(super) struct Shortage {
    /// The first of them, [`NAMED_MAX`] at most.
    pub(super) shortfalls: Vec<Shortfall>,
    /// How many there are.
    pub(super) lacking: usize,
    pub(super) present: usize,
}

impl Shortage {
    fn of(part: usize, reason: ShortfallReason) -> Self {
        Self {
            shortfalls: vec![Shortfall { part, reason }],
            lacking: 1,
            present: 0,
        }
    }

    fn none(present: usize) -> Self {
        Self {
            present,
            ..Self::default()
        }
    }

    fn beside(self, present: usize) -> Self {
        Self { present, ..self }
    }

    /// Better is what lacks less, then what has more.
    fn rank(&self) -> (usize, std::cmp::Reverse<usize>) {
        (self.lacking, std::cmp::Reverse(self.present))
    }

    fn and(mut self, part: Self) -> Self {
        let room = NAMED_MAX.saturating_sub(self.shortfalls.len());
        self.shortfalls
            .extend(part.shortfalls.into_iter().take(room));
        self.lacking += part.lacking;
        self.present += part.present;
        self
    }
}

/// What a step lacks in a unit; nothing where it is true.
pub(super) fn shortage(step: &Step, asked: &mut Asked<'_>) -> Shortage {
    match &step.asks {
        Asks::Leaf(leaf) if asked.unit.places.has(*leaf) => Shortage::none(1),
        Asks::Leaf(_) => Shortage::of(step.part, ShortfallReason::Missing),
        Asks::Known(_) | Asks::InQuestion(_) if asked.is_true(step) => Shortage::none(0),
        Asks::Known(_) | Asks::InQuestion(_) => Shortage::of(step.part, ShortfallReason::Unmet),
        Asks::Near(sides) => near_shortage(step, sides, asked),
        Asks::AtLeast(count) => count_shortage(step.part, count, asked),
        Asks::Weigh(weigh) => weight_shortage(step.part, weigh, asked),
        Asks::All(parts) => parts
            .iter()
            .map(|part| shortage(part, asked))
            .fold(Shortage::default(), Shortage::and),
        Asks::Any(parts) => parts
            .iter()
            .map(|part| shortage(part, asked))
            .min_by_key(Shortage::rank)
            .unwrap_or_default(),
        Asks::Not(part) if asked.is_true(part) => {
            Shortage::of(part.part, ShortfallReason::Forbidden)
        }
        Asks::Not(_) => Shortage::default(),
    }
}

fn near_shortage(step: &Step, sides: &[SideStep], asked: &mut Asked<'_>) -> Shortage {
    let missing = sides
        .iter()
        .filter(|side| !asked.unit.places.has(side.leaf))
        .map(|side| Shortage::of(side.part, ShortfallReason::Missing))
        .fold(Shortage::default(), Shortage::and);
    let present = sides.len() - missing.lacking;
    if missing.lacking > 0 {
        return missing.beside(present);
    }
    if asked.is_true(step) {
        return Shortage::none(present);
    }
    Shortage::of(step.part, why_apart(sides, asked)).beside(present)
}

fn count_shortage(part: usize, count: &CountStep, asked: &Asked<'_>) -> Shortage {
    match asked.longest_row(count) {
        0 => Shortage::of(part, ShortfallReason::Missing),
        enough if enough >= count.count => Shortage::none(1),
        found => Shortage::of(part, ShortfallReason::TooFew { found }).beside(1),
    }
}

fn weight_shortage(part: usize, weigh: &WeighStep, asked: &Asked<'_>) -> Shortage {
    let unit = asked.unit;
    match unit.weight(weigh) {
        _ if unit.is_heavy(weigh) => Shortage::none(1),
        weight if unit.has_reason(weigh) => {
            let short = Shortage::of(part, ShortfallReason::TooLight { weight }).beside(1);
            // Of a long list a word stands everywhere: what weighs less than half lacks more than one part.
            let lacking = if 2 * weight < weigh.least { 2 } else { 1 };
            Shortage { lacking, ..short }
        }
        _ => Shortage::of(part, ShortfallReason::Missing),
    }
}

/// Why sides that all stand in the unit make no chain.
fn why_apart(sides: &[SideStep], asked: &Asked<'_>) -> ShortfallReason {
    if !asked.chain(sides).has_own_places() {
        return ShortfallReason::TooClose;
    }
    let places = &asked.unit.places;
    // The first link that no two places hold by themselves; in a longer chain each may hold, but not with one place.
    let broken = sides.windows(2).find_map(|pair| {
        let closeness = pair[1].closeness;
        let (left, right) = (places.of(pair[0].leaf), places.of(pair[1].leaf));
        let gap_words = least_gap(&left, &right, closeness.order);
        let holds = gap_words.is_some_and(|gap| gap <= closeness.distance_words);
        (!holds).then_some(gap_words)
    });
    ShortfallReason::Apart {
        gap_words: broken.flatten(),
    }
}
