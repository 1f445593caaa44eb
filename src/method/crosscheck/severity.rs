//! How far two statements lie apart (methods.md 3.5), and how sure it is that they clash (3.6).
//!
//! It knows the two scales and keeps them apart. What a stranger would get wrong: severity is never
//! multiplied by certainty or by shared time; the three stand side by side.

use crate::method::crosscheck::kinds::part_and_whole;
use crate::method::crosscheck::pair::{Answer, Pair};
use crate::method::crosscheck::scope::Standing;
use crate::method::crosscheck::time::{Period, SharedTime, ends_between};
use crate::method::crosscheck::words::{
    Certainty, Doubtful, Explanation, Kind, Outcome, Outcomes, Severity,
};
use crate::method::settings::Settings;
use crate::model::claim::{Claim, Marks};
use crate::model::topic::Topic;
use crate::model::vocabulary::{Basis, Measure};

/// Returns the gap of a pair of a kind, 0 to 1, of dates in days; nothing where the scale has no ends.
pub fn gap(pair: &Pair<'_>, kind: Kind) -> Option<f64> {
    match kind {
        Kind::Polarity | Kind::ExclusiveCategory | Kind::Attribution | Kind::Existence => Some(1.0),
        Kind::ValueDisjoint => {
            let [a, b] = pair.figures()?;
            let (lower, higher) = if a.high < b.low { (a, b) } else { (b, a) };
            gap_between(pair.topic, lower.high, higher.low)
        }
        Kind::PartWhole => {
            let [part, whole] = part_and_whole(pair.containment(), pair.figures()?)?;
            gap_between(pair.topic, whole.high, part.low)
        }
        Kind::EventDate => {
            let times = [pair.a, pair.b].map(|answer| answer.claim.when().strict);
            Some(gap_in_days(ends_between(times[0], times[1])))
        }
        Kind::Order | Kind::RateStock | Kind::Trend => None,
    }
}

/// Returns how many days lie from the one end to the other.
pub fn gap_in_days((earlier, later): (f64, f64)) -> f64 {
    later - earlier
}

/// Returns the gap between the end of the lower and the beginning of the higher figure of a topic.
pub fn gap_between(topic: &Topic, lower_end: f64, higher_start: f64) -> Option<f64> {
    let difference = higher_start - lower_end;
    if topic.measure == Some(Measure::Share) {
        return Some(difference.clamp(0.0, 1.0));
    }
    if let Some((low, high)) = topic.range {
        return Some((difference / (high - low)).clamp(0.0, 1.0));
    }
    if lower_end < 0.0 {
        return None;
    }
    if lower_end == 0.0 {
        return Some(1.0);
    }
    Some((higher_start / lower_end).log10().clamp(0.0, 1.0))
}

/// Returns the gap between two changes of a stock, the lower first: falls by how much was lost, and a
/// rise against a fall, or against none, as a figure against nought.
pub fn gap_of_change(topic: &Topic, lower: f64, higher: f64) -> Option<f64> {
    let (lower, higher) = match (lower < 0.0, higher <= 0.0) {
        _ if topic.range.is_some() => (lower, higher),
        (true, true) => (-higher + 0.0, -lower),
        (true, false) => (0.0, higher),
        (false, _) => (lower, higher),
    };
    gap_between(topic, lower, higher)
}

/// Returns the word for a gap.
pub fn severity(settings: &Settings, gap: f64) -> Severity {
    match gap {
        gap if gap < settings.substantial_gap => Severity::Minor,
        gap if gap < settings.gross_gap => Severity::Substantial,
        _ => Severity::Gross,
    }
}

/// What takes certainty away from a pair, one bit for each reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Doubts(u8);

impl Doubts {
    /// Returns the reasons with one more, where the condition holds.
    #[must_use]
    pub const fn with_if(self, condition: bool, doubt: Doubtful) -> Doubts {
        Doubts(self.0 | (condition as u8) << doubt as u8)
    }

    /// Returns the reasons of both.
    #[must_use]
    pub const fn joined(self, other: Doubts) -> Doubts {
        Doubts(self.0 | other.0)
    }

    /// Returns the reasons in the order of methods.md 3.6.
    pub fn reasons(self) -> Vec<Doubtful> {
        let is_set = |doubt: &&Doubtful| self.0 >> **doubt as u8 & 1 == 1;
        Doubtful::ALL.iter().filter(is_set).copied().collect()
    }

    /// Returns the certainty that is left: one step down for each reason, `low` at the least.
    pub const fn certainty(self) -> Certainty {
        match self.0.count_ones() {
            0 => Certainty::High,
            1 => Certainty::Moderate,
            _ => Certainty::Low,
        }
    }
}

/// Returns what takes certainty away from a pair.
pub fn doubts(pair: &Pair<'_>, kind: Option<Kind>, outcomes: Outcomes) -> Doubts {
    let both_missing = |standing| standing == Standing::BothMissing;
    let assumed = Marks::POPULATION_ASSUMED.with(Marks::WHEN_ASSUMED);
    statement_doubts(&pair.a, &pair.b)
        .with_if(
            figures_matter(pair, kind) && either(pair, Marks::VAGUE),
            Doubtful::VagueWord,
        )
        .with_if(is_time_open(pair, kind, outcomes), Doubtful::TimePossible)
        .with_if(
            either(pair, assumed)
                || both_missing(pair.scope.place)
                || both_missing(pair.scope.population),
            Doubtful::Assumed,
        )
        .with_if(pair.scope.is_nested(), Doubtful::PartOfScope)
        .with_if(pair.is_linked, Doubtful::Link)
}

