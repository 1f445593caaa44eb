//! Two claims side by side as answers to one question: what every test of the cross-check looks at.
//!
//! It knows how a claim reads on its own topic and on one that a link carries it to. What a stranger
//! would get wrong: nothing here depends on which of the two comes first; a rule that needs an order
//! asks who affirms, who is the part or whose figure is lower.

use crate::method::crosscheck::scope::{Scope, Standing};
use crate::method::crosscheck::time::{Period, SharedTime, period, shared_time};
use crate::method::settings::{Settings, fence};
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Topic;
use crate::model::vocabulary::Stance;

/// A claim as an answer to a question, its own or one that a link carries it to.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The claim's id.
    pub id: ClaimId,
    /// The claim.
    pub claim: &'a Claim,
    /// Its stance on the question.
    pub stance: Stance,
    /// Whether a link carried it here: then figure and category stay behind.
    pub is_carried: bool,
}

impl Answer<'_> {
    /// Returns the strict bounds of its figure on this question.
    pub fn strict(&self) -> Option<Bounds> {
        self.claim.strict().filter(|_| !self.is_carried)
    }

    /// Returns the fuzzy bounds of its figure on this question.
    pub fn fuzzy(&self) -> Option<Bounds> {
        self.claim.fuzzy().filter(|_| !self.is_carried)
    }

    /// Returns its value among the topic's values.
    pub fn category(&self) -> Option<u16> {
        self.claim.category().filter(|_| !self.is_carried)
    }
}

/// Two answers to one question.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The study they stand in.
    pub study: &'a Study,
    /// By how much an upper bound may be exceeded: relative and absolute.
    pub tolerance: (f64, f64),
    /// The question.
    pub topic_id: TopicId,
    /// The question.
    pub topic: &'a Topic,
    /// The answer of the lower key.
    pub a: Answer<'a>,
    /// The answer of the higher key.
    pub b: Answer<'a>,
    /// Whether a link joins them.
    pub is_linked: bool,
    /// Whether they answer two topics and meet through third claims: then nothing else is compared.
    pub is_across: bool,
    /// Whether they speak of one event.
    pub identity: Identity,
    /// How their scopes stand to each other.
    pub scope: Scope,
    /// Whether they share time.
    pub time: SharedTime,
    /// How their periods stand, where they count over periods.
    pub period: Period,
}

impl<'a> Pair<'a> {
    /// Puts two answers to one question side by side.
    pub fn new(
        study: &'a Study,
        settings: &Settings,
        topic_id: TopicId,
        answers: [Answer<'a>; 2],
    ) -> Pair<'a> {
        let [mut a, mut b] = answers;
        if a.id > b.id {
            std::mem::swap(&mut a, &mut b);
        }
        let is_linked = a.is_carried || b.is_carried;
        let mut pair = Pair {
            study,
            tolerance: (settings.relative_tolerance, settings.absolute_tolerance),
            topic_id,
            topic: study.topic(topic_id),
            a,
            b,
            is_linked,
            is_across: false,
            identity: identity(study, a.claim, b.claim),
            scope: Scope::of(study, a.claim, b.claim, is_linked),
            time: shared_time(a.claim, b.claim),
            period: Period::NotCounted,
        };
        pair.period = period(&pair);
        if pair.identity == Identity::Same && !is_linked {
            // One event has one time, however loosely it is dated; what dates it differently is K4.
            pair.time = SharedTime::Yes;
            if pair.period != Period::NotCounted {
                pair.period = Period::Equal;
            }
        }
        if pair.period == Period::Equal && pair.time != SharedTime::No {
            // Two counts of one period are about the same days, whatever their mode.
            pair.time = SharedTime::Yes;
        } else if pair.period != Period::NotCounted && pair.time == SharedTime::Yes {
            pair.time = SharedTime::Possible;
        }
        pair
    }

    /// Puts two claims side by side that answer two topics and meet through third claims.
    pub fn across(
        study: &'a Study,
        settings: &Settings,
        topic_id: TopicId,
        answers: [Answer<'a>; 2],
    ) -> Pair<'a> {
        Pair {
            is_linked: false,
            is_across: true,
            ..Pair::new(study, settings, topic_id, answers)
        }
    }

    /// Tells whether one counts per time what the other counts in all.
    pub fn counts_per_time(&self) -> bool {
        match (self.a.claim.unit(), self.b.claim.unit()) {
            (Some(a), Some(b)) if !self.is_linked => self.study.is_rate_of(a, b),
            _ => false,
        }
    }

    /// Tells whether one person makes both claims.
    pub fn is_one_person(&self) -> bool {
        let person = |claim: &Claim| self.study.source(claim.source()).person;
        person(self.a.claim) == person(self.b.claim)
    }

