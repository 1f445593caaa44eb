//! Two claims side by side as answers to one question: what every test of the cross-check looks at.
//!
//! It knows how a claim reads on its own topic and on one that a link carries it to. What a stranger
//! would get wrong: nothing here depends on which of the two comes first; a rule that needs an order
//! asks who affirms, who is the part or whose figure is lower.

use crate::method::crosscheck::relation::{Identity, Relation};
use crate::method::crosscheck::scope::{Scope, Standing};
use crate::method::crosscheck::time::{Period, SharedTime};
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim};
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Topic;
use crate::model::vocabulary::{Stance, Trend};

/// A claim as an answer to a question, its own or one that a link carries it to.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The claim's id.
    pub id: ClaimId,
    /// The claim.
    pub claim: &'a Claim,
    /// Its stance on the question.
    pub stance: Stance,
    /// Whether a link carried it here: then figure, category and trend stay behind.
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

    /// Returns which way it says things went on this question.
    pub fn trend(&self) -> Option<Trend> {
        self.claim.trend().filter(|_| !self.is_carried)
    }
}

/// Two answers to one question.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The study they stand in.
    pub study: &'a Study,
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
    /// How they stand to each other.
    pub relation: Relation,
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
        let tolerance = (settings.relative_tolerance, settings.absolute_tolerance);
        let claims = [a, b].map(|answer| (answer.id, answer.claim));
        let relation = Relation::of(study, tolerance, claims);
        Pair::standing(study, topic_id, [a, b], relation)
    }

    /// Puts two answers side by side of which it is known how they stand to each other. Each stands for
    /// claims like it: of what hangs on both nothing is read from the claims.
    pub fn standing(
        study: &'a Study,
        topic_id: TopicId,
        [a, b]: [Answer<'a>; 2],
        relation: Relation,
    ) -> Pair<'a> {
        let is_linked = a.is_carried || b.is_carried;
        let modes = [a, b].map(|answer| answer.claim.time_mode());
        let mut pair = Pair {
            study,
            topic_id,
            topic: study.topic(topic_id),
            a,
            b,
            is_linked,
            is_across: false,
            relation,
            scope: Scope::of(study, a.claim, b.claim, is_linked),
            time: relation.days.shared(modes),
            period: match is_linked || !study.topic(topic_id).spans_period() {
                true => Period::NotCounted,
                false => relation.period,
            },
        };
        if relation.identity == Identity::Same && !is_linked {
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

    /// Tells whether one of two figures has a unit and the other none, so that they may count two things.
    pub fn is_unit_missing(&self) -> bool {
        let have_figures = self.a.strict().is_some() && self.b.strict().is_some();
        have_figures && self.a.claim.unit().is_some() != self.b.claim.unit().is_some()
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

    /// Returns how far the figures of two answers are part and whole of one sum (3.7). A place or population
    /// that is unknown may be the other's: that it may not be is for its explanation to say.
    pub fn containment(&self) -> Containment {
        let place = direction(self.scope.place);
        let population = direction(self.scope.population);
        let period = match self.period {
            Period::Whole { .. } => Some(Direction::FirstIsWhole),
            Period::Part { .. } => Some(Direction::FirstIsPart),
            Period::NotCounted | Period::Equal | Period::Crossed | Period::Open => None,
        };
        let adds_up = (place.is_none() || self.topic.adds_over_places)
            && (population.is_none() || self.topic.adds_over_populations);
        let mut directions = [place, population, period].into_iter().flatten();
        let Some(first) = directions.next() else {
            return Containment::SameScope;
        };
        if !adds_up || self.period == Period::Crossed {
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
    /// Tells whether what adds up from parts leaves a denied figure and an affirmed one no way out: parts
    /// are no more than their whole. Nothing where not both name a figure.
    pub fn is_settled_by_sum(&self, pair: &Pair<'_>) -> Option<bool> {
        let (Some(denied), Some(_)) = (self.negates.strict(), self.affirms.strict()) else {
            return None;
        };
        let denial_of = |is_whole| match is_whole {
            // So many at least are denied of the whole, and a part alone has them.
            true => denied.high == f64::INFINITY,
            // So many at most are denied of a part, and the whole has no more.
            false => denied.low == 0.0,
        };
        Some(match pair.containment() {
            Containment::FirstIsWhole => denial_of(!self.affirms_is_first),
            Containment::FirstIsPart => denial_of(self.affirms_is_first),
            Containment::SameScope | Containment::NoSum => false,
        })
    }

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
