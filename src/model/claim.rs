//! A claim in memory: ids and bounds, small enough for ten million of them.
//!
//! It knows neither the words of the claim nor its key. What a stranger would get wrong: *strict*
//! bounds are what was written, *fuzzy* ones what it may have meant; values are compared on the
//! first, times on the second.

mod columns;
mod marks;
mod moved;
mod value;

use crate::model::day::DayRange;
use crate::model::key::{
    ActorId, EventId, InterviewId, NodeId, OriginId, SourceId, TopicId, UnitId,
};
use crate::model::vocabulary::{Basis, Interest, Modality, Stance, TimeMode, Trend};

pub(crate) use columns::ClaimColumns;
pub use marks::Marks;
pub(crate) use moved::{GONE, Moves, Places};
pub use value::{Bounds, Figure, Value};

/// A time as written and as it may have been meant; the second contains the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The days as written.
    pub strict: DayRange,
    /// The days it may have meant.
    pub fuzzy: DayRange,
}

impl Span {
    /// All time.
    pub const ALL: Span = Span {
        strict: DayRange::ALL,
        fuzzy: DayRange::ALL,
    };

    /// Makes a span without any doubt about its ends.
    #[cfg(test)]
    pub const fn exact(days: DayRange) -> Span {
        Span {
            strict: days,
            fuzzy: days,
        }
    }

    /// Tells whether it is one day, and that day for certain.
    pub fn is_single_exact_day(self) -> bool {
        self.strict.is_single_day() && self.fuzzy == self.strict
    }
}

/// What was said, read but not completed: what nobody said stays empty.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimDraft {
    /// Who says it.
    pub source: SourceId,
    /// Which question it answers.
    pub topic: TopicId,
    /// Where it stands to the statement.
    pub stance: Stance,
    /// In which interview it was said.
    pub interview: Option<InterviewId>,
    /// When it was said.
    pub stated_on: Option<Span>,
    /// Of whom it speaks.
    pub population: Option<NodeId>,
    /// Of where it speaks.
    pub place: Option<NodeId>,
    /// Of when it speaks.
    pub when: Option<Span>,
    /// How it fills that time.
    pub time_mode: Option<TimeMode>,
    /// Its value.
    pub value: Option<Value>,
    /// The unit of its figure.
    pub unit: Option<UnitId>,
    /// In which mode it speaks.
    pub modality: Modality,
    /// How the source knows.
    pub basis: Basis,
    /// Through whom it came.
    pub via: Option<OriginId>,
    /// Which event it speaks of.
    pub event: Option<EventId>,
    /// Who did it.
    pub actor: Option<ActorId>,
    /// Which way it says the number moves.
    pub trend: Option<Trend>,
    /// Whether it speaks against the interest of its side; empty means derived.
    pub against_interest: Option<Interest>,
    /// The `?` marks, and whether an analyst holds it as settled.
    pub marks: Marks,
}

impl ClaimDraft {
    /// Makes a draft in which nothing else was said: an actual claim of unknown basis.
    pub const fn new(source: SourceId, topic: TopicId, stance: Stance) -> ClaimDraft {
        ClaimDraft {
            source,
            topic,
            stance,
            interview: None,
            stated_on: None,
            population: None,
            place: None,
            when: None,
            time_mode: None,
            value: None,
            unit: None,
            modality: Modality::Actual,
            basis: Basis::Unknown,
            via: None,
            event: None,
            actor: None,
            trend: None,
            against_interest: None,
            marks: Marks::NONE,
        }
    }
}

/// Stands for "none" in the packed fields of a claim.
const NONE: u32 = u32::MAX;
const NO_CATEGORY: u16 = u16::MAX;

/// A claim with its gaps filled, packed to about a hundred bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    strict: Bounds,
    fuzzy: Bounds,
    when: Span,
    stated_on: DayRange,
    source: SourceId,
    topic: TopicId,
    place: u32,
    population: u32,
    interview: u32,
    via: u32,
    event: u32,
    actor: u32,
    unit: u32,
    marks: Marks,
    category: u16,
    stance: Stance,
    modality: Modality,
    basis: Basis,
    time_mode: TimeMode,
    trend: Option<Trend>,
    against_interest: Option<Interest>,
}

/// What the constructor of a claim fills in where the draft is silent.
#[derive(Debug, Clone, Copy)]
pub struct Completed {
    /// When it was said.
    pub stated_on: Span,
    /// Of when it speaks.
    pub when: Span,
    /// How it fills that time.
    pub time_mode: TimeMode,
    /// Of whom it speaks.
    pub population: Option<NodeId>,
    /// Its figure in the topic's unit, or in its own where the two do not convert.
    pub figure: Option<Figure>,
    /// The unit of that figure.
    pub unit: Option<UnitId>,
    /// All marks.
    pub marks: Marks,
}