/// Returns what takes certainty away from two claims whatever they speak of.
pub fn statement_doubts(a: &Answer<'_>, b: &Answer<'_>) -> Doubts {
    let is_told = |answer: &Answer<'_>| answer.claim.basis() == Basis::Told;
    let bad = Marks::TRANSLATION_UNCHECKED.with(Marks::TRANSLATION_DOUBTFUL);
    let is_badly_translated = |answer: &Answer<'_>| answer.claim.marks().has_any(bad);
    Doubts::default()
        .with_if(is_told(a) || is_told(b), Doubtful::Hearsay)
        .with_if(
            is_badly_translated(a) || is_badly_translated(b),
            Doubtful::Translation,
        )
}

/// Returns what takes certainty away from a change that does not fit: its flows are part of the case.
pub fn witness_doubts<'c>(claims: impl Iterator<Item = &'c Claim>) -> Doubts {
    let bad = Marks::TRANSLATION_UNCHECKED.with(Marks::TRANSLATION_DOUBTFUL);
    claims.fold(Doubts::default(), |doubts, claim| {
        let marks = claim.marks();
        doubts
            .with_if(claim.basis() == Basis::Told, Doubtful::Hearsay)
            .with_if(marks.has(Marks::VAGUE), Doubtful::VagueWord)
            .with_if(marks.has(Marks::POPULATION_ASSUMED), Doubtful::Assumed)
            .with_if(marks.has_any(bad), Doubtful::Translation)
    })
}

fn either(pair: &Pair<'_>, marks: Marks) -> bool {
    pair.a.claim.marks().has_any(marks) || pair.b.claim.marks().has_any(marks)
}

fn figures_matter(pair: &Pair<'_>, kind: Option<Kind>) -> bool {
    let both_have_one = pair.a.strict().is_some() && pair.b.strict().is_some();
    both_have_one && !matches!(kind, Some(Kind::ExclusiveCategory))
}

/// A longer period may settle a conflict that shares only part of its days.
fn is_time_open(pair: &Pair<'_>, kind: Option<Kind>, outcomes: Outcomes) -> bool {
    let is_settled_by_period = kind.is_some() && pair.period != Period::NotCounted;
    if is_settled_by_period || kind == Some(Kind::RateStock) {
        return outcomes.get(Explanation::Time) == Outcome::Undecided;
    }
    pair.time == SharedTime::Possible
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::TopicKind;

    fn topic(measure: Measure, range: Option<(f64, f64)>) -> Topic {
        Topic {
            statement: String::new(),
            kind: TopicKind::Quantity,
            measure: Some(measure),
            unit: None,
            population: None,
            is_exclusive: false,
            values: Vec::new(),
            favours: Vec::new(),
            adds_over_places: false,
            adds_over_populations: false,
            range,
            parent: None,
            order: None,
            feeds: Vec::new(),
            is_closed: false,
        }
    }

    #[test]
    fn the_example_of_the_methods_is_substantial() {
        // methods.md 3.5: 760 against 400.
        let gap = gap_between(&topic(Measure::Stock, None), 400.0, 760.0).unwrap();
        assert!((gap - 0.278_753_6).abs() < 1e-6);
        assert_eq!(severity(&Settings::default(), gap), Severity::Substantial);
    }

    #[test]
    fn nought_is_the_largest_gap_and_negative_counts_have_none() {
        let stock = topic(Measure::Stock, None);
        assert_eq!(gap_between(&stock, 0.0, 1.0), Some(1.0));
        assert_eq!(gap_between(&stock, -5.0, 1.0), None);
        assert_eq!(gap_between(&stock, 1.0, 1e9), Some(1.0));
    }

    #[test]
    fn shares_and_scales_are_measured_by_their_length() {
        let share = gap_between(&topic(Measure::Share, None), 0.25, 0.5);
        assert_eq!(share, Some(0.25));
        let scale = topic(Measure::Stock, Some((-10.0, 10.0)));
        assert_eq!(gap_between(&scale, -5.0, 5.0), Some(0.5));
    }

    #[test]
    fn every_reason_costs_a_step_down_to_low() {
        let one = Doubts::default().with_if(true, Doubtful::Link);
        let three = one
            .with_if(true, Doubtful::Hearsay)
            .with_if(true, Doubtful::Translation)
            .with_if(false, Doubtful::Assumed);
        assert_eq!(Doubts::default().certainty(), Certainty::High);
        assert_eq!(one.certainty(), Certainty::Moderate);
        assert_eq!(three.certainty(), Certainty::Low);
        let reasons = [Doubtful::Hearsay, Doubtful::Link, Doubtful::Translation];
        assert_eq!(three.reasons(), reasons);
    }
}