    /// Returns who affirms and who denies or doubts, where the two are opposed.
    pub fn opposed(&self) -> Option<Opposed<'a>> {
        let negates = |stance| matches!(stance, Stance::Denies | Stance::Doubts);
        match (self.a.stance, self.b.stance) {
            (Stance::Affirms, other) if negates(other) => Some(Opposed {
                affirms: self.a,
                negates: self.b,
                affirms_is_first: true,
            }),
            (other, Stance::Affirms) if negates(other) => Some(Opposed {
                affirms: self.b,
                negates: self.a,
                affirms_is_first: false,
            }),
            _ => None,
        }
    }

    /// Returns both strict figures where both affirm one.
    pub fn figures(&self) -> Option<[Bounds; 2]> {
        let is_affirmed = self.a.stance == Stance::Affirms && self.b.stance == Stance::Affirms;
        match (self.a.strict(), self.b.strict()) {
            (Some(a), Some(b)) if is_affirmed => Some([a, b]),
            _ => None,
        }
    }

    /// Tells whether the first figure lies wholly below the second, tolerance included.
    pub fn is_below(&self, lower: Bounds, higher: Bounds) -> bool {
        fence(lower.high, self.tolerance) < higher.low
    }

    /// Tells whether one figure lies wholly below the other.
    pub fn is_disjoint(&self, [a, b]: [Bounds; 2]) -> bool {
        self.is_below(a, b) || self.is_below(b, a)
    }

    /// Returns how far the figures of two answers are part and whole of one sum (3.7).
    pub fn containment(&self) -> Containment {
        let place = direction(self.scope.place);
        let population = direction(self.scope.population);
        let period = match self.period {
            Period::Whole { .. } => Some(Direction::FirstIsWhole),
            Period::Part { .. } => Some(Direction::FirstIsPart),
            Period::NotCounted | Period::Equal | Period::Crossed => None,
        };
        let adds_up = (place.is_none() || self.topic.adds_over_places)
            && (population.is_none() || self.topic.adds_over_populations);
        let mut directions = [place, population, period].into_iter().flatten();
        let Some(first) = directions.next() else {
            return Containment::SameScope;
        };
        if !adds_up || self.scope.is_unknown() || self.period == Period::Crossed {
            return Containment::NoSum;
        }
        if directions.any(|other| other != first) {
            return Containment::NoSum;
        }
        match first {
            Direction::FirstIsWhole => Containment::FirstIsWhole,
            Direction::FirstIsPart => Containment::FirstIsPart,
        }
    }
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

fn identity(study: &Study, a: &Claim, b: &Claim) -> Identity {
    let is_unsure = |claim: &Claim| claim.marks().has(Marks::EVENT_UNSURE);
    match (a.event(), b.event()) {
        (None, None) => Identity::NotNamed,
        (Some(_), None) | (None, Some(_)) => Identity::Missing,
        (Some(of_a), Some(of_b)) => {
            let is_one = study.one_event(of_a) == study.one_event(of_b);
            match (is_one, is_unsure(a) || is_unsure(b)) {
                (true, false) => Identity::Same,
                (true, true) => Identity::Unsure,
                (false, false) => Identity::Different,
                (false, true) => Identity::PerhapsDifferent,
            }
        }
    }
}

/// Who affirms and who does not.
#[derive(Debug, Clone, Copy)]
pub struct Opposed<'a> {
    /// The answer that affirms.
    pub affirms: Answer<'a>,
    /// The answer that denies or doubts.
    pub negates: Answer<'a>,
    /// Whether the affirming answer is the first of the pair.
    pub affirms_is_first: bool,
}

impl Opposed<'_> {
    /// Tells whether the affirming answer is about the whole and the other about a part of it.
    pub fn whole_is_affirmed(&self, standing: Standing) -> bool {
        match standing {
            Standing::Whole => self.affirms_is_first,
            Standing::Part => !self.affirms_is_first,
            _ => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    FirstIsWhole,
    FirstIsPart,
}

const fn direction(standing: Standing) -> Option<Direction> {
    match standing {
        Standing::Whole => Some(Direction::FirstIsWhole),
        Standing::Part => Some(Direction::FirstIsPart),
        _ => None,
    }
}

/// How two figures stand in one sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Containment {
    /// One scope and one period: neither is a part.
    SameScope,
    /// The first is the whole of which the second is a part.
    FirstIsWhole,
    /// The second is the whole of which the first is a part.
    FirstIsPart,
    /// Scopes or periods differ in a way that allows no sum.
    NoSum,
}
