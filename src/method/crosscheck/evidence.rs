//! Clashes that no two claims show by themselves: a stated order against dates, a trend against
//! figures, a total against the sum of its parts, a change against the flows (methods.md 3.7, 3.9; K5 to
//! K8).
//!
//! It knows which third claims bear on a pair and finds them once, before any pair is judged. What a
//! stranger would get wrong: this says what does not fit; whether it is a contradiction is still the
//! judge's to say.

mod flows;
mod orders;
mod shares;
mod sums;
#[cfg(test)]
mod tests;
mod trends;
#[cfg(test)]
mod worlds;

pub use flows::read_otherwise;
pub(super) use shares::counting_topic;

use std::cmp::Ordering;

use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Outcomes};
use crate::method::settings::Settings;
use crate::model::key::{ClaimId, NodeId, TopicId};
use crate::model::study::Study;

/// What third claims make of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// They refute it: all that bear on it do.
    Refuted,
    /// Some refute it and others do not.
    Disputed,
    /// They refute it, as far as they go: something that belongs to the account is not told.
    OneSided,
    /// They bear it out.
    Held,
    /// They do not tell.
    Undetermined,
}

/// A pair on which other claims bear.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The claim with the lower key.
    pub a: ClaimId,
    /// The claim with the higher key.
    pub b: ClaimId,
    /// The kind of conflict that it is where it is refuted.
    pub kind: Kind,
    /// The question.
    pub topic: TopicId,
    /// What the others make of it.
    pub bearing: Bearing,
    /// The claims that bear on it; empty where the study itself says so.
    pub witnesses: Vec<ClaimId>,
    /// The upper end of the lower and the lower end of the higher of the two numbers that clash; of
    /// an order the two days, counted from one day on.
    pub ends: Option<(f64, f64)>,
    /// What the finding of it showed of the explanations; of most kinds nothing.
    pub outcomes: Outcomes,
    /// Of a share that its whole does not allow: the population of which it would be right.
    pub right_of: Option<NodeId>,
}

impl Clash {
    fn new(kind: Kind, topic: TopicId, pair: [ClaimId; 2], bearing: Bearing) -> Clash {
        Clash {
            a: pair[0].min(pair[1]),
            b: pair[0].max(pair[1]),
            kind,
            topic,
            bearing,
            witnesses: Vec::new(),
            ends: None,
            outcomes: Outcomes::NONE,
            right_of: None,
        }
    }

    /// Tells whether one person says all that it rests on.
    pub fn is_of_one_person(&self, study: &Study) -> bool {
        let person = |id: &ClaimId| study.source(study.claim(*id).source()).person;
        let mut others = std::iter::once(&self.b).chain(&self.witnesses).map(person);
        others.all(|other| other == person(&self.a))
    }

    /// Tells whether a conflict shows.
    pub const fn fires(&self) -> bool {
        matches!(
            self.bearing,
            Bearing::Refuted | Bearing::Disputed | Bearing::OneSided
        )
    }
}

/// All pairs on which other claims bear.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// By pair; of several on one pair the first in the order of kinds, of one kind one that rounding does
    /// not explain.
    clashes: Vec<Clash>,
    /// By claim, whether it stands in any; empty where there is none.
    is_touched: Vec<bool>,
}

impl Evidence {
    /// Gathers what a study holds.
    pub fn of(study: &Study, settings: &Settings) -> Evidence {
        let mut clashes = orders::clashes(study);
        clashes.extend(trends::clashes(study, settings));
        clashes.extend(sums::clashes(study));
        clashes.extend(shares::clashes(study));
        clashes.extend(flows::clashes(study));
        let is_rounded = |clash: &Clash| clash.outcomes.get(Explanation::Rounding) == Outcome::Yes;
        clashes.sort_by_key(|clash| (clash.a, clash.b, rank(clash.kind), is_rounded(clash)));
        clashes.dedup_by_key(|clash| (clash.a, clash.b));
        let mut is_touched = Vec::new();
        if !clashes.is_empty() {
            is_touched.resize(study.claims().len(), false);
        }
        for clash in &clashes {
            is_touched[clash.a.index()] = true;
            is_touched[clash.b.index()] = true;
        }
        Evidence {
            clashes,
            is_touched,
        }
    }

    /// Tells whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.clashes.is_empty()
    }

    /// Tells whether others bear on any pair in which a claim stands.
    pub fn touches(&self, id: ClaimId) -> bool {
        self.is_touched.get(id.index()).is_some_and(|is| *is)
    }

    /// Returns what bears on two claims.
    pub fn on(&self, a: ClaimId, b: ClaimId) -> Option<&Clash> {
        if !self.touches(a) || !self.touches(b) {
            return None;
        }
        let pair = (a.min(b), a.max(b));
        let place = self
            .clashes
            .binary_search_by(|clash| (clash.a, clash.b).cmp(&pair));
        place.ok().map(|place| &self.clashes[place])
    }

    /// Returns the pairs of which a claim is the one with the lower key.
    pub fn led_by(&self, a: ClaimId) -> &[Clash] {
        if !self.touches(a) {
            return &[];
        }
        let from = self.clashes.partition_point(|clash| clash.a < a);
        let length = self.clashes[from..].partition_point(|clash| clash.a == a);
        &self.clashes[from..from + length]
    }
}

/// The order of 3.2 among the kinds found here.
const fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::ValueDisjoint => 0,
        Kind::Order => 1,
        Kind::PartWhole => 2,
        Kind::RateStock => 3,
        Kind::Trend => 4,
        _ => 5,
    }
}

/// Sorts numbers that are never NaN.
fn by_number(a: f64, b: f64) -> Ordering {
    a.total_cmp(&b)
}