impl Claim {
    /// Packs a draft and what was filled in.
    pub fn new(draft: &ClaimDraft, completed: &Completed) -> Claim {
        let nothing = Bounds {
            low: 0.0,
            high: 0.0,
        };
        let figure = completed.figure;
        let mut marks = completed.marks;
        marks.set_if(figure.is_some(), Marks::FIGURE);
        marks.set_if(figure.is_some_and(|figure| figure.is_vague), Marks::VAGUE);
        marks.set_if(figure.is_some_and(|figure| figure.is_about), Marks::ABOUT);
        marks.set_if(figure.is_some_and(|figure| figure.is_up_to), Marks::UP_TO);
        marks.set_if(figure.is_some_and(|figure| figure.is_mass), Marks::MASS);
        Claim {
            strict: figure.map_or(nothing, |figure| figure.strict),
            fuzzy: figure.map_or(nothing, |figure| figure.fuzzy),
            when: completed.when,
            stated_on: completed.stated_on.strict,
            source: draft.source,
            topic: draft.topic,
            place: draft.place.map_or(NONE, |id| id.0),
            population: completed.population.map_or(NONE, |id| id.0),
            interview: draft.interview.map_or(NONE, |id| id.0),
            via: draft.via.map_or(NONE, |id| id.0),
            event: draft.event.map_or(NONE, |id| id.0),
            actor: draft.actor.map_or(NONE, |id| id.0),
            unit: completed.unit.map_or(NONE, |id| id.0),
            marks,
            category: match draft.value {
                Some(Value::Category(place)) => place,
                _ => NO_CATEGORY,
            },
            stance: draft.stance,
            modality: draft.modality,
            basis: draft.basis,
            time_mode: completed.time_mode,
            trend: draft.trend,
            against_interest: draft.against_interest,
        }
    }

    /// Returns who says it.
    pub const fn source(&self) -> SourceId {
        self.source
    }

    /// Returns which question it answers.
    pub const fn topic(&self) -> TopicId {
        self.topic
    }

    /// Returns where it stands to the statement.
    pub const fn stance(&self) -> Stance {
        self.stance
    }

    /// Returns of where it speaks, nothing where nobody said.
    pub const fn place(&self) -> Option<NodeId> {
        some(self.place, NodeId(self.place))
    }

    /// Returns of whom it speaks, nothing where nobody said and the topic has no default.
    pub const fn population(&self) -> Option<NodeId> {
        some(self.population, NodeId(self.population))
    }

    /// Returns of when it speaks.
    pub const fn when(&self) -> Span {
        self.when
    }

    /// Returns how it fills that time.
    pub const fn time_mode(&self) -> TimeMode {
        self.time_mode
    }

    /// Returns the days on which it may have been said, strict bounds.
    pub const fn stated_on(&self) -> DayRange {
        self.stated_on
    }

    /// Tells whether it is a forecast or promise that was told before its time was surely over. One that
    /// is told afterwards is a report of somebody's.
    pub fn is_foretold(&self) -> bool {
        self.modality.is_open_to_time() && self.stated_on.low() <= self.when().fuzzy.high()
    }

    /// Returns the strict bounds of its figure, nothing where it has none.
    pub const fn strict(&self) -> Option<Bounds> {
        some_if(self.marks.has(Marks::FIGURE), self.strict)
    }

    /// Returns the fuzzy bounds of its figure, nothing where it has none.
    pub const fn fuzzy(&self) -> Option<Bounds> {
        some_if(self.marks.has(Marks::FIGURE), self.fuzzy)
    }

    /// Returns the place of its value among the topic's values.
    pub fn category(&self) -> Option<u16> {
        (self.category != NO_CATEGORY).then_some(self.category)
    }

    /// Returns the unit of its figure.
    pub const fn unit(&self) -> Option<UnitId> {
        some(self.unit, UnitId(self.unit))
    }

    /// Returns the interview it was made in.
    pub const fn interview(&self) -> Option<InterviewId> {
        some(self.interview, InterviewId(self.interview))
    }

    /// Returns through whom it came.
    pub const fn via(&self) -> Option<OriginId> {
        some(self.via, OriginId(self.via))
    }

    /// Returns which event it speaks of.
    pub const fn event(&self) -> Option<EventId> {
        some(self.event, EventId(self.event))
    }

    /// Returns who did it, in the words of the claim.
    pub const fn actor(&self) -> Option<ActorId> {
        some(self.actor, ActorId(self.actor))
    }

    /// Returns which way it says the number moves.
    pub const fn trend(&self) -> Option<Trend> {
        self.trend
    }

    /// Returns in which mode it speaks.
    pub const fn modality(&self) -> Modality {
        self.modality
    }

    /// Returns how the source knows.
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// Returns whether it speaks against the interest of its side, where an analyst said so.
    pub const fn against_interest(&self) -> Option<Interest> {
        self.against_interest
    }

    /// Returns its marks.
    pub const fn marks(&self) -> Marks {
        self.marks
    }

    /// Sets marks that other rows give it.
    pub(crate) fn mark(&mut self, marks: Marks) {
        self.marks.set(marks);
    }

    /// Tells whether it takes part in comparisons: not neutral, and not a second reading.
    pub const fn is_compared(&self) -> bool {
        !matches!(self.stance, Stance::Neutral) && !self.marks.has(Marks::OTHER_READING)
    }
}

const fn some<T: Copy>(packed: u32, value: T) -> Option<T> {
    some_if(packed != NONE, value)
}

const fn some_if<T: Copy>(is_there: bool, value: T) -> Option<T> {
    if is_there { Some(value) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_small() {
        assert!(size_of::<Claim>() <= 112, "{} bytes", size_of::<Claim>());
    }
}
