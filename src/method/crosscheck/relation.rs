//! What of a pair hangs on both claims: whose they are, which days they share, how their figures lie.
//!
//! It knows how two claims stand to each other, not what that means. What a stranger would get wrong:
//! a verdict rests on what each claim is by itself and on this, and on nothing else of the two; so
//! claims that are alike can be counted without looking at each pair.

use crate::method::crosscheck::explanations::last_link;
use crate::method::crosscheck::later_known::settles;
use crate::method::crosscheck::time::{Days, Period, period};
use crate::method::settings::fence;
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::unit::{Slack, time_factor};

/// How two claims stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// Whether they speak of one event.
    pub identity: Identity,
    /// Whether one person makes both.
    pub is_one_person: bool,
    /// Whether the chains of two persons have one last known link.
    pub is_one_origin: bool,
    /// Whether they name two actors.
    pub are_two_actors: bool,
    /// Whether one is a forecast or promise and the other settles what came of it.
    pub is_settled: bool,
    /// How their times lie.
    pub days: Days,
    /// How their periods stand, where the topic of the first counts over periods.
    pub period: Period,
    /// How their figures lie; of no account where one has none.
    pub figures: Figures,
}

impl Relation {
    /// Holds two claims against each other; an upper bound may be exceeded by the tolerance, relative
    /// and absolute.
    pub fn of(study: &Study, tolerance: (f64, f64), [a, b]: [(ClaimId, &Claim); 2]) -> Relation {
        let person = |claim: &Claim| study.source(claim.source()).person;
        let is_one_person = person(a.1) == person(b.1);
        let one_origin = || last_link(study, a.1) == last_link(study, b.1);
        let (actor, other_actor) = (a.1.actor(), b.1.actor());
        Relation {
            identity: identity(study, a.1, b.1),
            is_one_person,
            is_one_origin: !is_one_person && one_origin(),
            are_two_actors: actor.is_some() && other_actor.is_some() && actor != other_actor,
            is_settled: settles(study, a.0, b.0) || settles(study, b.0, a.0),
            days: Days::of(a.1.when(), b.1.when()),
            period: match study.topic(a.1.topic()).spans_period() {
                true => period(a.1.when(), b.1.when()),
                false => Period::NotCounted,
            },
            figures: match (a.1.strict(), b.1.strict()) {
                (Some(_), Some(_)) => Figures::of(study, tolerance, [a.1, b.1]),
                _ => Figures::default(),
            },
        }
    }
}

/// How the figures of two claims lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Whether the first lies wholly below the second, strict bounds, tolerance included.
    pub first_is_below: bool,
    /// Whether the second lies wholly below the first.
    pub second_is_below: bool,
    /// Whether they may be one number, fuzzy bounds.
    pub may_meet: bool,
    /// Whether the first contains the second, strict bounds.
    pub first_contains: bool,
    /// Whether the second contains the first.
    pub second_contains: bool,
    /// Whether they are the same, strict bounds.
    pub are_equal: bool,
}

impl Figures {
    fn of(study: &Study, tolerance: (f64, f64), [a, b]: [&Claim; 2]) -> Figures {
        let (Some(x), Some(y)) = (a.strict(), b.strict()) else {
            return Figures::default();
        };
        let is_below = |lower: Bounds, higher: Bounds| fence(lower.high, tolerance) < higher.low;
        Figures {
            first_is_below: is_below(x, y),
            second_is_below: is_below(y, x),
            may_meet: may_meet(study, [a, b]),
            first_contains: x.contains(y),
            second_contains: y.contains(x),
            are_equal: x == y,
        }
    }

    /// Tells whether one lies wholly below the other.
    pub const fn are_apart(self) -> bool {
        self.first_is_below || self.second_is_below
    }
}

/// Whether two figures may be one. Days of a topic that counts months are as wide as a month is uneven; but
/// days and weeks among themselves are exact, and so are months and years on a topic that counts days.
fn may_meet(study: &Study, claims: [&Claim; 2]) -> bool {
    let [Some(a), Some(b)] = claims.map(Claim::fuzzy) else {
        return false;
    };
    if !a.meets(b) {
        return false;
    }
    let slacks = claims.map(|claim| slack_of_time(study, claim));
    let [Some(slack_a), Some(slack_b)] = slacks else {
        return true;
    };
    a.tightened(slack_a).meets(b.tightened(slack_b))
}

/// By how much a figure was widened because its time is kept in one of another kind. On one topic there are
/// but two kinds, so two figures that were widened are of one.
pub(super) fn slack_of_time(study: &Study, claim: &Claim) -> Option<Slack> {
    let kept = study.unit_name(claim.unit()?);
    let (_, slack) = time_factor(claim.marks().said_in()?, kept)?;
    (slack != Slack::NONE).then_some(slack)
}

/// Whether two claims speak of one event (3.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Neither names an event.
    NotNamed,
    /// Both name one event.
    Same,
    /// They name two events.
    Different,
    /// One names none.
    Missing,
    /// They name one event, and a name is marked as unsure.
    Unsure,
    /// They name two events, and a name is marked as unsure.
    PerhapsDifferent,
}

impl Identity {
    /// Returns how two claims stand that both name an event.
    pub const fn of_named(is_one: bool, is_unsure: bool) -> Identity {
        match (is_one, is_unsure) {
            (true, false) => Identity::Same,
            (true, true) => Identity::Unsure,
            (false, false) => Identity::Different,
            (false, true) => Identity::PerhapsDifferent,
        }
    }
}

fn identity(study: &Study, a: &Claim, b: &Claim) -> Identity {
    let is_unsure = |claim: &Claim| claim.marks().has(Marks::EVENT_UNSURE);
    match (a.event(), b.event()) {
        (None, None) => Identity::NotNamed,
        (Some(_), None) | (None, Some(_)) => Identity::Missing,
        (Some(of_a), Some(of_b)) => {
            let is_one = study.one_event(of_a) == study.one_event(of_b);
            Identity::of_named(is_one, is_unsure(a) || is_unsure(b))
        }
    }
}
