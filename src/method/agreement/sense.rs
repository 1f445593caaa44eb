//! What a claim says beside its figure: claims stand in one position only where all of it is one.
//!
//! It knows claims side by side, no day and no grade. What a stranger would get wrong: an event or an
//! actor that only one of two names keeps nobody apart, since both may speak of it; it does where
//! others on the question name another.

use crate::model::claim::{Claim, Marks};
use crate::model::day::DayRange;
use crate::model::key::{ActorId, ClaimId, EventId, UnitId};
use crate::model::study::Study;
use crate::model::vocabulary::{Modality, Stance, Trend};

/// What claims of one position have in common. Sorted, those stand together that differ at most in
/// period, event or actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sense {
    /// Whether it is a figure that is said to hold; then a position has a range.
    pub(super) has_figure: bool,
    pub(super) stance: Stance,
    pub(super) modality: Modality,
    pub(super) category: Option<u16>,
    pub(super) trend: Option<Trend>,
    /// In what it counts, affirmed or not: figures of two units are never compared.
    pub(super) unit: Option<UnitId>,
    /// The figure that is denied or doubted, as the bits of its ends: that says only "not that".
    pub(super) refused: Option<[u64; 2]>,
    /// Itself, where it is not sure that it speaks of that place, or of these people: two that are
    /// not sure may each speak of another.
    pub(super) unsure: Option<ClaimId>,
    /// The days over which it counts, where claims on the question count over several periods.
    pub(super) period: Option<DayRange>,
    /// The event, where claims on the question name several.
    pub(super) event: Option<EventId>,
    /// Who did it, where claims on the event name several.
    pub(super) actor: Option<ActorId>,
}

/// In what a figure counts, over which days, and of which event.
pub(super) type Measures = (Option<UnitId>, Option<DayRange>, Option<EventId>);

impl Sense {
    fn of(study: &Study, id: ClaimId) -> Sense {
        let claim = study.claim(id);
        let is_affirmed = claim.stance() == Stance::Affirms;
        let refused = claim.strict().filter(|_| !is_affirmed);
        let unsure = Marks::PLACE_UNSURE.with(Marks::POPULATION_UNSURE);
        Sense {
            has_figure: is_affirmed && claim.strict().is_some(),
            stance: claim.stance(),
            modality: claim.modality(),
            category: claim.category(),
            trend: claim.trend(),
            unit: claim.unit(),
            // So that there is one nought.
            refused: refused
                .map(|figure| [figure.low, figure.high].map(|end| (end + 0.0).to_bits())),
            unsure: claim.marks().has_any(unsure).then_some(id),
            period: period(study, claim),
            event: event(study, claim),
            actor: claim.actor(),
        }
    }

    /// What a claim says where no other stands beside it.
    pub(super) fn alone(study: &Study, id: ClaimId) -> Sense {
        Sense::of(study, id).nameless()
    }

    /// Tells whether two would say the same if both spoke in one mode. What only one of them names
    /// keeps them not apart, as among the claims of a question.
    pub(super) fn would_say_as(&self, other: &Sense) -> bool {
        let may_be_one =
            (self.event.is_none() || other.event.is_none() || self.event == other.event)
                && (self.actor.is_none() || other.actor.is_none() || self.actor == other.actor);
        let beside = |sense: &Sense| Sense {
            modality: Modality::Actual,
            ..sense.nameless()
        };
        may_be_one && beside(self) == beside(other)
    }

    /// What must be one for two figures to be the higher and the lower of each other.
    pub(super) fn measures(&self) -> Measures {
        (self.unit, self.period, self.event)
    }

    const fn nameless(&self) -> Sense {
        Sense {
            period: None,
            event: None,
            actor: None,
            ..*self
        }
    }
}

/// A claim with what it says.
type Row = (Sense, ClaimId);

/// Claims of which those of one sense stand together, in the order of keys.
type Rows = [Row];

/// Puts the claims on a question together by what they say beside their figures: first those with
/// figures, by mode, then all others; of either by their first claim.
pub(super) fn by_sense(study: &Study, claims: &[ClaimId]) -> Vec<(Sense, Vec<ClaimId>)> {
    let sense = |id: &ClaimId| (Sense::of(study, *id), *id);
    let mut rows: Vec<Row> = claims.iter().map(sense).collect();
    // Most questions have claims of one sense, in the order of keys.
    if rows.windows(2).any(|two| two[0].0 != two[1].0) {
        rows.sort_unstable();
        let families = rows.chunk_by_mut(|(a, _), (b, _)| a.nameless() == b.nameless());
        families.for_each(forget_what_is_one);
    } else if let Some((first, _)) = rows.first().copied() {
        rows.iter_mut()
            .for_each(|(sense, _)| *sense = first.nameless());
    }
    let alike = rows.chunk_by(|(a, _), (b, _)| a == b);
    let with_claims = |chunk: &Rows| (chunk[0].0, chunk.iter().map(|(_, id)| *id).collect());
    let mut parts: Vec<(Sense, Vec<ClaimId>)> = alike.map(with_claims).collect();
    parts.sort_by_key(|(sense, claims)| {
        let mode = sense.has_figure.then_some(sense.modality);
        (mode.is_none(), mode, claims.first().copied())
    });
    parts
}

/// Forgets the period where there is one, the event where no two are named in it, and the actor where
/// no two are named of one event.
fn forget_what_is_one(family: &mut Rows) {
    if !are_several(family, |sense| sense.period) {
        family.iter_mut().for_each(|(sense, _)| sense.period = None);
        family.sort_unstable();
    }
    for of_period in family.chunk_by_mut(|(a, _), (b, _)| a.period == b.period) {
        if !are_several(of_period, |sense| sense.event) {
            of_period
                .iter_mut()
                .for_each(|(sense, _)| sense.event = None);
            of_period.sort_unstable();
        }
        for of_event in of_period.chunk_by_mut(|(a, _), (b, _)| a.event == b.event) {
            if !are_several(of_event, |sense| sense.actor) {
                of_event
                    .iter_mut()
                    .for_each(|(sense, _)| sense.actor = None);
                of_event.sort_unstable();
            }
        }
    }
}

/// The event that a claim names for sure; a guess leaves it open.
fn event(study: &Study, claim: &Claim) -> Option<EventId> {
    let sure = claim
        .event()
        .filter(|_| !claim.marks().has(Marks::EVENT_UNSURE));
    sure.map(|event| study.one_event(event))
}

/// The days over which a count runs, all time where nobody said; nothing for what each day has its own
/// answer to. One event has one time, however loosely it is dated.
fn period(study: &Study, claim: &Claim) -> Option<DayRange> {
    let is_count = claim.strict().is_some() && event(study, claim).is_none();
    if !is_count || !study.topic(claim.topic()).spans_period() {
        return None;
    }
    match claim.marks().has(Marks::WHEN_ASSUMED) {
        true => Some(DayRange::ALL),
        false => Some(claim.when().strict),
    }
}

fn are_several<T: PartialEq>(rows: &Rows, named: impl Fn(&Sense) -> Option<T>) -> bool {
    let mut names = rows.iter().filter_map(|(sense, _)| named(sense));
    names
        .next()
        .is_some_and(|first| names.any(|name| name != first))
}
